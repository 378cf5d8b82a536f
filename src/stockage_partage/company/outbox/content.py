"""The bytes of documents that wait, in pieces: never a whole large file in memory."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby
from typing import BinaryIO

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.prepared_statements import PreparedStatements
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.errors import FileUnreadable, Trouble
from stockage_partage.streams import CHUNK, chunks_of, copy

PIECE = CHUNK
#: Pieces written in one transaction. A document of at most that many is kept in one transaction
#: with its row; a larger one arrives piece by piece, so that nobody else waits for a gigabyte.
BATCH = 8
#: An arrival that has not moved for that long has died with its process.
ARRIVAL_LEASE = timedelta(minutes=10)
_TOO_SLOW = "arrived too slowly and was swept"

_content = tables.content
_loose = tables.loose_content
_doc = tables.document

_INSERT = PreparedStatements(sa.insert(_content), "content_id", "seq", "bytes")
_COUNT = (
    sa.select(sa.func.count())
    .select_from(_content)
    .where(_content.c.content_id == sa.bindparam("of_content"))
)
_PIECE = (
    sa.select(_doc.c.size, _content.c.bytes)
    .join(_content, _content.c.content_id == _doc.c.content_id)
    .where(_doc.c.id == sa.bindparam("document"), _content.c.seq == sa.bindparam("seq"))
)
_SEVERAL = (
    sa.select(_doc.c.id, _content.c.bytes)
    .join(_content, _content.c.content_id == _doc.c.content_id)
    .where(_doc.c.id.in_(sa.bindparam("documents", expanding=True)))
    .order_by(_doc.c.id, _content.c.seq)
)


class IncomingContent:
    """Bytes on their way in. Nothing of them is seen until `settle` runs with the document's row."""

    def __init__(self, transactions: Transactions, source: BinaryIO) -> None:
        self.content_id = uuid.uuid4().hex
        self.size = 0
        self._transactions = transactions
        self._source = source
        self._digest = hashlib.sha256()
        self._pending: list[bytes] = []
        self._seq = 0
        self._loose = False

    def read(self) -> None:
        """Reads the source to its end, outside any transaction of the document."""
        self.size = copy(_readable(self._source), self, self._digest)

    def write(self, piece: bytes) -> None:
        """Holds one piece; those before it are written once they fill a transaction."""
        if len(self._pending) == BATCH:
            self._store_batch()
        self._pending.append(piece)

    def check(self, size: int, sha256: str) -> None:
        """Raises FileUnreadable when the bytes read are not those announced: the file changed."""
        if (self.size, self._digest.hexdigest()) != (size, sha256):
            raise FileUnreadable("changed while it was read")

    def settle(self, change: Change) -> None:
        """Writes what is left inside the document's own transaction; from now on the bytes are its."""
        self._insert(change)
        if self._loose:
            done = change.execute(sa.delete(_loose).where(_loose.c.content_id == self.content_id))
            # A sweep that was called away half-way leaves the row and has taken pieces.
            if done.rowcount != 1 or self._kept(change) != self._seq:
                raise FileUnreadable(_TOO_SLOW)
            self._loose = False

    def _kept(self, change: Change) -> int:
        return int(change.execute(_COUNT, {"of_content": self.content_id}).scalar_one())

    def __enter__(self) -> IncomingContent:
        return self

    def __exit__(self, *_failure: object) -> None:
        if self._loose:
            # Not wanted after all: its pieces go at the next sweep, or when its lease ends.
            with suppress(Trouble), self._transactions.changing() as change:
                set_loose(change, self.content_id, timedelta())

    def _store_batch(self) -> None:
        with self._transactions.changing() as change:
            known = set_loose(change, self.content_id, ARRIVAL_LEASE)
            if self._loose and not known:
                raise FileUnreadable(_TOO_SLOW)
            self._insert(change)
        self._loose = True

    def _insert(self, change: Change) -> None:
        for piece in self._pending:
            values = {"content_id": self.content_id, "seq": self._seq, "bytes": piece}
            _INSERT.change(change.connection, values)
            self._seq += 1
        self._pending = []


