"""A waiting document made ready to be shown: its bytes, the words on its pages, what is proposed for it.

For a worker's thread: it knows no widget.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.clues import TEXT_READ
from stockage_partage.documents.filing.suggestions import UnclassifiedDocument, waiting
from stockage_partage.documents.viewing.view import SHOWN_AT_ONCE, is_pdf, may_be_invoice
from stockage_partage.ui.documents.invoice_pdf import readable

#: Pages whose words are read: the head of a document says what it is.
_PAGES = 3


@dataclass(frozen=True)
class PreparedDocument:
    """`content` None: it has no pages, or too many bytes to be shown unasked."""

    document: UnclassifiedDocument
    content: bytes | None = None
    pages: str = ""


def prepare(app: AppContext, document_id: int) -> PreparedDocument | None:
    """All that is shown of it; None when it does not wait any more. Raises the database troubles."""
    row = app.database.register.get(document_id)
    if row is None or row.status is not Status.TO_CLASSIFY:
        return None
    content, pages = None, ""
    if row.size <= SHOWN_AT_ONCE and is_pdf(row):
        content = b"".join(app.database.contents.of(document_id))
        pages = words_of(content)
    elif row.size <= SHOWN_AT_ONCE and may_be_invoice(row):
        made = readable(b"".join(app.database.contents.of(document_id)), row.title)
        content = made if isinstance(made, bytes) else None
    document = waiting(app.database, document_id, pages)
    return PreparedDocument(document, content, pages) if document is not None else None


def once_more(app: AppContext, prepared: PreparedDocument) -> PreparedDocument | None:
    """That document again, with what is proposed now that another one was filed; None when it waits no more."""
    document = waiting(app.database, prepared.document.row.id, prepared.pages)
    return replace(prepared, document=document) if document is not None else None


def words_of(content: bytes) -> str:
    """The words on the first pages of a PDF; '' for a scan, and for what cannot be read."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    found = ""
    for page in range(min(_PAGES, document.pageCount())):
        if len(found) < TEXT_READ:
            found += document.getAllText(page).text() + "\n"
    document.close()
    buffer.close()
    return found[:TEXT_READ]
