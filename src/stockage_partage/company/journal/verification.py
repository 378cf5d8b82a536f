"""The whole journal gone through, then each document that it tells of, and the bytes that are at hand.

Nothing is held meanwhile: it is read some rows at a time, and what looks wrong is looked at once more, by
itself and at one moment, for others file and send all the while.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.journal.chain_check import ChainCheck, FlawFound
from stockage_partage.company.journal.entries import JournalEntry, JournalHead
from stockage_partage.company.journal.journal import Journal
from stockage_partage.company.journal.told_documents import ToldDocument, ToldDocuments
from stockage_partage.company.outbox.content import Contents

#: Findings that are listed; the count is exact whatever their number.
LISTED = 1000
_PAGE = 1000
_doc = tables.document
_ROW: sa.Select[Any] = sa.select(
    _doc.c.id, _doc.c.sha256, _doc.c.size, _doc.c.content_id, _doc.c.item_id, _doc.c.group_id,
    _doc.c.path, _doc.c.title, _doc.c.number,
)  # fmt: skip


class DocumentFlaw(StrEnum):
    """What is not as the journal tells it; the words of `verifier --json`."""

    GONE = "disparu"  # kept, never taken back, and not there
    UNTOLD = "sans_ligne"  # there, and the journal never told of it
    CHANGED = "remplace"  # the register tells other bytes than the journal
    BYTES_CHANGED = "octets_modifies"  # those kept here are others
    BYTES_GONE = "octets_absents"
    FILE_CHANGED = "fichier_modifie"  # of a folder that was given
    ONLINE_CHANGED = "modifie_en_ligne"
    ONLINE_GONE = "absent_en_ligne"


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """One document of the register, beside what the journal tells of it; None where it never told."""

    id: int
    title: str
    number: str
    path: str | None
    sha256: str
    size: int
    content_id: str | None
    item_id: str | None
    group_id: str
    told: ToldDocument | None = None


@dataclass(frozen=True, slots=True)
class DocumentFound:
    """Something that is wrong with a document. `title`, `number`, `path`: empty for one that is gone."""

    flaw: DocumentFlaw
    document: int
    title: str = ""
    number: str = ""
    path: str | None = None


@dataclass(frozen=True, slots=True)
class StampedEnd:
    """When a time-stamping service saw that the journal ended with the entry of that number."""

    number: int
    moment: datetime
    authority: str


@dataclass(slots=True)
class VerificationResult:
    """What a verification came to. `head`: the last entry that was gone through.

    `stamped`: by the last timestamp that is sound, None without one; `timestamps`: how many are.
    """

    head: JournalHead = field(default_factory=JournalHead)
    documents: int = 0
    bytes_read: int = 0  # documents whose bytes were at hand
    files: int = 0  # of a folder that was given
    online: int = 0
    timestamps: int = 0
    stamped: StampedEnd | None = None
    total: int = 0
    flaws: list[FlawFound] = field(default_factory=list)
    found: list[DocumentFound] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """True when nothing is wrong."""
        return not self.total

    def add(self, *found: FlawFound | DocumentFound) -> None:
        """Counts what is wrong, and lists the first ones."""
        for each in found:
            self.total += 1
            if isinstance(each, DocumentFound):
                if len(self.found) < LISTED:
                    self.found.append(each)
            elif len(self.flaws) < LISTED:
                self.flaws.append(each)


def flaw_of(document: CheckedDocument, flaw: DocumentFlaw) -> DocumentFound:
    """That document, said to be wrong so."""
    return DocumentFound(flaw, document.id, document.title, document.number, document.path)


class JournalVerification:
    """One run. `kept`: heads known from elsewhere."""

    def __init__(self, transactions: Transactions, kept: Iterable[JournalHead] = ()) -> None:
        self._transactions = transactions
        self._journal = Journal(transactions)
        self._contents = Contents(transactions)
        self._kept = tuple(kept)

    def run(
        self,
        each: Callable[[CheckedDocument, VerificationResult], object] = lambda *_: None,
        entry: Callable[[JournalEntry, VerificationResult], object] = lambda *_: None,
    ) -> VerificationResult:
        """Goes through everything; `each` looks at a document's bytes elsewhere and adds what it finds.

        `entry` looks at each entry likewise. Raises the database troubles, and what both raise.
        """
        result = VerificationResult()
        told = self._chain(result, entry)
        result.add(*(DocumentFound(DocumentFlaw.GONE, each) for each in told.vanished))
        there: set[int] = set()
        for document in self._documents(told):
            there.add(document.id)
            result.documents += 1
            self._look_at(document, told, result)
            each(document, result)
        for document_id in sorted(told.known.keys() - there):
            self._again(document_id, told.first, result)
        return result

    def _chain(
        self,
        result: VerificationResult,
        look: Callable[[JournalEntry, VerificationResult], object],
    ) -> ToldDocuments:
        check, told = ChainCheck(self._kept), ToldDocuments()
        after, came = None, True
        while came:
            # Read before what may be nothing more: an end beyond that is one that was cut off.
            end, came = self._journal.head(), False
            for page in self._journal.pages(after):
                for entry in page:
                    result.add(*check.take(entry))
                    told.take(entry)
                    look(entry, result)
                after, came = page[-1].number, True
        result.head = check.head
        result.add(*check.end(end))
        return told

    def _documents(self, told: ToldDocuments) -> Iterator[CheckedDocument]:
        after = 0
        while True:
            wanted = _ROW.where(_doc.c.id > after).order_by(_doc.c.id).limit(_PAGE)
            with self._transactions.reading() as connection:
                rows = connection.execute(wanted).all()
            if not rows:
                return
            for row in rows:
                yield CheckedDocument(**row._mapping, told=told.known.get(row.id))
            after = rows[-1].id

    def _look_at(
        self, document: CheckedDocument, told: ToldDocuments, result: VerificationResult
    ) -> None:
        if document.content_id is not None:
            result.bytes_read += 1
        if self._wrong(document, told):
            self._again(document.id, told.first, result)

    def _again(self, document_id: int, first: int | None, result: VerificationResult) -> None:
        """One document, with all that is known of it at this moment."""
        # Its entries first: what comes between is told by entries that are not read, and by no row.
        row = self._row(document_id)
        told = ToldDocuments(self._journal.of_document(document_id))
        told.first = first
        if row is None:
            if document_id in told.known and self._row(document_id) is None:
                result.add(DocumentFound(DocumentFlaw.GONE, document_id))
            return
        document = CheckedDocument(**row._mapping, told=told.known.get(document_id))
        flaw = self._wrong(document, told)
        if flaw is not None and self._row(document_id) == row:
            result.add(flaw_of(document, flaw))

    def _row(self, document_id: int) -> sa.Row[Any] | None:
        with self._transactions.reading() as connection:
            return connection.execute(_ROW.where(_doc.c.id == document_id)).first()

    def _wrong(self, document: CheckedDocument, told: ToldDocuments) -> DocumentFlaw | None:
        """What is wrong with a document here, by its row and by its bytes."""
        # Without a hash it was never kept here: somebody put it online, and it was linked.
        if document.sha256 and told.is_untold(document.id):
            return DocumentFlaw.UNTOLD
        known = document.told
        if known is not None and known.sha256:
            sizes = {document.size, known.size if known.size is not None else document.size}
            if known.sha256 != document.sha256 or len(sizes) > 1:
                return DocumentFlaw.CHANGED
        return self._bytes(document) if document.content_id is not None else None

    def _bytes(self, document: CheckedDocument) -> DocumentFlaw | None:
        digest, size = hashlib.sha256(), 0
        for piece in self._contents.of(document.id):
            digest.update(piece)
            size += len(piece)
        if not size and document.size:
            return DocumentFlaw.BYTES_GONE
        right = (size, digest.hexdigest()) == (document.size, document.sha256)
        return None if right else DocumentFlaw.BYTES_CHANGED
