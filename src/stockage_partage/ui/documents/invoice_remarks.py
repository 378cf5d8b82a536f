"""What does not agree in an invoice that a PDF carries: its sums, and its pages against what is inside.

For a worker's thread: it knows no widget.
"""

from __future__ import annotations

from io import BytesIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from stockage_partage.documents.invoices import factur_x
from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable
from stockage_partage.documents.invoices.invoice_checks import remarks_on
from stockage_partage.documents.invoices.invoice_view import view_of
from stockage_partage.messages.invoice_page import contradictions, remark_sentences

#: Longer documents are not read whole, and what is not seen is not said to be missing.
_PAGES = 30


def remarks_about(content: bytes) -> tuple[str, ...]:
    """Sentences about the invoice inside a PDF; none for a PDF without any, or with one that agrees."""
    xml = factur_x.invoice_xml(BytesIO(content))
    view = xml if isinstance(xml, Unreadable) else view_of(xml)
    if isinstance(view, Unreadable):
        return ()
    return (*remark_sentences(view, remarks_on(view)), *beside_its_pages(content))


def beside_its_pages(content: bytes) -> tuple[str, ...]:
    """What the invoice inside a PDF says and its pages do not show."""
    reading = factur_x.read(BytesIO(content))
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
