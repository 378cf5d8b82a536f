"""The documents that wait for a place: their order, and the one that is looked at, made ready to be shown.

Ready means its bytes, the words on its pages and what is proposed for it: made in a worker's thread. No
widget is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.clues import TEXT_READ
from stockage_partage.documents.filing.suggestions import UnclassifiedDocument, waiting
from stockage_partage.documents.viewing.view import SHOWN_AT_ONCE, is_pdf, may_be_invoice
from stockage_partage.ui.documents.readable_invoice import readable

#: Pages whose words are read: the head of a document says what it is.
_PAGES = 3


class WaitingList:
    """From one to the next and back, the last being followed by the first."""

    def __init__(self, ids: Sequence[int], current: int) -> None:
        self._ids = list(ids)
        if current not in self._ids:
            self._ids.insert(0, current)
        self._at = self._ids.index(current)

    @property
    def current(self) -> int:
        """The id of the document that is looked at."""
        return self._ids[self._at]

    @property
    def number(self) -> int:
        """The place of the current document, counted from 1."""
        return self._at + 1

    def __len__(self) -> int:
        return len(self._ids)

    def beside(self, steps: int) -> int | None:
        """The id so many steps away; None where there is no other document."""
        return self._ids[(self._at + steps) % len(self._ids)] if len(self._ids) > 1 else None

    def go_to(self, document_id: int) -> None:
        """Makes that document, which waits, the current one."""
        self._at = self._ids.index(document_id)

    def renew(self, ids: Sequence[int]) -> int | None:
        """Takes the ids that wait now; answers the one to look at: the current one, or what comes after it.

        None when nothing waits any more.
        """
        left = set(ids)
        after = [*self._ids[self._at :], *self._ids[: self._at]]
        there = next((each for each in after if each in left), None) or next(iter(ids), None)
        if there is not None:
            self._ids = list(ids)
            self._at = self._ids.index(there)
        return there


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
