"""The troubles a person can understand, in families named after what is done about them.

    Trouble
    ├─ Passing          wait and try again, nobody is disturbed
    ├─ AccountTrouble   the queue rests, one message, somebody acts on the account or the group
    │  ├─ SignInNeeded      … by signing in (exit code 3)
    │  └─ NotAllowed        … by obtaining a right, a licence, an activation (exit code 4)
    ├─ DocumentTrouble  that document steps aside, the others go on
    └─ SetupTrouble     this workstation or the company database must be put right first

Anything else that is raised is our own mistake and must be loud. A trouble carries facts, never a
sentence: `words.troubles.explain` is the one place that turns it into French. `detail` is for
support (a request id, a library's own code): never a token, an upload address or a document's name.
"""

from __future__ import annotations

from typing import ClassVar


class Trouble(Exception):
    """The world's doing, with words for it. Families decide what happens next."""

    exit_code: ClassVar[int] = 1

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    @property
    def kind(self) -> str:
        """The stable word kept in the database for this trouble: its class name."""
        return type(self).__name__


# --- Passing: wait and try again -----------------------------------------------------------------


class Passing(Trouble):
    """Goes away by itself; the next try may succeed. `retry_after` is in seconds, None if unsaid."""

    def __init__(self, detail: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Offline(Passing):
    """Microsoft 365 could not be reached: no network, no name, no answer in time."""


class ServiceUnavailable(Passing):
    """Microsoft 365 answered that it cannot serve now (5xx, 423)."""


class Throttled(Passing):
    """Microsoft 365 asked to wait; `retry_after` says how long when it said so."""


class BeingPrepared(Passing):
    """The group exists, its document library does not yet."""


class DatabaseBusy(Passing):
    """The company database was held by others for longer than we wait."""


class ActivatingElsewhere(Passing):
    """Another workstation holds the activation; `who` names it as it named itself."""

    def __init__(self, who: str, detail: str = "") -> None:
        super().__init__(detail)
        self.who = who


# --- AccountTrouble: the queue rests, one message ------------------------------------------------


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


class RightsLost(NotAllowed):
    """The account no longer reaches the group or its library."""


class OptionMissing(NotAllowed):
    """The application has no right to this by its licence; `reason` is an entitlement word."""

    def __init__(self, reason: str = "absent", detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason


class StorageInactive(NotAllowed):
    """Storage is not activated for this company."""


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


class DirectoryQuotaReached(AccountTrouble):
    """The account owns as many directory objects as it may."""


class LibraryFull(AccountTrouble):
    """No room left in the group's library."""


class LicenceForLibraryMissing(AccountTrouble):
    """The organisation has no SharePoint plan: the group will never get a library."""


# --- DocumentTrouble: that one steps aside -------------------------------------------------------


class DocumentTrouble(Trouble):
    """Concerns one document only; the others go on."""


class FileMissing(DocumentTrouble):
    """The file to file is not there any more."""


class FileUnreadable(DocumentTrouble):
    """The file could not be opened for reading."""


class FileEmpty(DocumentTrouble):
    """The file holds no byte: nothing to keep."""


class FileTooLarge(DocumentTrouble):
    """The file is larger than this way of sending allows; `limit` is in bytes."""

    def __init__(self, limit: int, detail: str = "") -> None:
        super().__init__(detail)
        self.limit = limit


class DocumentNotUnderstood(DocumentTrouble):
    """What the document says of itself could not be read; it waits for a person."""


class DetailsMissing(DocumentTrouble):
    """The place in the tree needs facts nobody gave; `missing` names them (code words)."""

    def __init__(self, missing: tuple[str, ...], detail: str = "") -> None:
        super().__init__(detail)
        self.missing = missing


class NameRefused(DocumentTrouble):
    """SharePoint refuses the name or the length of the path."""


class PlaceTaken(DocumentTrouble):
    """Another file already has that place online, with other bytes."""


class LockedOnline(DocumentTrouble):
    """Somebody has the file open or checked out online."""


class RefusedByService(DocumentTrouble):
    """Microsoft 365 refuses this document and will refuse it again (malware, unknown request)."""


# --- SetupTrouble: put this installation right ---------------------------------------------------


class SetupTrouble(Trouble):
    """This workstation or the company database must be put right first."""


class DatabaseMissing(SetupTrouble):
    """There is no database at the given place, or its server cannot be reached."""


class DatabaseRefused(SetupTrouble):
    """The database server does not accept the user name or the password we were given."""


class NotADatabase(SetupTrouble):
    """The file is no company database."""


class DatabaseReadOnly(SetupTrouble):
    """The database cannot be written."""


class DatabaseTooNew(SetupTrouble):
    """A newer version of the program has changed the database's structure."""


class DatabaseExists(SetupTrouble):
    """A company is already there: nothing is created over it."""


class DatabaseDamaged(SetupTrouble):
    """The database engine reports damage."""


class DiskFull(SetupTrouble):
    """No room left where we must write."""


class SettingsRefused(SetupTrouble):
    """The settings file, or a setting, cannot be used; `setting` names it."""

    def __init__(self, setting: str, detail: str = "") -> None:
        super().__init__(detail)
        self.setting = setting


class CertificateRefused(SetupTrouble):
    """The server's certificate is not trusted here; `issuer` names who signed it, when known."""

    def __init__(self, issuer: str | None = None, detail: str = "") -> None:
        super().__init__(detail)
        self.issuer = issuer


class ProxyUnreachable(SetupTrouble):
    """The proxy does not answer, or refuses us."""


class ClockWrong(SetupTrouble):
    """This computer's clock is too far from Microsoft's; `seconds` is ours minus theirs."""

    def __init__(self, seconds: float = 0.0, detail: str = "") -> None:
        super().__init__(detail)
        self.seconds = seconds


class ThirdPartyRefused(SetupTrouble):
    """A line of a third-party file cannot be used; `reason` is a code word, lines count from 1."""

    def __init__(self, line: int, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.line = line
        self.reason = reason


class KeyringUnusable(SetupTrouble):
    """No keyring, or locked: the session is not remembered."""


class LicenceRefused(SetupTrouble):
    """A licence file cannot be installed; `reason` is an entitlement word."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason


class EmbeddedBrowserMissing(SetupTrouble):
    """The embedded browser cannot start on this computer."""
