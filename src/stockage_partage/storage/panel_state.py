"""What the panel shows, in words that `words` says in French and `ui` lays out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from stockage_partage.storage.panel_facts import Facts
from stockage_partage.storage.states import Functions

#: Preparing a library mostly takes less than a minute; three quarters of an hour have been reported.
TOO_LONG = timedelta(minutes=30)


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
    {
        NoticeKind.ACTIVATING_ELSEWHERE,
        NoticeKind.PREPARING,
        NoticeKind.OFFLINE,
        NoticeKind.LICENCE_ENDING,
        NoticeKind.NOT_REMEMBERED,
    }
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

    @property
    def prepares_too_long(self) -> bool:
        """Microsoft has taken so long that somebody may want to hurry it."""
        return self.preparing_for is not None and self.preparing_for >= TOO_LONG
