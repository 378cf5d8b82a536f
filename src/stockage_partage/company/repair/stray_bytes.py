"""Bytes that no document refers to, documents whose bytes are gone, and bytes that are about to go wrongly.

Kept bytes are in `sp_content`; a document names them, or `sp_loose_content` says that they may be swept.
What is on neither side was left by something that is no transaction of ours: a hand, a copy put back
half, a damaged page. Nothing tells whether somebody still wants them, so they are told by their SHA-256:

    RETURNED    a document of these bytes lacks them           they are given back to it
    COPY        another document has, or had filed, the same   they are let go
    UNKNOWN     no document has them                           they become one that a person classifies
    PARTIAL     pieces are missing                             only told: nobody can say what they were

No bytes are ever let go unless the register has the very same elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.outbox.adding import AT_ONCE, QUEUED, lock_key
from stockage_partage.company.outbox.content import Contents, set_loose
from stockage_partage.company.register import search_index
from stockage_partage.company.state_records import Status

_content = tables.content
_loose = tables.loose_content
_doc = tables.document
_NAMED = sa.select(_doc.c.content_id).where(_doc.c.content_id.is_not(None))
_UNFILED = _doc.c.status != Status.FILED.value
_ORPHANS = (
    sa.select(
        _content.c.content_id,
        sa.func.sum(sa.func.length(_content.c.bytes)).label("size"),
        sa.func.count().label("pieces"),
        sa.func.max(_content.c.seq).label("last"),
    )
    .where(
        _content.c.content_id.not_in(_NAMED),
        _content.c.content_id.not_in(sa.select(_loose.c.content_id)),
    )
    .group_by(_content.c.content_id)
    .order_by(_content.c.content_id)
)
_KEPT_SIZE = (
    sa.select(sa.func.coalesce(sa.func.sum(sa.func.length(_content.c.bytes)), 0))
    .where(_content.c.content_id == _doc.c.content_id)
    .correlate(_doc)
    .scalar_subquery()
)
#: On its way, its bytes should be here, and are not all here.
_LACKING = _UNFILED & (_doc.c.copied_from == "") & (_doc.c.size != _KEPT_SIZE)
_THREATENED = (
    sa.select(_loose.c.content_id)
    .join(_doc, _doc.c.content_id == _loose.c.content_id)
    .where(_UNFILED)
)
_BEGINNINGS = {b"%PDF-": (".pdf", "application/pdf"), b"<?xml": (".xml", "application/xml"),
               b"PK\x03\x04": (".zip", "application/zip")}  # fmt: skip
_ANYTHING = (".bin", "application/octet-stream")


class Fate(StrEnum):
    """What becomes of bytes that nobody refers to."""

    RETURNED = "returned"
    COPY = "copy"
    UNKNOWN = "unknown"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class OrphanBytes:
    """Bytes that nobody refers to. `title`: of the document that gets them back, "" without one."""

    content_id: str
    size: int
    sha256: str
    fate: Fate
    title: str = ""


@dataclass(frozen=True, slots=True)
class LackingDocument:
    """A document on its way whose bytes are not here any more."""

    document_id: int
    title: str


class StrayBytes:
    """What of the kept bytes of this database is astray."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    # --- looking ---------------------------------------------------------------------------------

    def orphans(self) -> list[OrphanBytes]:
        """Bytes that nobody refers to; all of them are read, a piece at a time."""
        with self._transactions.reading() as connection:
            found = connection.execute(_ORPHANS).all()
        return [self._told(row) for row in found]

    def lacking(self) -> list[LackingDocument]:
        """Documents that cannot be sent any more, for want of their bytes."""
        with self._transactions.reading() as connection:
            rows = connection.execute(
                sa.select(_doc.c.id, _doc.c.title).where(_LACKING).order_by(_doc.c.id)
            )
            return [LackingDocument(row.id, row.title) for row in rows]

    def threatened(self) -> int:
        """How many contents the next sweep would take although a document needs them."""
        with self._transactions.reading() as connection:
            return len(connection.execute(_THREATENED).all())

    # --- mending ---------------------------------------------------------------------------------

    def protect(self) -> None:
        """What a document needs is swept no more."""
        with self._transactions.changing() as change:
            change.execute(
                sa.delete(_loose).where(
                    _loose.c.content_id.in_(
                        sa.select(_doc.c.content_id).where(_UNFILED, _doc.c.content_id.is_not(None))
                    )
                )
            )

    def settle(self, orphan: OrphanBytes, by: str, application: str) -> bool:
        """Does what its fate says. False: somebody else has, or what spoke for it is no longer so.

        PARTIAL ones are left alone. UNKNOWN ones stay where no group was ever known.
        """
        with self._transactions.changing() as change:
            lock_key(change, orphan.content_id)
            lock_key(change, orphan.sha256)
            still = sa.select(_ORPHANS.subquery().c.content_id)
            if orphan.content_id not in set(change.execute(still).scalars()):
                return False
            if _fate(change.connection, orphan.sha256, orphan.size)[0] is not orphan.fate:
                return False
            if orphan.fate is Fate.RETURNED:
                return _give_back(change, orphan)
            if orphan.fate is Fate.COPY:
                set_loose(change, orphan.content_id, timedelta())
                return True
            return orphan.fate is Fate.UNKNOWN and self._to_classify(
                change, orphan, by, application
            )

    def sweep(self) -> None:
        """Removes what was let go."""
        Contents(self._transactions).sweep()

    # --- small parts -----------------------------------------------------------------------------

    def _told(self, row: sa.Row[Any]) -> OrphanBytes:
        size = int(row.size)
        if row.pieces != row.last + 1:
            return OrphanBytes(row.content_id, size, "", Fate.PARTIAL)
        digest = hashlib.sha256()
        for piece in self._pieces(row.content_id, row.pieces):
            digest.update(piece)
        sha256 = digest.hexdigest()
        with self._transactions.reading() as connection:
            fate, title = _fate(connection, sha256, size)
        return OrphanBytes(row.content_id, size, sha256, fate, title)

    def _pieces(self, content_id: str, count: int) -> Iterator[bytes]:
        for number in range(count):
            with self._transactions.reading() as connection:
                yield _piece(connection, content_id, number)

    def _to_classify(self, change: Change, orphan: OrphanBytes, by: str, application: str) -> bool:
        """The bytes become a document without a place, which a person looks at."""
        group_id = change.execute(sa.select(tables.activation.c.group_id)).scalar()
        if group_id is None:
            return False
        start = _piece(change.connection, orphan.content_id, 0)[:5]
        ending, kind = next(
            (each for mark, each in _BEGINNINGS.items() if start.startswith(mark)), _ANYTHING
        )
        title = orphan.sha256[:12] + ending
        words = search_index.words_of(
            title=title, type="", number="", third_party_code="", amount=None
        )
        values = {
            "status": Status.TO_CLASSIFY.value, "group_id": group_id, "title": title,
            "size": orphan.size, "sha256": orphan.sha256, "content_type": kind,
            "content_id": orphan.content_id, "source": "repair", "provisional": False,
            "by_user": by, "application": application, "haystack": search_index.as_text(words),
            "priority": QUEUED, "due_at": AT_ONCE, "created_at": change.now,
        }  # fmt: skip
        (document_id,) = change.execute(sa.insert(_doc).values(values)).inserted_primary_key or (0,)
        change.move(None, Status.TO_CLASSIFY)
        told = {"title": title, "sha256": orphan.sha256, "size": orphan.size}
        change.enter(JournalAct.KEPT, told, document=document_id, by=by, application=application)
        return True


