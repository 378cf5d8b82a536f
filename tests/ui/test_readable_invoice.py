"""An invoice without pages is drawn as a page to be read, at once and with nothing fetched."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from at_the_window import AtTheWindow
from documents_person import Consulting
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QUrl
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

import previews
from invoice_making import Invoice, Someone, written
from local_microsoft365.server import LocalMicrosoft365
from stockage_partage.documents.filing.deposit import deposit
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.invoices.invoice import Unreadable, UnreadReason
from stockage_partage.documents.invoices.invoice_view import InvoiceView, view_of
from stockage_partage.messages.invoice_page import NOT_THE_ORIGINAL, page_of
from stockage_partage.ui.documents.available_actions import DocumentAction
from stockage_partage.ui.documents.readable_invoice import beside_its_pages, drawn, readable

COMPLETE = Path(previews.__file__).with_name("ubl_invoice.xml")


def text_of(pdf: bytes) -> str:
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = [document.getAllText(page).text() for page in range(document.pageCount())]
    document.close()
    return " ".join("\n".join(pages).split())


def test_the_page_of_an_invoice_is_marked_as_a_view_and_says_everything(qtbot: QtBot) -> None:
    made = readable(COMPLETE.read_bytes(), "x.xml")
    assert isinstance(made, bytes)
    text = text_of(made)
    for said in (
        " ".join(NOT_THE_ORIGINAL.split()),
        *("FA-2026-00187", "Fournitures Dupont", "BIJOU SA", "FR7630004000031234567890143"),
        *("15/09/2026", "Papier A4 blanc", "Remise fidélité", "lisible.txt"),
    ):
        assert said in text


def test_what_is_no_invoice_is_not_drawn(qtbot: QtBot) -> None:
    assert readable(b"<a/>", "x.xml") == Unreadable(UnreadReason.OTHER_XML)


@pytest.mark.alone
def test_the_first_page_is_there_in_a_tenth_of_a_second(qtbot: QtBot) -> None:
    content = COMPLETE.read_bytes()
    readable(content, "x.xml")  # the fonts are loaded
    took = []
    for _ in range(5):
        began = time.process_time()
        readable(content, "x.xml")
        took.append(time.process_time() - began)
    assert min(took) < 0.1


@pytest.fixture
def active(qtbot: QtBot, microsoft365: LocalMicrosoft365, tmp_path: Path) -> Iterator[Consulting]:
    there = AtTheWindow(qtbot, microsoft365, tmp_path)
    person = Consulting(there)
    person.activate()
    yield person
    there.close()


def keep(person: Consulting, name: str, content: bytes, number: str) -> None:
    file = person.there.folder / name
    file.write_bytes(content)
    given = GivenDetails("CARAT", "facture", number)
    deposit(person.place.database, file, given, "marie@bijou.fr", person.place.application)


def test_an_xml_invoice_is_read_inside_the_window(active: Consulting) -> None:
    keep(active, "facture.xml", Invoice("UBL7", buyer=Someone("Carat")).ubl(), "UBL7")
    active.open()
    active.choose("UBL7")
    active.until(lambda: active.page.details.preview.shows_pages)


def test_other_xml_says_that_there_is_nothing_to_show(active: Consulting) -> None:
    keep(active, "autre.xml", b"<?xml version='1.0'?><autre/>", "AUTRE8")
    active.open()
    active.choose("AUTRE8")
    preview = active.page.details.preview
    active.until(lambda: "facture électronique" in preview.text.text())
    assert not preview.shows_pages


def test_the_files_inside_are_opened_as_copies(active: Consulting) -> None:
    keep(active, "facture.xml", COMPLETE.read_bytes(), "JOINT9")
    active.open()
    active.choose("JOINT9")
    links = active.there.opened_links
    active.press(DocumentAction.OPEN_ATTACHED)
    active.until(lambda: len(links) == 1)
    path = Path(QUrl(links[0]).toLocalFile())
    assert path.name == "lisible.txt"
    assert path.read_bytes() == b"Facture FA-2026-00187"


def test_an_invoice_without_files_offers_none(active: Consulting) -> None:
    keep(active, "facture.xml", Invoice("SANS1", buyer=Someone("Carat")).ubl(), "SANS1")
    active.open()
    active.choose("SANS1")
    assert not active.page.details.buttons[DocumentAction.OPEN_ATTACHED].isVisibleTo(
        active.page.details
    )


def pages_of_another(xml: bytes) -> bytes:
    """A PDF whose pages show the complete invoice, and that carries this one."""
    view = view_of(COMPLETE.read_bytes())
    assert isinstance(view, InvoiceView)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn(page_of(view, ()))))
    writer.add_attachment("factur-x.xml", xml)
    return written(writer)


def test_pages_that_show_another_invoice_are_said_to(qtbot: QtBot) -> None:
    xml = Invoice("F-OTHER", day="20260402").xml()
    other = pages_of_another(xml.replace(b">120.00</ram:Grand", b">123.45</ram:Grand"))
    assert [sentence.split()[1] for sentence in beside_its_pages(other)] == [
        "numéro",
        "date",
        "total",
    ]
    assert beside_its_pages(pages_of_another(COMPLETE.read_bytes())) == ()


def test_what_does_not_agree_is_said_beside_the_pages(active: Consulting) -> None:
    other = Invoice("F-OTHER", buyer=Someone("Carat"), day="20260402", profile="minimum")
    keep(active, "facture.pdf", pages_of_another(other.xml()), "AUTRE1")
    keep(active, "bonne.pdf", other.pdf(), "BONNE1")
    active.open()
    active.choose("AUTRE1")
    remarks = active.page.details.remarks
    active.until(lambda: "F-OTHER" in remarks.bar.advice.text())
    active.choose("BONNE1")
    active.until(lambda: active.page.details.preview.shows_pages)
    assert remarks.isHidden()
