"""A worker's turn at the outbox: what became of its documents, and the next ones, in one commit.

A waiting document is leased to one owner at a time; a lease that has ended is taken over.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import instants
from stockage_partage.company.activation_row import ACTIVE
from stockage_partage.company.document_records import ClaimedDocument
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.columns import Instant
from stockage_partage.company.engine.transactions import Change
from stockage_partage.company.journal.entries import JournalAct, subject_of_sent
from stockage_partage.company.outbox import budget, content
from stockage_partage.company.outbox.adding import AT_ONCE, INTERACTIVE, place_of
from stockage_partage.company.outbox.budget import ReportedBudget, Reservation
from stockage_partage.company.register import search_index
from stockage_partage.company.state_records import Status

FREE: dict[str, Any] = {"owner": None, "lease_until": None}
NO_TROUBLE: dict[str, Any] = {"trouble": None, "trouble_detail": ""}
#: Bytes: more than any document has.
ANY_SIZE = 1 << 62

_doc = tables.document
_meta = tables.meta
_MOMENT = sa.bindparam("moment", type_=Instant)
_LATEST = sa.bindparam("latest", type_=Instant)
_content = tables.content
_HELD = (
    sa.select(
        _doc.c.id, _doc.c.size, _doc.c.content_id, _doc.c.attempts, _doc.c.haystack,
        _doc.c.group_id, _doc.c.key, _doc.c.version, _doc.c.path, _doc.c.sha256,
    )
    .where(
        _doc.c.id.in_(sa.bindparam("documents", expanding=True)),
        _doc.c.owner == sa.bindparam("held_by"),
        _doc.c.status == Status.WAITING.value,
    )
    .order_by(_doc.c.id)
    .with_for_update()
)  # fmt: skip
_RELEASED = (
    sa.update(_doc).where(_doc.c.id.in_(sa.bindparam("documents", expanding=True))).values(FREE)
)
_DROP = sa.delete(_content).where(
    _content.c.content_id.in_(sa.bindparam("contents", expanding=True))
)
_RENEW = (
    sa.update(_doc)
    .where(
        _doc.c.id.in_(sa.bindparam("documents", expanding=True)),
        _doc.c.owner == sa.bindparam("held_by"),
        _doc.c.status == Status.WAITING.value,
    )
    .values(lease_until=sa.bindparam("until", type_=Instant))
)


def is_over(until: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """The contrary of `instants.is_running`, for a statement that is asked with `at`."""
    return sa.or_(until.is_(None), until <= _MOMENT, until > _LATEST)


def at(moment: datetime) -> dict[str, datetime]:
    """The values that `is_over` needs."""
    return {"moment": moment, "latest": moment + instants.LONGEST}


def _next_due() -> sa.Select[Any]:
    at_most = sa.bindparam("at_most", type_=sa.BigInteger)
    on = tables.activation
    return (
        sa.select(
            _doc.c.id.label("document_id"),
            *tables.named_alike(ClaimedDocument, "lease_until"),
            on.c.drive_id,
        )
        .join(on, (on.c.group_id == _doc.c.group_id) & (on.c.stored == ACTIVE))
        .join(_meta, is_over(_meta.c.paused_until))
        .where(
            _doc.c.status == Status.WAITING.value,
            is_over(_doc.c.due_at),
            is_over(_doc.c.lease_until),
            (at_most == ANY_SIZE) | ((_doc.c.size <= at_most) & (_doc.c.copied_from == "")),
        )
        .order_by(_doc.c.priority, _doc.c.due_at, _doc.c.id)
        .limit(sa.bindparam("count", type_=sa.Integer))
    )


# Built once: making a statement costs more than running it.
_NEXT_DUE = _next_due()
_NEXT_DUE_LOCKED = _NEXT_DUE.with_for_update(skip_locked=True, of=_doc)
_NEXT_PUT_OFF = sa.select(sa.func.min(_doc.c.due_at)).where(
    _doc.c.status == Status.WAITING.value, ~is_over(_doc.c.due_at)
)
BY_ID = sa.update(_doc).where(_doc.c.id == sa.bindparam("document"))
_TAKE = (
    sa.update(_doc)
    .where(_doc.c.id.in_(sa.bindparam("documents", expanding=True)))
    .values(
        owner=sa.bindparam("taken_by"),
        lease_until=sa.bindparam("taken_until", type_=Instant),
    )
)


@dataclass(frozen=True, slots=True)
class LeaseRequest:
    """Up to `count` documents for `lease`; each costs `units` of the budget, 0 for none.

    `at_most`: only those of no more bytes, and no copies, which claim their time too.
    """

    count: int
    lease: timedelta
    units: int = 0
    at_most: int = ANY_SIZE


def _asked(moment: datetime, count: int, at_most: int) -> dict[str, Any]:
    return {"count": count, "at_most": at_most, **at(moment)}


def any_due(connection: sa.Connection, moment: datetime, at_most: int) -> bool:
    """True when a document of that size may leave at `moment`, were there units for it."""
    return connection.execute(_NEXT_DUE, _asked(moment, 1, at_most)).first() is not None


def next_try(connection: sa.Connection, moment: datetime) -> datetime | None:
    """The next moment at which something that waits may leave; None when nothing is put off."""
    paused: datetime | None = connection.execute(sa.select(_meta.c.paused_until)).scalar()
    if instants.is_running(paused, moment):
        return paused
    due: datetime | None = connection.execute(_NEXT_PUT_OFF, at(moment)).scalar()
    return due


def claim(
    change: Change, owner: str, wanted: LeaseRequest, moment: datetime
) -> list[ClaimedDocument]:
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
    return [ClaimedDocument(**row._mapping, lease_until=until) for row in rows]


def _affordable(
    rows: Sequence[sa.Row[Any]], units: int, room: budget.BudgetRoom
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


@dataclass(frozen=True, slots=True)
class FiledResult:
    """A document online as the service describes it; SharePoint rewrites some files."""

    item_id: str
    url: str
    size: int
    quick_xor: str = ""


@dataclass(frozen=True, slots=True)
class FailedResult:
    """A try that did not succeed. `due`: tried again from then on; None: a person must act."""

    trouble: str
    detail: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class RenamedResult:
    """The service has a file under that name already: the document takes another one, at once.

    `path_of` a number from `least` on; the number is its version too when `is_version`.
    """

    path_of: Callable[[int], str]
    is_version: bool
    least: int


@dataclass(frozen=True, slots=True)
class BatchResults:
    """What became of documents that one owner held, by document id. `released`: given back untried."""

    filed: Mapping[int, FiledResult] = field(default_factory=dict)
    failed: Mapping[int, FailedResult] = field(default_factory=dict)
    renamed: Mapping[int, RenamedResult] = field(default_factory=dict)
    released: Sequence[int] = ()

    @property
    def ids(self) -> frozenset[int]:
        """The ids of all documents that something became of."""
        return frozenset((*self.filed, *self.failed, *self.renamed, *self.released))


@dataclass(frozen=True, slots=True)
class BudgetUse:
    """Requests to pay for: units set aside before and over now, what was really spent, what was said."""

    ended: Sequence[Reservation] = ()
    spent: int = 0
    said: ReportedBudget | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What a turn gave. `lost`: ended documents that the owner held no more, so that nothing was marked."""

    claimed: Sequence[ClaimedDocument]
    set_aside: Reservation | None
    lost: frozenset[int]