def _piece(connection: sa.Connection, content_id: str, number: int) -> bytes:
    wanted = sa.select(_content.c.bytes).where(
        _content.c.content_id == content_id, _content.c.seq == number
    )
    return bytes(connection.execute(wanted).scalar() or b"")


def _fate(connection: sa.Connection, sha256: str, size: int) -> tuple[Fate, str]:
    """What becomes of whole bytes of that SHA-256, and the title of the document that lacks them."""
    same = (_doc.c.sha256 == sha256) & (_doc.c.size == size)
    lacking = connection.execute(
        sa.select(_doc.c.title).where(same, _LACKING).order_by(_doc.c.id).limit(1)
    ).first()
    if lacking is not None:
        return Fate.RETURNED, lacking.title
    # Changed or deleted online since, it may be the only one with these bytes.
    filed = tables.is_filed & _doc.c.online.in_(
        (OnlineState.AS_SENT.value, OnlineState.MOVED.value)
    )
    elsewhere = sa.select(_doc.c.id).where(same, filed | (_UNFILED & (_doc.c.copied_from == "")))
    return (Fate.UNKNOWN if connection.execute(elsewhere).first() is None else Fate.COPY), ""


def _give_back(change: Change, orphan: OrphanBytes) -> bool:
    wanted = sa.select(_doc.c.id, _doc.c.content_id).where(
        _doc.c.sha256 == orphan.sha256, _doc.c.size == orphan.size, _LACKING
    )
    row = change.row(wanted.order_by(_doc.c.id).limit(1))
    if row is None:
        return False
    change.execute(sa.update(_doc).where(_doc.c.id == row.id).values(content_id=orphan.content_id))
    if row.content_id is not None:  # what was left of its own bytes is no whole document
        set_loose(change, row.content_id, timedelta())
    change.announce()
    return True