class Contents:
    """The bytes that are kept, by document."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, document_id: int) -> Iterator[bytes]:
        """A document's bytes in order, each piece a read of its own; nothing once they were dropped."""
        seq = left = 0
        while left or not seq:
            with self._transactions.reading() as connection:
                row = connection.execute(_PIECE, {"document": document_id, "seq": seq}).first()
            if row is None:  # dropped: it is filed
                return
            left = (left if seq else row.size) - len(row.bytes)
            seq += 1
            yield row.bytes

    def several(self, document_ids: Sequence[int]) -> dict[int, bytes]:
        """The bytes of several small documents, read together; those that were dropped are left out."""
        found: dict[int, bytes] = {}
        with self._transactions.reading() as connection:
            rows = connection.execute(_SEVERAL, {"documents": document_ids})
            for document_id, its_rows in groupby(rows, lambda row: row.id):
                # Joined at once: added piece by piece, each would be copied again and again.
                found[document_id] = b"".join(row.bytes for row in its_rows)
        return found

    def piece(self, document_id: int, number: int) -> bytes:
        """One piece of a document (`PIECE` bytes), numbered from 0; nothing once it was dropped."""
        with self._transactions.reading() as connection:
            row = connection.execute(_PIECE, {"document": document_id, "seq": number}).first()
        return b"" if row is None else bytes(row.bytes)

    def sweep(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Removes the pieces that belong to no document any more (dead arrivals, large filed ones).

        A batch a transaction. False: `stop` said so before the end.
        """
        while not stop():
            if not self._any_loose():
                return True
            with self._transactions.changing() as change:
                due = _due_loose(change.now).with_for_update(skip_locked=True)
                content_id = change.execute(due).scalar()
                if content_id is None:  # another program is at it
                    return True
                _sweep_batch(change, content_id)
        return False

    def _any_loose(self) -> bool:
        """A look first: who has nothing to remove never takes the write lock."""
        with self._transactions.reading() as connection:
            return connection.execute(_due_loose(self._transactions.clock())).first() is not None


def is_large(size: int) -> bool:
    """True when the bytes come and go in several transactions."""
    return size > BATCH * PIECE


def drop(change: Change, content_id: str | None, size: int) -> None:
    """Lets the bytes go: a few at once, many later, so that the transaction stays short."""
    if content_id is None:
        return  # copied online: nothing was ever kept
    if not is_large(size):
        change.execute(sa.delete(_content).where(_content.c.content_id == content_id))
    else:
        set_loose(change, content_id, timedelta())


def set_loose(change: Change, content_id: str, lease: timedelta) -> bool:
    """Says that these pieces belong to no document and may be swept after `lease`; True if said before."""
    until = change.now + lease
    done = change.execute(
        sa.update(_loose).where(_loose.c.content_id == content_id).values(until=until)
    )
    if not done.rowcount:
        change.execute(sa.insert(_loose).values(content_id=content_id, until=until))
    return bool(done.rowcount)


def _due_loose(moment: datetime) -> sa.Select[tuple[str]]:
    return sa.select(_loose.c.content_id).where(_loose.c.until <= moment).limit(1)


def _sweep_batch(change: Change, content_id: str) -> None:
    mine = _content.c.content_id == content_id
    batch = sa.select(_content.c.seq).where(mine).order_by(_content.c.seq).limit(BATCH)
    done = change.execute(sa.delete(_content).where(mine, _content.c.seq.in_(batch)))
    if done.rowcount < BATCH:
        change.execute(sa.delete(_loose).where(_loose.c.content_id == content_id))


def _readable(source: BinaryIO) -> Iterator[bytes]:
    try:
        yield from chunks_of(source)
    except OSError as error:
        raise FileUnreadable(type(error).__name__) from error
