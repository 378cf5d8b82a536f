"""States of the account, the group and the panel: facts it is decided from, what it shows, functions that are open.

`panel_rules` decides, `messages` says it in French, `ui` lays it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from stockage_partage.applications import SOLD_FOR, Application
from stockage_partage.company.state_records import ActivationStatus, DocumentCounts
from stockage_partage.licensing.entitlement import Entitlement, Standing

#: Preparing a library mostly takes less than a minute; three quarters of an hour have been reported.
TOO_LONG = timedelta(minutes=30)


class AccountState(StrEnum):
    """The person's own Microsoft 365 session on this workstation; never in the database."""

    UNREAD = "unread"  # the sealed session is being opened
    NOBODY = "nobody"
    SIGNING_IN = "signing_in"
    FINISHING = (
        "finishing"  # the page is done; the session is kept, a keyring may ask for its password
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


class Phase(StrEnum):
    """Where the activation stands, as a person would say it."""

    INACTIVE = "inactive"
    ASKED = "asked"
    CREATING = "creating"
    ELSEWHERE = "elsewhere"
    INTERRUPTED = "interrupted"
    PREPARING = "preparing"
    READY = "ready"
    GROUP_GONE = "group_gone"
    RIGHTS_LOST = "rights_lost"


class Label(StrEnum):
    """The exact button labels of the help page, as words, and what the menu of the account adds."""

    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"
    CONNECT = "connect"
    DISCONNECT = "disconnect"
    CHANGE_ACCOUNT = "change_account"


class Reason(StrEnum):
    """Why a button is greyed."""

    OPTION_ABSENT = "option_absent"
    OPTION_NOT_COVERED = "option_not_covered"
    OPTION_EXPIRED = "option_expired"
    OPTION_NOT_YET_VALID = "option_not_yet_valid"
    OPTION_OTHER_COMPANY = "option_other_company"
    OPTION_TAMPERED = "option_tampered"
    OPTION_UNKNOWN_KEY = "option_unknown_key"
    OPTION_CLOCK_SET_BACK = "option_clock_set_back"
    STORAGE_INACTIVE = "storage_inactive"
    ACTIVATION_UNDER_WAY = "activation_under_way"
    ACTIVATION_ELSEWHERE = "activation_elsewhere"
    SIGN_IN_UNDER_WAY = "sign_in_under_way"
    ACCOUNT_UNREAD = "account_unread"


class NoticeKind(StrEnum):
    """What the bar above the panel says, most urgent first (the order of this list)."""

    GROUP_GONE_RESTORABLE = "group_gone_restorable"
    GROUP_GONE = "group_gone"
    RIGHTS_LOST = "rights_lost"
    SITE_LOCKED = "site_locked"
    SESSION_ENDED = "session_ended"
    NOBODY_CONNECTED = "nobody_connected"
    ACTIVATING_ELSEWHERE = "activating_elsewhere"
    ACTIVATION_INTERRUPTED = "activation_interrupted"
    OPTION_LAPSED = "option_lapsed"
    LIMITED = "limited"
    PREPARING = "preparing"
    OFFLINE = "offline"
    PAUSED = "paused"
    DOCUMENTS_BLOCKED = "documents_blocked"
    NAME_DIFFERS = "name_differs"
    LICENCE_ENDING = "licence_ending"
    NOT_REMEMBERED = "not_remembered"


class Tone(StrEnum):
    """How a notice is to be taken; never shown by colour alone."""

    INFORMATION = "information"
    TO_SETTLE = "to_settle"


_INFORMATION = frozenset(
    {
        NoticeKind.ACTIVATING_ELSEWHERE,
        NoticeKind.PREPARING,
        NoticeKind.OFFLINE,
        NoticeKind.PAUSED,
        NoticeKind.LICENCE_ENDING,
        NoticeKind.NOT_REMEMBERED,
    }
)


@dataclass(frozen=True, slots=True)
class PanelNotice:
    """One sentence to say; `messages` finds it by `kind` and fills it from the panel's own state."""

    kind: NoticeKind

    @property
    def tone(self) -> Tone:
        """Information stays calm; the rest waits for somebody."""
        return Tone.INFORMATION if self.kind in _INFORMATION else Tone.TO_SETTLE


@dataclass(frozen=True, slots=True)
class PanelButton:
    """A button of the panel. A greyed one always says why."""

    label: Label
    reason: Reason | None = None

    @property
    def enabled(self) -> bool:
        """Enabled exactly when there is no reason against it."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class PanelLink:
    """The group's link. `url` None: known by name, its address is not there yet."""

    name: str
    url: str | None
    ready: bool


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """The group as the database knows it. `url` is None until its library was seen once."""

    id: str
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the panel is decided from. Times are aware, UTC."""

    company_name: str
    application: Application
    entitlement: Entitlement
    now: datetime
    stored: ActivationStatus = ActivationStatus.INACTIVE
    group: GroupFacts | None = None
    wanted_group_name: str = ""
    health: GroupHealth = GroupHealth.FINE
    activated_at: datetime | None = None
    activated_by: str | None = None
    activated_from: Application | None = None
    activating_here: bool = False
    creating: bool = False  # the sign-in is done, the group is being created or found
    activating_who: str | None = None  # another workstation, as it named itself
    claim_dead: bool = False  # the claim's holder has gone without finishing
    account: str | None = None
    account_state: AccountState = AccountState.NOBODY
    session_remembered: bool = True
    documents: DocumentCounts = field(default_factory=DocumentCounts)
    paused_until: datetime | None = None  # every workstation was asked to stay away until then
    site_locked: bool = False  # by an administrator, when last looked at from here


@dataclass(frozen=True, slots=True)
class PanelState:
    """What the panel shows; equal states look the same."""

    facts: Facts
    phase: Phase
    functions: Functions
    main: PanelButton
    connect: PanelButton
    account_menu: tuple[PanelButton, ...]  # what may be done with a known account; () without one
    link: PanelLink | None
    notices: tuple[PanelNotice, ...]
    preparing_for: timedelta | None
    licence_ends_on: date | None
    document_manager_allowed: bool

    @property
    def elapsed_minutes(self) -> int:
        """Whole minutes since Microsoft began preparing the library; 0 when it is not."""
        return int(self.preparing_for.total_seconds() // 60) if self.preparing_for else 0

    @property
    def paused_minutes(self) -> int:
        """Whole minutes until sending goes on; 0 when it is not kept waiting, or for less than that."""
        until = self.facts.paused_until
        return int((until - self.facts.now).total_seconds() // 60) if until else 0

    @property
    def leaving(self) -> int:
        """Documents on their way online now; 0 while something keeps all of them here."""
        facts = self.facts
        kept = self.phase is not Phase.READY or facts.account_state is not AccountState.SIGNED_IN
        if kept or facts.site_locked or self.paused_minutes:
            return 0
        return facts.documents.waiting

    @property
    def licence_would_help(self) -> bool:
        """A licence file is all that keeps this application from the option: it can be installed here."""
        facts = self.facts
        mended = facts.entitlement.standing not in (Standing.GRANTED, Standing.CLOCK_SET_BACK)
        return mended and facts.application in SOLD_FOR

    @property
    def begins(self) -> bool:
        """Storage is on and nothing was ever kept: a person is led to what comes first."""
        counts = self.facts.documents
        return self.functions is not Functions.NONE and not (counts.filed or counts.not_online)

    @property
    def prepares_too_long(self) -> bool:
        """Microsoft has taken so long that somebody may want to hurry it."""
        return self.preparing_for is not None and self.preparing_for >= TOO_LONG