def take(
    change: Change,
    owner: str,
    ended: BatchResults,
    wanted: LeaseRequest,
    spending: BudgetUse,
    now: datetime,
) -> Batch:
    """Marks what `ended`, pays what was spent and claims what is `wanted`, due at `now`."""
    lost = _end(change, owner, ended)
    if spending.said is not None:
        budget.hear(change, spending.said)
    claimed = claim(change, owner, wanted, now)
    units = wanted.units * len(claimed)
    aside: Reservation | None = None
    if wanted.units and (units or spending.ended or spending.spent):
        aside = budget.settle(change, now, units, spending.ended, spending.spent)
    return Batch(claimed, aside, lost)


def renew(change: Change, owner: str, documents: Sequence[int], lease: timedelta) -> None:
    """Keeps the leases alive that `owner` still has: it is still sending."""
    values = {"documents": documents, "held_by": owner, "until": change.now + lease}
    change.execute(_RENEW, values)


def _end(change: Change, owner: str, ended: BatchResults) -> frozenset[int]:
    if not ended.ids:
        return frozenset()
    asked = {"documents": sorted(ended.ids), "held_by": owner}
    held = {row.id: row for row in change.execute(_HELD, asked)}
    _mark_filed(change, ended.filed, held)
    for document_id, failed in ended.failed.items():
        if document_id in held:
            _mark_failed(change, held[document_id], failed)
    for document_id, renamed in ended.renamed.items():
        if document_id in held:
            _rename(change, held[document_id], renamed)
    released = [document_id for document_id in ended.released if document_id in held]
    if released:
        change.execute(_RELEASED, {"documents": released})
    return ended.ids - held.keys()


