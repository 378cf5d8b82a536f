"""How a page of the register is found, by how many documents answer each thing asked.

    a number typed  its documents first, then those whose numbers begin so: whoever types one means a document.
                    Only where nobody chose another order; a later page counts the same leaders in front of it
    nothing asked   the page is read off the order's own index, what is on its way sorted into it
    something rare  the few that answer it are gathered, tested against the rest, and sorted
    all common      the rows are walked through in the order wanted until the page is full
    … met seldom    (common things that rarely come together) the walk ends early, and the least common
                    is gathered after all

Decision 0012 says why, and what it costs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.document_records import SearchCriteria, SortOrder
from stockage_partage.company.engine import tables
from stockage_partage.company.register import search_index
from stockage_partage.company.register.search_criteria import (
    AFTER_ALL,
    Criterion,
    Sides,
    numbers_in,
    parts_of,
    sides_of,
    told_apart,
    unindexed,
)
from stockage_partage.company.state_records import Status

_doc = tables.document
_word = tables.word
#: Documents put in front, and documents looked at for that: those of the shortest words first.
LEADERS, LOOKED_AT = 500, 1_500


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """Documents. `few`: gathered and sorted at once. `window`: how far a walk first looks.

    Above `many`, gathering costs more than walking on.
    """

    few: int = 6_000
    window: int = 12_000
    many: int = 150_000


LIMITS = SearchLimits()

SORTED_BY: dict[SortOrder, sa.Column[Any]] = {
    SortOrder.ADDED: _doc.c.id,
    SortOrder.DATE: _doc.c.date,
    SortOrder.NUMBER: _doc.c.number,
    SortOrder.THIRD_PARTY: _doc.c.third_party_code,
    SortOrder.TYPE: _doc.c.type,
    SortOrder.AMOUNT: _doc.c.amount,
    SortOrder.STATUS: _doc.c.status,
}


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of the answer, in which order."""

    order: SortOrder = SortOrder.ADDED
    descending: bool = True
    limit: int = 100
    offset: int = 0

    def by(self, key: Any, id_: Any) -> list[Any]:
        """What to sort by; the id tells equals apart."""
        if self.order is SortOrder.ADDED:
            return [id_.desc() if self.descending else id_.asc()]
        # Unknown amounts are the least, which the engines do not agree on by themselves.
        unknown = self.order is SortOrder.AMOUNT
        if self.descending:
            return [key.desc().nulls_last() if unknown else key.desc(), id_.desc()]
        return [key.asc().nulls_first() if unknown else key.asc(), id_.asc()]


def ids_of(
    connection: sa.Connection,
    asked: SearchCriteria,
    page: PageRequest,
    limits: SearchLimits = LIMITS,
) -> list[int]:
    """The ids of the page, those of the number typed in front."""
    numbers = numbers_in(asked.text)
    if not numbers or page.order is not SortOrder.ADDED or not page.descending:
        return planned_ids(connection, asked, page, limits)
    leaders = _leaders(connection, asked, numbers)
    if not leaders:
        return planned_ids(connection, asked, page, limits)
    ids = leaders[page.offset : page.offset + page.limit]
    if len(ids) < page.limit:
        after = max(0, page.offset - len(leaders))
        rest = replace(page, offset=after, limit=page.limit - len(ids))
        ids += planned_ids(connection, asked, rest, limits, _doc.c.id.not_in(leaders))
    return ids


def planned_ids(
    connection: sa.Connection,
    asked: SearchCriteria,
    page: PageRequest,
    limits: SearchLimits = LIMITS,
    *tests: sa.ColumnElement[bool],
) -> list[int]:
    """The ids of the page, in its order; of what is asked in words, `tests` may leave some out."""
    parts, sides = parts_of(asked), sides_of(asked)
    if parts == parts_of(SearchCriteria(status=asked.status, deleted=asked.deleted)):
        return _read_off(connection, sides, page, limits)
    parts += [Criterion(test=test) for test in tests]
    variants = told_apart(parts)
    if len(variants) > 1 and page.offset + page.limit <= limits.few:
        return _merged(connection, variants, sides, page, limits)
    return _found(connection, parts, sides, page, limits)


def count_of(connection: sa.Connection, asked: SearchCriteria, at_most: int) -> int:
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


class _Rank(IntEnum):
    """How near a document's number is to what was typed."""

    SAME = 0
    COUNTED = 1  # the same without its letters and the zeros in front
    BEGINS = 2


def _leaders(connection: sa.Connection, asked: SearchCriteria, numbers: Sequence[str]) -> list[int]:
    ranks: dict[int, _Rank] = {}
    for number in numbers:
        rows = _alike(connection, number)
        # Where nearly all begin so, the latest of them are as good as any.
        telling = len(rows) < LOOKED_AT or number.isdecimal()
        for row in rows:
            rank = _rank(row.number, number)
            if rank is not None and (telling or rank is not _Rank.BEGINS):
                ranks[row.id] = min(rank, ranks.get(row.id, rank))
    told = sorted(ranks, key=lambda each: (ranks[each], -each))[:LEADERS]
    if not told:
        return []
    holds = [part.holds() for part in parts_of(asked)]
    side = sa.or_(*sides_of(asked))
    found = connection.execute(sa.select(_doc.c.id).where(_doc.c.id.in_(told), side, *holds))
    there = set(found.scalars())
    return [each for each in told if each in there]


