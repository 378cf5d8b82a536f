"""From « activer » to the ready library and back, by the command line alone."""

from __future__ import annotations

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.applications import Application
from stockage_partage.session import open_session
from stockage_partage.settings import load
from workstation import Office, Workstation

pytestmark = pytest.mark.whole


def activated(station: Workstation) -> Workstation:
    done = station.run_signing_in("activer", "--oui", "--json")
    assert done.code == 0, done.err
    return station


def test_activating_makes_the_group_and_shows_its_link(office: Office) -> None:
    station = office()
    done = station.run_signing_in("activer", "--oui", "--json")
    assert done.code == 0, done.err
    state = done.json
    assert state["stockage"] in ("initialisation", "actif")
    assert state["groupe"]["nom"] == "Sage – BIJOU SA"
    assert state["compte"] == "admin@bijou.example"
    assert state["fonctions"] == "completes"
    assert state["bouton"] == {"texte": "Désactiver le stockage", "actif": True, "raison": None}
    assert state["sdm_autorise"] is False


def test_another_application_without_the_option_sees_it_limited(office: Office) -> None:
    activated(office())
    state = office("poste-2", application="paie").run("etat", "--json").json
    assert state["fonctions"] == "limitees"
    assert state["bouton"]["texte"] == "Désactiver le stockage"
    assert state["bouton"]["actif"] is True
    assert state["groupe"]["nom"] == "Sage – BIJOU SA"
    assert state["compte"] is None


def test_without_the_option_activating_is_refused_with_its_reason(office: Office) -> None:
    station = office(application="paie")
    state = station.run("etat", "--json").json
    assert state["bouton"]["actif"] is False
    assert state["bouton"]["raison"]
    done = station.run("activer", "--oui")
    assert done.code == 4
    assert "option" in done.err


def test_deactivating_keeps_the_group_and_a_later_activation_finds_it(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    station = activated(office())
    first = station.run("etat", "--json").json["groupe"]["id"]
    off = station.run("desactiver", "--oui", "--json")
    assert off.code == 0
    assert off.json["stockage"] == "inactif"
    assert off.json["groupe"] is None
    assert off.json["sdm_autorise"] is True
    assert "n’est pas supprimé" in off.err
    again = station.run("activer", "--oui", "--json")
    assert again.code == 0, again.err
    assert again.json["groupe"]["id"] == first
    assert len(microsoft365.world.groups.all()) == 1


def test_signing_out_and_in_as_somebody_else_is_said(office: Office) -> None:
    station = activated(office())
    assert station.run("deconnecter", "--json").json["compte"] is None
    done = station.run_signing_in("connecter", "--json", role="utilisateur")
    assert done.code == 0, done.err
    assert done.json["compte"] == "marie.durand@bijou.example"
    back = station.run_signing_in("connecter", "--json")
    assert "à la place de marie.durand@bijou.example" in back.err


def test_an_account_that_may_not_create_groups_leaves_storage_inactive(office: Office) -> None:
    station = office()
    done = station.run_signing_in("activer", "--oui", role="sans-groupe")
    assert done.code == 4
    assert "créer des groupes" in done.err
    state = station.run("etat", "--json").json
    assert (state["stockage"], state["compte"]) == ("inactif", None)
    # Nothing to sign in for, as the greyed button of the window says; signing out is open to all.
    refused = station.run("connecter")
    assert refused.code == 4
    assert "stockage" in refused.err
    assert station.run("deconnecter").code == 0


@pytest.mark.parametrize(
    "name",
    [
        "L'Atelier",
        "Dupont & Fils",
        'Le "Bon" Moulin',
        "Ééà çœ",
        "🧵 Fil d’or",
        "A" * 35,
        "Z é" * 40,
    ],
)
def test_any_company_name_works(office: Office, name: str) -> None:
    station = office(company_name=name, licensed=(Application.COMPTABILITE,))
    done = station.run_signing_in("activer", "--oui", "--json")
    assert done.code == 0, done.err
    assert done.json["groupe"]["nom"].startswith("Sage – ")


def test_a_program_that_ends_while_somebody_signs_in_lets_the_others_activate(
    office: Office,
) -> None:
    station = office()
    session = open_session(load(station.environment()))
    session.service.ask_activation()
    session.close()
    assert office("poste-2").run("etat", "--json").json["stockage"] == "inactif"
