"""The same file handed over again: filed already is only said of what is still online."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from online_people import Somebody

from invoice_making import Invoice
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.documents.attaching.attach import attach_files
from stockage_partage.documents.attaching.targets import third_party
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.classifying import classify
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.filing_service import file_documents, send_waiting
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome
from stockage_partage.documents.online_check import OnlineCheck
from stockage_partage.documents.printing.print_job import keep

File = Callable[[AppContext, Path], DepositResult]


def _deposits(app: AppContext, file: Path) -> DepositResult:
    [filed] = file_documents(app, [file], GivenDetails())
    assert filed.deposited is not None
    return filed.deposited


def _prints(app: AppContext, file: Path) -> DepositResult:
    return keep(app, file, None, GivenDetails())


def _attaches(app: AppContext, file: Path) -> DepositResult:
    [filed] = attach_files(app, [file], third_party(app.database, "CARAT"))
    assert filed.deposited is not None
    return filed.deposited


WAYS = pytest.mark.parametrize("way", [_deposits, _prints, _attaches])


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    file = tmp_path / "facture.pdf"
    file.write_bytes(Invoice().pdf())
    return file


def filed_by(app: AppContext, way: File, file: Path) -> DocumentRow:
    kept = way(app, file)
    assert send_waiting(app).filed == 1
    row = app.database.register.get(kept.document_id)
    assert row is not None
    assert row.status is Status.FILED
    return row


def reads(app: AppContext, row: DocumentRow) -> bytes:
    assert row.item_id is not None
    return b"".join(app.drive.download(app.library(), row.item_id))


@WAYS
def test_what_was_deleted_online_is_filed_again_without_a_synchronisation(
    app: AppContext, somebody: Somebody, invoice: Path, way: File
) -> None:
    first = filed_by(app, way, invoice)
    assert first.path is not None
    somebody.deletes(first.path)
    again = filed_by(app, way, invoice)
    assert (again.id != first.id, again.version) == (True, 2)
    assert reads(app, again) == invoice.read_bytes()
    gone = app.database.register.get(first.id)
    assert gone is not None
    assert gone.online == OnlineState.DELETED


@WAYS
def test_what_is_still_there_is_looked_at_once_and_not_filed_twice(
    app: AppContext, invoice: Path, way: File, microsoft365: LocalMicrosoft365
) -> None:
    first = filed_by(app, way, invoice)
    microsoft365.journal.clear()
    again = way(app, invoice)
    assert (again.status, again.document_id) == (FilingOutcome.ALREADY_FILED, first.id)
    assert [entry.kind for entry in microsoft365.journal.entries] == ["item.get"]


@pytest.mark.parametrize("fault", ["503", "cut", "403", "404"])
def test_where_nobody_can_tell_what_is_known_is_said_and_asked_once_for_a_batch(
    app: AppContext, invoice: Path, microsoft365: LocalMicrosoft365, fault: str
) -> None:
    first = filed_by(app, _deposits, invoice)
    # 404 on everything: the whole library is out of sight, which says nothing of one document.
    microsoft365.faults.add(fault, kind="item.get")
    microsoft365.journal.clear()
    filed = file_documents(app, [invoice, invoice], GivenDetails())
    assert [each.deposited.status for each in filed if each.deposited] == [
        FilingOutcome.ALREADY_FILED,
        FilingOutcome.ALREADY_FILED,
    ]
    row = app.database.register.get(first.id)
    assert row is not None
    assert row.online == OnlineState.AS_SENT
    if fault != "404":
        assert len(microsoft365.journal.entries) == 1


def test_without_anybody_signed_in_nothing_is_asked(
    app: AppContext, invoice: Path, microsoft365: LocalMicrosoft365
) -> None:
    filed_by(app, _deposits, invoice)
    app.sign_in.sign_out()
    microsoft365.journal.clear()
    assert _deposits(app, invoice).status is FilingOutcome.ALREADY_FILED
    assert list(microsoft365.journal.entries) == []


def test_a_waiting_copy_is_not_let_go_for_a_document_that_is_gone(
    app: AppContext, somebody: Somebody, company: CompanyDatabase, tmp_path: Path
) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(b"a delivery note")
    given = GivenDetails("CARAT", "facture", "FA7", date(2026, 3, 15))
    [first] = file_documents(app, [file], given)
    assert send_waiting(app).filed == 1
    assert first.deposited is not None
    assert first.deposited.path is not None
    [waits] = file_documents(app, [file], GivenDetails())
    assert waits.deposited is not None
    assert waits.deposited.status is FilingOutcome.TO_CLASSIFY
    somebody.deletes(first.deposited.path)
    look = OnlineCheck(app).is_there
    placed = classify(company, waits.deposited.document_id, given, "x", app.application, look)
    assert placed is not None
    assert (placed.status, placed.version) == (FilingOutcome.WAITING, 2)
    assert send_waiting(app).filed == 1
    row = company.register.get(placed.document_id)
    assert row is not None
    assert reads(app, row) == b"a delivery note"
