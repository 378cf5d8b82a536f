"""Facts → what the panel shows. One pure function, used by the window and the command line alike.

The table of the help page (licence × activation) and the states of the group and of the account are
all decided here; `ui` only lays the answer out and `words` only says it in French.
"""

from __future__ import annotations

from datetime import timedelta

from stockage_partage.licensing.entitlement import Standing
from stockage_partage.storage.panel_facts import Facts, GroupFacts
from stockage_partage.storage.panel_state import (
    Button,
    Label,
    Link,
    Notice,
    NoticeKind,
    PanelState,
    Phase,
    Reason,
    Tone,
)
from stockage_partage.storage.states import (
    AccountState,
    Functions,
    GroupHealth,
    Stored,
    functions_for,
)

__all__ = [
    "OPTION_REASONS",
    "Button",
    "Facts",
    "GroupFacts",
    "Label",
    "Link",
    "Notice",
    "NoticeKind",
    "PanelState",
    "Phase",
    "Reason",
    "Tone",
    "describe",
]

LICENCE_WARNING = timedelta(days=30)

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
