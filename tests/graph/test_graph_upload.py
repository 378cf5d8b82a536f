"""Large files: pieces, breaks, lost answers, lost sessions, one document at the end."""

from __future__ import annotations

import hashlib
import io
import logging
import tracemalloc
import uuid
from pathlib import Path

import pytest

from stockage_partage import errors
from stockage_partage.emulator.server import LocalMicrosoft365
from stockage_partage.graph.client import Graph
from stockage_partage.graph.groups import Groups
from stockage_partage.graph.quickxor import quick_xor_hash
from stockage_partage.graph.upload_session import PIECE_UNIT, Piece, Uploads, UploadSession

PATH = "Archives/large.bin"
# Four pieces of 320 KiB, the last one shorter. Not periodic: QuickXorHash cannot tell such apart.
CONTENT = hashlib.shake_256(b"large").digest(1_280_000)
SIZE = len(CONTENT)


@pytest.fixture
def library(groups: Groups) -> str:
    group = groups.create(f"sage-{uuid.UUID(int=5)}", "Sage – BIJOU", "sage-bijou", "Documents")
    return groups.library(group.id).drive_id


@pytest.fixture
def uploads(graph: Graph) -> Uploads:
    return Uploads(graph, PIECE_UNIT)


def pieces(microsoft365: LocalMicrosoft365) -> int:
    return len(microsoft365.journal.of_kind("session.piece"))


def assert_filed_once(microsoft365: LocalMicrosoft365) -> None:
    (kept,) = microsoft365.world.files().values()
    assert microsoft365.world.content(kept) == CONTENT


def test_a_large_file_goes_in_pieces_and_arrives_whole(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    progress: list[int] = []
    item = uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, progress=progress.append)
    assert item.size == SIZE
    assert item.quick_xor_hash == quick_xor_hash(CONTENT)
    assert progress == [0, PIECE_UNIT, 2 * PIECE_UNIT, 3 * PIECE_UNIT, SIZE]
    assert pieces(microsoft365) == 4
    assert_filed_once(microsoft365)


def test_the_token_is_never_shown_to_the_signed_address(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    sent = microsoft365.journal.of_kind("session.piece", "session.status")
    assert {(entry.origin, entry.user) for entry in sent} == {("sharepoint", None)}


@pytest.mark.parametrize("fault", ["cut", "cut-after", "503", "503-after"])
def test_after_a_break_the_upload_goes_on_where_it_stopped(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365, fault: str
) -> None:
    begun: list[UploadSession] = []
    microsoft365.faults.add(fault, kind="session.piece", at=3)
    with pytest.raises(errors.Passing):
        uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, begun=begun.append)
    (session,) = begun
    item = uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, session=session)
    assert item.size == SIZE
    assert pieces(microsoft365) <= 5
    assert_filed_once(microsoft365)


@pytest.mark.parametrize("fault", ["cut-after", "503-after"])
def test_when_the_last_answer_is_lost_the_document_is_recognised(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365, fault: str
) -> None:
    begun: list[UploadSession] = []
    microsoft365.faults.add(fault, kind="session.piece", at=4)
    with pytest.raises(errors.Passing):
        uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, begun=begun.append)
    item = uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, session=begun[0])
    assert item.already
    assert_filed_once(microsoft365)


def test_a_piece_said_to_overlap_makes_us_ask_where_we_stand(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("416", kind="session.piece", at=2)
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    assert len(microsoft365.journal.of_kind("session.status")) == 1
    assert_filed_once(microsoft365)


def test_a_lost_session_starts_over_from_the_first_byte(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    begun: list[UploadSession] = []
    microsoft365.faults.add("session-lost", kind="session.piece", at=3)
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, begun=begun.append)
    assert len({session.address for session in begun}) == 2
    assert_filed_once(microsoft365)


def test_sessions_that_never_last_are_passing(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("session-lost", kind="session.piece")
    with pytest.raises(errors.ServiceUnavailable):
        uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)


def test_a_service_that_takes_nothing_is_passing(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("416", kind="session.piece")
    with pytest.raises(errors.ServiceUnavailable):
        uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    assert pieces(microsoft365) == 3


def test_other_bytes_at_the_place_are_never_replaced(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    other = CONTENT[::-1]
    with pytest.raises(errors.PlaceTaken):
        uploads.upload(library, PATH, io.BytesIO(other), SIZE)
    assert_filed_once(microsoft365)


def test_the_same_large_file_again_is_the_same_document(uploads: Uploads, library: str) -> None:
    first = uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    again = uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    assert again.already
    assert again.id == first.id


def test_a_name_held_by_another_session_is_passing(uploads: Uploads, library: str) -> None:
    other = uploads.create(library, PATH, SIZE)
    with pytest.raises(errors.ServiceUnavailable):
        uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    uploads.cancel(other)
    assert uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE).size == SIZE


def test_cancelling_twice_is_harmless(uploads: Uploads, library: str) -> None:
    session = uploads.create(library, PATH, SIZE)
    uploads.cancel(session)
    uploads.cancel(session)


def test_a_signed_address_is_neither_printed_nor_logged(
    uploads: Uploads, library: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    begun: list[UploadSession] = []
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, begun=begun.append)
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("uvicorn")]
    query = begun[0].address.partition("?")[2]
    assert query
    assert query not in repr(begun[0])
    assert not [line for line in ours if query in line]


def test_a_piece_is_never_wholly_in_memory(tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(64 * PIECE_UNIT)
    with large.open("rb") as file:
        piece = Piece(file, 32 * PIECE_UNIT)
        tracemalloc.start()
        total = sum(len(part) for part in iter(lambda: piece.read(16_384), b""))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert total == len(piece) == 32 * PIECE_UNIT
    assert peak < PIECE_UNIT


@pytest.mark.parametrize("piece_size", [0, 1000, PIECE_UNIT + 1])
def test_pieces_of_another_size_are_our_mistake(graph: Graph, piece_size: int) -> None:
    with pytest.raises(ValueError, match="320 KiB"):
        Uploads(graph, piece_size)


def test_an_empty_file_is_our_mistake(uploads: Uploads, library: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        uploads.create(library, PATH, 0)
