"""Leases on waiting documents: one owner at a time, the dead ones' taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import budget, tables
from stockage_partage.company.activation import ACTIVE
from stockage_partage.company.facts import Claimed, Status
from stockage_partage.company.outbox_adding import INTERACTIVE
from stockage_partage.company.transactions import Change, Transactions

FREE: dict[str, Any] = {"owner": None, "lease_until": None}
NO_TROUBLE: dict[str, Any] = {"trouble": None, "trouble_detail": ""}
#: A pause that ends later than that was asked by a clock that is wrong: it holds nobody back.
LONGEST_PAUSE = timedelta(hours=1)
#: Bytes: more than any document has.
ANY_SIZE = 1 << 62

_doc = tables.document
_meta = tables.meta


def _next_due() -> sa.Select[Any]:
    moment = sa.bindparam("moment", type_=tables.Instant)
    at_most = sa.bindparam("at_most", type_=sa.BigInteger)
    on = tables.activation
    latest = sa.bindparam("latest_pause", type_=tables.Instant)
    running = sa.or_(
        _meta.c.paused_until.is_(None),
        _meta.c.paused_until <= moment,
        _meta.c.paused_until > latest,
    )
    return (
        sa.select(
            _doc.c.id.label("document_id"), _doc.c.group_id, _doc.c.path, _doc.c.title, _doc.c.size, _doc.c.sha256,
            _doc.c.content_type, _doc.c.attempts, _doc.c.priority, _doc.c.copied_from, _doc.c.quick_xor,
            on.c.drive_id,
        )
        .join(on, (on.c.group_id == _doc.c.group_id) & (on.c.stored == ACTIVE))
        .join(_meta, running)
        .where(
            _doc.c.status == Status.WAITING.value,
            _doc.c.due_at <= moment,
            _doc.c.lease_until.is_(None) | (_doc.c.lease_until <= moment),
            (at_most == ANY_SIZE) | ((_doc.c.size <= at_most) & (_doc.c.copied_from == "")),
        )
        .order_by(_doc.c.priority, _doc.c.due_at, _doc.c.id)
        .limit(sa.bindparam("count", type_=sa.Integer))
    )  # fmt: skip


# Built once: making a statement costs more than running it.
_NEXT_DUE = _next_due()
_NEXT_DUE_LOCKED = _NEXT_DUE.with_for_update(skip_locked=True, of=_doc)
_NEXT_PUT_OFF = sa.select(sa.func.min(_doc.c.due_at)).where(
    _doc.c.status == Status.WAITING.value,
    _doc.c.due_at > sa.bindparam("moment", type_=tables.Instant),
)
BY_ID = sa.update(_doc).where(_doc.c.id == sa.bindparam("document"))
_TAKE = (
    sa.update(_doc)
    .where(_doc.c.id.in_(sa.bindparam("documents", expanding=True)))
    .values(
        owner=sa.bindparam("taken_by"),
        lease_until=sa.bindparam("taken_until", type_=tables.Instant),
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Up to `count` documents for `lease`; each costs `units` of the budget, 0 for none.

    `at_most`: only those of no more bytes, and no copies, which take their time too.
    """

    count: int
    lease: timedelta
    units: int = 0
    at_most: int = ANY_SIZE


def is_paused(until: datetime | None, moment: datetime) -> bool:
    """True while a pause until then keeps everybody away."""
    return until is not None and moment < until <= moment + LONGEST_PAUSE


def _asked(moment: datetime, count: int, at_most: int) -> dict[str, Any]:
    latest = moment + LONGEST_PAUSE
    return {"moment": moment, "count": count, "at_most": at_most, "latest_pause": latest}


def any_due(transactions: Transactions, moment: datetime, at_most: int = ANY_SIZE) -> bool:
    """A look first: an idle worker never takes the write lock."""
    asked = _asked(moment, 1, at_most)
    with transactions.reading() as connection:
        return connection.execute(_NEXT_DUE, asked).first() is not None


def next_try(connection: sa.Connection, moment: datetime) -> datetime | None:
    """The next moment at which something that waits may leave; None when nothing is put off."""
    paused: datetime | None = connection.execute(sa.select(_meta.c.paused_until)).scalar()
    if is_paused(paused, moment):
        return paused
    due: datetime | None = connection.execute(_NEXT_PUT_OFF, {"moment": moment}).scalar()
    return due


def take(change: Change, owner: str, wanted: Wanted, moment: datetime) -> list[Claimed]:
    """The next documents due at `moment` that the budget allows, now `owner`'s until the lease ends."""
    if not wanted.count:
        return []
    asked = _asked(moment, wanted.count, wanted.at_most)
    rows = change.execute(_NEXT_DUE_LOCKED, asked).all()
    if wanted.units and rows:
        rows = _affordable(rows, wanted.units, budget.room(change, moment))
    if not rows:
        return []
    until = moment + wanted.lease
    ids = [row.document_id for row in rows]
    change.execute(_TAKE, {"documents": ids, "taken_by": owner, "taken_until": until})
    return [Claimed(**row._mapping, lease_until=until) for row in rows]


def _affordable(
    rows: Sequence[sa.Row[Any]], units: int, room: budget.Room
) -> Sequence[sa.Row[Any]]:
    """The first ones that there are units for; what a person waits for may use some more."""
    for number, row in enumerate(rows, start=1):
        free = room.interactive if row.priority == INTERACTIVE else room.queued
        if number * units > free:
            return rows[: number - 1]
    return rows


def holders(connection: sa.Connection, moment: datetime) -> frozenset[str]:
    """The owners of leases that run at `moment`."""
    held = (_doc.c.status == Status.WAITING.value) & (_doc.c.lease_until > moment)
    return frozenset(connection.execute(sa.select(_doc.c.owner).where(held).distinct()).scalars())


def release_all(change: Change, owner: str) -> None:
    """Every document that `owner` holds is free again."""
    held = (_doc.c.status == Status.WAITING.value) & (_doc.c.owner == owner)
    change.execute(sa.update(_doc).where(held).values(**FREE))


def put(change: Change, document_id: int, /, **values: Any) -> None:
    """Sets columns of one document."""
    change.execute(BY_ID, {"document": document_id, **values})
