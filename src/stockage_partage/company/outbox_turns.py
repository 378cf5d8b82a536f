"""A worker's turn at the outbox: what became of its documents, and the next ones, in one commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import budget, outbox_content, tables, words_index
from stockage_partage.company import outbox_leases as leases
from stockage_partage.company.budget import Said, SetAside
from stockage_partage.company.facts import Claimed, Status
from stockage_partage.company.transactions import Change, Transactions

_doc = tables.document
_content = tables.content


@dataclass(frozen=True, slots=True)
class FiledAs:
    """A document online as the service describes it; SharePoint rewrites some files."""

    item_id: str
    url: str
    size: int
    quick_xor: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A try that did not succeed. `due`: tried again from then on; None: a person must act."""

    trouble: str
    detail: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of documents that one owner held, by document id. `released`: given back untried."""

    filed: Mapping[int, FiledAs] = field(default_factory=dict)
    failed: Mapping[int, Failed] = field(default_factory=dict)
    released: Sequence[int] = ()

    @property
    def ids(self) -> frozenset[int]:
        """All of them."""
        return frozenset((*self.filed, *self.failed, *self.released))


@dataclass(frozen=True, slots=True)
class Spending:
    """Requests to pay for: units set aside before and over now, what was really spent, what was said."""

    ended: Sequence[SetAside] = ()
    spent: int = 0
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn gave. `lost`: ended documents that the owner held no more, so that nothing was marked."""

    claimed: Sequence[Claimed]
    set_aside: SetAside | None
    lost: frozenset[int]


_HELD = (
    sa.select(_doc.c.id, _doc.c.size, _doc.c.content_id, _doc.c.attempts, _doc.c.haystack)
    .where(
        _doc.c.id.in_(sa.bindparam("documents", expanding=True)),
        _doc.c.owner == sa.bindparam("held_by"),
        _doc.c.status == Status.WAITING.value,
    )
    .order_by(_doc.c.id)
    .with_for_update()
)
_RELEASED = (
    sa.update(_doc)
    .where(_doc.c.id.in_(sa.bindparam("documents", expanding=True)))
    .values(leases.FREE)
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
    .values(lease_until=sa.bindparam("until", type_=tables.Instant))
)


def take(
    transactions: Transactions,
    owner: str,
    ended: Ended,
    wanted: leases.Wanted,
    spending: Spending,
    now: datetime,
) -> Turn:
    """One commit for all of it; none at all when there is nothing to say and nothing to take."""
    nothing_ended = not ended.ids and spending == Spending()
    if nothing_ended and not (wanted.count and leases.any_due(transactions, now, wanted.at_most)):
        return Turn((), None, frozenset())
    with transactions.changing() as change:
        lost = _end(change, owner, ended)
        if spending.said is not None:
            budget.hear(change, spending.said)
        claimed = leases.take(change, owner, wanted, now)
        units = wanted.units * len(claimed)
        aside: SetAside | None = None
        if wanted.units and (units or spending.ended or spending.spent):
            aside = budget.settle(change, now, units, spending.ended, spending.spent)
    return Turn(claimed, aside, lost)


def renew(
    transactions: Transactions, owner: str, documents: Sequence[int], lease: timedelta
) -> None:
    """Still sending: keeps the leases alive."""
    with transactions.changing() as change:
        values = {"documents": documents, "held_by": owner, "until": change.now + lease}
        change.execute(_RENEW, values)


def _end(change: Change, owner: str, ended: Ended) -> frozenset[int]:
    if not ended.ids:
        return frozenset()
    asked = {"documents": sorted(ended.ids), "held_by": owner}
    held = {row.id: row for row in change.execute(_HELD, asked)}
    _mark_filed(change, ended.filed, held)
    for document_id, failed in ended.failed.items():
        if document_id in held:
            _mark_failed(change, held[document_id], failed)
    released = [document_id for document_id in ended.released if document_id in held]
    if released:
        change.execute(_RELEASED, {"documents": released})
    return ended.ids - held.keys()


def _mark_filed(
    change: Change, filed: Mapping[int, FiledAs], held: Mapping[int, sa.Row[Any]]
) -> None:
    """They are online. Only now are the bytes dropped; the rows stay for good."""
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
            **leases.FREE,
            **leases.NO_TROUBLE,
        }
        for document_id, there in filed.items()
        if document_id in held
    ]
    if not values:
        return
    change.execute(leases.BY_ID, values)
    rows = [held[each["document"]] for each in values]
    words_index.write(change, {row.id: row.haystack for row in rows})
    small = [
        row.content_id
        for row in rows
        if row.content_id is not None and not outbox_content.is_large(row.size)
    ]
    if small:
        change.execute(_DROP, {"contents": small})
    for row in rows:
        if outbox_content.is_large(row.size):
            outbox_content.drop(change, row.content_id, row.size)
        change.move(Status.WAITING, Status.FILED)
    change.announce(last_filed_at=change.now)


def _mark_failed(change: Change, row: sa.Row[Any], failed: Failed) -> None:
    values: dict[str, Any] = {
        "trouble": failed.trouble,
        "trouble_detail": failed.detail,
        "attempts": row.attempts + 1,
        **leases.FREE,
    }
    if failed.due is None:
        leases.put(change, row.id, status=Status.BLOCKED.value, **values)
        change.move(Status.WAITING, Status.BLOCKED)
    else:
        leases.put(change, row.id, due_at=failed.due, **values)
        change.announce()
