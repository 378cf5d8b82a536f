"""With no tenant set, every command has the program's own Microsoft 365: started, shared, ended."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from invoice_making import Invoice, Someone
from json_schemas import answers
from stockage_partage.emulator_process import EmulatorProcess
from stockage_partage.errors import Offline
from waiting import wait_until
from workstation import Workstation, kill, wait_for_code

pytestmark = pytest.mark.whole

US = Someone("BIJOU SA", "732829320")
CARAT = Someone("Carat Joaillerie", "552100554")
THIRD_PARTIES = "code;type;nom;siren\nCARAT;client;Carat Joaillerie;552100554\n"


@pytest.fixture
def station(tmp_path: Path) -> Workstation:
    """Nothing is set but the data folder, the company and the application."""
    return Workstation(tmp_path / "poste", str(tmp_path / "societe.db"), {})


def own_services(station: Workstation) -> list[psutil.Process]:
    """The local Microsoft 365s that work for this workstation's folder."""
    folder = str(station.folder / "donnees" / "microsoft365")
    found = []
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if "emulateur" in command and folder in command:
            found.append(process)
    return found


def assert_nothing_runs(station: Workstation) -> None:
    wait_until(lambda: not own_services(station), "the local Microsoft 365 ends", timeout_s=10)


def described(station: Workstation) -> dict[str, Any]:
    """What its own service says of itself while it runs: the people who may sign in."""
    file = station.folder / "donnees" / "microsoft365" / "adresses.json"
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def test_from_nothing_to_a_filed_invoice_by_commands_alone(
    station: Workstation, tmp_path: Path
) -> None:
    station.forked = False  # with nothing loaded before: as a person has it
    parties, licence = tmp_path / "tiers.csv", tmp_path / "bijou.lic"
    parties.write_text(THIRD_PARTIES)
    named = ("--raison-sociale", "BIJOU SA", "--siren", "732829320", "--tiers", str(parties))
    made = station.run("societe", "creer", "--societe", station.company, *named, "--json")
    assert (made.code, [each["code"] for each in made.json["tiers"]]) == (0, ["CARAT"])
    assert station.run("licence", "emettre", "--sortie", str(licence)).code == 0
    assert station.run("licence", "installer", str(licence)).code == 0

    activated(station)
    assert_nothing_runs(station)
    file = tmp_path / "facture.pdf"
    file.write_bytes(Invoice(seller=US, buyer=CARAT).pdf())
    # The library takes some seconds to be made, as in reality: the document waits for it.
    first = station.run("deposer", str(file), "--json")
    assert (first.code, first.json["statut"] in ("en_attente", "classe")) == (0, True), first.err
    station.forked = True  # asked again and again
    wait_until(lambda: sent_all(station), "the library is ready", timeout_s=30)
    station.forked = False
    again = station.run("deposer", str(file), "--json")
    assert (again.code, again.json["statut"]) == (0, "deja_classe")
    assert station.run("diagnostic", "--json").code == 0

    # Two commands at once share one service; the first to end does not take it from the other.
    with ThreadPoolExecutor() as both:
        sent = [both.submit(station.run, "envoyer", "--json") for _ in range(3)]
        assert [each.result().code for each in sent] == [0, 0, 0]
    assert_nothing_runs(station)
    assert_looked_at_without_starting(station)


def assert_looked_at_without_starting(station: Workstation) -> None:
    """Who is signed in and where the link leads is told from where it was last."""
    places = station.folder / "donnees" / "microsoft365"
    before = {path.name: path.stat().st_mtime_ns for path in places.iterdir()}
    told = station.run("etat", "--json").json
    assert told["compte"] == "admin@bijou.example"
    assert told["groupe"]["lien"].startswith("https://localhost:")
    assert {path.name: path.stat().st_mtime_ns for path in places.iterdir()} == before


def activated(station: Workstation) -> None:
    """By a person who reads the code and signs in elsewhere; a short command comes and goes."""
    process = station.start("activer", "--oui", "--json")
    code = wait_for_code(process)
    station.microsoft365 = described(station)
    person = station.person()
    station.microsoft365 = {}
    assert station.run("etat", "--json").json["stockage"] == "activation"
    person.approve_device(*code)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert answers("etat", out)[0]["compte"] == "admin@bijou.example"


def sent_all(station: Workstation) -> bool:
    done = station.run("envoyer", "--json")
    return done.code == 0 and bool(done.json["en_attente"] == 0)


@pytest.mark.proof
def test_a_killed_starter_leaves_nothing_behind_and_takes_nothing_from_the_others(
    station: Workstation, tmp_path: Path
) -> None:
    named = ("--raison-sociale", "BIJOU SA", "--siren", "732829320")
    assert station.run("societe", "creer", "--societe", station.company, *named).code == 0
    licence = tmp_path / "bijou.lic"
    assert station.run("licence", "emettre", "--sortie", str(licence)).code == 0
    assert station.run("licence", "installer", str(licence)).code == 0
    activated(station)
    assert station.run("deconnecter").code == 0
    starter = station.start("connecter")
    wait_for_code(starter)
    other = station.start("connecter", "--json")
    code = wait_for_code(other)
    assert len(own_services(station)) == 1
    kill(starter)
    station.microsoft365 = described(station)
    person = station.person("utilisateur")
    station.microsoft365 = {}
    person.approve_device(*code)
    out, err = other.communicate(timeout=60)
    assert other.returncode == 0, err
    assert answers("etat", out)[0]["compte"] == "marie.durand@bijou.example"
    assert_nothing_runs(station)


def test_one_that_never_says_anything_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, time\nif 'emulateur' in sys.orig_argv: time.sleep(60)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    host = EmulatorProcess(tmp_path / "donnees", start_timeout_s=0.5)
    with pytest.raises(Offline):
        host.ensure()
    host.close()
