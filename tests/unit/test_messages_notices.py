"""The notices and the reasons of the panel: what is so, then what to do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import (
    AccountState,
    Facts,
    GroupFacts,
    GroupHealth,
    NoticeKind,
    Tone,
)
from stockage_partage.applications import Application
from stockage_partage.company.state_records import ActivationStatus, DocumentCounts
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.messages import panel, panel_notices

NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
ACTIVE = Facts(
    company_name="BIJOU SA",
    application=Application.COMPTABILITE,
    entitlement=Entitlement(Standing.GRANTED, date(2026, 1, 1), date(2027, 12, 31), "BIJOU SA"),
    now=NOW,
    stored=ActivationStatus.ACTIVE,
    group=GroupFacts("g", "Sage – BIJOU SA", "https://bijou.example/sites/sage"),
)


@pytest.mark.parametrize(
    ("who", "where"),
    [("POSTE-ACCUEIL", "sur le poste POSTE-ACCUEIL"), (None, "sur un autre poste")],
)
def test_an_activation_elsewhere_is_nobody_s_to_settle(who: str | None, where: str) -> None:
    facts = replace(ACTIVE, stored=ActivationStatus.ACTIVATING, group=None, activating_who=who)
    state = describe(facts)
    [notice] = [each for each in state.notices if each.kind is NoticeKind.ACTIVATING_ELSEWHERE]
    assert notice.tone is Tone.INFORMATION
    assert panel_notices.notice(state, notice.kind) == (
        f"L’activation est en cours {where}. "
        "Attendez\u00a0: cette page se mettra à jour d’elle-même."
    )


@pytest.mark.parametrize(
    ("standing", "remedy"),
    [
        (Standing.ABSENT, "Adressez-vous à votre revendeur, puis installez la licence reçue."),
        (Standing.NOT_COVERED, "Demandez à votre revendeur de l’ajouter."),
        (Standing.EXPIRED, "Demandez son renouvellement à votre revendeur."),
        (Standing.OTHER_COMPANY, "Installez celle de cette société."),
    ],
)
def test_a_licence_that_does_not_count_comes_with_its_remedy(
    standing: Standing, remedy: str
) -> None:
    entitlement = Entitlement(standing, date(2026, 1, 1), date(2026, 10, 31), "ATELIER DUPONT")
    inactive = describe(replace(ACTIVE, stored=ActivationStatus.INACTIVE, entitlement=entitlement))
    assert panel_notices.reason(inactive, inactive.main).endswith(f". {remedy}")


def test_a_licence_that_expires_while_storage_is_on_comes_with_its_remedy() -> None:
    entitlement = Entitlement(Standing.EXPIRED, date(2026, 1, 1), date(2026, 10, 31), "BIJOU SA")
    lapsed = describe(replace(ACTIVE, entitlement=entitlement))
    said = panel_notices.notice(lapsed, NoticeKind.OPTION_LAPSED)
    assert ". Demandez son renouvellement à votre revendeur. Vous pouvez encore " in said


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (replace(ACTIVE, health=GroupHealth.GONE_RESTORABLE), NoticeKind.GROUP_GONE_RESTORABLE),
        (
            replace(ACTIVE, account="a@b.fr", account_state=AccountState.SESSION_ENDED),
            NoticeKind.SESSION_ENDED,
        ),
        (
            replace(ACTIVE, account=None, account_state=AccountState.NOBODY),
            NoticeKind.NOBODY_CONNECTED,
        ),
    ],
)
def test_only_documents_that_wait_are_promised_to_leave(facts: Facts, kind: NoticeKind) -> None:
    def said(waiting: int) -> str:
        state = describe(replace(facts, documents=DocumentCounts(waiting=waiting)))
        return panel_notices.notice(state, kind).replace("\u00a0", " ")

    assert "document" not in said(0)
    assert said(1) == f"{said(0)} Le document en attente partira ensuite."
    assert said(3) == f"{said(0)} Les 3 documents en attente partiront ensuite."


def test_a_session_that_ended_says_what_to_do() -> None:
    facts = replace(ACTIVE, account="a@b.fr", account_state=AccountState.SESSION_ENDED)
    state = describe(facts)
    said = panel_notices.notice(state, NoticeKind.SESSION_ENDED)
    assert said == "Votre session Microsoft 365 est terminée\u00a0: reconnectez-vous."
    assert panel.account_help(state) == "Reconnectez-vous, ou choisissez un autre compte."


def test_a_notice_that_is_not_alone_says_its_place() -> None:
    assert panel_notices.place(1, 3) == "1\u00a0sur\u00a03\u00a0›"
    assert panel_notices.place_name(1, 3) == "Message 1 sur 3, afficher le suivant"


def test_a_group_of_another_name_is_named_with_the_name_to_give_it() -> None:
    renamed = replace(
        ACTIVE, company_name="BIJOU ET FILS", wanted_group_name="Sage – BIJOU ET FILS"
    )
    said = panel_notices.notice(describe(renamed), NoticeKind.NAME_DIFFERS).replace("\u00a0", " ")
    assert said.startswith(
        "Le nom du groupe en ligne, « Sage – BIJOU SA », ne correspond plus à la raison sociale. "
        "Renommez-le en « Sage – BIJOU ET FILS ». Rien n’est perdu : "
    )


@pytest.mark.parametrize(("minutes", "advised"), [(2, False), (29, False), (30, True), (125, True)])
def test_a_preparation_that_takes_long_says_who_can_hurry_it(minutes: int, advised: bool) -> None:
    since = NOW - timedelta(minutes=minutes)
    state = describe(replace(ACTIVE, stored=ActivationStatus.PROVISIONING, activated_at=since))
    said = panel_notices.notice(state, NoticeKind.PREPARING)
    assert said.endswith("comment relancer la préparation.") is advised
    assert ("prévenez l’administrateur" in said) is advised
