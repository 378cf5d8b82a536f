"""Every state of the panel has words, and they are French as it is printed."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import (
    AccountState,
    Facts,
    GroupFacts,
    GroupHealth,
    Label,
    NoticeKind,
    PanelNotice,
    PanelState,
    Phase,
    Reason,
    Tone,
)
from stockage_partage.applications import Application
from stockage_partage.company.state_records import ActivationStatus, DocumentCounts
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.messages import panel, panel_notices, window

NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
GRANTED = Entitlement(Standing.GRANTED, date(2026, 1, 1), date(2026, 12, 10), "BIJOU SA")
GROUP = GroupFacts("g", "Sage – BIJOU SA", "https://bijou.example/sites/sage")


def all_facts() -> Iterator[Facts]:
    """Every combination that changes a sentence."""
    for application, standing, stored, account, health in itertools.product(
        Application, Standing, ActivationStatus, AccountState, GroupHealth
    ):
        nobody = account in (
            AccountState.UNREAD,
            AccountState.NOBODY,
            AccountState.SIGNING_IN,
            AccountState.FINISHING,
        )
        active = stored in (ActivationStatus.PROVISIONING, ActivationStatus.ACTIVE)
        yield Facts(
            company_name="BIJOU SA",
            application=application,
            entitlement=replace(GRANTED, standing=standing),
            now=NOW,
            stored=stored,
            group=GROUP if active else None,
            wanted_group_name="Sage – BIJOU ET FILS",
            health=health,
            activated_at=NOW - timedelta(minutes=3) if active else None,
            activated_by="admin@bijou.fr" if active else None,
            activated_from=Application.COMPTABILITE if active else None,
            activating_who="POSTE-2",
            account=None if nobody else "marie@bijou.fr",
            account_state=account,
            session_remembered=False,
            documents=DocumentCounts(2, 4218, 1, 0, NOW),
        )


def sentences(state: PanelState) -> list[str]:
    """All that the panel says in that state."""
    return [
        panel.storage(state),
        panel.storage_help(state),
        panel.folder_help(state),
        panel.account(state),
        panel.account_help(state),
        panel.documents(state),
        panel.documents_help(state),
        panel.document_manager(state),
        panel_notices.reason(state, state.main),
        panel_notices.reason(state, state.connect),
        *(panel_notices.notice(state, notice.kind) for notice in state.notices),
    ]


@pytest.fixture(scope="module")
def everything() -> frozenset[str]:
    """Each sentence that any state makes."""
    return frozenset(text for facts in all_facts() for text in sentences(describe(facts)) if text)


def test_every_phase_label_reason_notice_and_tone_has_words() -> None:
    state = describe(next(all_facts()))
    assert set(panel.LABELS) == set(Label)
    assert set(panel_notices.TONES) == set(Tone)
    for phase in Phase:
        assert panel.storage(replace(state, phase=phase))
    for reason in Reason:
        assert panel_notices.reason(state, replace(state.main, reason=reason))
    lapsed = describe(replace(state.facts, entitlement=replace(GRANTED, standing=Standing.EXPIRED)))
    for kind in NoticeKind:
        assert panel_notices.notice(lapsed, kind)
        assert panel_notices.TONES[PanelNotice(kind).tone]


def test_the_buttons_carry_the_help_page_s_exact_words() -> None:
    assert panel.LABELS == {
        Label.ACTIVATE: "Activer le stockage",
        Label.DEACTIVATE: "Désactiver le stockage",
        Label.CONNECT: "Me connecter",
        Label.DISCONNECT: "Me déconnecter",
        Label.CHANGE_ACCOUNT: "Changer de compte…",  # ours, in the menu « Compte »
    }
    assert panel.TITLE == "Stockage et partage Office 365"


def test_a_greyed_button_always_says_why() -> None:
    for facts in all_facts():
        state = describe(facts)
        for button in (state.main, state.connect):
            assert bool(panel_notices.reason(state, button)) is not button.enabled
        if state.main.reason is Reason.ACTIVATION_ELSEWHERE:
            assert panel.storage(state) == "Activation en cours"
            assert panel.storage_help(state) == "Sur le poste POSTE-2."
            assert panel_notices.reason(state, state.main).endswith(
                " est en cours sur le poste POSTE-2."
            )
        elif not state.main.enabled:
            assert panel_notices.reason(state, state.main) == panel.storage_help(state)


def test_no_sentence_breaks_before_its_punctuation(everything: frozenset[str]) -> None:
    wrong = [text for text in everything if re.search(r" [:;?!»]|« |[^\s][;?!]|'|\.\.\.", text)]
    assert wrong == []


def test_no_sentence_holds_jargon_or_an_unfilled_place(everything: frozenset[str]) -> None:
    jargon = re.compile(
        r"\berreur\b|HTTP|token|OAuth|AADSTS|None|\{|\}|\b[45]\d\d\b", re.IGNORECASE
    )
    assert [text for text in everything if jargon.search(text)] == []


def test_the_account_is_named_even_when_its_session_is_broken() -> None:
    for facts in all_facts():
        if facts.account is not None:
            assert facts.account in panel.account(describe(facts))


@pytest.mark.parametrize(
    ("counters", "expected"),
    [
        (DocumentCounts(), "Aucun classé · aucun en attente"),
        (DocumentCounts(filed=1), "1\u00a0classé · aucun en attente"),
        (DocumentCounts(filed=4218, waiting=12), "4\u202f218\u00a0classés · 12\u00a0en attente"),
        (
            DocumentCounts(1, 2, 3, 4),
            "2\u00a0classés · 1\u00a0en attente · 3\u00a0bloqués · 4\u00a0à classer",
        ),
    ],
)
def test_counters_are_read_as_a_person_says_them(counters: DocumentCounts, expected: str) -> None:
    facts = replace(next(all_facts()), documents=counters)
    assert panel.documents(describe(facts)) == expected


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "moins d’une minute"), (12, "12\u00a0min"), (125, "2\u00a0h\u00a005")],
)
def test_the_time_microsoft_takes_is_told(minutes: int, said: str) -> None:
    facts = replace(
        next(all_facts()),
        stored=ActivationStatus.PROVISIONING,
        group=GROUP,
        activated_at=NOW - timedelta(minutes=minutes),
    )
    assert f"depuis {said}." in panel_notices.notice(describe(facts), NoticeKind.PREPARING)


def test_an_application_without_the_option_learns_that_there_is_no_way_back() -> None:
    told = window.no_way_back(Application.PAIE, Application.COMPTABILITE)
    assert "la Comptabilité" in told
    assert "la Paie" in told
    assert "réactiver" in told


def test_deactivation_says_what_stays_and_what_is_left_to_do() -> None:
    told = " ".join(window.deactivation_points("Sage – BIJOU SA", 3))
    for word in (
        "rapatriés",
        "rattacher à la main",
        "Sage – BIJOU SA",
        "administrateur Microsoft 365 peut le supprimer s’il ne sert plus",
        "3 documents",
    ):
        assert word in told


def test_a_choice_of_groups_counts_them_from_its_title_on() -> None:
    for count, title in ((1, "Un groupe de ce nom existe"), (2, "Des groupes de ce nom existent")):
        assert window.group_title(count) == f"{title} déjà"
    assert window.group_choice("Sage – BIJOU SA", 2).startswith("2 groupes de ce nom")


def test_activation_says_what_is_created_and_what_stops() -> None:
    told = " ".join(window.activation_points("Sage – BIJOU SA", already_there=False))
    for word in ("Sage – BIJOU SA", "Toutes les applications", "Sage Document Manager"):
        assert word in told


@pytest.mark.parametrize("standing", Standing)
def test_the_identification_page_names_every_standing(standing: Standing) -> None:
    assert window.licence(Entitlement(standing))


def test_a_siren_is_read_in_threes() -> None:
    assert window.siren("732 829 320") == "732\u202f829\u202f320"
    assert window.siren(None) == window.UNKNOWN


ACTIVE = Facts(
    company_name="BIJOU SA",
    application=Application.COMPTABILITE,
    entitlement=GRANTED,
    now=NOW,
    stored=ActivationStatus.ACTIVE,
    group=GROUP,
)


@pytest.mark.parametrize("health", [GroupHealth.GONE, GroupHealth.GONE_RESTORABLE])
def test_the_link_of_a_group_that_is_gone_neither_opens_nor_is_copied(
    health: GroupHealth,
) -> None:
    state = describe(replace(ACTIVE, health=health))
    assert panel.open_refused(state) == panel.folder_help(state) != ""
    assert ("restauré" in panel.open_refused(state)) is (health is GroupHealth.GONE_RESTORABLE)
    assert panel.copy_refused(state) == panel.open_refused(state)


def test_a_link_that_is_promised_for_later_does_not_open_yet() -> None:
    state = describe(replace(ACTIVE, stored=ActivationStatus.PROVISIONING))
    assert panel.open_refused(state) == panel.folder_help(state) != ""
    assert panel.open_refused(describe(ACTIVE)) == ""


def test_an_account_that_is_there_while_storage_is_inactive_is_not_asked_to_connect() -> None:
    signed_in = replace(
        ACTIVE,
        stored=ActivationStatus.INACTIVE,
        account="a@b.fr",
        account_state=AccountState.SIGNED_IN,
    )
    assert panel.account_help(describe(signed_in)).startswith("La déconnexion")
    creating = replace(
        signed_in, stored=ActivationStatus.ACTIVATING, activating_here=True, creating=True
    )
    assert panel.account_help(describe(creating)) == "Utilisé pour créer le groupe."
    asked = replace(signed_in, activating_here=True, account_state=AccountState.SIGNING_IN)
    assert panel.account_help(describe(asked)).startswith("Terminez la connexion")
