"""How a page of the register is found, by how many documents answer each thing asked.

    nothing asked   the page is read off the order's own index
    something rare  the few that answer it are gathered, tested against the rest, and sorted
    all common      the rows are walked through in the order wanted until the page is full
    … met seldom    (common things that rarely come together) the walk ends early, and the least common
                    is gathered after all

Decision 0012 says why, and what it costs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.facts import Order, Status
from stockage_partage.company.register_parts import Asked, Part, parts_of, told_apart, unindexed

_doc = tables.document


@dataclass(frozen=True, slots=True)
class Limits:
    """Documents. `few`: gathered and sorted at once. `window`: how far a walk first looks.

    Above `many`, gathering costs more than walking on.
    """

    few: int = 6_000
    window: int = 12_000
    many: int = 150_000


LIMITS = Limits()

SORTED_BY: dict[Order, sa.Column[Any]] = {
    Order.ADDED: _doc.c.id,
    Order.DATE: _doc.c.date,
    Order.NUMBER: _doc.c.number,
    Order.THIRD_PARTY: _doc.c.third_party_code,
    Order.TYPE: _doc.c.type,
    Order.AMOUNT: _doc.c.amount,
    Order.STATUS: _doc.c.status,
}


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the answer, in which order."""

    order: Order = Order.ADDED
    descending: bool = True
    limit: int = 100
    offset: int = 0

    def by(self, wrapped: Callable[[Any], Any] = lambda column: column) -> list[Any]:
        """What to sort by; the id tells equals apart."""
        column = SORTED_BY[self.order]
        keys = [_doc.c.id] if column is _doc.c.id else [wrapped(column), _doc.c.id]
        if column is not _doc.c.amount:
            return [key.desc() if self.descending else key.asc() for key in keys]
        # Unknown amounts are the least, which the engines do not agree on by themselves.
        if self.descending:
            return [keys[0].desc().nulls_last(), _doc.c.id.desc()]
        return [keys[0].asc().nulls_first(), _doc.c.id.asc()]


def ids_of(
    connection: sa.Connection, asked: Asked, page: Page, limits: Limits = LIMITS
) -> list[int]:
    """The ids of the page, in its order."""
    parts = parts_of(asked)
    if not parts:
        return _read_off(connection, page)
    if parts == parts_of(Asked(status=asked.status)) and _is_usual(
        connection, asked.status, limits
    ):
        return _read_off(connection, page, asked.status)
    variants = told_apart(parts)
    if len(variants) > 1 and page.offset + page.limit <= limits.few:
        return _merged(connection, variants, page, limits)
    return _found(connection, parts, page, limits)


def count_of(connection: sa.Connection, asked: Asked, at_most: int) -> int:
    """How many answer, counted no further than `at_most`."""
    parts = parts_of(asked)
    first, *others = sorted(parts, key=lambda part: _count(connection, part, at_most))
    ids = sa.select(first.sets().subquery().c.id).distinct()
    if others:
        ids = sa.select(_doc.c.id).where(
            _doc.c.id.in_(first.sets()), *(part.holds() for part in others)
        )
    return connection.execute(
        sa.select(sa.func.count()).select_from(ids.limit(at_most).subquery())
    ).scalar_one()


def _found(connection: sa.Connection, parts: list[Part], page: Page, limits: Limits) -> list[int]:
    counts = {index: _count(connection, part, limits.few + 1) for index, part in enumerate(parts)}
    rarest = min(counts, key=lambda index: counts[index])
    if counts[rarest] <= limits.few:
        return _gather(connection, parts, rarest, page)
    bounds = _bounds(connection, parts, page)
    days_alone = all(part.days is not None and not part.prefix for part in parts)
    within = None if days_alone else _first_rows(connection, bounds, page, limits.window)
    if within is not None:
        ids = _walk(connection, parts, [*bounds, within], page)
        if len(ids) == page.limit:
            return ids
        counts = {
            index: _count(connection, part, limits.many + 1) for index, part in enumerate(parts)
        }
        rarest = min(counts, key=lambda index: counts[index])
        if counts[rarest] <= limits.many:
            return _gather(connection, parts, rarest, page)
    return _walk(connection, parts, bounds, page)


def _merged(
    connection: sa.Connection, variants: list[list[Part]], page: Page, limits: Limits
) -> list[int]:
    """The first of each variant, put in one order."""
    head = Page(page.order, page.descending, page.offset + page.limit)
    ids = {each for parts in variants for each in _found(connection, parts, head, limits)}
    among = sa.select(_doc.c.id).where(_doc.c.id.in_(ids)).order_by(*page.by(_plain))
    return _ids(connection, among.limit(page.limit).offset(page.offset))


def _count(connection: sa.Connection, part: Part, at_most: int) -> int:
    counted = part.sets().subquery()
    some = sa.select(counted.c.id).limit(at_most).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()


