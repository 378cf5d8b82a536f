"""Documents on their way: kept at once, sent by whoever holds the lease, forgotten by nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import BinaryIO

import sqlalchemy as sa

from stockage_partage.company import outbox_adding as adding
from stockage_partage.company import outbox_content, outbox_copies, tables
from stockage_partage.company import outbox_leases as leases
from stockage_partage.company import outbox_turns as turns
from stockage_partage.company.facts import (
    Added,
    Classification,
    NewDocument,
    Pause,
    Status,
)
from stockage_partage.company.transactions import Transactions
from stockage_partage.errors import Trouble

_doc = tables.document
_meta = tables.meta
NOTHING_WANTED = leases.Wanted(0, timedelta())


class Outbox:
    """What is to be sent. A mark by an owner who has lost the lease changes nothing and says False."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    # --- keeping ---------------------------------------------------------------------------------

    def add(self, document: NewDocument, content: BinaryIO, path_of: adding.PathOf) -> Added:
        """Keeps bytes and row together before returning, or raises and keeps nothing.

        Same key and same bytes: nothing is written. Same key, other bytes: the next version, at
        `path_of(version)`. Raises StorageInactive, PlaceTaken when another document has that path,
        FileUnreadable when the bytes are not those announced, and the database troubles.
        """
        if document.size > outbox_content.BATCH * outbox_content.PIECE:
            # A look first: a large file already kept is not read for nothing.
            with self._transactions.reading() as connection:
                known = adding.Known.of(connection, document)
                known.group_now(document.group_id)
                same = known.same
            if same is not None:
                return same
        with outbox_content.Arrival(self._transactions, content) as arrival:
            arrival.read()
            arrival.check(document.size, document.sha256)
            return self._settle(document, arrival, path_of)

    def add_copy(self, document: NewDocument, path_of: adding.PathOf) -> Added:
        """Keeps a document that the drive copies from `document.copied_from`: no bytes come here.

        The same file, or one of the same fingerprint, under the same key: nothing is written.
        Raises StorageInactive, PlaceTaken and the database troubles.
        """
        with self._transactions.changing() as change:
            return outbox_copies.add(change, document, path_of)

    def classify(
        self, document_id: int, said: Classification, path_of: adding.PathOf
    ) -> Added | None:
        """Gives a document of `to_classify` its place. None: it does not wait there any more."""
        with self._transactions.changing() as change:
            return adding.classify(change, document_id, said, path_of)

    def withdraw(self, document_id: int) -> bool:
        """Takes back a document not yet filed, bytes included. False: filed, or being sent now."""
        with self._transactions.changing() as change:
            row = change.row(
                sa.select(_doc).where(
                    _doc.c.id == document_id, _doc.c.status != Status.FILED, _is_free(change.now)
                )
            )
            if row is None:
                return False
            adding.remove(change, row)
        with suppress(
            Trouble
        ):  # it is taken back already; its bytes go at the next sweep at the latest
            self.sweep()
        return True

    # --- sending ---------------------------------------------------------------------------------

    def turn(
        self,
        owner: str,
        ended: turns.Ended = turns.Ended(),  # noqa: B008  # frozen
        wanted: leases.Wanted = NOTHING_WANTED,
        spending: turns.Spending = turns.Spending(),  # noqa: B008  # frozen
        now: datetime | None = None,
    ) -> turns.Turn:
        """Marks what `ended` and claims what is `wanted`, in one commit."""
        moment = now or self._transactions.clock()
        return turns.take(self._transactions, owner, ended, wanted, spending, moment)

    def content(self, document_id: int) -> Iterator[bytes]:
        """The bytes kept, piece by piece; nothing once they were dropped."""
        return outbox_content.pieces(self._transactions, document_id)

    def contents(self, document_ids: Sequence[int]) -> dict[int, bytes]:
        """The bytes of several small documents at once; those that were dropped are left out."""
        return outbox_content.contents(self._transactions, document_ids)

    def piece(self, document_id: int, number: int) -> bytes:
        """One piece of a document's bytes (`outbox_content.PIECE`), numbered from 0."""
        return outbox_content.piece(self._transactions, document_id, number)

    def renew(self, owner: str, document_ids: Sequence[int], lease: timedelta) -> None:
        """Still sending them: keeps the leases that `owner` still has alive."""
        turns.renew(self._transactions, owner, document_ids, lease)

    def holders(self) -> frozenset[str]:
        """Who holds documents at this moment."""
        with self._transactions.reading() as connection:
            return leases.holders(connection, self._transactions.clock())

    def release_all(self, owner: str) -> None:
        """Gives back what `owner` holds: it is known to be dead before its leases end."""
        with self._transactions.changing() as change:
            leases.release_all(change, owner)

    def retry(self, document_id: int) -> bool:
        """A person asks for another try, now and before the queue. False: filed, or to classify."""
        with self._transactions.changing() as change:
            row = change.row(
                sa.select(_doc.c.id, _doc.c.status).where(
                    _doc.c.id == document_id,
                    _doc.c.status.in_((Status.WAITING, Status.BLOCKED)),
                )
            )
            if row is None:
                return False
            leases.put(
                change, document_id,
                status=Status.WAITING.value, due_at=adding.AT_ONCE, attempts=0,
                priority=adding.INTERACTIVE, **leases.NO_TROUBLE,
            )  # fmt: skip
            change.move(Status(row.status), Status.WAITING)
            return True

    def is_due(self, now: datetime) -> bool:
        """True when a document may leave, were there units for it."""
        return leases.any_due(self._transactions, now)

    def next_try(self, now: datetime) -> datetime | None:
        """When the next put-off document is due, or the pause ends; None when nothing is put off."""
        with self._transactions.reading() as connection:
            return leases.next_try(connection, now)

    def pause(self, until: datetime, reason: str) -> None:
        """Every workstation stays away until then, at most for an hour; a pause already longer stays."""
        with self._transactions.changing() as change:
            until = min(until, change.now + leases.LONGEST_PAUSE)
            row = change.row(sa.select(_meta.c.paused_until))
            running = row is not None and leases.is_paused(row.paused_until, change.now)
            if row is None or not running or row.paused_until < until:
                change.announce(paused_until=until, pause_reason=reason)

    def resume(self) -> None:
        """Ends the pause: a person asked, or what caused it was settled."""
        with self._transactions.changing() as change:
            change.announce(paused_until=None, pause_reason="")

    def paused_until(self, now: datetime | None = None) -> Pause | None:
        """The pause that runs, None when none does."""
        moment = now or self._transactions.clock()
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_meta.c.paused_until, _meta.c.pause_reason)).one()
        if not leases.is_paused(row.paused_until, moment):
            return None
        return Pause(row.paused_until, row.pause_reason)

    def sweep(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Removes bytes that belong to no document any more (dead arrivals, large filed ones).

        False: `stop` said so before the end.
        """
        return outbox_content.sweep(self._transactions, stop)

    def _settle(
        self, document: NewDocument, arrival: outbox_content.Arrival, path_of: adding.PathOf
    ) -> Added:
        with self._transactions.changing() as change:
            adding.lock_key(change, document.sha256)
            if document.key:
                adding.lock_key(change, document.key)
            known = adding.Known.of(change.connection, document)
            group_id = known.group_now(document.group_id)
            added = known.same
            if added is None:
                version = known.next_version
                added = adding.insert(change, document, group_id, version, arrival, path_of)
            if document.key and not document.attached:
                adding.drop_unplaced(change, known)
        return added


def _is_free(moment: datetime) -> sa.ColumnElement[bool]:
    return _doc.c.lease_until.is_(None) | (_doc.c.lease_until <= moment)
