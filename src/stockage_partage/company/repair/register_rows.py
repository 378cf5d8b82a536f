"""Rows of the register as a repair reads them: those that say what is not so, and all those of one group.

Wrong are lost leases, counters that are off, twins and unknown fingerprints. Each has a look that writes nothing,
and a mend of one transaction that looks again inside: done twice, or by two programs at once, it comes to the
same. A group's rows are read from end to end, to be compared with its library. No bytes are touched here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.outbox import batch
from stockage_partage.company.outbox.adding import lock_key, place_of
from stockage_partage.company.state_records import Status

_doc = tables.document
_meta = tables.meta
#: Where a row comes from that a look online made: `PageApplier`.
_SEEN_ONLINE = "online"
_COUNTS = sa.select(*(_meta.c[status.value] for status in Status))
_REAL = sa.select(_doc.c.status, sa.func.count()).group_by(_doc.c.status)
_is_unhashed = (
    tables.is_filed
    & (_doc.c.sha256 == "")
    & (_doc.c.copied_from == "")
    & _doc.c.item_id.is_not(None)
    & _doc.c.online.in_((OnlineState.AS_SENT.value, OnlineState.MOVED.value))
)
_MANY = 1000  # rows in one reading
_ROWS = (
    sa.select(
        _doc.c.id, _doc.c.status, _doc.c.path, _doc.c.place, _doc.c.item_id, _doc.c.quick_xor,
        sa.func.coalesce(_doc.c.sent_size, _doc.c.size).label("size"), _doc.c.online, _doc.c.trouble,
    )
    .where(_doc.c.group_id == sa.bindparam("in_group"), _doc.c.id > sa.bindparam("after"))
    .order_by(_doc.c.id)
    .limit(_MANY)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TwinRows:
    """One file online under several rows: `kept` stays, `other_ids` only repeat it. `path`: of the kept."""

    kept_id: int
    other_ids: tuple[int, ...]
    path: str


@dataclass(frozen=True, slots=True)
class UnhashedDocument:
    """A document that was only seen online, at a place of ours: its bytes handed over again are not recognised."""

    id: int
    item_id: str
    path: str
    size: int


class RowFaults:
    """What rows of this database say wrongly."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    # --- leases ----------------------------------------------------------------------------------

    def lost_leases(self, dead: Collection[str]) -> int:
        """Documents still marked as somebody's whose lease is over, or whose owner is among the `dead`."""
        wanted = sa.select(sa.func.count()).select_from(_doc).where(_is_lost(dead))
        with self._transactions.reading() as connection:
            now = self._transactions.clock()
            return int(connection.execute(wanted, batch.at(now)).scalar_one())

    def free_lost(self, dead: Collection[str]) -> int:
        """Gives those back to whoever sends next; how many."""
        with self._transactions.changing() as change:
            free = sa.update(_doc).where(_is_lost(dead)).values(**batch.FREE)
            done = change.execute(free, batch.at(change.now)).rowcount
            if done:
                change.announce()
            return done

    # --- counters --------------------------------------------------------------------------------

    def wrong_counters(self) -> int:
        """How many of the counters that every panel shows are not what the register holds."""
        with self._transactions.reading() as connection:
            kept = connection.execute(_COUNTS).one()._mapping
            real = _counted(connection)
        return sum(kept[name] != count for name, count in real.items())

    def count_again(self) -> None:
        """The counters say what the register holds."""
        with self._transactions.changing() as change:
            # Whoever changes a document adds to the counters last: on PostgreSQL, what is counted while
            # their row is held goes with them.
            kept = change.row(_COUNTS)
            real = _counted(change.connection)
            if kept is not None and dict(kept._mapping) != real:
                change.announce(**real)

    # --- twins -----------------------------------------------------------------------------------

    def twins(self, group_id: str) -> list[TwinRows]:
        """The files that several rows of that group tell of, where all but one were only seen online."""
        with self._transactions.reading() as connection:
            return _twins(connection, group_id)

    def merge_twins(self, group_id: str, drive_id: str) -> int:
        """The rows that only repeat another one go, with their words; how many. What they knew is kept.

        Such a row was made by a look online and never had bytes here: nothing is lost with it.
        `drive_id`: of the library, which no other program brings into the register meanwhile.
        """
        done = 0
        with self._transactions.changing() as change:
            lock_key(change, drive_id)
            for twin in _twins(change.connection, group_id):
                for other_id in twin.other_ids:
                    _merge(change, twin.kept_id, other_id)
                    done += 1
        return done

    # --- fingerprints ----------------------------------------------------------------------------

    def unhashed(self, group_id: str) -> list[UnhashedDocument]:
        """Filed documents of that group with a key of ours and no SHA-256, as they were sent."""
        wanted = (
            sa.select(
                _doc.c.id,
                _doc.c.item_id,
                _doc.c.path,
                sa.func.coalesce(_doc.c.sent_size, _doc.c.size).label("size"),
            )
            .where(_doc.c.group_id == group_id, _doc.c.key.is_not(None), _is_unhashed)
            .order_by(_doc.c.id)
        )
        with self._transactions.reading() as connection:
            return [UnhashedDocument(**row._mapping) for row in connection.execute(wanted)]

    def learn(self, document: UnhashedDocument, sha256: str) -> None:
        """What its bytes are; nothing is written where the row tells of something else by now."""
        mine = (_doc.c.id == document.id) & (_doc.c.item_id == document.item_id)
        with self._transactions.changing() as change:
            change.execute(sa.update(_doc).where(mine, _is_unhashed).values(sha256=sha256))