def _alike(connection: sa.Connection, number: str) -> list[Any]:
    """Id and number of those that may be meant, `LOOKED_AT` of each kind at most."""
    known = sa.select(_doc.c.id, _doc.c.number)
    spellings = {number, number.upper(), number.lower()}
    asked = [known.where(tables.is_filed, _doc.c.number.in_(spellings))]
    if words := list(search_index.tokens(number)):
        word = max(words, key=len)[: search_index.LONGEST]
        inside = (_word.c.word >= word) & (_word.c.word < word + AFTER_ALL)
        having = known.join(_word, _word.c.document_id == _doc.c.id).where(inside)
        asked.append(having.order_by(_word.c.word, _word.c.document_id))
        within = _doc.c.haystack.contains(f" {word}", autoescape=True)
        asked.append(known.where(tables.on_its_way, within))
    return [row for one in asked for row in connection.execute(one.limit(LOOKED_AT))]


def _rank(number: str, typed: str) -> _Rank | None:
    if number.casefold() == typed.casefold():
        return _Rank.SAME
    if typed.isdecimal():
        wanted = search_index.bare(typed)
        counts = [search_index.bare(each) for each in re.findall(r"[0-9]+", number)]
        if wanted in counts:
            return _Rank.COUNTED
        return _Rank.BEGINS if any(each.startswith(wanted) for each in counts) else None
    return _Rank.BEGINS if number.casefold().startswith(typed.casefold()) else None


def _found(
    connection: sa.Connection,
    parts: list[Criterion],
    sides: Sides,
    page: PageRequest,
    limits: SearchLimits,
) -> list[int]:
    counts = {index: _count(connection, part, limits.few + 1) for index, part in enumerate(parts)}
    rarest = min(counts, key=lambda index: counts[index])
    if counts[rarest] <= limits.few:
        return _gather(connection, parts, rarest, page)
    bounds = _bounds(connection, parts, sides, page)
    days_alone = all(part.days is not None and not part.prefix for part in parts)
    within = None if days_alone else _first_rows(connection, sides, bounds, page, limits.window)
    if within is not None:
        ids = _walk(connection, parts, sides, [*bounds, within], page)
        if len(ids) == page.limit:
            return ids
        counts = {
            index: _count(connection, part, limits.many + 1) for index, part in enumerate(parts)
        }
        rarest = min(counts, key=lambda index: counts[index])
        if counts[rarest] <= limits.many:
            return _gather(connection, parts, rarest, page)
    return _walk(connection, parts, sides, bounds, page)


def _merged(
    connection: sa.Connection,
    variants: list[list[Criterion]],
    sides: Sides,
    page: PageRequest,
    limits: SearchLimits,
) -> list[int]:
    """The first of each variant, put in one order."""
    head = PageRequest(page.order, page.descending, page.offset + page.limit)
    ids = {each for parts in variants for each in _found(connection, parts, sides, head, limits)}
    return _ids(connection, _paged(_sorted(page, _doc.c.id.in_(ids)), page))


def _count(connection: sa.Connection, part: Criterion, at_most: int) -> int:
    if part.test is not None:
        return at_most
    counted = part.sets().subquery()
    some = sa.select(counted.c.id).limit(at_most).subquery()
    return connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()


def _gather(
    connection: sa.Connection, parts: list[Criterion], rarest: int, page: PageRequest
) -> list[int]:
    others = [part.holds() for index, part in enumerate(parts) if index != rarest]
    among = _sorted(page, _doc.c.id.in_(parts[rarest].sets()), *others)
    return _ids(connection, _paged(among, page))


