"""The licence × activation table of the help page, and every state of the group and the account."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from stockage_partage.activation.panel_rules import OPTION_REASONS, describe
from stockage_partage.activation.states import (
    AccountState,
    Facts,
    Function,
    Functions,
    GroupFacts,
    GroupHealth,
    Label,
    NoticeKind,
    PanelButton,
    Phase,
    Reason,
    Tone,
    allows,
)
from stockage_partage.applications import Application
from stockage_partage.company.state_records import ActivationStatus, DocumentCounts
from stockage_partage.licensing.entitlement import Entitlement, Standing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
GROUP = GroupFacts("g-1", "Sage – BIJOU SA", "https://sharepoint.example/sites/sage")
GRANTED = Entitlement(Standing.GRANTED, date(2026, 1, 1), date(2027, 12, 31), "BIJOU SA")
NONE = Entitlement(Standing.ABSENT)


def facts(**changes: object) -> Facts:
    values: dict[str, object] = {
        "company_name": "BIJOU SA",
        "application": Application.COMPTABILITE,
        "entitlement": GRANTED,
        "now": NOW,
        "wanted_group_name": "Sage – BIJOU SA",
    }
    return Facts(**(values | changes))  # type: ignore[arg-type]  # a test's shorthand


def active(**changes: object) -> Facts:
    values: dict[str, object] = {
        "stored": ActivationStatus.ACTIVE,
        "group": GROUP,
        "activated_at": NOW - timedelta(days=3),
        "activated_from": Application.GESTION_COMMERCIALE,
    }
    return facts(**(values | changes))


def test_inactive_without_the_option_greys_the_button_and_says_why() -> None:
    panel = describe(facts(entitlement=NONE))
    assert (panel.main.label, panel.main.reason) == (Label.ACTIVATE, Reason.OPTION_ABSENT)
    assert panel.link is None
    assert panel.connect.reason is Reason.STORAGE_INACTIVE
    assert panel.functions is Functions.NONE


def test_inactive_with_the_option_offers_activation_only() -> None:
    panel = describe(facts())
    assert (panel.main.label, panel.main.enabled) == (Label.ACTIVATE, True)
    assert panel.link is None
    assert not panel.connect.enabled
    assert panel.document_manager_allowed


def test_active_with_the_option_opens_everything() -> None:
    panel = describe(active())
    assert (panel.main.label, panel.main.enabled) == (Label.DEACTIVATE, True)
    assert panel.link is not None
    assert (panel.link.name, panel.link.ready) == ("Sage – BIJOU SA", True)
    assert panel.connect.enabled
    assert panel.functions is Functions.ALL
    assert not panel.document_manager_allowed


def test_active_without_the_option_is_limited_and_may_still_deactivate() -> None:
    panel = describe(active(entitlement=NONE))
    assert (panel.main.label, panel.main.enabled) == (Label.DEACTIVATE, True)
    assert panel.link is not None
    assert panel.functions is Functions.LIMITED
    assert NoticeKind.LIMITED in {notice.kind for notice in panel.notices}


@pytest.mark.parametrize("standing", [s for s in Standing if s is not Standing.GRANTED])
def test_each_way_a_licence_fails_greys_activation_with_its_own_reason(standing: Standing) -> None:
    panel = describe(facts(entitlement=Entitlement(standing)))
    assert panel.main.reason is OPTION_REASONS[standing]
    assert len(set(OPTION_REASONS.values())) == len(OPTION_REASONS)


@pytest.mark.parametrize(
    ("changes", "phase"),
    [
        ({"activating_here": True}, Phase.ASKED),
        ({"stored": ActivationStatus.ACTIVATING, "activating_here": True}, Phase.ASKED),
        (
            {"stored": ActivationStatus.ACTIVATING, "activating_here": True, "creating": True},
            Phase.CREATING,
        ),
        ({"stored": ActivationStatus.ACTIVATING, "activating_who": "POSTE-2"}, Phase.ELSEWHERE),
        ({"stored": ActivationStatus.ACTIVATING, "claim_dead": True}, Phase.INTERRUPTED),
        (
            {"stored": ActivationStatus.PROVISIONING, "group": GROUP, "activated_at": NOW},
            Phase.PREPARING,
        ),
        ({"stored": ActivationStatus.ACTIVE, "group": GROUP}, Phase.READY),
        (
            {"stored": ActivationStatus.ACTIVE, "group": GROUP, "health": GroupHealth.GONE},
            Phase.GROUP_GONE,
        ),
        (
            {
                "stored": ActivationStatus.PROVISIONING,
                "group": GROUP,
                "health": GroupHealth.GONE_RESTORABLE,
            },
            Phase.GROUP_GONE,
        ),
        (
            {"stored": ActivationStatus.ACTIVE, "group": GROUP, "health": GroupHealth.RIGHTS_LOST},
            Phase.RIGHTS_LOST,
        ),
    ],
)
def test_every_activation_state_has_its_phase(changes: dict[str, object], phase: Phase) -> None:
    assert describe(facts(**changes)).phase is phase


def test_an_interrupted_activation_can_be_asked_again_and_one_elsewhere_cannot() -> None:
    interrupted = describe(facts(stored=ActivationStatus.ACTIVATING, claim_dead=True))
    elsewhere = describe(facts(stored=ActivationStatus.ACTIVATING, activating_who="POSTE-2"))
    assert interrupted.main.enabled
    assert elsewhere.main.reason is Reason.ACTIVATION_ELSEWHERE


def test_the_link_is_shown_at_once_and_becomes_ready_by_itself() -> None:
    preparing = describe(
        active(stored=ActivationStatus.PROVISIONING, activated_at=NOW - timedelta(minutes=2))
    )
    assert preparing.link is not None
    assert not preparing.link.ready
    assert preparing.elapsed_minutes == 2
    assert describe(active()).link == preparing.link.__class__(GROUP.name, GROUP.url, True)


@pytest.mark.parametrize(
    ("state", "label", "enabled"),
    [
        (AccountState.UNREAD, Label.CONNECT, False),
        (AccountState.NOBODY, Label.CONNECT, True),
        (AccountState.SIGNING_IN, Label.CONNECT, False),
        (AccountState.FINISHING, Label.CONNECT, False),
        (AccountState.SIGNED_IN, Label.DISCONNECT, True),
        (AccountState.SESSION_ENDED, Label.CONNECT, True),
        (AccountState.OFFLINE, Label.DISCONNECT, True),
    ],
)
def test_every_account_state_has_its_button(
    state: AccountState, label: Label, enabled: bool
) -> None:
    button = describe(active(account="marie@bijou.example", account_state=state)).connect
    assert (button.label, button.enabled) == (label, enabled)


@pytest.mark.parametrize("stored", [ActivationStatus.INACTIVE, ActivationStatus.ACTIVATING])
@pytest.mark.parametrize("entitlement", [GRANTED, NONE])
@pytest.mark.parametrize(
    ("state", "label", "reason"),
    [
        (AccountState.UNREAD, Label.CONNECT, Reason.ACCOUNT_UNREAD),
        (AccountState.NOBODY, Label.CONNECT, Reason.STORAGE_INACTIVE),
        (AccountState.SIGNING_IN, Label.CONNECT, Reason.STORAGE_INACTIVE),
        (AccountState.SIGNED_IN, Label.DISCONNECT, None),
        (AccountState.OFFLINE, Label.DISCONNECT, None),
        (AccountState.SESSION_ENDED, Label.DISCONNECT, None),
    ],
)
def test_while_storage_is_off_one_may_sign_out_and_not_in(
    stored: ActivationStatus,
    entitlement: Entitlement,
    state: AccountState,
    label: Label,
    reason: Reason | None,
) -> None:
    known = None if state is AccountState.NOBODY else "marie@bijou.example"
    button = describe(
        facts(stored=stored, entitlement=entitlement, account=known, account_state=state)
    ).connect
    assert (button.label, button.reason) == (label, reason)


@pytest.mark.parametrize("stored", list(ActivationStatus))
@pytest.mark.parametrize("entitlement", [GRANTED, NONE])
@pytest.mark.parametrize(
    "state", [AccountState.SIGNED_IN, AccountState.OFFLINE, AccountState.SESSION_ENDED]
)
def test_a_known_account_can_be_left_in_every_state(
    stored: ActivationStatus, entitlement: Entitlement, state: AccountState
) -> None:
    told = facts(
        stored=stored, entitlement=entitlement, account="marie@bijou.example", account_state=state
    )
    change, leave = describe(told).account_menu
    assert leave == PanelButton(Label.DISCONNECT)
    assert change.label is Label.CHANGE_ACCOUNT
    assert change.enabled is stored.is_on


@pytest.mark.parametrize(
    "kept_by",
    [
        {"stored": ActivationStatus.PROVISIONING},
        {"account_state": AccountState.OFFLINE},
        {"account_state": AccountState.SESSION_ENDED},
        {"site_locked": True},
        {"paused_until": NOW + timedelta(minutes=5)},
        {"health": GroupHealth.GONE},
    ],
)
def test_documents_are_on_their_way_only_while_nothing_keeps_them(
    kept_by: dict[str, Any],
) -> None:
    signed_in = {"account": "marie@bijou.example", "account_state": AccountState.SIGNED_IN}
    told = active(**signed_in, documents=DocumentCounts(waiting=3))
    assert describe(told).leaving == 3
    assert describe(replace(told, **kept_by)).leaving == 0


def test_without_an_account_there_is_nothing_to_leave() -> None:
    assert describe(active(account=None, account_state=AccountState.NOBODY)).account_menu == ()


@pytest.mark.parametrize(
    ("waiting", "sent_ago", "told"),
    [(0, None, False), (2, None, True), (2, 1, False), (2, 3, True)],
)
def test_where_nobody_is_connected_what_waits_is_told(
    waiting: int, sent_ago: int | None, told: bool
) -> None:
    """Another workstation that sent one a minute ago sends the others too."""
    last = NOW - timedelta(minutes=sent_ago) if sent_ago is not None else None
    counts = DocumentCounts(waiting=waiting, last_filed_at=last)
    facts = active(account=None, account_state=AccountState.NOBODY, documents=counts)
    kinds = {notice.kind for notice in describe(facts).notices}
    assert (NoticeKind.NOBODY_CONNECTED in kinds) is told
    connected = replace(facts, account="a@b.fr", account_state=AccountState.SIGNED_IN)
    assert NoticeKind.NOBODY_CONNECTED not in {n.kind for n in describe(connected).notices}


def test_a_changed_company_name_is_said_and_breaks_nothing() -> None:
    panel = describe(active(wanted_group_name="Sage – BIJOU PARIS"))
    assert NoticeKind.NAME_DIFFERS in {notice.kind for notice in panel.notices}
    assert panel.link is not None
    assert panel.functions is Functions.ALL


def test_a_licence_is_announced_thirty_days_before_its_end() -> None:
    def kinds(days: int) -> set[NoticeKind]:
        end = NOW.date() + timedelta(days=days)
        panel = describe(active(entitlement=Entitlement(Standing.GRANTED, None, end, None)))
        return {notice.kind for notice in panel.notices}

    assert NoticeKind.LICENCE_ENDING in kinds(30)
    assert NoticeKind.LICENCE_ENDING not in kinds(31)


def every_fact() -> list[Facts]:
    return [
        facts(
            stored=stored,
            entitlement=Entitlement(standing),
            health=health,
            account_state=account_state,
            account=None if account_state is AccountState.NOBODY else "marie@bijou.example",
            group=None
            if stored in (ActivationStatus.INACTIVE, ActivationStatus.ACTIVATING)
            else GROUP,
            activating_here=here,
            creating=creating,
            claim_dead=dead,
            activated_at=NOW,
            documents=DocumentCounts(blocked=blocked),
        )
        for stored, standing, health, account_state, here, creating, dead, blocked in itertools.product(
            ActivationStatus,
            Standing,
            GroupHealth,
            AccountState,
            (False, True),
            (False, True),
            (False, True),
            (0, 2),
        )
    ]


def test_every_combination_of_facts_is_described_and_consistent() -> None:
    for each in every_fact():
        panel = describe(each)
        on = each.stored in (ActivationStatus.PROVISIONING, ActivationStatus.ACTIVE)
        assert (panel.main.label is Label.DEACTIVATE) == on
        assert (panel.link is not None) == on
        assert panel.document_manager_allowed == (not on)
        assert (panel.functions is Functions.NONE) == (not on)
        if panel.main.label is Label.ACTIVATE and not each.entitlement.granted:
            assert not panel.main.enabled
        if panel.link is not None and panel.link.ready:
            assert each.stored is ActivationStatus.ACTIVE
        assert [n.kind for n in panel.notices] == sorted(
            (n.kind for n in panel.notices), key=list(NoticeKind).index
        )


def test_a_notice_to_settle_is_never_taken_for_information() -> None:
    tones = {notice.kind: notice.tone for each in every_fact() for notice in describe(each).notices}
    assert tones[NoticeKind.GROUP_GONE] is Tone.TO_SETTLE
    assert tones[NoticeKind.PREPARING] is Tone.INFORMATION


def kinds_of(facts: Facts) -> set[NoticeKind]:
    return {notice.kind for notice in describe(facts).notices}


def test_a_pause_and_a_locked_site_are_told_while_something_waits_for_them() -> None:
    waiting = active(documents=DocumentCounts(waiting=3))
    locked = replace(waiting, site_locked=True)
    assert NoticeKind.SITE_LOCKED in kinds_of(locked)
    assert NoticeKind.SITE_LOCKED not in kinds_of(replace(locked, documents=DocumentCounts()))
    for minutes, told in [(0.5, False), (1, True), (60, True)]:
        paused = replace(waiting, paused_until=waiting.now + timedelta(minutes=minutes))
        assert (NoticeKind.PAUSED in kinds_of(paused)) is told
        assert NoticeKind.PAUSED not in kinds_of(replace(paused, documents=DocumentCounts()))
    assert describe(paused).paused_minutes == 60


def test_limited_functions_are_consulting_and_third_party_attachments() -> None:
    opened = {function for function in Function if allows(Functions.LIMITED, function)}
    assert opened == {Function.CONSULT, Function.ATTACH_TO_THIRD_PARTY, Function.ARCHIVE}
    assert all(allows(Functions.ALL, function) for function in Function)
    assert not any(allows(Functions.NONE, function) for function in Function)