def _is_lost(dead: Collection[str]) -> sa.ColumnElement[bool]:
    return _doc.c.owner.is_not(None) & sa.or_(
        _doc.c.status != Status.WAITING.value,
        batch.is_over(_doc.c.lease_until),
        _doc.c.owner.in_(list(dead)),
    )


def _counted(connection: sa.Connection) -> dict[str, int]:
    found: dict[str, int] = dict.fromkeys((status.value for status in Status), 0)
    return found | {status: count for status, count in connection.execute(_REAL)}


def _twins(connection: sa.Connection, group_id: str) -> list[TwinRows]:
    mine = (_doc.c.group_id == group_id) & tables.is_filed & _doc.c.item_id.is_not(None)
    twice = sa.select(_doc.c.item_id).where(mine).group_by(_doc.c.item_id)
    rows = connection.execute(
        sa.select(_doc.c.id, _doc.c.item_id, _doc.c.path, _doc.c.source)
        .where(mine, _doc.c.item_id.in_(twice.having(sa.func.count() > 1)))
        .order_by(_doc.c.item_id, _doc.c.id)
    ).all()
    by_item: dict[str, list[Any]] = {}
    for row in rows:
        by_item.setdefault(row.item_id, []).append(row)
    found = (_twin_of(each) for each in by_item.values())
    return [twin for twin in found if twin is not None]


def _twin_of(rows: list[Any]) -> TwinRows | None:
    """The oldest of ours stays; None where there is nothing but rows of ours, which a person compares."""
    ours = [row for row in rows if row.source != _SEEN_ONLINE]
    kept = (ours or rows)[0]
    others = tuple(row.id for row in rows if row not in ours and row is not kept)
    return TwinRows(kept.id, others, kept.path or "") if others else None


def _merge(change: Change, kept_id: int, other_id: int) -> None:
    columns = sa.select(_doc.c.path, _doc.c.place)
    kept = change.row(columns.where(_doc.c.id == kept_id))
    other = change.row(columns.where(_doc.c.id == other_id))
    if kept is None or other is None:
        return
    change.execute(sa.delete(tables.word).where(tables.word.c.document_id == other_id))
    change.execute(sa.delete(_doc).where(_doc.c.id == other_id))
    change.move(Status.FILED, None)
    if kept.place is None and kept.path is not None and other.place == place_of(kept.path):
        change.execute(sa.update(_doc).where(_doc.c.id == kept_id).values(place=other.place))


@dataclass(frozen=True, slots=True)
class RegisteredDocument:
    """A document as the register has it. `size`: bytes online, those handed over while it waits.

    `place`: its path as SharePoint compares it; None for one that has none, or lost it to another.
    """

    id: int
    status: Status
    path: str | None
    place: str | None
    item_id: str | None
    quick_xor: str
    size: int
    online: str
    trouble: str | None


class RegisterView:
    """Every document of a group, in the order in which they came."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def documents(self, group_id: str) -> Iterator[RegisteredDocument]:
        """Each document of that group, a thousand in one reading: nobody is kept waiting."""
        last = 0
        while True:
            with self._transactions.reading() as connection:
                rows = connection.execute(_ROWS, {"in_group": group_id, "after": last}).all()
            for row in rows:
                yield RegisteredDocument(**{**row._mapping, "status": Status(row.status)})
            if len(rows) < _MANY:
                return
            last = rows[-1].id
