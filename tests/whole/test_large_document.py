"""A document over 10 MB from a real process: killed and resumed piece by piece, within its memory."""

from __future__ import annotations

import hashlib
import os
from itertools import cycle
from pathlib import Path

import measured
import pytest
from bijou import DONE, SIGN_IN, database_held, switched_on, with_customers
from print_watcher import rows, watching

from local_microsoft365.middleware import Entry
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.state_records import Status
from waiting import wait_until
from workstation import Done, Office, Workstation, kill

pytestmark = pytest.mark.whole

MIB = 1024 * 1024
#: Several pieces, the last one short.
SIZE = 60 * MIB + 123_457
PLACE = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA9/Facture_FA9.bin"
SAID = ("--tiers", "CARAT", "--type", "facture", "--piece", "FA9", "--date", "2026-03-15")
#: What a process may hold whatever it sends (issue: 120 MB).
LARGEST_PEAK = 120_000_000


def large_file(path: Path, size: int) -> str:
    """A file no part of which is like another; its SHA-256. Never wholly in memory."""
    digest, block = hashlib.sha256(), os.urandom(MIB)
    with path.open("wb") as file:
        for number in range(-(-size // MIB)):
            part = (number.to_bytes(8, "big") + block[8:])[: size - number * MIB]
            digest.update(part)
            file.write(part)
    return digest.hexdigest()


def sha256_online(microsoft365: LocalMicrosoft365) -> dict[str, str]:
    """The SHA-256 of every file online, by its path."""
    found: dict[str, str] = {}
    for path, item in microsoft365.world.files().items():
        with microsoft365.world.blobs.path(item.blob or "").open("rb") as file:
            found[path] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


@pytest.fixture
def station(office: Office) -> Workstation:
    """A workstation with storage on and its customers."""
    return switched_on(with_customers(office()))


@pytest.fixture
def waiting(station: Workstation, tmp_path: Path) -> str:
    """A large document that is kept and waits to be sent; its SHA-256."""
    assert station.run("deconnecter").code == DONE
    file = tmp_path / "plan.bin"
    sha256 = large_file(file, SIZE)
    assert station.run("deposer", str(file), *SAID).code == SIGN_IN
    file.unlink()
    assert station.run_signing_in("connecter").code == DONE
    return sha256


def accepted(microsoft365: LocalMicrosoft365) -> list[Entry]:
    """The pieces that were taken."""
    return [
        entry
        for entry in microsoft365.journal.of_kind("session.piece")
        if entry.status in (200, 201, 202)
    ]


def is_filed(station: Workstation) -> bool:
    return [row.status for row in rows(station)] == [Status.FILED]


def safe_bytes(microsoft365: LocalMicrosoft365) -> int:
    """Those that the only upload session has taken; 0 once there is none any more."""
    found = microsoft365.world.store.rows("SELECT received FROM sessions")
    return int(found[0]["received"]) if found else 0


def sent_bytes(microsoft365: LocalMicrosoft365) -> int:
    """Those of the pieces whose answer was given, by the journal."""
    return sum(entry.received for entry in accepted(microsoft365))


@pytest.mark.parametrize("do", [pytest.param("hang", marks=pytest.mark.proof), "hang-after"])
def test_killed_in_the_middle_the_upload_goes_on_from_there(
    station: Workstation, microsoft365: LocalMicrosoft365, waiting: str, do: str
) -> None:
    # The second piece never gets its answer: it is not taken, or taken while nobody hears of it.
    microsoft365.faults.install([{"kind": "session.piece", "do": do, "at": [2], "seconds": 60}])
    with watching(station) as process:
        wait_until(lambda: microsoft365.faults.lines[0].seen >= 2, "the second piece")
        if do == "hang-after":
            wait_until(
                lambda: safe_bytes(microsoft365) > sent_bytes(microsoft365) > 0, "its effect"
            )
        kill(process)
    microsoft365.faults.clear()
    safe = safe_bytes(microsoft365)
    assert 0 < safe < SIZE
    assert [row.status for row in rows(station)] == [Status.WAITING]

    microsoft365.journal.clear()
    with watching(station):
        wait_until(lambda: is_filed(station), "it is filed", timeout_s=60)
    assert sent_bytes(microsoft365) == SIZE - safe
    # The same session: its address was kept, sealed.
    assert microsoft365.journal.of_kind("session.create") == []
    assert len(microsoft365.journal.of_kind("session.status")) == 1
    one_file(station, microsoft365, waiting)


def test_killed_once_all_of_it_is_there_and_before_it_is_marked_nothing_is_sent_again(
    station: Workstation, microsoft365: LocalMicrosoft365, waiting: str
) -> None:
    with watching(station) as process:
        wait_until(lambda: bool(accepted(microsoft365)), "a piece is in")
        with database_held(station):
            wait_until(lambda: bool(microsoft365.world.files()), "the file is there")
            kill(process)
    assert [row.status for row in rows(station)] == [Status.WAITING]
    microsoft365.journal.clear()
    with watching(station):
        wait_until(lambda: is_filed(station), "it is filed", timeout_s=60)
    assert sent_bytes(microsoft365) == 0
    one_file(station, microsoft365, waiting)


def test_killed_once_a_piece_is_in_again_and_again_no_accepted_byte_is_sent_twice(
    station: Workstation, microsoft365: LocalMicrosoft365, waiting: str
) -> None:
    microsoft365.journal.clear()
    for count in (1, 2, 3):
        with watching(station) as process:
            wait_until(lambda: len(accepted(microsoft365)) >= count, f"{count} pieces")  # noqa: B023
            kill(process)
    with watching(station):
        wait_until(lambda: is_filed(station), "it is filed", timeout_s=60)
    assert sent_bytes(microsoft365) == SIZE
    assert len(microsoft365.journal.of_kind("session.create")) == 1
    one_file(station, microsoft365, waiting)


def test_the_session_lost_meanwhile_it_starts_over_and_is_there_once(
    station: Workstation, microsoft365: LocalMicrosoft365, waiting: str
) -> None:
    with watching(station) as process:
        wait_until(lambda: len(accepted(microsoft365)) >= 1, "a piece is in")
        kill(process)
    microsoft365.world.expire_upload_sessions()
    microsoft365.journal.clear()
    with watching(station):
        wait_until(lambda: is_filed(station), "it is filed", timeout_s=60)
    assert sent_bytes(microsoft365) == SIZE
    one_file(station, microsoft365, waiting)


def one_file(station: Workstation, microsoft365: LocalMicrosoft365, sha256: str) -> None:
    assert sha256_online(microsoft365) == {PLACE: sha256}
    assert microsoft365.world.writes(PLACE) == 1
    [row] = rows(station)
    assert (row.status, row.sha256, row.path) == (Status.FILED, sha256, PLACE)


@pytest.mark.proof
def test_killed_while_it_is_being_kept_nothing_half_of_it_is_known(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    file = tmp_path / "plan.bin"
    sha256 = large_file(file, 3 * SIZE)
    base = Path(station.company)
    before = base.stat().st_size
    process = station.start("deposer", str(file), *SAID)
    wait_until(lambda: base.stat().st_size > before + 8 * MIB, "some of it is in the database")
    kill(process)
    assert rows(station) == []
    again = station.run("deposer", str(file), *SAID, "--json", timeout=100)
    assert (again.code, again.json["statut"]) == (DONE, "classe"), again.err
    one_file(station, microsoft365, sha256)


@pytest.mark.skipif(not measured.STATUS.exists(), reason="the peak is read from Linux's /proc")
def test_kept_and_sent_a_large_document_takes_no_more_memory_than_a_small_one_may(
    station: Workstation, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    file = tmp_path / "plan.bin"
    sha256 = large_file(file, 200 * MIB)
    done, peak = measured_run(station, tmp_path, "deposer", str(file), *SAID, "--json")
    assert (done.code, done.json["statut"]) == (DONE, "classe"), done.err
    one_file(station, microsoft365, sha256)
    assert 20 * MIB < peak < LARGEST_PEAK


@pytest.mark.skipif(not measured.STATUS.exists(), reason="the peak is read from Linux's /proc")
@pytest.mark.parametrize(
    ("count", "sizes"),
    [(24, [21]), (24, [8]), (24, [21, 8, 1, 2]), (60, [21, 8, 0.4, 0.4, 0.4, 0.4])],
)
@pytest.mark.proof
def test_many_documents_at_once_take_no_more_memory_either(
    station: Workstation,
    microsoft365: LocalMicrosoft365,
    tmp_path: Path,
    count: int,
    sizes: list[float],
) -> None:
    assert station.run("deconnecter").code == DONE
    sha256 = {f"{number}.bin": "" for number in range(count)}
    for name, size in zip(sha256, cycle(sizes)):  # sizes have no end
        sha256[name] = large_file(tmp_path / name, int(size * MIB))
    files = [str(tmp_path / name) for name in sha256]
    assert station.run("joindre", *files, "--tiers", "CARAT", timeout=110).code == SIGN_IN
    assert station.run_signing_in("connecter").code == DONE
    done, peak = measured_run(station, tmp_path, "envoyer", "--simultanes", "32", "--json")
    assert (done.code, done.json["envoyes"]) == (DONE, len(files)), done.err
    folder = "Sage/Clients/CARAT/Documents attachés"
    assert sha256_online(microsoft365) == {
        f"{folder}/{name}": digest for name, digest in sha256.items()
    }
    assert peak < LARGEST_PEAK


def measured_run(station: Workstation, folder: Path, *arguments: str) -> tuple[Done, int]:
    """A command to its end, and the bytes of memory it held at most."""
    peak = folder / "peak"
    station.program, station.forked = (measured.__file__,), False
    station.extra["MEASURED_PEAK"] = str(peak)
    done = station.run(*arguments, timeout=110)
    return done, int(peak.read_text()) * 1024