def _gather(connection: sa.Connection, parts: list[Part], rarest: int, page: Page) -> list[int]:
    others = [part.holds() for index, part in enumerate(parts) if index != rarest]
    among = sa.select(_doc.c.id).where(_doc.c.id.in_(parts[rarest].sets()), *others)
    return _ids(connection, _paged(among.order_by(*page.by(_plain)), page))


def _walk(
    connection: sa.Connection,
    parts: list[Part],
    bounds: list[sa.ColumnElement[bool]],
    page: Page,
) -> list[int]:
    walked = (
        sa.select(_doc.c.id).where(*bounds, *(part.holds() for part in parts)).order_by(*page.by())
    )
    return _ids(connection, _paged(walked, page))


def _bounds(
    connection: sa.Connection, parts: list[Part], page: Page
) -> list[sa.ColumnElement[bool]]:
    """Days bound a walk by date, and any other: documents arrive in about the order of their dates."""
    made: list[sa.ColumnElement[bool]] = []
    for part in parts:
        if part.days is None or part.prefix:
            continue
        inside = _doc.c.date.between(part.days.since, part.days.until)
        if page.order is Order.DATE:
            made.append(inside)
            continue
        # By the index of the days: PostgreSQL would walk through the ids from either end.
        ends = sa.select(sa.func.min(_doc.c.id + 0), sa.func.max(_doc.c.id + 0)).where(inside)
        first, last = connection.execute(ends).one()
        if not _is_sqlite(connection):  # it knows how many rows there are, and sorts them if few
            made += [inside, _doc.c.id.between(first or 0, last or 0)]
            continue
        # Every index has the id: rows out of the days are passed over without being read.
        each = _doc.c.id if page.order is Order.ADDED else _doc.c.id + 0
        made.append(each.between(first or 0, last or 0))
    return made


def _first_rows(
    connection: sa.Connection, bounds: list[sa.ColumnElement[bool]], page: Page, window: int
) -> sa.ColumnElement[bool] | None:
    """The condition that keeps a walk within its first rows; None when there are no more than those."""
    column = SORTED_BY[page.order]
    if column is _doc.c.amount:
        return _first_amounts(connection, page, window)
    keys = sa.select(column.label("key"), _doc.c.id).where(*bounds).order_by(*page.by())
    last = connection.execute(keys.limit(1).offset(window)).first()
    if last is None:
        return None
    within: sa.ColumnElement[bool]
    if column is _doc.c.id:
        within = _doc.c.id >= last.id if page.descending else _doc.c.id <= last.id
        return within
    here = sa.tuple_(column, _doc.c.id)
    there = sa.tuple_(sa.literal(last.key, column.type), sa.literal(last.id))
    within = here >= there if page.descending else here <= there
    return within


def _first_amounts(
    connection: sa.Connection, page: Page, window: int
) -> sa.ColumnElement[bool] | None:
    """The same among amounts, many of which may be unknown."""
    keys = sa.select(_doc.c.amount).order_by(*page.by()).limit(1).offset(window)
    last = connection.execute(keys).first()
    if last is None or last.amount is None:
        return None
    within: sa.ColumnElement[bool] = _doc.c.amount >= last.amount
    return within if page.descending else None


def _read_off(connection: sa.Connection, page: Page, status: Status | None = None) -> list[int]:
    """By an index alone, so that the last page is no slower to speak of than the first."""
    if page.order is Order.ADDED and _is_sqlite(connection):
        # Its rows lie in the order of the ids: a walk past them would read them whole.
        wanted = [status] if status is not None else list(Status)
        each = [sa.select(_doc.c.id).where(_doc.c.status == one.value) for one in wanted]
        found = sa.union_all(*each).subquery() if len(each) > 1 else each[0].subquery()
        by = found.c.id.desc() if page.descending else found.c.id.asc()
        return _ids(connection, _paged(sa.select(found.c.id).order_by(by), page))
    among = sa.select(_doc.c.id).order_by(*page.by())
    if status is not None and page.order in (Order.STATUS, Order.ADDED):
        among = among.where(_doc.c.status == status.value)
    elif status is not None:
        unusual = sa.select(_doc.c.id).where(_doc.c.status.in_(_others(status)))
        among = among.where(_doc.c.id.not_in(unusual))
    return _ids(connection, _paged(among, page))


def _is_sqlite(connection: sa.Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _is_usual(connection: sa.Connection, status: Status | None, limits: Limits) -> bool:
    """So many documents have this status that the few others are better left out than it looked for."""
    others = sa.select(_doc.c.id).where(_doc.c.status.in_(_others(status))).limit(limits.few + 1)
    counted = sa.select(sa.func.count()).select_from(others.subquery())
    return bool(connection.execute(counted).scalar_one() <= limits.few)


def _others(status: Status | None) -> list[str]:
    return [other.value for other in Status if other is not status]


def _plain(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if column is _doc.c.amount:
        return column + 0
    return unindexed(column)


def _paged(select: sa.Select[Any], page: Page) -> sa.Select[Any]:
    return select.limit(page.limit).offset(page.offset)


def _ids(connection: sa.Connection, select: sa.Select[Any]) -> list[int]:
    return [row.id for row in connection.execute(select)]
