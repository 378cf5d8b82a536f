"""The watched print folder as a process that is killed: every print is filed once, none is lost."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest
from bijou import (
    DONE,
    database_held,
    invoice,
    online,
    place_of,
    switched_on,
    with_customers,
    written,
)
from print_watcher import moved, print_folder, printed, rows, watching

from invoice_making import blank_pdf
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.state_records import Status
from stockage_partage.documents.printing import folder_settings
from waiting import wait_until
from workstation import Office, Workstation, kill

pytestmark = pytest.mark.whole

MANY = 30
NUMBERS = tuple(f"FA{number:03}" for number in range(MANY))


@pytest.fixture
def station(office: Office) -> Workstation:
    """A workstation with storage on and its customers."""
    return switched_on(with_customers(office(application="gestion-commerciale")))


@pytest.fixture
def folder(station: Workstation) -> Path:
    """The folder it prints into."""
    return print_folder(station)


@pytest.fixture(scope="module")
def invoices() -> dict[str, bytes]:
    """Many invoices, made once."""
    return {number: invoice(number) for number in NUMBERS}


def print_all(folder: Path, invoices: dict[str, bytes]) -> None:
    for number, content in invoices.items():
        written(folder, f"Facture {number}.pdf", content)


def filed(station: Workstation) -> int:
    return sum(row.status is Status.FILED for row in rows(station))


def all_filed(station: Workstation, count: int = MANY) -> bool:
    return filed(station) >= count


#: Moments of the work: seen from outside, so that each kill falls where its name says.
Moment = Callable[[Workstation, Path], bool]
MOMENTS: dict[str, Moment] = {
    "the folder was looked at": lambda _, folder: any(folder.glob(".stockage-partage*")),
    "the first is taken": lambda station, folder: len(printed(folder)) < MANY,
    "some are kept": lambda station, folder: len(rows(station)) >= 3,
    "half are kept": lambda station, folder: len(rows(station)) >= MANY // 2,
    "some are online": lambda station, folder: filed(station) >= 1,
    "all are moved aside": lambda _, folder: not printed(folder),
}


#: The others are tried by `make proof`.
EACH_TIME = ("the folder was looked at", "some are kept", "all are moved aside")


@pytest.mark.parametrize(
    "moment",
    [
        *EACH_TIME,
        *(pytest.param(name, marks=pytest.mark.proof) for name in MOMENTS if name not in EACH_TIME),
    ],
)
def test_killed_at_any_moment_every_print_is_filed_exactly_once(
    station: Workstation,
    folder: Path,
    microsoft365: LocalMicrosoft365,
    invoices: dict[str, bytes],
    moment: str,
) -> None:
    print_all(folder, invoices)
    with watching(station) as first:
        wait_until(lambda: MOMENTS[moment](station, folder), moment)
        kill(first)
    nothing_lost(station, folder, invoices)
    with watching(station):
        wait_until(lambda: all_filed(station), "all are filed", timeout_s=60)
        wait_until(lambda: not printed(folder), "all are moved aside")
        wait_until(lambda: moved(folder, folder_settings.IN_HAND) == [], "nothing is in hand")
    filed_once(microsoft365, folder, invoices)


def test_killed_between_taking_a_print_and_keeping_it_the_print_is_not_lost(
    station: Workstation, folder: Path, microsoft365: LocalMicrosoft365
) -> None:
    file = written(folder, "A.pdf", invoice("FA1"))
    content = file.read_bytes()
    with watching(station) as process, database_held(station):
        wait_until(lambda: moved(folder, folder_settings.IN_HAND) == ["A.pdf"], "it is in hand")
        kill(process)
    assert (rows(station), printed(folder)) == ([], {})
    with watching(station):
        wait_until(lambda: moved(folder, folder_settings.DONE) == ["A.pdf"], "it is moved aside")
        wait_until(lambda: all_filed(station, 1), "it is filed")
    assert online(microsoft365) == {place_of("FA1"): content}


def test_killed_between_keeping_a_print_and_moving_it_aside_it_is_kept_once(
    station: Workstation, folder: Path, microsoft365: LocalMicrosoft365
) -> None:
    file = written(folder, "A.pdf", invoice("FA1"))
    content = file.read_bytes()
    obstacle = written(folder, folder_settings.DONE, b"")  # a file where the folder should be made
    with watching(station) as process:
        wait_until(lambda: len(rows(station)) == 1, "it is kept")
        assert process.stderr is not None
        assert "ne peut pas déplacer" in process.stderr.readline()
        kill(process)
    assert moved(folder, folder_settings.IN_HAND) == ["A.pdf"]
    obstacle.unlink()
    with watching(station):
        wait_until(lambda: moved(folder, folder_settings.DONE) == ["A.pdf"], "it is moved aside")
        wait_until(lambda: all_filed(station, 1), "it is filed")
    assert [row.number for row in rows(station)] == ["FA1"]
    assert online(microsoft365) == {place_of("FA1"): content}
    assert microsoft365.world.writes(place_of("FA1")) == 1


@pytest.mark.proof
def test_killed_again_and_again_it_still_comes_to_the_end(
    station: Workstation,
    folder: Path,
    microsoft365: LocalMicrosoft365,
    invoices: dict[str, bytes],
) -> None:
    print_all(folder, invoices)
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        with watching(station) as process:
            wait_until(lambda: len(rows(station)) >= share * MANY, f"{share} are kept")  # noqa: B023
            kill(process)
        nothing_lost(station, folder, invoices)
    with watching(station):
        wait_until(lambda: all_filed(station), "all are filed", timeout_s=60)
        wait_until(lambda: moved(folder, folder_settings.IN_HAND) == [], "nothing is in hand")
    filed_once(microsoft365, folder, invoices)


def nothing_lost(station: Workstation, folder: Path, invoices: dict[str, bytes]) -> None:
    """After a kill each print is in the folder, in hand, or kept: its bytes are somewhere."""
    known = {row.number for row in rows(station)}
    there = {*printed(folder), *moved(folder, folder_settings.IN_HAND)}
    lost = [
        number
        for number in invoices
        if number not in known and f"Facture {number}.pdf" not in there
    ]
    assert lost == []


def filed_once(microsoft365: LocalMicrosoft365, folder: Path, invoices: dict[str, bytes]) -> None:
    expected = {place_of(number): content for number, content in invoices.items()}
    assert online(microsoft365) == expected
    assert {microsoft365.world.writes(path) for path in expected} == {1}
    assert moved(folder, folder_settings.DONE) == [f"Facture {number}.pdf" for number in invoices]
    assert moved(folder, folder_settings.REFUSED) == []


def test_two_processes_on_one_folder_take_each_print_once(
    station: Workstation,
    folder: Path,
    microsoft365: LocalMicrosoft365,
    invoices: dict[str, bytes],
) -> None:
    with watching(station) as first, watching(station):
        print_all(folder, invoices)
        wait_until(lambda: len(rows(station)) >= 5, "five are kept")
        kill(first)  # the other takes over what it held
        wait_until(lambda: all_filed(station), "all are filed", timeout_s=60)
        wait_until(lambda: moved(folder, folder_settings.IN_HAND) == [], "nothing is in hand")
    filed_once(microsoft365, folder, invoices)


def test_half_written_locked_empty_renamed_and_vanished_ones_harm_nothing(
    station: Workstation, folder: Path, microsoft365: LocalMicrosoft365
) -> None:
    whole = invoice("FA1")
    half = written(folder, "moitié.pdf", whole[: len(whole) // 2])
    empty = written(folder, "vide.pdf", b"")
    held = written(folder, "tenu.pdf", invoice("FA2"))
    renamed = written(folder, "ancien nom.pdf", invoice("FA3"))
    vanishing = written(folder, "disparu.pdf", invoice("FA4"))
    passing = written(folder, "Facture.pdf.tmp", invoice("FA5"))
    (folder / "lien.pdf").symlink_to(half)
    with held.open("rb") as hold, watching(station) as process:
        fcntl.flock(hold, fcntl.LOCK_EX)
        wait_until(lambda: any(folder.glob(".stockage-partage*")), "the folder is looked at")
        renamed.rename(folder / "nouveau nom.pdf")
        vanishing.unlink()
        last = written(folder, "Facture.pdf", invoice("FA6"))
        wait_until(lambda: all_filed(station, 2), "the whole ones are filed")
        assert set(online(microsoft365)) == {place_of("FA3"), place_of("FA6")}
        assert set(printed(folder)) == {
            each.name for each in (half, empty, held, passing, folder / "lien.pdf")
        }
        assert moved(folder, folder_settings.DONE) == [last.name, "nouveau nom.pdf"]
        # What comes to rest is taken: the rest of the half, the content of the empty one, the lock's end.
        half.write_bytes(whole)
        empty.write_bytes(invoice("FA7"))
        fcntl.flock(hold, fcntl.LOCK_UN)
        wait_until(lambda: all_filed(station, 5), "they are filed as well")
        assert process.poll() is None
    assert set(online(microsoft365)) == {place_of(f"FA{number}") for number in (1, 2, 3, 6, 7)}
    assert {microsoft365.world.writes(path) for path in online(microsoft365)} == {1}
    assert set(printed(folder)) == {passing.name}  # the link leads nowhere now


def test_what_cannot_be_filed_by_itself_waits_and_what_is_never_filed_is_put_apart(
    station: Workstation, folder: Path, microsoft365: LocalMicrosoft365
) -> None:
    assert station.run("modeles", "--regler", "devis=jamais").code == DONE
    written(folder, "Devis_DE1.pdf", blank_pdf())
    written(folder, "numérisation.pdf", blank_pdf() + b"\n")
    broken = b"%PDF-1.7\nnothing that a reader understands\n%%EOF\n"
    written(folder, "cassé.pdf", broken)
    with watching(station) as process:
        wait_until(lambda: not printed(folder), "each is taken")
        wait_until(lambda: len(rows(station)) == 2, "two are kept")
        assert process.poll() is None
    assert moved(folder, folder_settings.LEFT_OUT) == ["Devis_DE1.pdf"]
    assert {row.status for row in rows(station)} == {Status.TO_CLASSIFY}
    assert online(microsoft365) == {}
    waiting = station.run("classer", "--json").objects
    assert sorted(each["fichier"] for each in waiting) == ["cassé.pdf", "numérisation.pdf"]


def test_storage_turned_off_leaves_the_prints_where_they_are(
    station: Workstation, folder: Path, microsoft365: LocalMicrosoft365
) -> None:
    assert station.run("desactiver", "--oui").code == DONE
    file = written(folder, "A.pdf", invoice("FA1"))
    with watching(station) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        assert "stockage" in said.lower()
        assert printed(folder) == {"A.pdf": file.read_bytes()}
        # Turned on again by another command, it goes on by itself.
        assert station.run("activer", "--oui").code == DONE
        wait_until(lambda: all_filed(station, 1), "it is filed")
    assert set(online(microsoft365)) == {place_of("FA1")}
