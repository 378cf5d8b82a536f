"""Large files: pieces, breaks, lost answers, lost sessions, one document at the end."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import tracemalloc
import uuid
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors
from stockage_partage.graph.auth.sealed_file import KeyringStore
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.http_client import HttpClient
from stockage_partage.graph.http.http_types import Chunk, ChunkHashes, HttpAnswer
from stockage_partage.graph.library.groups import Groups
from stockage_partage.graph.library.items import QuickXor
from stockage_partage.graph.library.upload_session import PIECE_UNIT, Uploads, UploadSessionStore

PATH = "Archives/large.bin"
# Four pieces of 320 KiB, the last one shorter. Not periodic: QuickXorHash cannot tell such apart.
CONTENT = hashlib.shake_256(b"large").digest(1_280_000)
SIZE = len(CONTENT)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def library(groups: Groups) -> str:
    group = groups.create(f"sage-{uuid.UUID(int=5)}", "Sage – BIJOU", "sage-bijou", "Documents")
    return groups.library(group.id).drive_id


@pytest.fixture
def uploads(graph: GraphClient) -> Uploads:
    return Uploads(graph, PIECE_UNIT, largest_piece=PIECE_UNIT)


def remembering(graph: GraphClient, folder: Path) -> Uploads:
    """As a new process of the same person has it."""
    kept = UploadSessionStore(folder / "uploads", KeyringStore(deadline_s=10))
    return Uploads(graph, PIECE_UNIT, kept, largest_piece=PIECE_UNIT)


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
    assert item.quick_xor_hash == QuickXor().update(CONTENT).base64()
    assert progress == [0, PIECE_UNIT, 2 * PIECE_UNIT, 3 * PIECE_UNIT, SIZE]
    assert pieces(microsoft365) == 4
    assert_filed_once(microsoft365)


def test_pieces_grow_while_they_go_quickly(
    graph: GraphClient, library: str, microsoft365: LocalMicrosoft365
) -> None:
    uploads = Uploads(graph, PIECE_UNIT, largest_piece=2 * PIECE_UNIT)
    progress: list[int] = []
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, progress=progress.append)
    assert progress == [0, PIECE_UNIT, 3 * PIECE_UNIT, SIZE]
    assert_filed_once(microsoft365)


def test_a_slow_piece_is_followed_by_one_of_the_ordinary_size(
    graph: GraphClient, library: str, microsoft365: LocalMicrosoft365
) -> None:
    looked = count(step=10)
    uploads = Uploads(
        graph, PIECE_UNIT, largest_piece=4 * PIECE_UNIT, timer=lambda: float(next(looked))
    )
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
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
    microsoft365.faults.add(fault, kind="session.piece", at=3)
    with pytest.raises(errors.Passing):
        uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256)
    item = uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256)
    assert item.size == SIZE
    assert pieces(microsoft365) <= 5
    assert_filed_once(microsoft365)


@pytest.mark.parametrize("fault", ["cut-after", "503-after"])
def test_when_the_last_answer_is_lost_the_document_is_recognised(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365, fault: str
) -> None:
    microsoft365.faults.add(fault, kind="session.piece", at=4)
    with pytest.raises(errors.Passing):
        uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256)
    item = uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256)
    assert item.already
    assert_filed_once(microsoft365)


def test_a_piece_said_to_overlap_makes_us_ask_where_we_stand(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("416", kind="session.piece", at=2)
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    assert len(microsoft365.journal.of_kind("session.status")) == 1
    assert_filed_once(microsoft365)


class MissingNothing(HttpClient):
    """The session misses no byte any more, and there is no file."""

    told = 0

    def send(self, method: str, url: str, **given: Any) -> HttpAnswer:
        answer = super().send(method, url, **given)
        if method != "PUT" or answer.status != 202 or self.told:
            return answer
        self.told += 1
        return replace(answer, body=json.dumps({"nextExpectedRanges": []}).encode())


def test_a_session_that_misses_nothing_and_makes_no_file_starts_over(
    graph: GraphClient, library: str, microsoft365: LocalMicrosoft365
) -> None:
    honest, graph.http_client = (
        graph.http_client,
        MissingNothing(microsoft365.certificate.authority),
    )
    with pytest.raises(errors.ServiceUnavailable):  # the first session holds the name for a while
        Uploads(graph, PIECE_UNIT).upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    sent = [entry.path for entry in microsoft365.journal.entries if entry.kind == "session.piece"]
    assert len(sent) == 1, "and nothing empty is sent"
    graph.http_client.close()
    graph.http_client = honest


def test_a_lost_session_starts_over_from_the_first_byte(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("session-lost", kind="session.piece", at=3)
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256)
    assert len(microsoft365.journal.of_kind("session.create")) == 2
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


def test_the_next_process_goes_on_where_the_killed_one_stopped(
    graph: GraphClient, library: str, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    microsoft365.faults.add("503", kind="session.piece", at=3)
    with pytest.raises(errors.Passing):
        remembering(graph, tmp_path).upload(
            library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256
        )
    [sealed] = (tmp_path / "uploads").glob("*.sealed")
    assert b"http" not in sealed.read_bytes()
    microsoft365.journal.clear()
    item = remembering(graph, tmp_path).upload(
        library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256
    )
    assert item.size == SIZE
    assert pieces(microsoft365) == 2
    assert microsoft365.journal.of_kind("session.create") == []
    assert list((tmp_path / "uploads").iterdir()) == []
    assert_filed_once(microsoft365)


def test_a_sealed_session_that_was_tampered_with_is_no_session(
    graph: GraphClient, library: str, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    microsoft365.faults.add("503", kind="session.piece", at=3)
    with pytest.raises(errors.Passing):
        remembering(graph, tmp_path).upload(
            library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256
        )
    [sealed] = (tmp_path / "uploads").glob("*.sealed")
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"x")
    with pytest.raises(errors.ServiceUnavailable):  # the living session holds the name
        remembering(graph, tmp_path).upload(
            library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256
        )
    microsoft365.world.expire_upload_sessions()
    remembering(graph, tmp_path).upload(
        library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256
    )
    assert_filed_once(microsoft365)


def test_bytes_that_are_not_those_handed_over_never_become_a_file(
    uploads: Uploads, library: str, microsoft365: LocalMicrosoft365
) -> None:
    with pytest.raises(errors.FileUnreadable):
        uploads.upload(library, PATH, io.BytesIO(CONTENT[::-1]), SIZE, fingerprint=SHA256)
    assert microsoft365.world.files() == {}
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256)
    assert_filed_once(microsoft365)


def test_what_was_sent_before_the_break_is_read_before_the_request_and_not_in_it(
    graph: GraphClient, library: str, microsoft365: LocalMicrosoft365
) -> None:
    content = io.BytesIO(CONTENT)
    read_before: list[int] = []

    def looked() -> float:
        read_before.append(content.tell())
        return 0.0

    uploads = Uploads(graph, PIECE_UNIT, largest_piece=PIECE_UNIT, timer=looked)
    microsoft365.faults.add("503", kind="session.piece", at=3)
    with pytest.raises(errors.Passing):
        uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256)
    read_before.clear()
    uploads.upload(library, PATH, content, SIZE, fingerprint=SHA256)
    assert read_before[0] == 2 * PIECE_UNIT  # a peer that waits for a body gives up


def test_what_was_sent_before_the_break_is_proved_too(
    graph: GraphClient, library: str, microsoft365: LocalMicrosoft365
) -> None:
    uploads = Uploads(graph, PIECE_UNIT, largest_piece=PIECE_UNIT)
    microsoft365.faults.add("503", kind="session.piece", at=3)
    with pytest.raises(errors.Passing):
        uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE, fingerprint=SHA256)
    changed = b"x" + CONTENT[1:]
    with pytest.raises(errors.FileUnreadable):
        uploads.upload(library, PATH, io.BytesIO(changed), SIZE, fingerprint=SHA256)
    assert microsoft365.world.files() == {}


def test_a_signed_address_is_neither_printed_nor_logged(
    uploads: Uploads, library: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    session = uploads.create(library, "Archives/other.bin", SIZE)
    uploads.upload(library, PATH, io.BytesIO(CONTENT), SIZE)
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("uvicorn")]
    query = session.address.partition("?")[2]
    assert query
    assert query not in repr(session)
    assert not [line for line in ours if "tempauth" in line]


def test_a_piece_is_never_wholly_in_memory(tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(64 * PIECE_UNIT)
    with large.open("rb") as file:
        piece = Chunk(file, 0, 32 * PIECE_UNIT, ChunkHashes(file, ""))
        tracemalloc.start()
        total = sum(len(part) for part in piece)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert total == len(piece) == 32 * PIECE_UNIT
    assert peak < 8 * PIECE_UNIT


@pytest.mark.parametrize("piece_size", [0, 1000, PIECE_UNIT + 1])
def test_pieces_of_another_size_are_our_mistake(graph: GraphClient, piece_size: int) -> None:
    with pytest.raises(ValueError, match="320 KiB"):
        Uploads(graph, piece_size)


def test_an_empty_file_is_our_mistake(uploads: Uploads, library: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        uploads.create(library, PATH, 0)
