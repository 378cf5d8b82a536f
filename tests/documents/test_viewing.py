"""One document consulted: while it waits, online, moved, changed, deleted; saved whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from app_contexts import workplace_at
from online_people import Somebody
from stopped_clock import StoppedClock

from company_facts import recent
from local_microsoft365.server import LocalMicrosoft365
from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, NewDocument, OnlineState
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.viewing.fetch import FetchedFile, fetch, place_online
from stockage_partage.documents.viewing.view import (
    bytes_of,
    forget_old_copies,
    may_be_opened,
    own_name,
    private_copy,
    save,
    withdraw,
)
from stockage_partage.errors import (
    AddressRefused,
    DeletedOnline,
    DocumentWithdrawn,
    FolderRefused,
    OpeningRefused,
    RightsLost,
    StorageInactive,
)
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.streams import Stopped

PATH = "Sage/Clients/CARAT/Documents ventes/202603/Facture_FA00042/Facture_FA00042.pdf"
CONTENT = b"%PDF-1.7 an invoice " * 400
QUIET: dict[str, Any] = {"progress": lambda _done, _whole: None, "stop": Event()}


@pytest.fixture
def app(
    company: CompanyDatabase,
    destination: UploadDestination,
    graph: GraphClient,
    tmp_path: Path,
    clock: StoppedClock,
) -> Iterator[AppContext]:
    """Storage active, without the option, the administrator signed in."""
    made = workplace_at(company, graph, graph._sign_in, tmp_path / "poste", clock, granted=False)
    yield made
    made.presence.close()


@pytest.fixture
def waiting(company: CompanyDatabase, destination: UploadDestination) -> DocumentRow:
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    document = NewDocument(
        "k", "Facture_FA00042.pdf", len(CONTENT), sha256, content_type="application/pdf"
    )
    kept = company.outbox.add(document, io.BytesIO(CONTENT), lambda _: PATH)
    return row_of(company, kept.document_id)


@pytest.fixture
def filed(
    company: CompanyDatabase,
    destination: UploadDestination,
    clock: StoppedClock,
    waiting: DocumentRow,
) -> DocumentRow:
    assert claim(company, "worker", timedelta(minutes=5), clock()) is not None
    item = destination.drive.put_new(destination.drive_id, PATH, CONTENT, len(CONTENT))
    assert mark_filed(company, waiting.id, "worker", FiledResult(item.id, item.url, item.size))
    return row_of(company, waiting.id)


@pytest.fixture
def somebody(graph: GraphClient, destination: UploadDestination) -> Somebody:
    return Somebody(graph, destination.drive_id)


def row_of(company: CompanyDatabase, document_id: int) -> DocumentRow:
    row = company.register.get(document_id)
    assert row is not None
    return row


def whole(content: bytes, *, changed: bool = False) -> FetchedFile:
    return FetchedFile(len(content), hashlib.sha256(content).hexdigest(), changed)


def test_a_document_that_waits_is_read_from_what_is_kept(
    app: AppContext, waiting: DocumentRow
) -> None:
    assert bytes_of(app, waiting.id, Event()) == (CONTENT, whole(CONTENT))


def test_a_filed_document_is_read_online_by_an_application_without_the_option(
    app: AppContext, filed: DocumentRow
) -> None:
    assert bytes_of(app, filed.id, Event()) == (CONTENT, whole(CONTENT))


def test_a_document_moved_and_renamed_online_is_the_same(
    app: AppContext, filed: DocumentRow, somebody: Somebody
) -> None:
    somebody.renames(PATH, "autre nom.pdf")
    somebody.moves(PATH.rpartition("/")[0] + "/autre nom.pdf", "Ailleurs")
    assert bytes_of(app, filed.id, Event()) == (CONTENT, whole(CONTENT))
    place = place_online(app, filed)
    assert place is not None
    assert place != filed.url
    assert "autre" in place


@pytest.mark.parametrize(
    "planted", ["file:///etc/passwd", "ms-msdt:/id x", "https://evil.example/"]
)
def test_an_address_out_of_the_database_is_opened_only_when_it_is_the_organisation_s_own(
    app: AppContext, filed: DocumentRow, microsoft365: LocalMicrosoft365, planted: str
) -> None:
    assert place_online(app, replace(filed, url=planted)) == filed.url, "as Graph tells it"
    microsoft365.faults.add("403", kind="item.get")
    assert place_online(app, filed) == filed.url
    with pytest.raises((AddressRefused, RightsLost)):
        place_online(app, replace(filed, url=planted))


def test_a_document_changed_online_is_shown_as_it_is_and_said_to_be_changed(
    app: AppContext, filed: DocumentRow, somebody: Somebody
) -> None:
    somebody.puts(PATH, b"other bytes")
    assert bytes_of(app, filed.id, Event()) == (
        b"other bytes",
        whole(b"other bytes", changed=True),
    )


def test_a_document_deleted_online_is_said_to_be(
    app: AppContext, filed: DocumentRow, somebody: Somebody, tmp_path: Path
) -> None:
    somebody.deletes(PATH)
    with pytest.raises(DeletedOnline):
        bytes_of(app, filed.id, Event())
    with pytest.raises(DeletedOnline):
        save(app, filed.id, tmp_path / "a.pdf", **QUIET)
    assert place_online(app, filed) is None
    assert not list(tmp_path.glob("*.p*"))


def _reads(app: AppContext, row: DocumentRow) -> None:
    with pytest.raises(DeletedOnline):
        bytes_of(app, row.id, Event())


def _asks_where_it_is(app: AppContext, row: DocumentRow) -> None:
    assert place_online(app, row) is None


@pytest.mark.parametrize("look", [_reads, _asks_where_it_is])
def test_what_is_seen_to_be_deleted_stays_so_for_everybody(
    app: AppContext,
    filed: DocumentRow,
    somebody: Somebody,
    company: CompanyDatabase,
    look: Callable[[AppContext, DocumentRow], None],
) -> None:
    somebody.deletes(PATH)
    look(app, filed)
    assert row_of(company, filed.id).online == OnlineState.DELETED
    # Nothing of it changes the document itself, and a second look says the same.
    look(app, filed)
    assert row_of(company, filed.id).path == PATH


def test_a_document_that_this_account_does_not_see_is_not_noted_as_deleted(
    app: AppContext,
    filed: DocumentRow,
    company: CompanyDatabase,
    microsoft365: LocalMicrosoft365,
) -> None:
    microsoft365.faults.add("403", kind=["download", "item.get"])
    with pytest.raises(RightsLost):
        bytes_of(app, filed.id, Event())
    assert row_of(company, filed.id).online == OnlineState.AS_SENT


def test_nothing_is_consulted_after_a_deactivation(
    app: AppContext, filed: DocumentRow, company: CompanyDatabase
) -> None:
    company.activation.deactivate("admin", "comptabilite")
    with pytest.raises(StorageInactive):
        fetch(app, filed.id, io.BytesIO())
    with pytest.raises(StorageInactive):
        place_online(app, filed)


def test_a_document_withdrawn_meanwhile_is_said_to_be(
    app: AppContext, waiting: DocumentRow, company: CompanyDatabase
) -> None:
    assert withdraw(app, waiting.id)
    assert not withdraw(app, waiting.id)
    with pytest.raises(DocumentWithdrawn):
        fetch(app, waiting.id, io.BytesIO())
    [entry] = recent(company, 1)
    assert (entry.act, entry.document) == ("withdrawn", waiting.id)


def test_a_saved_document_is_whole_and_replaces_what_the_person_agreed_to(
    app: AppContext, filed: DocumentRow, tmp_path: Path
) -> None:
    target = tmp_path / "FA00042.pdf"
    target.write_bytes(b"before")
    told: list[tuple[int, int]] = []
    save(app, filed.id, target, progress=lambda *now: told.append(now), stop=Event())
    assert target.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.glob("*FA00042*")] == ["FA00042.pdf"]


def test_a_stopped_saving_leaves_what_was_there(
    app: AppContext, filed: DocumentRow, tmp_path: Path
) -> None:
    target = tmp_path / "FA00042.pdf"
    target.write_bytes(b"before")
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        save(app, filed.id, target, progress=lambda *_: None, stop=stop)
    assert target.read_bytes() == b"before"
    assert not list(tmp_path.glob(".*.partiel"))


def test_a_folder_that_is_not_there_is_said(
    app: AppContext, filed: DocumentRow, tmp_path: Path
) -> None:
    with pytest.raises(FolderRefused):
        save(app, filed.id, tmp_path / "absent" / "a.pdf", **QUIET)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another thing there")
def test_an_opened_document_is_a_private_copy_under_its_own_name(
    app: AppContext, filed: DocumentRow
) -> None:
    path, fetched = private_copy(app, filed, **QUIET)
    assert path.name == "Facture_FA00042.pdf"
    assert path.read_bytes() == CONTENT
    assert not fetched.changed
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert app.folder in path.parents


def test_old_copies_are_forgotten_and_new_ones_stay(app: AppContext, filed: DocumentRow) -> None:
    old, _ = private_copy(app, filed, **QUIET)
    new, _ = private_copy(app, filed, **QUIET)
    os.utime(old.parent, (0, 0))
    stray = old.parent.parent / ".DS_Store"
    stray.write_bytes(b"")
    os.utime(stray, (0, 0))
    forget_old_copies(app)
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
#: Of Outlook's blocked list, of Windows' shell, of macOS and of Linux: each opened before.
RUN_TOO = """
    rdp library-ms search-ms searchconnector-ms website appinstaller appx msixbundle msu wsc img theme
    pyz pyc csh ps1xml psc1 mde accde grp hlp job isp shb iqy slk xla xlam terminal workflow action scpt
    fileloc inetloc mobileconfig flatpakref
"""


def test_what_the_system_would_run_is_not_opened(app: AppContext, waiting: DocumentRow) -> None:
    plain = replace(waiting, content_type="application/octet-stream", path=None)
    names = (*RUN, *(f"a.{each}" for each in RUN_TOO.split()), "a.{0AFACED1-E828-11D1-9187}")
    assert [name for name in names if may_be_opened(replace(plain, title=name))] == []
    shown = ("a.pdf", "a.docx", "a.xlsx", "a.xml", "a.jpg", "a.zip", "a.csv", "sans extension")
    assert all(may_be_opened(replace(plain, title=name)) for name in shown)
    with pytest.raises(OpeningRefused):
        private_copy(app, replace(plain, title="a.exe"), **QUIET)


def test_a_private_copy_is_marked_as_come_from_elsewhere(
    app: AppContext, filed: DocumentRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    path, _ = private_copy(app, filed, **QUIET)
    assert path.with_name(f"{path.name}:Zone.Identifier").is_file()
    os.utime(path.parent, (0, 0))
    forget_old_copies(app)
    assert not path.parent.exists()
