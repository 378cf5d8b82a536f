"""States of the account and of the group, and which functions are open to an application."""

from __future__ import annotations

from enum import StrEnum

from stockage_partage.company.state_records import ActivationStatus


class AccountState(StrEnum):
    """The person's own Microsoft 365 session on this workstation; never in the database."""

    UNREAD = "unread"  # the sealed session is being opened
    NOBODY = "nobody"
    SIGNING_IN = "signing_in"
    FINISHING = (
        "finishing"  # the page is done; the session is being kept, a vault may ask for its password
    )
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


def functions_for(stored: ActivationStatus, option_granted: bool) -> Functions:
    """Licence × activation → functions."""
    if not stored.is_on:
        return Functions.NONE
    return Functions.ALL if option_granted else Functions.LIMITED


def allows(functions: Functions, function: Function) -> bool:
    """True when `function` belongs to `functions`."""
    if functions is Functions.LIMITED:
        return function in LIMITED_SET
    return functions is Functions.ALL