def _mark_filed(
    change: Change, filed: Mapping[int, FiledResult], held: Mapping[int, sa.Row[Any]]
) -> None:
    """Marks documents as online. Only now are the bytes dropped; the rows stay for good."""
    values = [
        {
            "document": document_id,
            "status": Status.FILED.value,
            "filed_at": change.now,
            "item_id": there.item_id,
            "url": there.url,
            "sent_size": there.size,
            "quick_xor": there.quick_xor,
            "content_id": None,
            **FREE,
            **NO_TROUBLE,
        }
        for document_id, there in filed.items()
        if document_id in held
    ]
    if not values:
        return
    change.execute(BY_ID, values)
    rows = [held[each["document"]] for each in values]
    search_index.write(change, {row.id: row.haystack for row in rows})
    small = [
        row.content_id
        for row in rows
        if row.content_id is not None and not content.is_large(row.size)
    ]
    if small:
        change.execute(_DROP, {"contents": small})
    for row in rows:
        if content.is_large(row.size):
            content.drop(change, row.content_id, row.size)
        change.move(Status.WAITING, Status.FILED)
        there = filed[row.id]
        told = subject_of_sent(row, there.item_id, there.size, there.quick_xor)
        change.enter(JournalAct.SENT, told, document=row.id)
    change.announce(last_filed_at=change.now)


def _mark_failed(change: Change, row: sa.Row[Any], failed: FailedResult) -> None:
    values: dict[str, Any] = {
        "trouble": failed.trouble,
        "trouble_detail": failed.detail,
        "attempts": row.attempts + 1,
        **FREE,
    }
    if failed.due is None:
        put(change, row.id, status=Status.BLOCKED.value, **values)
        change.move(Status.WAITING, Status.BLOCKED)
    else:
        put(change, row.id, due_at=failed.due, **values)
        change.announce()


def _rename(change: Change, row: sa.Row[Any], renamed: RenamedResult) -> None:
    """The first name that no other document has; it is tried at once, and waits as before."""
    number = renamed.least
    if renamed.is_version:
        highest = sa.select(sa.func.max(_doc.c.version)).where(
            _doc.c.group_id == row.group_id, _doc.c.key == row.key
        )
        number = max(number, 1 + (change.execute(highest).scalar() or 0))
    while True:
        path = unicodedata.normalize("NFC", renamed.path_of(number))
        place = place_of(path)
        there = sa.select(_doc.c.id).where(_doc.c.group_id == row.group_id, _doc.c.place == place)
        if change.execute(there).first() is None:
            break
        number += 1
    put(
        change, row.id,
        path=path, place=place, version=number if renamed.is_version else row.version,
        due_at=AT_ONCE, attempts=row.attempts + 1, **FREE, **NO_TROUBLE,
    )  # fmt: skip
    change.announce()
