"""The PDF that an XML invoice holds lies beside it, once, byte for byte, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_invoice_forms import FOLDER, FORM, File, depositing, rows, send_all

from invoice_making import BIJOU, BILLO, CARAT, Invoice
from one_document import claim
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AttachmentKind, ThirdParty
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.classifying import classify
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import FilingOutcome
from stockage_partage.documents.tree.path_parser import read_back
from text_pdf import cii_with, shown_invoice, text_pdf, ubl_with

READABLE = AttachmentKind.READABLE
F9 = Invoice("F9", seller=BILLO, buyer=BIJOU)
PDF = shown_invoice()
UBL, CII = (
    ubl_with(F9.ubl(), ("LISIBLE", "l.pdf", PDF)),
    cii_with(F9.xml(), ("Lisible", "l.pdf", PDF)),
)
SUPPLIER = ThirdParty("BILLO", "fournisseurs", "Billot & fils", "423456789")


@pytest.fixture
def known(active: CompanyDatabase) -> CompanyDatabase:
    active.third_parties.add([SUPPLIER])
    return active


@pytest.fixture
def file(known: CompanyDatabase, tmp_path: Path) -> File:
    return depositing(known, tmp_path)


def lying(db: CompanyDatabase) -> list[tuple[str | None, str]]:
    return [(row.path, row.attached) for row in rows(db)]


def test_it_is_kept_in_the_folder_of_its_invoice_and_written_once(
    known: CompanyDatabase, file: File
) -> None:
    assert file(UBL).role is AttachmentKind.NOT
    assert lying(known) == [
        (f"{FOLDER}/Facture_F9.xml", ""),
        (f"{FOLDER}/Facture_F9_lisible.pdf", READABLE),
    ]
    invoice, readable = rows(known)
    assert b"".join(known.contents.of(readable.id)) == PDF
    assert readable.attached_to == f"piece:{invoice.key}"
    assert (readable.number, readable.third_party_code, readable.date) == (
        "F9",
        "BILLO",
        invoice.date,
    )
    revision = known.revision()
    file(UBL)
    file(CII)
    assert [row.attached for row in rows(known)] == ["", READABLE, FORM]
    file(CII)
    assert known.revision() > revision
    again = known.revision()
    file(UBL)
    assert known.revision() == again, "nothing more was written"
    told = read_back(readable.path or "")
    assert (told.attached, told.attached_to, told.number) == (READABLE, readable.attached_to, "F9")


def test_the_same_pdf_that_comes_by_itself_is_the_one_that_is_there(
    known: CompanyDatabase, file: File
) -> None:
    file(UBL)
    by_mail = file(
        PDF,
        "x.pdf",
        third_party="BILLO",
        document_type="facture",
        number="F9",
        date=rows(known)[0].date,
    )
    assert (by_mail.status, by_mail.role) == (FilingOutcome.WAITING, READABLE)
    assert len(rows(known)) == 2


def test_one_that_came_by_itself_before_is_not_kept_again(
    known: CompanyDatabase, file: File
) -> None:
    file(UBL)
    day = rows(known)[0].date
    other = shown_invoice() + b"\n"
    file(other, "x.pdf", third_party="BILLO", document_type="facture", number="F9", date=day)
    before = len(rows(known))
    file(ubl_with(F9.ubl(), ("LISIBLE", "l.pdf", other)))
    assert [row.sha256 for row in rows(known)].count(rows(known)[-1].sha256) == 1
    assert len(rows(known)) == before + 1, "the XML alone"


def test_another_pdf_of_another_form_lies_beside_the_first(
    known: CompanyDatabase, file: File
) -> None:
    file(UBL)
    file(cii_with(F9.xml(), ("Lisible", "l.pdf", PDF + b"\n")))
    assert lying(known)[2:] == [
        (f"{FOLDER}/Facture_F9_autre-forme.xml", FORM),
        (f"{FOLDER}/Facture_F9_lisible (2).pdf", READABLE),
    ]


def test_what_waits_is_kept_with_it_once_it_has_its_place(
    active: CompanyDatabase, tmp_path: Path
) -> None:
    kept = depositing(active, tmp_path)(UBL)
    assert (kept.status, len(rows(active))) == (FilingOutcome.TO_CLASSIFY, 1)
    active.third_parties.add([SUPPLIER])
    done = classify(active, kept.document_id, GivenDetails(), "paul", Application.COMPTABILITE)
    assert done is not None
    assert [row.attached for row in rows(active)] == ["", READABLE]


def test_another_invoice_meets_the_invoice_and_not_its_pdf(
    known: CompanyDatabase, file: File
) -> None:
    file(UBL)
    other = file(F9.xml().replace(b"120.00", b"150.00"))
    assert other.particulars.earlier_amount is not None
    assert [row.attached for row in rows(known)] == ["", READABLE, ""]


def test_what_we_sell_has_one_too_and_conditions_are_none(
    known: CompanyDatabase, file: File
) -> None:
    known.third_parties.add([ThirdParty("CARAT", "clients", "Carat", "312345678")])
    sold = Invoice("FA1", buyer=CARAT)
    conditions = text_pdf(*["Conditions générales de vente, article premier, délais"] * 3)
    file(
        ubl_with(
            sold.ubl(), ("LISIBLE", "l.pdf", shown_invoice("FA1")), ("CGV", "c.pdf", conditions)
        )
    )
    assert [row.attached for row in rows(known)] == ["", READABLE]
    assert (rows(known)[1].path or "").endswith("/Facture_FA1/Facture_FA1_lisible.pdf")


def test_it_goes_with_the_invoice_that_is_taken_back(known: CompanyDatabase, file: File) -> None:
    """A wrong invoice leaves nothing of itself behind, and nothing of it is sent meanwhile."""
    file(UBL)
    invoice, _ = rows(known)
    held = known.outbox.hold([invoice.id])
    assert claim(known, "worker") is None
    assert known.outbox.withdraw(invoice.id, held[invoice.id])
    assert rows(known) == []


def test_it_stays_where_the_invoice_is_kept_after_all(known: CompanyDatabase, file: File) -> None:
    file(UBL)
    invoice, _ = rows(known)
    known.outbox.let_go(known.outbox.hold([invoice.id]))
    assert [claim(known, f"worker-{n}") is not None for n in range(2)] == [True, True]
    assert len(rows(known)) == 2


def test_it_stays_while_another_form_of_the_invoice_does(
    known: CompanyDatabase, file: File
) -> None:
    file(UBL)
    file(F9.xml())
    invoice = rows(known)[0]
    assert known.outbox.withdraw(invoice.id)
    assert [row.attached for row in rows(known)] == [READABLE, AttachmentKind.OTHER_FORM]


def test_what_is_online_already_is_not_taken_back(known: CompanyDatabase, file: File) -> None:
    file(UBL)
    invoice, readable = rows(known)
    known.outbox.hold([invoice.id])
    known.outbox.retry(readable.id)  # somebody wants it all the same
    send_all(known)
    assert known.outbox.withdraw(invoice.id)
    assert [(row.id, row.status) for row in rows(known)] == [(readable.id, Status.FILED)]
