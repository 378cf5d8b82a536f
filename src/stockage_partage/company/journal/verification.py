"""The whole journal gone through, then each document that it tells of, and the bytes that are at hand.

First the chain, entry by entry: what was changed, taken out, put in or moved since it was written is what the
chain itself can tell. An end that was cut off and a chain that was written anew whole are found against a head
that was kept elsewhere, and by nothing else. Then the documents, by the journal's last word on each.

Nothing is held meanwhile: it is read some rows at a time, and what looks wrong is looked at once more, by
itself and at one moment, for others file and send all the while.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.journal.entries import JournalAct, JournalEntry, JournalHead
from stockage_partage.company.journal.journal import Journal
from stockage_partage.company.outbox.content import Contents

#: How far an entry that was moved is looked for, on either side of where it is now.
_REACH = 64
_BEGINNING = frozenset({JournalAct.KEPT.value, JournalAct.ATTACHED.value})
_GOING_ON = frozenset({JournalAct.CLASSIFIED.value, JournalAct.SENT.value})
_END = frozenset({JournalAct.WITHDRAWN.value, JournalAct.DUPLICATE_DROPPED.value})
#: Findings that are listed; the count is exact whatever their number.
LISTED = 1000
_PAGE = 1000
_doc = tables.document
_ROW: sa.Select[Any] = sa.select(
    _doc.c.id, _doc.c.sha256, _doc.c.size, _doc.c.content_id, _doc.c.item_id, _doc.c.group_id,
    _doc.c.path, _doc.c.title, _doc.c.number,
)  # fmt: skip


class Flaw(StrEnum):
    """What is not as it was written; the words of `verifier --json`."""

    CHANGED = "modifiee"  # the entry does not have the hash that its text makes
    MISSING = "manquante"  # numbers without entries
    MOVED = "deplacee"  # an entry that was written under another number
    UNLINKED = "sans_suite"  # does not follow the entry before: put in, or written anew
    CUT = "fin_coupee"  # the journal ends before a head that is known
    REWRITTEN = "reecrite"  # the entry at a head that was kept elsewhere is another one
    TIMESTAMP = "horodatage"  # the timestamp that the entry holds is not sound, or of another end
    HEAD = "tete"  # the database says another end than its last entry


@dataclass(frozen=True, slots=True)
class FlawFound:
    """Something that is wrong with the chain, between two numbers, both included."""

    flaw: Flaw
    first: int
    last: int


class ChainCheck:
    """Takes the entries in their order, and tells what is wrong as soon as it shows.

    `kept`: heads known from elsewhere, each under a name of the caller's.
    """

    def __init__(self, kept: Iterable[JournalHead] = ()) -> None:
        self.head = JournalHead()
        self._kept = {each.number: each.hash for each in kept if each.number}

    def take(self, entry: JournalEntry) -> list[FlawFound]:
        """What is wrong with that entry and with what should be before it."""
        found = []
        number = entry.number
        gap = number - self.head.number - 1
        if gap > 0:
            found.append(FlawFound(Flaw.MISSING, self.head.number + 1, number - 1))
        own = _flaw_of(entry)
        if own is not None:
            found.append(FlawFound(own, number, number))
        elif entry.previous != self.head.hash and gap <= 0:
            found.append(FlawFound(Flaw.UNLINKED, number, number))
        if self._kept.get(number, entry.hash) != entry.hash:
            found.append(FlawFound(Flaw.REWRITTEN, number, number))
        self.head = JournalHead(number, entry.hash)
        return found

    def end(self, told: JournalHead) -> list[FlawFound]:
        """What is wrong with the end. `told`: what the database says its last entry is."""
        last = self.head.number
        found = []
        furthest = max((told.number, *self._kept))
        if furthest > last:
            found.append(FlawFound(Flaw.CUT, last + 1, furthest))
        elif told != self.head:
            found.append(FlawFound(Flaw.HEAD, told.number, told.number))
        return found


def _flaw_of(entry: JournalEntry) -> Flaw | None:
    try:
        if entry.hashed == entry.hash:
            return None
        return Flaw.MOVED if _was_elsewhere(entry) else Flaw.CHANGED
    except (TypeError, ValueError):  # a value that no version of this program writes
        return Flaw.CHANGED


def _was_elsewhere(entry: JournalEntry) -> bool:
    nearest = sorted(range(-_REACH, _REACH + 1), key=abs)[1:]
    numbers = (entry.number + step for step in nearest)
    return any(replace(entry, number=number).hashed == entry.hash for number in numbers)


@dataclass(frozen=True, slots=True)
class ToldDocument:
    """One document by the journal's last word on it. Empty, or None: never told.

    `online_size` and `online_quick_xor`: as Microsoft 365 said when it was sent, which rewrites some files.
    """

    sha256: str = ""
    size: int | None = None
    online_size: int | None = None
    online_quick_xor: str = ""


class ToldDocuments:
    """Fed with entries in their order. `first`: the first document that was kept since there is a journal."""

    def __init__(self, entries: Iterable[JournalEntry] = ()) -> None:
        self.known: dict[int, ToldDocument] = {}
        self.first: int | None = None
        #: Documents whose number another was given, though nothing tells that they went.
        self.vanished: list[int] = []
        for entry in entries:
            self.take(entry)

    def take(self, entry: JournalEntry) -> None:
        """Hears the next entry; one that cannot be read is told by the chain."""
        if entry.document is None:
            return
        if entry.act in _END:
            self.known.pop(entry.document, None)
            return
        if entry.act in _BEGINNING:
            self.first = min(entry.document, self.first or entry.document)
            # SQLite gives the number of one that went to another.
            if self.known.pop(entry.document, None) is not None:
                self.vanished.append(entry.document)
        elif entry.act not in _GOING_ON:
            return
        before = self.known.get(entry.document, ToldDocument())
        self.known[entry.document] = _with(before, _read(entry.subject))

    def is_untold(self, document_id: int) -> bool:
        """True for one that should have been told of and was not; those before the journal are not."""
        return document_id not in self.known and self.first is not None and document_id > self.first


def _with(before: ToldDocument, told: dict[str, Any]) -> ToldDocument:
    sha256, quick_xor = told.get("sha256"), told.get("online_quick_xor")
    size, online_size = told.get("size"), told.get("online_size")
    return replace(
        before,
        sha256=sha256 if isinstance(sha256, str) else before.sha256,
        size=size if isinstance(size, int) else before.size,
        online_size=online_size if isinstance(online_size, int) else before.online_size,
        online_quick_xor=quick_xor if isinstance(quick_xor, str) else before.online_quick_xor,
    )


def _read(subject: str) -> dict[str, Any]:
    try:
        found = json.loads(subject)
    except (ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


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

    @property
    def has_another_end(self) -> bool:
        """True when nothing is wrong but that the end that was kept is not in this journal: as after a backup put back."""
        ends = [each for each in self.flaws if each.flaw in (Flaw.CUT, Flaw.REWRITTEN)]
        return bool(ends) and len(ends) == self.total

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
