"""Troubles of the account or the group: sending rests, one message is shown, somebody acts."""

from __future__ import annotations

from stockage_partage.errors.trouble import Trouble


class AccountTrouble(Trouble):
    """Nothing more leaves this workstation until somebody acts."""


class SignInNeeded(AccountTrouble):
    """Nobody is signed in, or the session ended. `claims` is a challenge to hand to the sign-in."""

    exit_code = 3

    def __init__(self, detail: str = "", *, claims: str | None = None) -> None:
        super().__init__(detail)
        self.claims = claims


class SignInCancelled(SignInNeeded):
    """The person closed the sign-in window or pressed Cancel."""


class SignInTimedOut(SignInNeeded):
    """Nobody finished the sign-in in the time allowed."""


class SignInRefused(SignInNeeded):
    """Microsoft refused the sign-in for a reason that the person can mend (password, lock, MFA)."""


class PersonalAccount(SignInNeeded):
    """A personal Microsoft account signed in: those have no groups, a work account is wanted."""


class ForeignAccount(SignInNeeded):
    """The account belongs to another organisation than the one whose application this is."""


class SignInForged(SignInNeeded):
    """The answer to the sign-in was not ours: wrong state, nonce, audience, issuer or tenant."""


class WrongAccount(SignInNeeded):
    """Another account than the expected one signed in."""

    def __init__(self, expected: str, actual: str, detail: str = "") -> None:
        super().__init__(detail)
        self.expected = expected
        self.actual = actual


class NotAllowed(AccountTrouble):
    """A right, a licence or an activation is missing."""

    exit_code = 4


class BrowserRefused(NotAllowed):
    """A policy of the organisation refuses the embedded browser (or this device): another way in."""


class DeviceCodeRefused(NotAllowed):
    """A policy of the organisation refuses sign-ins by a code; the window and the browser remain."""


class TokenProtectionRequired(NotAllowed):
    """A policy wants tokens bound to the device, which no browser can do: an exception is needed."""


class NotAssigned(NotAllowed):
    """The application is reserved to those that an administrator has assigned to it."""


class ConsentMissing(NotAllowed):
    """An administrator must approve the application. `consent_url` is what to open or to send."""

    def __init__(self, consent_url: str | None = None, detail: str = "") -> None:
        super().__init__(detail)
        self.consent_url = consent_url


class ConsentDeclined(NotAllowed):
    """The person, or the organisation, refused what the application asks for."""


class ApplicationUnknown(NotAllowed):
    """The organisation does not know the application registration, or it is set up otherwise."""


class GroupCreationForbidden(NotAllowed):
    """This account may not create groups."""


class GroupUpsertMissing(NotAllowed):
    """The service cannot create a group by its unique name, the one way that never makes a second one."""


class RightsLost(NotAllowed):
    """The account no longer reaches the group or its library."""


class OptionMissing(NotAllowed):
    """The application has no right to this by its licence; `reason` is an entitlement word."""

    def __init__(self, reason: str = "absent", detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason


class GroupRenameForbidden(NotAllowed):
    """This account may not rename the company's group; it still reaches it."""


class StorageInactive(NotAllowed):
    """Storage is not activated for this company."""


class NeverActivated(NotAllowed):
    """Storage was never activated for this company: there is nothing online to bring back."""


class StorageAlreadyActive(NotAllowed):
    """Storage is already activated for this company."""


class FunctionLimited(NotAllowed):
    """The function is outside the limited set of an application without the option."""


class DocumentManagerClosed(NotAllowed):
    """Sending to Sage Document Manager is refused while storage is active."""


class GroupGone(AccountTrouble):
    """The group was deleted online; `restorable` says whether the administrator can still undo it."""

    def __init__(self, *, restorable: bool, detail: str = "") -> None:
        super().__init__(detail)
        self.restorable = restorable


class GroupNameTaken(AccountTrouble):
    """Groups of the wanted name exist that are not ours: the person chooses.

    `candidates` holds (group id, display name, mail nickname) of each.
    """

    def __init__(self, candidates: tuple[tuple[str, str, str], ...], detail: str = "") -> None:
        super().__init__(detail)
        self.candidates = candidates


class GroupAliasTaken(AccountTrouble):
    """The mail alias derived for the group is held by another group."""


class GroupNameRefused(AccountTrouble):
    """The organisation's naming policy refuses the name; `suggested` is what it proposes, if so."""

    def __init__(self, suggested: str | None = None, detail: str = "") -> None:
        super().__init__(detail)
        self.suggested = suggested


class NewGroupNameRefused(AccountTrouble):
    """The naming policy refuses the new name of the group; `suggested` is what it proposes, if so."""

    def __init__(self, suggested: str | None = None, detail: str = "") -> None:
        super().__init__(detail)
        self.suggested = suggested


class DirectoryQuotaReached(AccountTrouble):
    """The account owns as many directory objects as it may."""


class LibraryFull(AccountTrouble):
    """No room left in the group's library."""


class SiteLocked(AccountTrouble):
    """An administrator has locked the group's site: every address of it answers so, until it is unlocked."""


class LicenceForLibraryMissing(AccountTrouble):
    """The organisation has no SharePoint plan: the group will never get a library."""
