"""Facts → what the panel shows. One pure function, used by the window and the command line alike.

The table of the help page (licence × activation) and the states of the group and of the account are
all decided here; `ui` only lays the answer out and `words` only says it in French.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from stockage_partage.applications import Application
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.storage.states import (
    AccountState,
    Functions,
    GroupHealth,
    Stored,
    functions_for,
)

LICENCE_WARNING = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """The group as the database knows it. `url` is None until its library was seen once."""

    id: str
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Counters:
    """Documents by status, counted by the database. `last_filed_at` is aware, UTC."""

    waiting: int = 0
    filed: int = 0
    blocked: int = 0
    to_classify: int = 0
    last_filed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the panel is decided from. Times are aware, UTC."""

    company_name: str
    application: Application
    entitlement: Entitlement
    now: datetime
    stored: Stored = Stored.INACTIVE
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
    documents: Counters = field(default_factory=Counters)


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
    """The exact button labels of the help page, as words."""

    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"
    CONNECT = "connect"
    DISCONNECT = "disconnect"


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


class NoticeKind(StrEnum):
    """What the bar above the panel says, most urgent first (the order of this list)."""

    GROUP_GONE_RESTORABLE = "group_gone_restorable"
    GROUP_GONE = "group_gone"
    RIGHTS_LOST = "rights_lost"
    SESSION_ENDED = "session_ended"
    ACTIVATING_ELSEWHERE = "activating_elsewhere"
    ACTIVATION_INTERRUPTED = "activation_interrupted"
    OPTION_LAPSED = "option_lapsed"
    LIMITED = "limited"
    PREPARING = "preparing"
    OFFLINE = "offline"
    DOCUMENTS_BLOCKED = "documents_blocked"
    NAME_DIFFERS = "name_differs"
    LICENCE_ENDING = "licence_ending"
    NOT_REMEMBERED = "not_remembered"


class Tone(StrEnum):
    """How a notice is to be taken; never shown by colour alone."""

    INFORMATION = "information"
    TO_SETTLE = "to_settle"


