"""One document consulted: while it waits, online, moved, changed, deleted; saved whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from online_people import Somebody
from stopped_clock import StoppedClock
from workplaces import workplace_at

from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import DocumentRow, NewDocument
from stockage_partage.company.outbox_turns import FiledAs
from stockage_partage.documents.consulting.consulting import (
    bytes_of,
    forget_old_copies,
    may_be_opened,
    own_name,
    private_copy,
    save,
    withdraw,
)
from stockage_partage.documents.consulting.fetching import Fetched, Stopped, fetch, place_online
from stockage_partage.documents.sending.sending import Destination
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import (
    DeletedOnline,
    DocumentWithdrawn,
    FolderRefused,
    OpeningRefused,
    StorageInactive,
)
from stockage_partage.graph.client import Graph

PATH = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042.pdf"
CONTENT = b"%PDF-1.7 an invoice " * 400
QUIET: dict[str, Any] = {"progress": lambda _done, _whole: None, "stop": Event()}


@pytest.fixture
def workplace(
    company: CompanyDatabase,
    destination: Destination,
    graph: Graph,
    tmp_path: Path,
    clock: StoppedClock,
) -> Iterator[Workplace]:
    """Storage active, without the option, the administrator signed in."""
    made = workplace_at(company, graph, graph._sign_in, tmp_path / "poste", clock, granted=False)
    yield made
    made.presence.close()


@pytest.fixture
def waiting(company: CompanyDatabase, destination: Destination) -> DocumentRow:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    document = NewDocument(
        "k", "Facture_FA00042.pdf", len(CONTENT), sha256, content_type="application/pdf"
    )
    kept = company.outbox.add(document, io.BytesIO(CONTENT), lambda _: PATH)
    return row_of(company, kept.document_id)


@pytest.fixture
def filed(
    company: CompanyDatabase, destination: Destination, clock: StoppedClock, waiting: DocumentRow
) -> DocumentRow:
    assert claim(company, "worker", timedelta(minutes=5), clock()) is not None
    item = destination.drive.put_new(destination.drive_id, PATH, CONTENT, len(CONTENT))
    assert mark_filed(company, waiting.id, "worker", FiledAs(item.id, item.url, item.size))
    return row_of(company, waiting.id)


@pytest.fixture
def somebody(graph: Graph, destination: Destination) -> Somebody:
    return Somebody(graph, destination.drive_id)


def row_of(company: CompanyDatabase, document_id: int) -> DocumentRow:
    row = company.register.get(document_id)
    assert row is not None
    return row


def whole(content: bytes, *, changed: bool = False) -> Fetched:
    return Fetched(len(content), hashlib.sha256(content).hexdigest(), changed)


def test_a_document_that_waits_is_read_from_what_is_kept(
    workplace: Workplace, waiting: DocumentRow
) -> None:
    assert bytes_of(workplace, waiting.id, Event()) == (CONTENT, whole(CONTENT))


def test_a_filed_document_is_read_online_by_an_application_without_the_option(
    workplace: Workplace, filed: DocumentRow
) -> None:
    assert bytes_of(workplace, filed.id, Event()) == (CONTENT, whole(CONTENT))


def test_a_document_moved_and_renamed_online_is_the_same(
    workplace: Workplace, filed: DocumentRow, somebody: Somebody
) -> None:
    somebody.renames(PATH, "autre nom.pdf")
    somebody.moves(PATH.rpartition("/")[0] + "/autre nom.pdf", "Ailleurs")
    assert bytes_of(workplace, filed.id, Event()) == (CONTENT, whole(CONTENT))
    place = place_online(workplace, filed)
    assert place is not None
    assert place != filed.url
    assert "autre" in place


def test_a_document_changed_online_is_shown_as_it_is_and_said_to_be_changed(
    workplace: Workplace, filed: DocumentRow, somebody: Somebody
) -> None:
    somebody.puts(PATH, b"other bytes")
    assert bytes_of(workplace, filed.id, Event()) == (
        b"other bytes",
        whole(b"other bytes", changed=True),
    )


def test_a_document_deleted_online_is_said_to_be(
    workplace: Workplace, filed: DocumentRow, somebody: Somebody, tmp_path: Path
) -> None:
    somebody.deletes(PATH)
    with pytest.raises(DeletedOnline):
        bytes_of(workplace, filed.id, Event())
    with pytest.raises(DeletedOnline):
        save(workplace, filed.id, tmp_path / "a.pdf", **QUIET)
    assert place_online(workplace, filed) is None
    assert not list(tmp_path.glob("*.p*"))


def test_nothing_is_consulted_after_a_deactivation(
    workplace: Workplace, filed: DocumentRow, company: CompanyDatabase
) -> None:
    company.activation.deactivate("admin", "comptabilite")
    with pytest.raises(StorageInactive):
        fetch(workplace, filed.id, io.BytesIO())
    with pytest.raises(StorageInactive):
        place_online(workplace, filed)


def test_a_document_withdrawn_meanwhile_is_said_to_be(
    workplace: Workplace, waiting: DocumentRow, company: CompanyDatabase
) -> None:
    assert withdraw(workplace, waiting.id)
    assert not withdraw(workplace, waiting.id)
    with pytest.raises(DocumentWithdrawn):
        fetch(workplace, waiting.id, io.BytesIO())
    [entry] = company.journal.recent(1)
    assert (entry.what, entry.subject) == ("withdrawn", str(waiting.id))


def test_a_saved_document_is_whole_and_replaces_what_the_person_agreed_to(
    workplace: Workplace, filed: DocumentRow, tmp_path: Path
) -> None:
    target = tmp_path / "FA00042.pdf"
    target.write_bytes(b"before")
    told: list[tuple[int, int]] = []
    save(workplace, filed.id, target, progress=lambda *now: told.append(now), stop=Event())
    assert target.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.glob("*FA00042*")] == ["FA00042.pdf"]


def test_a_stopped_saving_leaves_what_was_there(
    workplace: Workplace, filed: DocumentRow, tmp_path: Path
) -> None:
    target = tmp_path / "FA00042.pdf"
    target.write_bytes(b"before")
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        save(workplace, filed.id, target, progress=lambda *_: None, stop=stop)
    assert target.read_bytes() == b"before"
    assert not list(tmp_path.glob(".*.partiel"))


def test_a_folder_that_is_not_there_is_said(
    workplace: Workplace, filed: DocumentRow, tmp_path: Path
) -> None:
    with pytest.raises(FolderRefused):
        save(workplace, filed.id, tmp_path / "absent" / "a.pdf", **QUIET)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another thing there")
def test_an_opened_document_is_a_private_copy_under_its_own_name(
    workplace: Workplace, filed: DocumentRow
) -> None:
    path, fetched = private_copy(workplace, filed, **QUIET)
    assert path.name == "Facture_FA00042.pdf"
    assert path.read_bytes() == CONTENT
    assert not fetched.changed
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert workplace.folder in path.parents


def test_old_copies_are_forgotten_and_new_ones_stay(
    workplace: Workplace, filed: DocumentRow
) -> None:
    old, _ = private_copy(workplace, filed, **QUIET)
    new, _ = private_copy(workplace, filed, **QUIET)
    os.utime(old.parent, (0, 0))
    stray = old.parent.parent / ".DS_Store"
    stray.write_bytes(b"")
    os.utime(stray, (0, 0))
    forget_old_copies(workplace)
    assert not old.exists()
    assert new.exists()


NAMES = {
    ("../../etc/passwd", None): ".._.._etc_passwd",
    ("facture.PDF", None): "facture.pdf",
    ("CON", None): "_CON",
    ("x" * 300 + ".xlsx", None): "x" * 115 + ".xlsx",
    ("ignored", "Sage/a/Facture_1.pdf"): "Facture_1.pdf",
}


def test_a_name_is_safe_in_any_folder(waiting: DocumentRow) -> None:
    plain = replace(waiting, content_type="application/octet-stream")
    assert {
        (title, path): own_name(replace(plain, title=title, path=path)) for title, path in NAMES
    } == NAMES


RUN = ("a.exe", "a.pdf.exe", "a.JS", "a.lnk", "a.desktop", "a.html", "a.msi", "a.ps1", "a.exe. ")


def test_what_the_system_would_run_is_not_opened(
    workplace: Workplace, waiting: DocumentRow
) -> None:
    plain = replace(waiting, content_type="application/octet-stream", path=None)
    assert [name for name in RUN if may_be_opened(replace(plain, title=name))] == []
    shown = ("a.pdf", "a.docx", "a.xlsx", "a.xml", "a.jpg", "a.zip", "sans extension")
    assert all(may_be_opened(replace(plain, title=name)) for name in shown)
    with pytest.raises(OpeningRefused):
        private_copy(workplace, replace(plain, title="a.exe"), **QUIET)
