"""`envoyer --continu` asked to stop by the system: at once, without a trace, nothing lost or sent twice."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from bijou import (
    DONE,
    SIGN_IN,
    database_held,
    invoice,
    online,
    place_of,
    switched_on,
    with_customers,
    written,
)
from print_watcher import moved, print_folder, printed, rows, watching

from json_schemas import answers
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.state_records import Status
from stockage_partage.documents.printing import folder_settings
from waiting import wait_until
from workstation import Office, Workstation

pytestmark = pytest.mark.whole

#: What the unit file grants is far more; a person who closes the session waits for this. Seconds.
SOON = 8.0
NUMBERS = tuple(f"FA{number}" for number in range(12))


@pytest.fixture
def station(office: Office) -> Workstation:
    """A workstation with storage on and its customers."""
    return switched_on(with_customers(office(application="gestion-commerciale")))


def stopped(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> tuple[str, str]:
    """Asks it to stop and sees that it does so well; what it said."""
    asked = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - asked < SOON
    assert process.returncode == 0, err
    assert "Traceback" not in err
    return out, err


def kept(station: Workstation, folder: Path, numbers: tuple[str, ...] = NUMBERS) -> None:
    """Documents that wait, since nobody may send them yet."""
    assert station.run("deconnecter").code == DONE
    files = [str(written(folder, f"{number}.pdf", invoice(number))) for number in numbers]
    assert station.run("deposer", *files).code == SIGN_IN
    assert station.run_signing_in("connecter").code == DONE


def held_back(microsoft365: LocalMicrosoft365) -> bool:
    """A request was met by the first fault."""
    return microsoft365.faults.lines[0].seen > 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_idle_it_ends_at_once_and_says_nothing(
    station: Workstation, number: signal.Signals
) -> None:
    folder = print_folder(station)
    with watching(station) as process:
        wait_until(lambda: any(folder.glob(".stockage-partage*")), "it is at work")
        assert stopped(process, number) == ("", "")


@pytest.mark.parametrize("command", ["desactiver", "deconnecter"])
def test_while_nothing_can_be_sent_it_ends_as_well(station: Workstation, command: str) -> None:
    assert station.run(command, *(("--oui",) if command == "desactiver" else ())).code == DONE
    with watching(station) as process:
        assert process.stderr is not None
        assert process.stderr.readline().strip()  # why nothing leaves, in words
        stopped(process)


def test_while_it_starts_it_ends_as_well(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    kept(station, tmp_path / "factures", NUMBERS[:1])
    with watching(station) as process:
        with database_held(station, "EXCLUSIVE"):
            wait_until(lambda: opens(process, station.company), "the company is being opened")
            process.send_signal(signal.SIGTERM)
        assert stopped(process) == ("", "")
    assert [row.status for row in rows(station)] == [Status.WAITING]
    assert online(microsoft365) == {}


def opens(process: subprocess.Popen[str], company: str) -> bool:
    """The process has the company's file in its hands."""
    return company in {each.path for each in psutil.Process(process.pid).open_files()}


@pytest.mark.parametrize("do", [pytest.param("hang", marks=pytest.mark.proof), "hang-after"])
def test_while_a_request_hangs_what_is_in_flight_is_given_back_and_sent_once(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path, do: str
) -> None:
    kept(station, tmp_path / "factures")
    microsoft365.faults.install([{"kind": "upload", "do": do, "at": [3], "seconds": 60}])
    with watching(station, "--simultanes", "2") as process:
        wait_until(lambda: microsoft365.faults.lines[0].seen >= 3, "a request hangs")
        if do == "hang-after":
            wait_until(lambda: len(online(microsoft365)) >= 3, "its effect")
        stopped(process)
    microsoft365.faults.clear()
    assert {row.status for row in rows(station)} <= {Status.WAITING, Status.FILED}
    # Given back at once: nobody has to wait for a lease to end.
    done = station.run("envoyer", "--json")
    assert (done.code, done.json["en_attente"]) == (DONE, 0), done.err
    sent_once(microsoft365, tmp_path / "factures")


def test_while_answers_are_slow_those_under_way_are_finished(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    kept(station, tmp_path / "factures")
    microsoft365.faults.install([{"kind": "upload", "do": "slow", "seconds": 0.7}])
    with watching(station, "--simultanes", "2") as process:
        wait_until(lambda: microsoft365.faults.lines[0].seen >= 3, "some are under way")
        out, _ = stopped(process)
    # What was accepted is known as filed, and told: nothing of it is asked for again.
    filed = [row for row in rows(station) if row.status is Status.FILED]
    assert 0 < len(filed) < len(NUMBERS)
    assert {row.path for row in filed} == set(online(microsoft365))
    assert sum(each["envoyes"] for each in answers("envoyer", out)) == len(filed)
    microsoft365.faults.clear()
    microsoft365.journal.clear()
    assert station.run("envoyer", "--json").json["envoyes"] == len(NUMBERS) - len(filed)
    assert len(microsoft365.journal.of_kind("upload")) == len(NUMBERS) - len(filed)
    sent_once(microsoft365, tmp_path / "factures")


def sent_once(microsoft365: LocalMicrosoft365, folder: Path) -> None:
    expected = {place_of(number): (folder / f"{number}.pdf").read_bytes() for number in NUMBERS}
    assert online(microsoft365) == expected
    assert {microsoft365.world.writes(path) for path in expected} == {1}


#: Moments of taking prints in.
TAKING: dict[str, Callable[[Workstation, Path], bool]] = {
    "the first is taken": lambda station, folder: len(printed(folder)) < len(NUMBERS),
    "half are kept": lambda station, folder: len(rows(station)) >= len(NUMBERS) // 2,
    "the last is taken": lambda station, folder: not printed(folder),
}


@pytest.mark.parametrize(
    "moment",
    [
        "half are kept",
        *(pytest.param(m, marks=pytest.mark.proof) for m in TAKING if m[:4] != "half"),
    ],
)
def test_while_prints_are_taken_in_each_is_kept_or_left(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path, moment: str
) -> None:
    folder, same = print_folder(station), tmp_path / "factures"
    for number in NUMBERS:
        content = written(same, f"{number}.pdf", invoice(number)).read_bytes()
        written(folder, f"{number}.pdf", content)
    with watching(station) as process:
        wait_until(lambda: TAKING[moment](station, folder), moment)
        stopped(process)
    known = {row.number for row in rows(station)}
    left = {*printed(folder), *moved(folder, folder_settings.IN_HAND)}
    assert {f"{number}.pdf" for number in NUMBERS} == {
        *left,
        *(f"{number}.pdf" for number in known),
    }
    with watching(station) as process:
        wait_until(lambda: len(online(microsoft365)) == len(NUMBERS), "all are online")
        wait_until(
            lambda: len(moved(folder, folder_settings.DONE)) == len(NUMBERS), "all are moved aside"
        )
        stopped(process)
    sent_once(microsoft365, same)


def test_a_second_wish_to_stop_changes_nothing(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    kept(station, tmp_path / "factures")
    microsoft365.faults.install([{"kind": "upload", "do": "hang", "seconds": 60}])
    with watching(station) as process:
        wait_until(lambda: held_back(microsoft365), "a request hangs")
        process.send_signal(signal.SIGTERM)
        stopped(process)
    microsoft365.faults.clear()
    assert station.run("envoyer", "--json").json["en_attente"] == 0
    sent_once(microsoft365, tmp_path / "factures")
