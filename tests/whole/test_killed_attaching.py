"""Killed while files are attached or copied inside the group: each is there once, or not at all."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.state_records import Status
from waiting import wait_until
from workstation import Office, Workstation, kill

pytestmark = pytest.mark.whole

FOLDER = "Sage/Clients/CARAT/Documents attachés"


@pytest.fixture
def station(office: Office) -> Workstation:
    """A workstation with storage active, that knows the customer CARAT."""
    station = office(application="gestion-commerciale")
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add([ThirdParty("CARAT", "clients", "Carat")])
    assert station.run_signing_in("activer", "--oui").code == 0
    return station


def online(microsoft365: LocalMicrosoft365, folder: str = FOLDER) -> list[str]:
    """The names in a folder."""
    paths = microsoft365.world.files()
    return sorted(path.rpartition("/")[2] for path in paths if f"{folder}/" in path)


def status_of(station: Workstation) -> list[Status]:
    with CompanyDatabase.open(station.company) as database:
        return [row.status for row in database.register.search("contrat")]


@pytest.mark.parametrize("step", ["folder.create", "copy", "copy.status"])
def test_a_copy_killed_at_any_step_is_finished_and_not_doubled(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path, step: str
) -> None:
    # The source: attached to another third party, so that it is in the group.
    with CompanyDatabase.open(station.company) as database:
        database.third_parties.add([ThirdParty("ZECLAT", "clients", "Zéclat")])
    file = tmp_path / "contrat.docx"
    file.write_bytes(b"a contract")
    assert station.run("joindre", str(file), "--tiers", "ZECLAT").code == 0
    source = "Sage/Clients/ZECLAT/Documents attachés/contrat.docx"

    microsoft365.journal.clear()
    # The answer comes after the effect, and never: the program waits for it when it is killed.
    microsoft365.faults.add("hang-after", kind=step, at=1)
    process = station.start("joindre", source, "--du-groupe", "--tiers", "CARAT")
    wait_until(
        lambda: bool(microsoft365.journal.of_kind(step)) or waiting(microsoft365, step), step
    )
    kill(process)
    microsoft365.faults.clear()
    assert Status.WAITING in status_of(station)

    assert station.run("envoyer").code == 0
    assert status_of(station) == [Status.FILED, Status.FILED]
    assert online(microsoft365) == ["contrat.docx"]


def waiting(microsoft365: LocalMicrosoft365, step: str) -> bool:
    """The fault has been met: the request is held back."""
    return any(line.seen for line in microsoft365.faults.lines if step in line.kinds)


def test_killed_while_many_files_are_kept_each_is_there_once_or_not_at_all(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    files = []
    for number in range(30):
        file = tmp_path / f"{number:02}.bin"
        file.write_bytes(b"%02d" % number * 200_000)
        files.append(str(file))
    process = station.start("joindre", *files, "--tiers", "CARAT")

    def some_are_kept() -> bool:
        with CompanyDatabase.open(station.company) as database:
            return database.register.counters().waiting >= 5

    wait_until(some_are_kept, "five files are kept")
    kill(process)
    told = station.run("joindre", *files, "--tiers", "CARAT", "--json", timeout=100)
    assert told.code == 0, told.err
    assert {each["statut"] for each in told.objects} <= {"classe", "deja_classe"}
    assert online(microsoft365) == [f"{number:02}.bin" for number in range(30)]


def test_two_workstations_attach_the_same_name_and_nothing_is_lost(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    codes: list[int] = []

    def attach(number: int) -> None:
        file = tmp_path / str(number) / "plan.txt"
        file.parent.mkdir()
        file.write_bytes(b"plan %d" % number)
        codes.append(station.run("joindre", str(file), "--tiers", "CARAT").code)

    threads = [threading.Thread(target=attach, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert station.run("envoyer").code == 0
    assert codes == [0, 0, 0, 0]
    assert online(microsoft365) == ["plan (2).txt", "plan (3).txt", "plan (4).txt", "plan.txt"]
