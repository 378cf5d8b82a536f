"""Facts → what the panel shows, and which works on documents are open. Pure, for the window and the command line.

The table of the help page (licence × activation) and the states of the group and of the account are
all decided here; `ui` only lays the answer out and `messages` only says it in French.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from stockage_partage.activation.states import (
    AccountState,
    Facts,
    Function,
    Functions,
    GroupHealth,
    Label,
    NoticeKind,
    PanelButton,
    PanelLink,
    PanelNotice,
    PanelState,
    Phase,
    Reason,
    allows,
    functions_for,
)
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.licensing.entitlement import Standing

_SIGNING_IN = frozenset({AccountState.SIGNING_IN, AccountState.FINISHING})
LICENCE_WARNING = timedelta(days=30)
#: A pause at least so long is told.
WORTH_TELLING = timedelta(minutes=1)
#: Another workstation that has sent a document since then sends the others too.
SENT_LATELY = timedelta(minutes=2)
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
_SICK = {
    GroupHealth.GONE: Phase.GROUP_GONE,
    GroupHealth.GONE_RESTORABLE: Phase.GROUP_GONE,
    GroupHealth.RIGHTS_LOST: Phase.RIGHTS_LOST,
}


class DocumentWork(StrEnum):
    """What the menu « Documents » opens, in its order."""

    CONSULT = "consult"
    DEPOSIT = "deposit"
    CLASSIFY = "classify"
    ATTACH = "attach"
    PRINT = "print"
    SYNCHRONISE = "synchronise"
    BRING_BACK = "bring_back"
    DOSSIER = "dossier"
    DOCUMENT_MANAGER = "document_manager"


class ClosedWork(StrEnum):
    """Why a work is closed."""

    STORAGE_INACTIVE = "storage_inactive"
    OPTION_MISSING = "option_missing"  # open only to an application that has the option
    STORAGE_ACTIVE = "storage_active"  # Sage Document Manager, while storage is active
    NEVER_ACTIVATED = "never_activated"  # there is nothing online to bring back


_FUNCTIONS: dict[DocumentWork, Function] = {
    DocumentWork.CONSULT: Function.CONSULT,
    DocumentWork.DEPOSIT: Function.FILE_PRINTS,
    DocumentWork.CLASSIFY: Function.FILE_PRINTS,
    DocumentWork.ATTACH: Function.ATTACH_TO_THIRD_PARTY,
    DocumentWork.SYNCHRONISE: Function.SYNCHRONISE,
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
        account_menu=_account_menu(facts, functions),
        link=_link(facts, functions),
        notices=_notices(facts, phase, functions),
        preparing_for=_preparing_for(facts, phase),
        licence_ends_on=facts.entitlement.valid_until if facts.entitlement.granted else None,
        # Help page: once storage is activated, nothing is sent to Sage Document Manager any more.
        document_manager_allowed=functions is Functions.NONE,
    )


def refusal(work: DocumentWork, state: PanelState) -> ClosedWork | None:
    """None when the work is open.

    Printing always is: what is closed then is only the filing of the print. Bringing back is open after
    a deactivation too (decision 0010), and so is a dossier: that is when they are needed.
    """
    if work is DocumentWork.DOCUMENT_MANAGER:
        return None if state.document_manager_allowed else ClosedWork.STORAGE_ACTIVE
    if work in (DocumentWork.BRING_BACK, DocumentWork.DOSSIER):
        return None if state.facts.group is not None else ClosedWork.NEVER_ACTIVATED
    needed = _FUNCTIONS.get(work)
    if needed is None or allows(state.functions, needed):
        return None
    if state.functions is Functions.NONE:
        return ClosedWork.STORAGE_INACTIVE
    return ClosedWork.OPTION_MISSING


def _phase(facts: Facts) -> Phase:
    if facts.stored is ActivationStatus.INACTIVE:
        # Asked here, but the claim is only written once somebody has signed in.
        return Phase.ASKED if facts.activating_here else Phase.INACTIVE
    if facts.stored is ActivationStatus.ACTIVATING:
        return _activating_phase(facts)
    if facts.health in _SICK:
        return _SICK[facts.health]
    return Phase.READY if facts.stored is ActivationStatus.ACTIVE else Phase.PREPARING


def _activating_phase(facts: Facts) -> Phase:
    if facts.activating_here:
        return Phase.CREATING if facts.creating else Phase.ASKED
    return Phase.INTERRUPTED if facts.claim_dead else Phase.ELSEWHERE


def _main_button(facts: Facts, phase: Phase) -> PanelButton:
    if facts.stored.is_on:
        # Enabled without the option too: "Il devient Désactiver le stockage" (decision 0003).
        return PanelButton(Label.DEACTIVATE)
    if not facts.entitlement.granted:
        return PanelButton(Label.ACTIVATE, OPTION_REASONS[facts.entitlement.standing])
    if phase in (Phase.ASKED, Phase.CREATING):
        return PanelButton(Label.ACTIVATE, Reason.ACTIVATION_UNDER_WAY)
    if phase is Phase.ELSEWHERE:
        return PanelButton(Label.ACTIVATE, Reason.ACTIVATION_ELSEWHERE)
    return PanelButton(Label.ACTIVATE)


def _connect_button(facts: Facts, functions: Functions) -> PanelButton:
    """Signing out is open to whoever is signed in; signing in serves only while storage is on."""
    if facts.account_state is AccountState.UNREAD:
        return PanelButton(Label.CONNECT, Reason.ACCOUNT_UNREAD)
    off = functions is Functions.NONE
    signed_in = {AccountState.SIGNED_IN, AccountState.OFFLINE}
    if off:  # a session that ended cannot be renewed here, only forgotten
        signed_in.add(AccountState.SESSION_ENDED)
    if facts.account_state in signed_in:
        return PanelButton(Label.DISCONNECT)
    if off:
        return PanelButton(Label.CONNECT, Reason.STORAGE_INACTIVE)
    if facts.account_state in _SIGNING_IN:
        return PanelButton(Label.CONNECT, Reason.SIGN_IN_UNDER_WAY)
    return PanelButton(Label.CONNECT)


def _account_menu(facts: Facts, functions: Functions) -> tuple[PanelButton, ...]:
    """A known account can be left in every state; only its own sign-in under way is waited for."""
    nobody = (AccountState.UNREAD, AccountState.NOBODY)
    if facts.account is None or facts.account_state in nobody:
        return ()
    if facts.account_state in _SIGNING_IN:
        return tuple(
            PanelButton(label, Reason.SIGN_IN_UNDER_WAY)
            for label in (Label.CHANGE_ACCOUNT, Label.DISCONNECT)
        )
    off = Reason.STORAGE_INACTIVE if functions is Functions.NONE else None
    return (PanelButton(Label.CHANGE_ACCOUNT, off), PanelButton(Label.DISCONNECT))


def _link(facts: Facts, functions: Functions) -> PanelLink | None:
    if functions is Functions.NONE or facts.group is None:
        return None
    ready = facts.stored is ActivationStatus.ACTIVE and facts.health is GroupHealth.FINE
    return PanelLink(facts.group.name, facts.group.url, ready)


def _preparing_for(facts: Facts, phase: Phase) -> timedelta | None:
    if phase is not Phase.PREPARING or facts.activated_at is None:
        return None
    return max(facts.now - facts.activated_at, timedelta())


def _notices(facts: Facts, phase: Phase, functions: Functions) -> tuple[PanelNotice, ...]:
    active = functions is not Functions.NONE
    licence_end = facts.entitlement.valid_until
    true_of: dict[NoticeKind, bool] = {
        NoticeKind.GROUP_GONE_RESTORABLE: active and facts.health is GroupHealth.GONE_RESTORABLE,
        NoticeKind.GROUP_GONE: active and facts.health is GroupHealth.GONE,
        NoticeKind.RIGHTS_LOST: active and facts.health is GroupHealth.RIGHTS_LOST,
        NoticeKind.SITE_LOCKED: active and facts.site_locked and facts.documents.waiting > 0,
        NoticeKind.SESSION_ENDED: active and facts.account_state is AccountState.SESSION_ENDED,
        NoticeKind.NOBODY_CONNECTED: active and _nobody_sends(facts),
        NoticeKind.ACTIVATING_ELSEWHERE: phase is Phase.ELSEWHERE,
        NoticeKind.ACTIVATION_INTERRUPTED: phase is Phase.INTERRUPTED,
        NoticeKind.OPTION_LAPSED: active and _lapsed(facts.entitlement.standing),
        NoticeKind.LIMITED: functions is Functions.LIMITED
        and not _lapsed(facts.entitlement.standing),
        NoticeKind.PREPARING: phase is Phase.PREPARING,
        NoticeKind.OFFLINE: active and facts.account_state is AccountState.OFFLINE,
        NoticeKind.PAUSED: active and _waits_long(facts),
        NoticeKind.DOCUMENTS_BLOCKED: active and facts.documents.blocked > 0,
        NoticeKind.NAME_DIFFERS: active
        and facts.group is not None
        and facts.wanted_group_name not in ("", facts.group.name),
        NoticeKind.LICENCE_ENDING: facts.entitlement.granted
        and licence_end is not None
        and licence_end - facts.now.date() <= LICENCE_WARNING,
        NoticeKind.NOT_REMEMBERED: facts.account is not None and not facts.session_remembered,
    }
    return tuple(PanelNotice(kind) for kind in NoticeKind if true_of[kind])


def _nobody_sends(facts: Facts) -> bool:
    """Documents wait, nobody is connected here, and no other workstation has sent one for a while."""
    last = facts.documents.last_filed_at
    return (
        facts.account_state is AccountState.NOBODY
        and facts.documents.waiting > 0
        and (last is None or facts.now - last >= SENT_LATELY)
    )


def _waits_long(facts: Facts) -> bool:
    """The ordinary few seconds of a busy minute are not worth a word."""
    until = facts.paused_until
    return until is not None and facts.documents.waiting > 0 and until - facts.now >= WORTH_TELLING


def _lapsed(standing: Standing) -> bool:
    """The licence is there and covers it, but does not count today: other words than never bought."""
    return standing not in (Standing.GRANTED, Standing.ABSENT, Standing.NOT_COVERED)
