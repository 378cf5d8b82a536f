"""Copies made by the service: found again when cut, never twice, never over something."""

from __future__ import annotations

import uuid

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.drive_copy import DriveCopies
from stockage_partage.graph.library.groups import Groups

BYTES = b"a contract\n"
PLACE = "Sage/Clients/CARAT/Documents attachés/contrat.txt"


@pytest.fixture
def library(groups: Groups) -> str:
    """The drive id of a group that is ready."""
    group = groups.create(f"sage-{uuid.UUID(int=4)}", "Sage – BIJOU", "sage-bijou", "Documents")
    return groups.library(group.id).drive_id


@pytest.fixture
def source(drive: Drive, library: str) -> str:
    """The id of a file that somebody put into another folder."""
    return drive.put_new(library, "Divers/contrat.txt", BYTES, len(BYTES)).id


@pytest.fixture
def waits() -> list[float]:
    """Seconds that were waited between two looks."""
    return []


@pytest.fixture
def copies(drive: Drive, waits: list[float]) -> DriveCopies:
    return DriveCopies(drive, wait=waits.append, patience_s=60.0)


def names(drive: Drive, library: str) -> list[str]:
    folder = PLACE.rpartition("/")[0]
    return [item.name for item in drive.children(library, folder)]


def test_a_copy_has_its_place_and_its_folders_and_no_byte_travels(
    copies: DriveCopies, drive: Drive, library: str, source: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.journal.clear()
    made = copies.copy(library, source, PLACE)
    assert made.id != source
    assert made.name == "contrat.txt"
    assert made.url.startswith("https://")
    assert b"".join(drive.download(library, made.id)) == BYTES
    kinds = [entry.kind for entry in microsoft365.journal.entries]
    assert kinds.count("copy") == 1
    assert "upload" not in kinds[: kinds.index("copy")]
    assert "download" not in kinds[: kinds.index("copy") + 2]


def test_the_monitor_is_asked_without_a_token_until_it_is_done(
    copies: DriveCopies,
    library: str,
    source: str,
    microsoft365: LocalMicrosoft365,
    waits: list[float],
) -> None:
    # It answers 401 to any token. The clock of the service stands still: the copy never ends.
    microsoft365.world.switches.set(copy_s=3600.0)
    told: list[float] = []
    with pytest.raises(errors.ServiceUnavailable):
        copies.copy(library, source, PLACE, still=told.append)
    assert told == [50.0] * len(waits)
    assert sum(waits) >= 60.0
    microsoft365.world.switches.set(copy_s=0.0)
    assert copies.copy(library, source, PLACE).already


@pytest.mark.parametrize("fault", ["503-after", "cut-after"])
def test_a_copy_whose_answer_was_lost_is_found_and_not_made_again(
    copies: DriveCopies,
    drive: Drive,
    library: str,
    source: str,
    microsoft365: LocalMicrosoft365,
    fault: str,
) -> None:
    microsoft365.faults.add(fault, kind="copy", at=1)
    with pytest.raises(errors.Passing):
        copies.copy(library, source, PLACE)
    again = copies.copy(library, source, PLACE)
    assert again.already
    assert names(drive, library) == ["contrat.txt"]


def test_others_at_the_place_are_never_replaced(
    copies: DriveCopies, drive: Drive, library: str, source: str
) -> None:
    drive.put_new(library, PLACE, b"theirs", 6)
    with pytest.raises(errors.PlaceTaken):
        copies.copy(library, source, PLACE)
    there = drive.by_path(library, PLACE)
    assert there is not None
    assert b"".join(drive.download(library, there.id)) == b"theirs"


def test_a_file_that_is_gone_concerns_that_document_only(
    copies: DriveCopies, drive: Drive, library: str, source: str, microsoft365: LocalMicrosoft365
) -> None:
    found = drive.by_id(library, source)
    assert found is not None
    drive.graph.ask("DELETE", f"/drives/{library}/items/{source}")
    with pytest.raises(errors.FileMissing):
        copies.copy(library, source, PLACE)


def test_a_folder_where_a_file_stands_takes_the_place(
    copies: DriveCopies, drive: Drive, library: str, source: str
) -> None:
    drive.put_new(library, "Sage/Clients", b"a file", 6)
    with pytest.raises(errors.PlaceTaken):
        copies.copy(library, source, PLACE)


def test_a_folder_that_somebody_makes_meanwhile_is_used(
    copies: DriveCopies, drive: Drive, library: str, source: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("503-after", kind="folder.create", at=1)
    with pytest.raises(errors.Passing):
        copies.copy(library, source, PLACE)
    assert copies.copy(library, source, PLACE).name == "contrat.txt"
