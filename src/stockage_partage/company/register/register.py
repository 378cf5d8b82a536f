"""The register of the company's documents: found again years later.

Whoever types a number means a document: that one comes first, then those whose numbers begin so. `42` is
FA00042 before it is an amount of 4 257,53. Only where nobody chose another order: the latest arrivals
first. A page that is asked for later counts the same leaders in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import IntEnum
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import instants
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.records import DocumentCounts, DocumentRow, SortOrder, Status
from stockage_partage.company.register import search_index, search_planner
from stockage_partage.company.register.asked import SearchCriteria
from stockage_partage.company.register.search_criteria import (
    AFTER_ALL,
    numbers_in,
    parts_of,
    sides_of,
)
from stockage_partage.company.register.search_planner import LIMITS, PageRequest, SearchLimits

_doc = tables.document
_word = tables.word
#: Documents put in front, and documents looked at for that: those of the shortest words first.
LEADERS, LOOKED_AT = 500, 1_500


class _Rank(IntEnum):
    """How near a document's number is to what was typed."""

    SAME = 0
    COUNTED = 1  # the same without its letters and the zeros in front
    BEGINS = 2


def ids_of(
    connection: sa.Connection,
    asked: SearchCriteria,
    page: PageRequest,
    limits: SearchLimits = LIMITS,
) -> list[int]:
    """The ids of the page, those of the number typed in front."""
    numbers = numbers_in(asked.text)
    if not numbers or page.order is not SortOrder.ADDED or not page.descending:
        return search_planner.ids_of(connection, asked, page, limits)
    leaders = _leaders(connection, asked, numbers)
    if not leaders:
        return search_planner.ids_of(connection, asked, page, limits)
    ids = leaders[page.offset : page.offset + page.limit]
    if len(ids) < page.limit:
        after = max(0, page.offset - len(leaders))
        rest = replace(page, offset=after, limit=page.limit - len(ids))
        ids += search_planner.ids_of(connection, asked, rest, limits, _doc.c.id.not_in(leaders))
    return ids


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


_party = tables.third_party
_meta = tables.meta


class Register:
    """Reads only: nothing here changes a document."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def search(
        self,
        text: str = "",
        status: Status | None = None,
        limit: int = 100,
        offset: int = 0,
        order: SortOrder = SortOrder.ADDED,
        *,
        descending: bool = True,
        type: str = "",  # the column's own name
        since: date | None = None,
        until: date | None = None,
        deleted: bool | None = None,
    ) -> list[DocumentRow]:
        """A page of the documents that answer everything asked.

        `text`: each word begins one of the document's title, type, number, third party's code or name
        of today; days, months, years and amounts as people write them in figures. By date of arrival,
        the latest first, the document of a number that is typed comes before all others. `deleted`:
        of the filed ones alone, those deleted online since, or those still there.
        """
        asked = SearchCriteria(text, status, type, since, until, deleted)
        return self.page(asked, PageRequest(order, descending, limit, offset))

    def page(self, asked: SearchCriteria, page: PageRequest) -> list[DocumentRow]:
        """A page of the documents that answer `asked`: for a search that is asked again and again."""
        with self._transactions.reading() as connection:
            ids = ids_of(connection, asked, page)
            there = connection.execute(rows().where(_doc.c.id.in_(ids))).all() if ids else []
        now = self._transactions.clock()
        found = {row.id: document_of(row, now) for row in there}
        return [found[each] for each in ids if each in found]

    def count(self, asked: SearchCriteria, at_most: int = 100_000) -> int:
        """How many documents answer; beyond `at_most` they are not counted (it is what is given)."""
        if asked == SearchCriteria(status=asked.status):
            counts = self.counters()
            each = {
                Status.TO_CLASSIFY: counts.to_classify,
                Status.WAITING: counts.waiting,
                Status.BLOCKED: counts.blocked,
                Status.FILED: counts.filed,
            }
            return sum(each.values()) if asked.status is None else each[asked.status]
        with self._transactions.reading() as connection:
            return search_planner.count_of(connection, asked, at_most)

    def counts(self, asked: SearchCriteria, at_most: int = 100_000) -> DocumentCounts:
        """How many documents of each status answer, whatever status is asked for.

        Beyond `at_most` they are not counted, and those that are filed are what is left of it.
        """
        everything = self.counters()
        if replace(asked, status=None) == SearchCriteria():
            return everything
        there = {
            Status.WAITING: everything.waiting,
            Status.BLOCKED: everything.blocked,
            Status.TO_CLASSIFY: everything.to_classify,
        }
        each = {
            # No further than there are: what is asked besides may be very common.
            status: self.count(replace(asked, status=status), count + 1) if count else 0
            for status, count in there.items()
        }
        total = self.count(replace(asked, status=None), at_most)
        return DocumentCounts(
            each[Status.WAITING],
            max(0, total - sum(each.values())),
            each[Status.BLOCKED],
            each[Status.TO_CLASSIFY],
            everything.last_filed_at,
        )

    def get(self, document_id: int) -> DocumentRow | None:
        """One document, None when it was withdrawn or never was."""
        with self._transactions.reading() as connection:
            row = connection.execute(rows().where(_doc.c.id == document_id)).first()
        return None if row is None else document_of(row, self._transactions.clock())

    def counters(self) -> DocumentCounts:
        """Exact, and as cheap with a million documents as with one."""
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_meta)).one()
        return DocumentCounts(
            row.waiting, row.filed, row.blocked, row.to_classify, row.last_filed_at
        )


def rows() -> sa.Select[Any]:
    """Every document, with the name that its third party has today."""
    name = sa.func.coalesce(_party.c.name, "").label("third_party_name")
    joined = _doc.outerjoin(_party, _party.c.code == _doc.c.third_party_code)
    return sa.select(_doc, name).select_from(joined)


def document_of(row: sa.Row[Any], now: datetime) -> DocumentRow:
    """One of these rows as the register tells it."""
    values = row._mapping
    return DocumentRow(
        **{name: values[name] for name in _SAME_NAMES},
        status=Status(row.status),
        by=row.by_user,
        sending=instants.is_running(row.lease_until, now),
    )


_SAME_NAMES = ("third_party_name", *tables.names_alike(DocumentRow, "status"))