def _sorted(page: PageRequest, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The ids of who answers, by no index of the order: they are few."""
    by = page.by(_plain(SORTED_BY[page.order]), _doc.c.id)
    return sa.select(_doc.c.id).where(*conditions).order_by(*by)


def _walk(
    connection: sa.Connection,
    parts: list[Criterion],
    sides: Sides,
    bounds: list[sa.ColumnElement[bool]],
    page: PageRequest,
) -> list[int]:
    conditions = [*bounds, *(part.holds() for part in parts)]
    return _ids(connection, _in_order(connection, page, sides, conditions))


def _in_order(
    connection: sa.Connection,
    page: PageRequest,
    sides: Sides,
    conditions: Sequence[sa.ColumnElement[bool]] = (),
) -> sa.Select[Any]:
    """The page of who answers (`id`, `key`): each side by its own index, or sorted, and both merged."""
    column = SORTED_BY[page.order]
    if page.order is SortOrder.ADDED and not conditions:
        # Rows lie in that order: SQLite would read them whole, where the index of statuses has the ids.
        known = _doc.c.status == Status.FILED.value
        filed = (tables.is_filed, tables.is_filed_there)
        sides = [side & known if any(side is each for each in filed) else side for side in sides]
    each = [sa.select(_doc.c.id, column.label("key")).where(side, *conditions) for side in sides]
    if len(each) == 1:
        return _paged(each[0].order_by(*page.by(column, _doc.c.id)), page)
    if not _is_sqlite(connection):
        # PostgreSQL reads each side to its end, unless told how far it is wanted.
        ends = [
            one.order_by(*page.by(column, _doc.c.id)).limit(page.offset + page.limit)
            for one in each
        ]
        each = [sa.select(one.subquery()) for one in ends]
    both = sa.union_all(*each).subquery()
    # With the key among what is selected, or SQLite would sort them all instead of merging.
    merged = sa.select(both.c.id, both.c.key).order_by(*page.by(both.c.key, both.c.id))
    return _paged(merged, page)


def _read_off(
    connection: sa.Connection, sides: Sides, page: PageRequest, limits: SearchLimits
) -> list[int]:
    """The page read from the indexes alone, so that the last one is no slower than the first."""
    if len(sides) == 1 or page.offset <= limits.few:
        return _ids(connection, _in_order(connection, page, sides))
    some = sa.select(_doc.c.id).where(tables.on_its_way).limit(limits.few + 1).subquery()
    many = connection.execute(sa.select(sa.func.count()).select_from(some)).scalar_one()
    if many > limits.few:
        return _ids(connection, _in_order(connection, page, sides))
    # However these few lie among the filed ones, so many of those come before the page.
    near = replace(page, limit=many + page.limit, offset=page.offset - many)
    filed = _in_order(connection, near, [tables.is_filed]).subquery()
    column = SORTED_BY[page.order]
    others = sa.select(_doc.c.id, column.label("key")).where(tables.on_its_way)
    both = sa.union_all(sa.select(filed), others).subquery()
    by = page.by(both.c.key, both.c.id)
    return _ids(connection, sa.select(both.c.id).order_by(*by).limit(page.limit).offset(many))


def _bounds(
    connection: sa.Connection, parts: list[Criterion], sides: Sides, page: PageRequest
) -> list[sa.ColumnElement[bool]]:
    """Days bound a walk by date, and any other: documents arrive in about the order of their dates."""
    made: list[sa.ColumnElement[bool]] = []
    for part in parts:
        if part.days is None or part.prefix:
            continue
        inside = _doc.c.date.between(part.days.since, part.days.until)
        if page.order is SortOrder.DATE:
            made.append(inside)
            continue
        first, last = _ends(connection, sides, inside)
        if not _is_sqlite(connection):  # it knows how many rows there are, and sorts them if few
            made += [inside, _doc.c.id.between(first, last)]
            continue
        # Every index has the id: rows out of the days are passed over without being read.
        each = _doc.c.id if page.order is SortOrder.ADDED else _doc.c.id + 0
        made.append(each.between(first, last))
    return made


def _ends(
    connection: sa.Connection, sides: Sides, inside: sa.ColumnElement[bool]
) -> tuple[int, int]:
    """The least and the greatest id of those days."""
    found: list[int] = []
    for side in sides:
        # By the index of the days: PostgreSQL would walk through the ids from either end.
        ends = sa.select(sa.func.min(_doc.c.id + 0), sa.func.max(_doc.c.id + 0)).where(side, inside)
        found += [end for end in connection.execute(ends).one() if end is not None]
    return min(found, default=0), max(found, default=0)


def _first_rows(
    connection: sa.Connection,
    sides: Sides,
    bounds: list[sa.ColumnElement[bool]],
    page: PageRequest,
    window: int,
) -> sa.ColumnElement[bool] | None:
    """The condition that keeps a walk within its first rows; None when there are no more than those."""
    column = SORTED_BY[page.order]
    if column is _doc.c.amount:
        bounds = []  # many of them may be unknown
    there_ends = replace(page, limit=1, offset=window)
    last = connection.execute(_in_order(connection, there_ends, sides, bounds)).first()
    if last is None:
        return None
    within: sa.ColumnElement[bool]
    if column is _doc.c.amount:
        within = _doc.c.amount >= last.key
        return within if page.descending and last.key is not None else None
    if column is _doc.c.id:
        within = _doc.c.id >= last.id if page.descending else _doc.c.id <= last.id
        return within
    here = sa.tuple_(column, _doc.c.id)
    there = sa.tuple_(sa.literal(last.key, column.type), sa.literal(last.id))
    within = here >= there if page.descending else here <= there
    return within


def _is_sqlite(connection: sa.Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _plain(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if column is _doc.c.amount:
        return column + 0
    return unindexed(column)


def _paged(select: sa.Select[Any], page: PageRequest) -> sa.Select[Any]:
    return select.limit(page.limit).offset(page.offset)


def _ids(connection: sa.Connection, select: sa.Select[Any]) -> list[int]:
    return [row.id for row in connection.execute(select)]
