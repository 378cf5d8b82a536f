"""What an application may do, as a table: every function, storage off, active with and without the option.

The same table on the command line and in the window; each refusal has its exit code and its reason.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from stockage_partage.activation.states import LIMITED_SET, Function
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from workstation import Done, Office, Workstation

pytestmark = pytest.mark.whole

PAYROLL = Application.PAIE
NOT_ALLOWED = 4
PIECE = ("--tiers", "CARAT", "--piece", "FA1", "--type", "facture", "--date", "2026-03-15")

#: The commands of each function, on the files that `Files` makes.
COMMANDS: dict[Function, tuple[tuple[str, ...], ...]] = {
    Function.CONSULT: (
        ("joindre", "Rien.txt", "--du-groupe", "--tiers", "CARAT"),
        ("documents",),
    ),
    Function.ATTACH_TO_THIRD_PARTY: (("joindre", "{plan}", "--tiers", "CARAT"),),
    Function.ARCHIVE: (("archiver", "{archive}", "--annee", "2025"),),
    Function.FILE_PRINTS: (("deposer", "{plan}", *PIECE),),
    Function.ATTACH_TO_DOCUMENT: (
        ("joindre", "{plan}", *PIECE),
        ("joindre", "{plan}", *PIECE, "--a-transmettre"),
        ("joindre", "{plan}", "--article", "BIJOUX/BAGUE01"),
    ),
    Function.SYNCHRONISE: (("synchroniser",),),
}


@pytest.fixture
def run(office: Office, tmp_path: Path) -> Callable[[Workstation, tuple[str, ...]], Done]:
    """A command with its files put in."""
    files = {"plan": tmp_path / "plan.txt", "archive": tmp_path / "exercice.zip"}
    files["plan"].write_bytes(b"a plan")
    with zipfile.ZipFile(files["archive"], "w") as made:
        made.writestr("journal.txt", str(date(2025, 12, 31)))

    def run(station: Workstation, command: tuple[str, ...]) -> Done:
        return station.run(*(word.format(**files) for word in command))

    return run


@pytest.fixture
def stations(office: Office) -> dict[str, Workstation]:
    """One company seen from an application with the option, and from one without."""
    with_option = office(application="gestion-commerciale")
    with CompanyDatabase.open(with_option.company) as database:
        database.third_parties.add([ThirdParty("CARAT", "clients", "Carat")])
    without = office(application=PAYROLL)  # the same person: the same session
    return {"with": with_option, "without": without}


def test_off_nothing_is_open_to_anybody(
    stations: dict[str, Workstation], run: Callable[[Workstation, tuple[str, ...]], Done]
) -> None:
    for station in stations.values():
        for command in (each for commands in COMMANDS.values() for each in commands):
            told = run(station, command)
            assert (told.code, bool(told.err.strip())) == (NOT_ALLOWED, True), (command, told)
            assert "pas activé" in told.err, command


def test_active_the_limited_set_and_nothing_else_is_open_without_the_option(
    stations: dict[str, Workstation], run: Callable[[Workstation, tuple[str, ...]], Done]
) -> None:
    assert stations["with"].run_signing_in("activer", "--oui").code == 0
    for function in Function:
        for command in COMMANDS[function]:
            limited = run(stations["without"], command)
            if function in LIMITED_SET:
                assert limited.code != NOT_ALLOWED, (command, limited)
            else:
                assert limited.code == NOT_ALLOWED, (command, limited)
                assert "option" in limited.err, command
            assert run(stations["with"], command).code != NOT_ALLOWED, command


def test_a_refused_command_still_tells_of_each_file_for_a_machine(
    stations: dict[str, Workstation], run: Callable[[Workstation, tuple[str, ...]], Done]
) -> None:
    assert stations["with"].run_signing_in("activer", "--oui").code == 0
    told = run(stations["without"], (*COMMANDS[Function.ATTACH_TO_DOCUMENT][0], "--json"))
    [one] = told.objects
    assert set(one) == {"fichier", "statut", "chemin", "raison", "lu", "role"}
    assert (one["statut"], one["chemin"], one["lu"]) == ("refuse", None, None)
    assert "option" in one["raison"]


def test_sage_document_manager_is_refused_to_both_while_storage_is_active(
    stations: dict[str, Workstation], tmp_path: Path
) -> None:
    exchange, plan = tmp_path / "echange", tmp_path / "plan.txt"
    exchange.mkdir()
    plan.write_bytes(b"a plan")
    command = ("envoyer-sdm", str(plan), "--dossier", str(exchange), "--json")
    for station in stations.values():
        assert station.run("etat", "--json").json["sdm_autorise"] is True
    sent = stations["without"].run(*command)
    assert (sent.code, sent.json["statut"]) == (0, "envoye")
    assert sent.json["chemin"] == str(exchange / "plan.txt")
    # The folder is remembered: the same bytes, still there, are not sent twice.
    again = stations["without"].run("envoyer-sdm", str(plan), "--json")
    assert (again.code, again.json["statut"]) == (0, "deja_envoye")

    assert stations["with"].run_signing_in("activer", "--oui").code == 0
    plan.write_bytes(b"another plan")
    for station in stations.values():
        assert station.run("etat", "--json").json["sdm_autorise"] is False
        told = station.run(*command)
        assert (told.code, told.json["statut"]) == (NOT_ALLOWED, "refuse")
        assert "Sage Document Manager" in told.err
    assert [each.name for each in exchange.iterdir()] == ["plan.txt"]
    assert (exchange / "plan.txt").read_bytes() == b"a plan"

    assert stations["without"].run("desactiver", "--oui").code == 0
    assert stations["without"].run(*command).json["statut"] == "envoye"


def test_the_exchange_folder_is_asked_for_and_a_setting_is_stronger(
    office: Office, tmp_path: Path
) -> None:
    station = office()
    plan, ours, theirs = tmp_path / "plan.txt", tmp_path / "a", tmp_path / "b"
    plan.write_bytes(b"a plan")
    unknown = station.run("envoyer-sdm", str(plan))
    assert unknown.code == 1
    assert "--dossier" in unknown.err
    missing = station.run("envoyer-sdm", str(plan), "--dossier", str(ours))
    assert missing.code == 1
    for folder in (ours, theirs):
        folder.mkdir()
    assert station.run("envoyer-sdm", str(plan), "--dossier", str(ours)).code == 0
    station.extra["STOCKAGE_PARTAGE_DOSSIER_SDM"] = str(theirs)
    assert station.run("envoyer-sdm", str(plan)).code == 0
    assert (theirs / "plan.txt").read_bytes() == b"a plan"
