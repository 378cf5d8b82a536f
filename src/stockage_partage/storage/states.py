"""The words of storage: what is stored, what the account is, what may be done."""

from __future__ import annotations

from enum import StrEnum


class Stored(StrEnum):
    """The activation as the company database holds it, shared by every application on it."""

    INACTIVE = "inactive"
    ACTIVATING = "activating"  # somebody holds the claim; no group id yet
    PROVISIONING = "provisioning"  # group id held; Microsoft prepares the library
    ACTIVE = "active"


class Event(StrEnum):
    """What makes the stored word change."""

    CLAIMED = "claimed"
    GAVE_UP = "gave_up"  # cancelled, refused, or found dead
    GROUP_HELD = "group_held"
    LIBRARY_SEEN = "library_seen"
    DEACTIVATED = "deactivated"


# A pair that is not here is our own mistake: `after` raises KeyError.
NEXT: dict[tuple[Stored, Event], Stored] = {
    (Stored.INACTIVE, Event.CLAIMED): Stored.ACTIVATING,
    (Stored.ACTIVATING, Event.CLAIMED): Stored.ACTIVATING,  # a dead one's claim taken over
    (Stored.ACTIVATING, Event.GAVE_UP): Stored.INACTIVE,
    (Stored.ACTIVATING, Event.GROUP_HELD): Stored.PROVISIONING,
    (Stored.PROVISIONING, Event.LIBRARY_SEEN): Stored.ACTIVE,
    (Stored.ACTIVE, Event.LIBRARY_SEEN): Stored.ACTIVE,  # seen by two workstations
    (Stored.PROVISIONING, Event.DEACTIVATED): Stored.INACTIVE,
    (Stored.ACTIVE, Event.DEACTIVATED): Stored.INACTIVE,
}


def after(stored: Stored, event: Event) -> Stored:
    """The stored word once `event` has happened."""
    return NEXT[stored, event]


class AccountState(StrEnum):
    """The person's own Microsoft 365 session on this workstation; never in the database."""

    NOBODY = "nobody"
    SIGNING_IN = "signing_in"
    SIGNED_IN = "signed_in"
    SESSION_ENDED = "session_ended"  # a known account whose session Microsoft no longer accepts
    OFFLINE = "offline"  # a known account, Microsoft 365 out of reach


class GroupHealth(StrEnum):
    """What was last seen of the group online, as the database remembers it."""

    FINE = "fine"
    GONE_RESTORABLE = "gone_restorable"
    GONE = "gone"
    RIGHTS_LOST = "rights_lost"


class Functions(StrEnum):
    """Which functions an application may use. Rows: the licence × activation table."""

    NONE = "none"
    LIMITED = "limited"
    ALL = "all"


class Function(StrEnum):
    """One thing an application may do with the storage."""

    CONSULT = "consult"
    ATTACH_TO_THIRD_PARTY = "attach_to_third_party"
    ARCHIVE = "archive"
    FILE_PRINTS = "file_prints"
    ATTACH_TO_DOCUMENT = "attach_to_document"
    SYNCHRONISE = "synchronise"


#: "limité à certaines fonctions" (help page), as decision 0003 reads it.
LIMITED_SET = frozenset({Function.CONSULT, Function.ATTACH_TO_THIRD_PARTY, Function.ARCHIVE})


def functions_for(stored: Stored, option_granted: bool) -> Functions:
    """Licence × activation → functions."""
    if stored not in (Stored.PROVISIONING, Stored.ACTIVE):
        return Functions.NONE
    return Functions.ALL if option_granted else Functions.LIMITED


def allows(functions: Functions, function: Function) -> bool:
    """True when `function` belongs to `functions`."""
    if functions is Functions.LIMITED:
        return function in LIMITED_SET
    return functions is Functions.ALL
