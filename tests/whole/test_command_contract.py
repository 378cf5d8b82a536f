"""The command line as other programs rely on it: keys, exit codes, French, and how it is stopped."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from workstation import Office, wait_for_code

pytestmark = pytest.mark.whole

STATE_KEYS = {
    "societe", "application", "option_acquise", "stockage", "fonctions", "bouton", "groupe",
    "compte", "sdm_autorise", "documents",
}  # fmt: skip


def test_the_state_object_has_its_keys_and_its_words(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    station, limited = office(), office("poste-2", application="paie")
    off = station.run("etat", "--json").json
    assert set(off) == STATE_KEYS
    assert off == {
        "societe": "BIJOU SA",
        "application": "comptabilite",
        "option_acquise": True,
        "stockage": "inactif",
        "fonctions": "aucune",
        "bouton": {"texte": "Activer le stockage", "actif": True, "raison": None},
        "groupe": None,
        "compte": None,
        "sdm_autorise": True,
        "documents": {"en_attente": 0, "envoyes": 0, "bloques": 0, "a_classer": 0},
    }
    microsoft365.faults.install([{"kind": "drive.get", "do": "404"}])
    preparing = station.run_signing_in("activer", "--oui", "--json").json
    assert set(preparing) == STATE_KEYS
    assert preparing["stockage"] == "initialisation"
    assert set(preparing["groupe"]) == {"id", "nom", "lien", "pret"}
    assert preparing["groupe"]["pret"] is False
    microsoft365.faults.clear()

    # Somebody signs in on another workstation, in an application without the option.
    ready = limited.run_signing_in("connecter", "--json").json
    assert set(ready) == STATE_KEYS
    assert (ready["stockage"], ready["fonctions"]) == ("actif", "limitees")
    assert ready["groupe"]["pret"] is True
    assert ready["groupe"]["lien"].startswith("https://")
    assert ready["compte"] == "admin@bijou.example"

    again = station.run("activer", "--oui")
    assert (again.code, again.out) == (4, "")
    away = limited.run("deconnecter", "--json")
    assert (away.code, away.json["compte"], set(away.json)) == (0, None, STATE_KEYS)
    assert limited.run("envoyer", "--json").code == 3
    unanswered = limited.run("desactiver", "--json")
    assert (unanswered.code, unanswered.out) == (1, "")
    assert "Rien n’a été modifié" in unanswered.err
    done = limited.run("desactiver", "--oui", "--json")
    assert (done.code, done.json["stockage"], set(done.json)) == (0, "inactif", STATE_KEYS)
    twice = station.run("desactiver", "--oui", "--json")
    assert (twice.code, twice.json["stockage"]) == (0, "inactif")
    assert station.run("envoyer").code == 4


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_while_it_waits_an_activation_is_given_back(
    office: Office, number: signal.Signals
) -> None:
    station = office()
    process = station.start("activer", "--oui", "--json")
    wait_for_code(process)
    with CompanyDatabase.open(station.company) as database:
        assert database.activation.get().stored == "activating"
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (1, "")
        assert err.splitlines()[-1] == "Interrompu à votre demande."
        assert "Traceback" not in err
        assert database.activation.get().stored == "inactive"


def test_continuous_sending_goes_on_until_it_is_asked_to_stop(
    office: Office, tmp_path: Path
) -> None:
    station, other = office(), office("poste-2")
    assert station.run_signing_in("activer", "--oui").code == 0
    file = tmp_path / "mouvement.pdf"
    file.write_bytes(b"%PDF-1.4 stock")
    given = ("--type", "Mouvement d'entrée", "--piece", "ME1", "--date", "2026-03-17")
    sender = station.start("envoyer", "--continu", "--json")
    try:
        kept = other.run("deposer", str(file), *given, "--json")
        assert (kept.code, kept.json["statut"]) == (3, "en_attente")  # nobody is signed in there
        assert "connecter" in kept.json["raison"]
        assert sender.stdout is not None
        assert '"envoyes": 1' in sender.stdout.readline()
        sender.send_signal(signal.SIGTERM)
        _out, err = sender.communicate(timeout=30)
        assert (sender.returncode, err) == (0, "")
    finally:
        sender.kill()
        sender.communicate()


def test_a_space_being_prepared_becomes_ready_by_looking_at_the_state(
    office: Office, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.install([{"kind": "drive.get", "do": "404", "at": [1]}])
    station = office()
    done = station.run_signing_in("activer", "--oui", "--json")
    assert (done.code, done.json["groupe"]["pret"]) == (0, False), done.err
    ready = station.run("etat", "--json").json
    assert (ready["stockage"], ready["groupe"]["pret"]) == ("actif", True)


@pytest.mark.parametrize("given", [("", "732829320"), ("  ", "732829320"), ("BIJOU SA", "12")])
def test_a_company_without_a_name_or_with_half_a_siren_is_not_made(
    tmp_path: Path, office: Office, given: tuple[str, str]
) -> None:
    name, siren = given
    where = tmp_path / "autre.db"
    asked = ("societe", "creer", "--societe", str(where), "--raison-sociale", name)
    done = office().run(*asked, "--siren", siren)
    assert done.code == 2
    assert "ne convient pas" in done.err
    assert not where.exists()


def test_without_a_screen_the_window_says_so(office: Office) -> None:
    done = office().run("ouvrir")
    assert done.code == 1
    assert "écran" in done.err


def test_a_value_out_of_a_short_list_is_answered_with_the_list(
    tmp_path: Path, office: Office
) -> None:
    done = office().run("documents", "--statut", "truc")
    assert done.code == 2
    assert "en_attente, bloque, a_classer, classe" in done.err


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("documents", "--limite", "0"), "1 au moins"),
        (("envoyer", "--simultanes", "99"), "de 1 à 32"),
        (("archiver", "x.zip", "--annee", "20x"), "une année"),
        (("deposer", "x.pdf", "--date", "0026-03-01"), "de 1900 à 2100"),
        (("joindre", "x.pdf", "--article", "../x"), "la famille"),
        (("rapatrier", "d", "--depuis", "2026-12-01", "--jusqu-a", "2025-01-01"), "date de fin"),
    ],
)
def test_a_value_that_does_not_fit_is_answered_with_what_would(
    office: Office, call: tuple[str, ...], told: str
) -> None:
    done = office().run(*call)
    assert done.code == 2
    assert told in done.err
