"""Documents of the library: filed once with one request, never replaced, found, brought back."""

from __future__ import annotations

import hashlib
import io
import uuid

import pytest

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage import errors
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.responses import PUT_LIMIT, Operation
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.groups import Groups
from stockage_partage.graph.library.items import QuickXor

PATH = "Ventes/2026/L'été & Cie #1 + 50 %/FA-2026-001.pdf"
BYTES = b"%PDF-1.7 an invoice\n"


@pytest.fixture
def library(groups: Groups) -> str:
    """The drive id of a group that is ready."""
    group = groups.create(f"sage-{uuid.UUID(int=3)}", "Sage – BIJOU", "sage-bijou", "Documents")
    return groups.library(group.id).drive_id


def test_a_document_is_filed_with_one_request_and_its_folders_appear(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.journal.clear()
    item = drive.put_new(library, PATH, BYTES, len(BYTES), "application/pdf")
    assert [entry.kind for entry in microsoft365.journal.entries] == ["upload"]
    assert item.name == "FA-2026-001.pdf"
    assert item.size == len(BYTES)
    assert item.quick_xor_hash == QuickXor().update(BYTES).base64()
    assert item.url.startswith("https://")
    assert item.etag
    assert not item.already
    (kept,) = microsoft365.world.files().values()
    assert microsoft365.world.content(kept) == BYTES


def test_the_same_bytes_again_are_the_same_document(drive: Drive, library: str) -> None:
    first = drive.put_new(library, PATH, BYTES, len(BYTES))
    again = drive.put_new(library, PATH, io.BytesIO(BYTES), len(BYTES))
    assert again.already
    assert again.id == first.id


@pytest.mark.parametrize("other", [b"%PDF-1.7 AN INVOICE\n", b"longer than the first one"])
def test_other_bytes_never_replace_a_document(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365, other: bytes
) -> None:
    drive.put_new(library, PATH, BYTES, len(BYTES))
    with pytest.raises(errors.PlaceTaken):
        drive.put_new(library, PATH, other, len(other))
    (kept,) = microsoft365.world.files().values()
    assert microsoft365.world.content(kept) == BYTES


def test_a_folder_at_the_place_is_no_document(drive: Drive, library: str) -> None:
    drive.put_new(library, PATH, BYTES, len(BYTES))
    with pytest.raises(errors.PlaceTaken):
        drive.put_new(library, "Ventes/2026", b"", 0)


@pytest.mark.parametrize("fault", ["503-after", "cut-after"])
def test_an_answer_lost_after_the_effect_is_found_at_the_next_try(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365, fault: str
) -> None:
    microsoft365.faults.add(fault, kind="upload", at=1)
    with pytest.raises(errors.Passing):
        drive.put_new(library, PATH, BYTES, len(BYTES))
    assert drive.put_new(library, PATH, BYTES, len(BYTES)).already
    assert len(microsoft365.world.files()) == 1


def test_a_file_is_streamed_from_its_beginning_even_after_a_renewed_token(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365
) -> None:
    content = io.BytesIO(BYTES)
    content.seek(6)
    microsoft365.faults.add("expired-token", kind="upload", at=1)
    sha256 = hashlib.sha256(BYTES).hexdigest()
    item = drive.put_new(library, PATH, content, len(BYTES), fingerprint=sha256)
    assert item.quick_xor_hash == QuickXor().update(BYTES).base64()


def test_bytes_that_are_not_those_handed_over_are_no_file(drive: Drive, library: str) -> None:
    sha256 = hashlib.sha256(b"others").hexdigest()
    with pytest.raises(errors.FileUnreadable):
        drive.put_new(library, PATH, io.BytesIO(BYTES), len(BYTES), fingerprint=sha256)
    assert drive.by_path(library, PATH) is None


def test_a_file_that_sharepoint_rewrites_is_filed_all_the_same(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.world.rewrite_next_pdf()
    item = drive.put_new(library, PATH, BYTES, len(BYTES), "application/pdf")
    assert item.size != len(BYTES)
    assert not item.already


def test_a_throttled_document_says_how_long(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.faults.add("429", kind="upload", retry_after=17)
    with pytest.raises(errors.Throttled) as caught:
        drive.put_new(library, PATH, BYTES, len(BYTES))
    assert caught.value.retry_after == 17


@pytest.mark.parametrize("name", ["a:b.pdf", "CON", "x" * 420 + ".pdf"])
def test_a_name_that_sharepoint_refuses_is_said(drive: Drive, library: str, name: str) -> None:
    with pytest.raises(errors.NameRefused):
        drive.put_new(library, f"Ventes/{name}", BYTES, len(BYTES))


def test_a_full_library_is_said(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.world.fill_quota()
    with pytest.raises(errors.LibraryFull):
        drive.put_new(library, PATH, BYTES, len(BYTES))


def test_a_file_too_large_for_one_request_is_not_sent(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365
) -> None:
    with pytest.raises(errors.FileTooLarge):
        drive.put_new(library, PATH, io.BytesIO(), PUT_LIMIT + 1)
    assert not microsoft365.journal.of_kind("upload")


def test_a_document_is_found_by_its_path_and_by_its_id(drive: Drive, library: str) -> None:
    item = drive.put_new(library, PATH, BYTES, len(BYTES))
    assert drive.by_path(library, PATH) == item
    assert drive.by_id(library, item.id) == item
    assert drive.by_path(library, "Ventes/nowhere.pdf") is None
    assert drive.by_id(library, "01" + "A" * 32) is None
    folder = drive.by_path(library, "Ventes")
    assert folder is not None
    assert folder.is_folder


def test_the_children_of_a_folder_are_listed(drive: Drive, library: str) -> None:
    for number in range(3):
        drive.put_new(library, f"Ventes/{number}.pdf", BYTES, len(BYTES))
    assert [item.name for item in drive.children(library)] == ["Ventes"]
    assert {item.name for item in drive.children(library, "Ventes")} == {"0.pdf", "1.pdf", "2.pdf"}


def test_a_document_is_searched_by_its_name(drive: Drive, library: str) -> None:
    item = drive.put_new(library, "Ventes/L'Atelier.pdf", BYTES, len(BYTES))
    assert [found.id for found in drive.search(library, "L'Atelier")] == [item.id]
    assert list(drive.search(library, "absent")) == []


def test_changes_are_told_since_a_bookmark(drive: Drive, library: str, graph: GraphClient) -> None:
    first = drive.put_new(library, "Ventes/1.pdf", BYTES, len(BYTES))
    start = drive.delta(library)
    assert start.fresh_start
    assert first.id in {item.id for item in start.items}
    second = drive.put_new(library, "Ventes/2.pdf", BYTES, len(BYTES))
    graph.ask("DELETE", f"/drives/{library}/items/{first.id}")
    changes = drive.delta(library, start.bookmark)
    assert not changes.fresh_start
    seen = {item.id: item.deleted for item in changes.items}
    assert seen[first.id]
    assert not seen[second.id]
    assert drive.delta(library, changes.bookmark).items == ()


def test_a_bookmark_no_longer_kept_starts_afresh(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365
) -> None:
    item = drive.put_new(library, "Ventes/1.pdf", BYTES, len(BYTES))
    bookmark = drive.delta(library).bookmark
    microsoft365.world.forget_delta_tokens()
    changes = drive.delta(library, bookmark)
    assert changes.fresh_start
    assert item.id in {one.id for one in changes.items}


def test_the_bytes_come_back_and_the_token_is_not_shown_to_their_host(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365
) -> None:
    content = bytes(range(256)) * 5000
    item = drive.put_new(library, "Ventes/large.bin", content, len(content))
    assert b"".join(drive.download(library, item.id)) == content
    users = [e.user for e in microsoft365.journal.of_kind("download") if e.origin == "sharepoint"]
    assert users == [None]


def test_a_document_that_is_gone_cannot_be_brought_back(drive: Drive, library: str) -> None:
    with pytest.raises(errors.RightsLost):
        list(drive.download(library, "01" + "A" * 32))


def test_a_locked_document_is_said(
    drive: Drive, library: str, graph: GraphClient, microsoft365: LocalMicrosoft365
) -> None:
    item = drive.put_new(library, PATH, BYTES, len(BYTES))
    microsoft365.world.lock(PATH)
    with pytest.raises(errors.LockedOnline):
        graph.patch(f"/drives/{library}/items/{item.id}", Operation.ITEM, json={"name": "x.pdf"})


def test_an_account_without_rights_is_told_so(
    drive: Drive, library: str, microsoft365: LocalMicrosoft365
) -> None:
    microsoft365.world.lose_rights(microsoft365.people.with_role("administrateur"))
    with pytest.raises(errors.RightsLost):
        drive.put_new(library, PATH, BYTES, len(BYTES))
