"""Which documents a page of the register shows, those of the number that was typed in front.

Whoever types a number means a document: that one comes first, then those whose numbers begin so. `42` is
FA00042 before it is an amount of 4 257,53. Only where nobody chose another order: the latest arrivals
first. A page that is asked for later counts the same leaders in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.register import search_index, search_planner
from stockage_partage.company.register.asked import SearchCriteria, SortOrder
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
