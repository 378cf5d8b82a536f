"""The licence × activation table of the help page, and every state of the group and the account."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from stockage_partage.applications import Application
from stockage_partage.company.facts import Counts
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.storage.panel import (
    OPTION_REASONS,
    Facts,
    GroupFacts,
    Label,
    NoticeKind,
    Phase,
    Reason,
    Tone,
    describe,
)
from stockage_partage.storage.states import (
    NEXT,
    AccountState,
    Event,
    Function,
    Functions,
    GroupHealth,
    Stored,
    after,
    allows,
)

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
        "stored": Stored.ACTIVE,
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
        ({"stored": Stored.ACTIVATING, "activating_here": True}, Phase.ASKED),
        (
            {"stored": Stored.ACTIVATING, "activating_here": True, "creating": True},
            Phase.CREATING,
        ),
        ({"stored": Stored.ACTIVATING, "activating_who": "POSTE-2"}, Phase.ELSEWHERE),
        ({"stored": Stored.ACTIVATING, "claim_dead": True}, Phase.INTERRUPTED),
        ({"stored": Stored.PROVISIONING, "group": GROUP, "activated_at": NOW}, Phase.PREPARING),
        ({"stored": Stored.ACTIVE, "group": GROUP}, Phase.READY),
        ({"stored": Stored.ACTIVE, "group": GROUP, "health": GroupHealth.GONE}, Phase.GROUP_GONE),
        (
            {"stored": Stored.PROVISIONING, "group": GROUP, "health": GroupHealth.GONE_RESTORABLE},
            Phase.GROUP_GONE,
        ),
        (
            {"stored": Stored.ACTIVE, "group": GROUP, "health": GroupHealth.RIGHTS_LOST},
            Phase.RIGHTS_LOST,
        ),
    ],
)
def test_every_activation_state_has_its_phase(changes: dict[str, object], phase: Phase) -> None:
    assert describe(facts(**changes)).phase is phase


def test_an_interrupted_activation_can_be_asked_again_and_one_elsewhere_cannot() -> None:
    interrupted = describe(facts(stored=Stored.ACTIVATING, claim_dead=True))
    elsewhere = describe(facts(stored=Stored.ACTIVATING, activating_who="POSTE-2"))
    assert interrupted.main.enabled
    assert elsewhere.main.reason is Reason.ACTIVATION_ELSEWHERE


def test_the_link_is_shown_at_once_and_becomes_ready_by_itself() -> None:
    preparing = describe(
        active(stored=Stored.PROVISIONING, activated_at=NOW - timedelta(minutes=2))
    )
    assert preparing.link is not None
    assert not preparing.link.ready
    assert preparing.elapsed_minutes == 2
    assert describe(active()).link == preparing.link.__class__(GROUP.name, GROUP.url, True)


@pytest.mark.parametrize(
    ("state", "label", "enabled"),
    [
        (AccountState.NOBODY, Label.CONNECT, True),
        (AccountState.SIGNING_IN, Label.CONNECT, False),
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
            group=None if stored in (Stored.INACTIVE, Stored.ACTIVATING) else GROUP,
            activating_here=here,
            creating=creating,
            claim_dead=dead,
            activated_at=NOW,
            documents=Counts(blocked=blocked),
        )
        for stored, standing, health, account_state, here, creating, dead, blocked in itertools.product(
            Stored,
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
        on = each.stored in (Stored.PROVISIONING, Stored.ACTIVE)
        assert (panel.main.label is Label.DEACTIVATE) == on
        assert (panel.link is not None) == on
        assert panel.document_manager_allowed == (not on)
        assert (panel.functions is Functions.NONE) == (not on)
        if panel.main.label is Label.ACTIVATE and not each.entitlement.granted:
            assert not panel.main.enabled
        if panel.link is not None and panel.link.ready:
            assert each.stored is Stored.ACTIVE
        assert [n.kind for n in panel.notices] == sorted(
            (n.kind for n in panel.notices), key=list(NoticeKind).index
        )


def test_a_notice_to_settle_is_never_taken_for_information() -> None:
    tones = {notice.kind: notice.tone for each in every_fact() for notice in describe(each).notices}
    assert tones[NoticeKind.GROUP_GONE] is Tone.TO_SETTLE
    assert tones[NoticeKind.PREPARING] is Tone.INFORMATION


@pytest.mark.parametrize("stored", list(Stored))
@pytest.mark.parametrize("event", list(Event))
def test_every_pair_of_state_and_event_is_decided(stored: Stored, event: Event) -> None:
    if (stored, event) in NEXT:
        assert after(stored, event) in Stored
    else:
        with pytest.raises(KeyError):
            after(stored, event)


def test_limited_functions_are_consulting_and_third_party_attachments() -> None:
    opened = {function for function in Function if allows(Functions.LIMITED, function)}
    assert opened == {Function.CONSULT, Function.ATTACH_TO_THIRD_PARTY, Function.ARCHIVE}
    assert all(allows(Functions.ALL, function) for function in Function)
    assert not any(allows(Functions.NONE, function) for function in Function)