_INFORMATION = frozenset(
    {NoticeKind.PREPARING, NoticeKind.OFFLINE, NoticeKind.LICENCE_ENDING, NoticeKind.NOT_REMEMBERED}
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence to say; `words` finds it by `kind` and fills it from the panel's own state."""

    kind: NoticeKind

    @property
    def tone(self) -> Tone:
        """Information stays calm; the rest waits for somebody."""
        return Tone.INFORMATION if self.kind in _INFORMATION else Tone.TO_SETTLE


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the panel. A greyed one always says why."""

    label: Label
    reason: Reason | None = None

    @property
    def enabled(self) -> bool:
        """Enabled exactly when there is no reason against it."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Link:
    """The group's link. `url` None: known by name, its address is not there yet."""

    name: str
    url: str | None
    ready: bool


@dataclass(frozen=True, slots=True)
class PanelState:
    """What the panel shows; equal states look the same."""

    facts: Facts
    phase: Phase
    functions: Functions
    main: Button
    connect: Button
    link: Link | None
    notices: tuple[Notice, ...]
    preparing_for: timedelta | None
    licence_ends_on: date | None
    document_manager_allowed: bool

    @property
    def elapsed_minutes(self) -> int:
        """Whole minutes since Microsoft began preparing the library; 0 when it is not."""
        return int(self.preparing_for.total_seconds() // 60) if self.preparing_for else 0


OPTION_REASONS: dict[Standing, Reason] = {
    Standing.ABSENT: Reason.OPTION_ABSENT,
    Standing.NOT_COVERED: Reason.OPTION_NOT_COVERED,
    Standing.EXPIRED: Reason.OPTION_EXPIRED,
    Standing.NOT_YET_VALID: Reason.OPTION_NOT_YET_VALID,
    Standing.OTHER_COMPANY: Reason.OPTION_OTHER_COMPANY,
    Standing.TAMPERED: Reason.OPTION_TAMPERED,
    Standing.UNKNOWN_KEY: Reason.OPTION_UNKNOWN_KEY,
    Standing.CLOCK_SET_BACK: Reason.OPTION_CLOCK_SET_BACK,
}


def describe(facts: Facts) -> PanelState:
    """The one function from facts to panel."""
    phase = _phase(facts)
    functions = functions_for(facts.stored, facts.entitlement.granted)
    return PanelState(
        facts=facts,
        phase=phase,
        functions=functions,
        main=_main_button(facts, phase),
        connect=_connect_button(facts, functions),
        link=_link(facts, functions),
        notices=_notices(facts, phase, functions),
        preparing_for=_preparing_for(facts, phase),
        licence_ends_on=facts.entitlement.valid_until if facts.entitlement.granted else None,
        # Help page: once storage is activated, nothing is sent to Sage Document Manager any more.
        document_manager_allowed=functions is Functions.NONE,
    )


_SICK = {
    GroupHealth.GONE: Phase.GROUP_GONE,
    GroupHealth.GONE_RESTORABLE: Phase.GROUP_GONE,
    GroupHealth.RIGHTS_LOST: Phase.RIGHTS_LOST,
}


def _phase(facts: Facts) -> Phase:
    if facts.stored is Stored.INACTIVE:
        # Asked here, but the claim is only written once somebody has signed in.
        return Phase.ASKED if facts.activating_here else Phase.INACTIVE
    if facts.stored is Stored.ACTIVATING:
        return _activating_phase(facts)
    if facts.health in _SICK:
        return _SICK[facts.health]
    return Phase.READY if facts.stored is Stored.ACTIVE else Phase.PREPARING


def _activating_phase(facts: Facts) -> Phase:
    if facts.activating_here:
        return Phase.CREATING if facts.creating else Phase.ASKED
    return Phase.INTERRUPTED if facts.claim_dead else Phase.ELSEWHERE


def _main_button(facts: Facts, phase: Phase) -> Button:
    if facts.stored in (Stored.PROVISIONING, Stored.ACTIVE):
        # Enabled without the option too: "Il devient Désactiver le stockage" (decision 0003).
        return Button(Label.DEACTIVATE)
    if not facts.entitlement.granted:
        return Button(Label.ACTIVATE, OPTION_REASONS[facts.entitlement.standing])
    if phase in (Phase.ASKED, Phase.CREATING):
        return Button(Label.ACTIVATE, Reason.ACTIVATION_UNDER_WAY)
    if phase is Phase.ELSEWHERE:
        return Button(Label.ACTIVATE, Reason.ACTIVATION_ELSEWHERE)
    return Button(Label.ACTIVATE)


def _connect_button(facts: Facts, functions: Functions) -> Button:
    signed_in = facts.account_state in (AccountState.SIGNED_IN, AccountState.OFFLINE)
    label = Label.DISCONNECT if signed_in else Label.CONNECT
    if functions is Functions.NONE:
        return Button(label, Reason.STORAGE_INACTIVE)
    if facts.account_state is AccountState.SIGNING_IN:
        return Button(label, Reason.SIGN_IN_UNDER_WAY)
    return Button(label)


def _link(facts: Facts, functions: Functions) -> Link | None:
    if functions is Functions.NONE or facts.group is None:
        return None
    ready = facts.stored is Stored.ACTIVE and facts.health is GroupHealth.FINE
    return Link(facts.group.name, facts.group.url, ready)


def _preparing_for(facts: Facts, phase: Phase) -> timedelta | None:
    if phase is not Phase.PREPARING or facts.activated_at is None:
        return None
    return max(facts.now - facts.activated_at, timedelta())


def _notices(facts: Facts, phase: Phase, functions: Functions) -> tuple[Notice, ...]:
    active = functions is not Functions.NONE
    licence_end = facts.entitlement.valid_until
    true_of: dict[NoticeKind, bool] = {
        NoticeKind.GROUP_GONE_RESTORABLE: active and facts.health is GroupHealth.GONE_RESTORABLE,
        NoticeKind.GROUP_GONE: active and facts.health is GroupHealth.GONE,
        NoticeKind.RIGHTS_LOST: active and facts.health is GroupHealth.RIGHTS_LOST,
        NoticeKind.SESSION_ENDED: active and facts.account_state is AccountState.SESSION_ENDED,
        NoticeKind.ACTIVATING_ELSEWHERE: phase is Phase.ELSEWHERE,
        NoticeKind.ACTIVATION_INTERRUPTED: phase is Phase.INTERRUPTED,
        NoticeKind.OPTION_LAPSED: active and _lapsed(facts.entitlement.standing),
        NoticeKind.LIMITED: functions is Functions.LIMITED
        and not _lapsed(facts.entitlement.standing),
        NoticeKind.PREPARING: phase is Phase.PREPARING,
        NoticeKind.OFFLINE: active and facts.account_state is AccountState.OFFLINE,
        NoticeKind.DOCUMENTS_BLOCKED: active and facts.documents.blocked > 0,
        NoticeKind.NAME_DIFFERS: active
        and facts.group is not None
        and facts.wanted_group_name not in ("", facts.group.name),
        NoticeKind.LICENCE_ENDING: facts.entitlement.granted
        and licence_end is not None
        and licence_end - facts.now.date() <= LICENCE_WARNING,
        NoticeKind.NOT_REMEMBERED: facts.account is not None and not facts.session_remembered,
    }
    return tuple(Notice(kind) for kind in NoticeKind if true_of[kind])


def _lapsed(standing: Standing) -> bool:
    """The licence is there and covers it, but does not count today: other words than never bought."""
    return standing not in (Standing.GRANTED, Standing.ABSENT, Standing.NOT_COVERED)
