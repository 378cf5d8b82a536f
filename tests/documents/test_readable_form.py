"""The PDF inside an XML invoice that shows the invoice: found where it is told or shows it, and never in doubt."""

from __future__ import annotations

import io
import time

import pytest

from invoice_making import BIJOU, BILLO, Invoice, blank_pdf, encrypted_pdf
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import InvoiceReading
from stockage_partage.documents.invoices.readable_form import readable_form
from text_pdf import cii_with, shown_invoice, text_pdf, ubl_with

F9 = Invoice("F9", seller=BILLO, buyer=BIJOU)
SHOWN, SCAN = shown_invoice(), blank_pdf()
CONDITIONS = text_pdf(
    *["Conditions générales de vente, article premier, des délais de paiement"] * 3
)
NOTE = text_pdf(
    "Bon de livraison BL7 pour la facture F9, dix articles remis le 14/03/2026 à Lyon,", "et signé."
)


def found(xml: bytes) -> bytes | None:
    content = io.BytesIO(xml)
    reading = invoice_file.read(content, "x.xml")
    assert isinstance(reading, InvoiceReading), reading
    return readable_form(content, "x.xml", reading)


SURE: dict[str, tuple[bytes, bytes]] = {
    "UBL, told by its identifier": (ubl_with(F9.ubl(), ("LISIBLE", "a.pdf", SHOWN)), SHOWN),
    "CII, told by its description": (cii_with(F9.xml(), ("Lisible", "a.pdf", SHOWN)), SHOWN),
    "told by its name": (ubl_with(F9.ubl(), ("1", "facture_lisible.pdf", SHOWN)), SHOWN),
    "in English": (cii_with(F9.xml(), ("Human readable", "a.pdf", SHOWN)), SHOWN),
    "told, and a scan": (ubl_with(F9.ubl(), ("LISIBLE", "a.pdf", SCAN)), SCAN),
    "told, beside others": (
        ubl_with(F9.ubl(), ("CGV", "cgv.pdf", CONDITIONS), ("LISIBLE", "a.pdf", SHOWN)), SHOWN,
    ),
    "not told, alone, and it shows the invoice": (ubl_with(F9.ubl(), ("1", "a.pdf", SHOWN)), SHOWN),
}  # fmt: skip


@pytest.mark.parametrize("name", SURE)
def test_it_is_found_byte_for_byte(name: str) -> None:
    xml, pdf = SURE[name]
    assert found(xml) == pdf


DOUBTFUL: dict[str, bytes] = {
    "nothing inside": F9.ubl(),
    "another kind of document": cii_with(F9.xml(), ("Lisible", "a.pdf", SHOWN), code="271"),
    "conditions": ubl_with(F9.ubl(), ("1", "a.pdf", CONDITIONS)),
    "a note that names the invoice": ubl_with(F9.ubl(), ("1", "a.pdf", NOTE)),
    "a scan of which nothing is said": ubl_with(F9.ubl(), ("1", "a.pdf", SCAN)),
    "two that show the invoice": ubl_with(
        F9.ubl(), ("1", "a.pdf", SHOWN), ("2", "b.pdf", SHOWN + b"\n")
    ),
    "two that are told": ubl_with(F9.ubl(), ("LISIBLE", "a.pdf", SHOWN), ("LISIBLE", "b.pdf", SCAN)),
    "one of another number": ubl_with(F9.ubl(), ("LISIBLE", "a.pdf", shown_invoice("F10"))),
    "one of another total": ubl_with(F9.ubl(), ("LISIBLE", "a.pdf", shown_invoice(total="150,00"))),
    "called illegible": ubl_with(F9.ubl(), ("illisible", "a.pdf", SCAN)),
    "no PDF by its bytes": ubl_with(F9.ubl(), ("LISIBLE", "lisible.pdf", b"MZ\x90")),
    "a PDF that is broken": ubl_with(F9.ubl(), ("LISIBLE", "a.pdf", b"%PDF-1.7\nrubbish")),
    "a PDF with a password": ubl_with(F9.ubl(), ("LISIBLE", "a.pdf", encrypted_pdf("secret"))),
    "a book": ubl_with(F9.ubl(), ("LISIBLE", "a.pdf", text_pdf("Facture F9, 120,00", pages=30))),
    "a page without measure": ubl_with(
        F9.ubl(), ("LISIBLE", "a.pdf", text_pdf(*["Facture F9 : 120,00"] * 40_000))
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTFUL)
def test_in_doubt_it_stays_an_attachment_inside(name: str) -> None:
    began = time.monotonic()
    assert found(DOUBTFUL[name]) is None
    assert time.monotonic() - began < 5.0


def test_an_invoice_without_a_total_has_no_form_that_could_be_compared() -> None:
    bare = F9.ubl().replace(b"TaxInclusiveAmount", b"Other")
    assert found(ubl_with(bare, ("LISIBLE", "a.pdf", SHOWN))) is None


def test_a_pdf_is_its_own_readable_form() -> None:
    content = io.BytesIO(F9.pdf())
    reading = invoice_file.read(content, "x.pdf")
    assert isinstance(reading, InvoiceReading)
    assert readable_form(content, "x.pdf", reading) is None
