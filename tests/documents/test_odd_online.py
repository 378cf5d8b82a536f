"""What lies online and is no ordinary file: notebooks, shortcuts, archived files, locked records."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from threading import Event

import pytest
from office import Office
from online_people import INVOICE, INVOICES, Somebody, rows_of

from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.fiscal_years import CALENDAR_YEAR
from stockage_partage.company.online.online_records import ChangeKind
from stockage_partage.company.state_records import Status
from stockage_partage.documents.attaching.group_files import copy_paths, look_into
from stockage_partage.documents.attaching.targets import third_party
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.export.export import ExportResult, bring_back
from stockage_partage.documents.filing.filing_service import send_waiting
from stockage_partage.documents.filing.outcomes import document_object
from stockage_partage.documents.sync.synchronise import synchronise
from stockage_partage.documents.viewing.view import bytes_of
from stockage_partage.errors import ArchivedOnline, LockedOnline, RecordLocked
from stockage_partage.messages import documents as document_texts
from stockage_partage.messages import documents_page as texts
from stockage_partage.messages import export as bringing_texts

FOLDER = "Sage/Clients/CARAT/Documents attachés"
PLAN = f"{FOLDER}/plan.txt"


def row_of(company: CompanyDatabase, document_id: int) -> DocumentRow:
    row = company.register.get(document_id)
    assert row is not None
    return row


def content(app: AppContext, row: DocumentRow) -> bytes:
    return bytes_of(app, row.id, Event())[0]


def index_of(result: ExportResult) -> list[dict[str, str]]:
    assert result.index is not None
    return list(
        csv.DictReader(io.StringIO(result.index.read_text("utf-8-sig"), newline=""), delimiter=";")
    )


# --- neither files nor folders -------------------------------------------------------------------


@pytest.mark.parametrize("facet", ["package", "shortcut", "nameless"])
def test_only_files_are_documents_and_one_odd_item_never_ends_the_work(
    app: AppContext,
    somebody: Somebody,
    company: CompanyDatabase,
    microsoft365: LocalMicrosoft365,
    facet: str,
) -> None:
    somebody.puts(f"{FOLDER}/odd", b"x")
    somebody.puts(PLAN, b"a plan")
    microsoft365.world.make_odd(f"{FOLDER}/odd", facet)
    first = synchronise(app)
    assert first.counts[ChangeKind.ADDED] == 1
    assert [*rows_of(company)] == [PLAN]
    # The same where changes are followed, and where a folder comes in whole.
    somebody.puts("Ailleurs/odd", b"x")
    somebody.puts("Ailleurs/note.txt", b"a note")
    microsoft365.world.make_odd("Ailleurs/odd", facet)
    synchronise(app)
    somebody.moves("Ailleurs", FOLDER)
    second = synchronise(app)
    assert second.counts[ChangeKind.ADDED] == 1
    assert sorted(rows_of(company)) == [f"{FOLDER}/Ailleurs/note.txt", PLAN]


def test_what_lies_in_a_notebook_is_part_of_it(
    app: AppContext,
    somebody: Somebody,
    company: CompanyDatabase,
    microsoft365: LocalMicrosoft365,
) -> None:
    somebody.puts(f"{FOLDER}/Carnet/section.one", b"x")
    somebody.puts(PLAN, b"a plan")
    microsoft365.world.make_odd(f"{FOLDER}/Carnet", "package")
    assert synchronise(app).counts[ChangeKind.ADDED] == 1
    assert [*rows_of(company)] == [PLAN]


def test_a_document_that_became_something_odd_is_listed_and_the_others_come_back(
    app: AppContext, office: Office, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    odd = office.filed(f"{FOLDER}/carnet.one")
    plain = office.filed(INVOICE)
    microsoft365.world.make_odd(odd.path or "", "package")
    result = bring_back(app, tmp_path / "retour", bringing_texts.INDEX)
    assert (result.complete, result.fetched, result.missing) == (True, 1, 1)
    assert (tmp_path / "retour" / (plain.path or "")).exists()
    states = {each["Chemin"]: each["État"] for each in index_of(result)}
    assert states[odd.path or ""] == "Non rapatrié"


@pytest.mark.parametrize("facet", ["package", "shortcut", "nameless"])
def test_what_is_no_file_is_not_offered_for_copying(
    app: AppContext, somebody: Somebody, microsoft365: LocalMicrosoft365, facet: str
) -> None:
    somebody.puts("Modèles/odd", b"x")
    somebody.puts("Modèles/plan.txt", b"a plan")
    microsoft365.world.make_odd("Modèles/odd", facet)
    assert [file.name for file in look_into(app, "Modèles").items] == ["plan.txt"]


# --- archived files ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["fullyArchived", "reactivating"])
def test_an_archived_document_is_said_to_be_when_it_is_opened_and_in_the_register(
    app: AppContext,
    office: Office,
    company: CompanyDatabase,
    microsoft365: LocalMicrosoft365,
    status: str,
) -> None:
    row = office.filed(INVOICE)
    microsoft365.world.archive(INVOICE, status)
    with pytest.raises(ArchivedOnline):
        content(app, row)
    archived = row_of(company, row.id)
    assert archived.online == OnlineState.ARCHIVED
    assert texts.status(archived) == "Archivé"
    told = document_object(archived, document_texts.waiting(archived), app.own, CALENDAR_YEAR)
    assert (told["statut"], told["lien"]) == ("classe", archived.url)
    assert "réactivé" in told["raison"]
    microsoft365.world.archive(INVOICE, "")
    assert content(app, row) == INVOICE.encode()
    assert row_of(company, row.id).online == OnlineState.AS_SENT


def test_synchronising_tells_of_archived_and_reactivated_documents(
    app: AppContext,
    office: Office,
    company: CompanyDatabase,
    somebody: Somebody,
    microsoft365: LocalMicrosoft365,
) -> None:
    row = office.filed(INVOICE)
    synchronise(app)
    microsoft365.world.archive(INVOICE)
    assert synchronise(app).counts[ChangeKind.ARCHIVED] == 1
    assert row_of(company, row.id).online == OnlineState.ARCHIVED
    assert synchronise(app).changes == 0
    microsoft365.world.archive(INVOICE, "")
    assert synchronise(app).counts[ChangeKind.REACTIVATED] == 1
    assert row_of(company, row.id).online == OnlineState.AS_SENT
    # What was changed before it was archived is said to be changed again once it can be read.
    somebody.puts(INVOICE, b"other bytes")
    microsoft365.world.archive(INVOICE)
    assert synchronise(app).counts[ChangeKind.ARCHIVED] == 1
    microsoft365.world.archive(INVOICE, "")
    assert synchronise(app).counts[ChangeKind.CHANGED] == 1
    assert row_of(company, row.id).online == OnlineState.CHANGED


def test_archived_documents_are_listed_and_the_others_come_back(
    app: AppContext, office: Office, microsoft365: LocalMicrosoft365, tmp_path: Path
) -> None:
    row = office.filed(INVOICE)
    other = office.filed(f"{INVOICES}/Facture_FA00043/Facture_FA00043.pdf")
    microsoft365.world.archive(INVOICE)
    microsoft365.journal.clear()
    result = bring_back(app, tmp_path / "retour", bringing_texts.INDEX)
    assert (result.complete, result.fetched, result.missing) == (True, 1, 1)
    assert (tmp_path / "retour" / (other.path or "")).exists()
    [listed] = [each for each in index_of(result) if each["Chemin"] == row.path]
    assert "archivé" in listed["Remarque"]
    assert "Réactivez-le dans SharePoint" in listed["Remarque"]
    # It is not asked for again and again: it will not be there for hours.
    asked = [entry.kind for entry in microsoft365.journal.entries if entry.status == 423]
    assert asked == ["download"]


def test_an_archived_file_is_not_copied_and_says_why(
    app: AppContext,
    somebody: Somebody,
    company: CompanyDatabase,
    microsoft365: LocalMicrosoft365,
) -> None:
    somebody.puts("Modèles/plan.txt", b"a plan")
    microsoft365.world.archive("Modèles/plan.txt")
    [filed] = copy_paths(app, ["Modèles/plan.txt"], third_party(company, "CARAT"))
    assert filed.deposited is not None
    assert send_waiting(app).blocked == 1
    row = row_of(company, filed.deposited.document_id)
    assert (row.status, row.trouble) == (Status.BLOCKED, "ArchivedOnline")
    assert "archivé" in (document_texts.waiting(row) or "")


# --- locked records ------------------------------------------------------------------------------


def test_a_locked_record_is_read_brought_back_and_synchronised_like_any_other(
    app: AppContext,
    office: Office,
    company: CompanyDatabase,
    somebody: Somebody,
    microsoft365: LocalMicrosoft365,
    tmp_path: Path,
) -> None:
    row = office.filed(INVOICE)
    synchronise(app)
    microsoft365.world.lock_record(INVOICE)
    for method, body in (("PATCH", {"name": "autre.pdf"}), ("DELETE", None)):
        address = f"/drives/{somebody.drive_id}/items/{row.item_id}"
        assert somebody.graph.ask(method, address, json=body).status == 423
    assert app.drive.is_record(somebody.drive_id, row.item_id or "")
    assert content(app, row) == INVOICE.encode()
    assert synchronise(app).changes == 0
    assert row_of(company, row.id).online == OnlineState.AS_SENT
    assert bring_back(app, tmp_path / "retour", bringing_texts.INDEX).missing == 0


def test_what_locks_a_file_is_told_apart(
    app: AppContext, office: Office, microsoft365: LocalMicrosoft365
) -> None:
    row = office.filed(INVOICE)
    microsoft365.faults.add("423", kind="download", code="resourceLocked")
    with pytest.raises(LockedOnline):
        content(app, row)
    microsoft365.world.lock_record(INVOICE)
    with pytest.raises(RecordLocked):
        content(app, row)


@pytest.mark.parametrize(
    ("event", "trouble"), [("archived", ArchivedOnline), ("record-locked", RecordLocked)]
)
def test_a_script_of_faults_can_archive_a_file_or_lock_it_meanwhile(
    app: AppContext,
    office: Office,
    microsoft365: LocalMicrosoft365,
    event: str,
    trouble: type[Exception],
) -> None:
    row = office.filed(INVOICE)
    if event == "record-locked":
        # Read like any other; whatever refuses it is told as what it is.
        microsoft365.faults.add("423", kind="download", at=1)
    microsoft365.faults.add(event, kind=["item.get", "download"], item=INVOICE)
    with pytest.raises(trouble):
        content(app, row)
