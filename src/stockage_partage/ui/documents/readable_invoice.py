"""A structured invoice made to be read: its pages as a PDF, and what does not agree in it.

The pages are shown in the window, printed, or written to a file; the invoice itself stays as it is. Where a
PDF carries it, its sums are checked, and the PDF's own pages against it. For a worker's thread: it knows no
widget.
"""

from __future__ import annotations

import os
from enum import Enum
from io import BytesIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, QUrl
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPdf import QPdfDocument

from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable
from stockage_partage.documents.invoices.invoice_checks import remarks_on
from stockage_partage.documents.invoices.invoice_view import view_of
from stockage_partage.messages.invoice_page import (
    InvoicePage,
    contradictions,
    page_of,
    remark_sentences,
)
from stockage_partage.ui.documents.invoice_html import html_of

_POINTS = 9
_DOTS = 96  # an inch
_PANE_MARGIN = 20  # dots
#: Longer documents are not read whole, and what is not seen is not said to be missing.
_PAGES = 30


class Paper(Enum):
    """What the pages are for: a sheet that is printed, or a pane of the window, which is narrow."""

    SHEET = "sheet"
    PANE = "pane"


#: Millimetres. As narrow as the lines of an invoice allow: the narrower, the larger the letters in a pane.
_SIZES = {Paper.SHEET: QSizeF(210, 297), Paper.PANE: QSizeF(128, 181)}


def readable(content: bytes, name: str = "") -> bytes | Unreadable:
    """The pages of the invoice in a document as a PDF for a pane; or why there is none to show."""
    xml = invoice_file.invoice_xml(BytesIO(content), name)
    if isinstance(xml, Unreadable):
        return xml
    view = view_of(xml)
    return (
        view if isinstance(view, Unreadable) else drawn(page_of(view, remarks_on(view)), Paper.PANE)
    )


def drawn_without_a_window(page: InvoicePage) -> bytes:
    """The page as a PDF for a program that has no window: fonts need an application that could show one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    try:
        return drawn(page)
    finally:
        del application


def drawn(page: InvoicePage, paper: Paper = Paper.SHEET) -> bytes:
    """The page as a PDF, on pages of that kind."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(_SIZES[paper], QPageSize.Unit.Millimeter))
    # Qt leaves two centimetres of its own around a text on a sheet.
    writer.setPageMargins(QMarginsF(), QPageLayout.Unit.Millimeter)
    writer.setTitle(page.title)
    document = _ClosedDocument()
    font = QFont(document.defaultFont())
    font.setPointSize(_POINTS)
    document.setDefaultFont(font)
    if paper is Paper.PANE:
        writer.setResolution(_DOTS)
        document.documentLayout().setPaintDevice(writer)
        document.setDocumentMargin(_PANE_MARGIN)
        document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.setHtml(html_of(page))
    document.print_(writer)
    del writer  # it writes its end when it goes
    buffer.close()
    return bytes(data.data())


class _ClosedDocument(QTextDocument):
    """Text that fetches nothing, whatever it names."""

    def loadResource(self, type: int, name: QUrl | str) -> object:
        """Nothing: neither pictures nor sheets are looked for."""
        return None


def remarks_about(content: bytes) -> tuple[str, ...]:
    """Sentences about the invoice inside a PDF; none for a PDF without any, or with one that agrees."""
    xml = invoice_file.invoice_xml(BytesIO(content))
    view = xml if isinstance(xml, Unreadable) else view_of(xml)
    if isinstance(view, Unreadable):
        return ()
    return (*remark_sentences(view, remarks_on(view)), *beside_its_pages(content))


def beside_its_pages(content: bytes) -> tuple[str, ...]:
    """What the invoice inside a PDF says and its pages do not show."""
    reading = invoice_file.read(BytesIO(content))
    if not isinstance(reading, InvoiceReading):
        return ()
    return contradictions(reading, _text_of(content))


def _text_of(content: bytes) -> str:
    """The words on all pages; '' where they are too many, or cannot be read."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = range(document.pageCount())
    found = ""
    if len(pages) <= _PAGES:
        found = "\n".join(document.getAllText(page).text() for page in pages)
    document.close()
    buffer.close()
    return found
