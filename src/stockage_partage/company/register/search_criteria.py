"""The criteria of a search, taken out of what is typed: beginnings of words, days, amounts.

Each has two forms: sets of documents, and a test on a row. The sets are good when few documents answer; the
test, when so many do that walking through the rows in the order wanted meets them soon. `search_planner`
chooses. Only filed documents have words and are in the indexes; the few on their way are looked at one by one.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.document_records import SearchCriteria
from stockage_partage.company.engine import tables
from stockage_partage.company.register.search_index import LONGEST, bare, tokens
from stockage_partage.company.state_records import Status

_AMOUNT = re.compile(
    r"(?<![\w.,/-])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)[,.]\d{2}(?![\w/]|[.,-]\d)"
)
# Year, month and day, in the order in which each way of writing has them.
_DATES: tuple[tuple[re.Pattern[str], tuple[int, ...]], ...] = (
    (re.compile(r"(?<![\w/-])(\d{4})-(\d{1,2})-(\d{1,2})(?!\w)"), (1, 2, 3)),
    (re.compile(r"(?<![\w/-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\w)"), (3, 2, 1)),
    (re.compile(r"(?<![\w/-])(\d{1,2})/(\d{4})(?!\w)"), (2, 1)),
    (re.compile(r"(?<![\w/-])(\d{4})[-/](\d{1,2})(?![\w-])"), (1, 2)),
)
_DIGIT = re.compile(r"[0-9]")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})?(\d{2})?")
_doc = tables.document
_party = tables.third_party
_word = tables.word
Sides = Sequence[sa.ColumnElement[bool]]
#: After every word with the same beginning, on both engines.
AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class DayRange:
    """From one day to another, both counted."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One thing typed: the beginning of a word, or days, or what may be either (`2026`)."""

    prefix: str = ""
    days: DayRange | None = None


def parse_terms(text: str) -> list[SearchTerm]:
    """Everything that a document must answer, each once.

    Zeros are kept without those before them: `FA-2026-00` is the beginning of a number whose next digit is not typed
    yet, and its zeros say nothing besides the rest.
    """
    found, rest = _dates_and_amounts(text)
    words = list(tokens(rest))
    told = [word for word in words if word != bare("0")]
    found += [_word_typed(token[:LONGEST]) for token in (told if told or found else words)]
    return list(dict.fromkeys(found))


def numbers_in(text: str) -> list[str]:
    """What may be a document's number, as it is typed: it has a digit, and is no day and no amount."""
    _, rest = _dates_and_amounts(text)
    return [each for each in rest.split() if _DIGIT.search(each) and not _COMPACT.fullmatch(each)]


def _dates_and_amounts(text: str) -> tuple[list[SearchTerm], str]:
    found: list[SearchTerm] = []
    for pattern, order in _DATES:
        text = pattern.sub(_taking(found, _reading(order)), text)
    text = _AMOUNT.sub(_taking(found, lambda m: SearchTerm(bare(re.sub(r"\D", "", m[0])))), text)
    return found, text


def _taking(
    found: list[SearchTerm], understand: Callable[[re.Match[str]], SearchTerm | None]
) -> Callable[[re.Match[str]], str]:
    def take(match: re.Match[str]) -> str:
        typed = understand(match)
        if typed is None:
            return match[0]
        found.append(typed)
        return " "

    return take


def _reading(order: tuple[int, ...]) -> Callable[[re.Match[str]], SearchTerm | None]:
    return lambda match: _dated(*(match[place] for place in order))


def _dated(year: str, month: str, day: str = "") -> SearchTerm | None:
    days = _days(year, month, day)
    return SearchTerm(days=days) if days is not None else None


def _word_typed(token: str) -> SearchTerm:
    compact = _COMPACT.fullmatch(token)
    return SearchTerm(token, _days(*(part or "" for part in compact.groups())) if compact else None)


def _days(year: str, month: str = "", day: str = "") -> DayRange | None:
    """A day, a month or a year; None when the calendar has no such one."""
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return DayRange(first, first)
    last_month = first.month if month else 12
    return DayRange(
        first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])
    )


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing asked. `prefix`, `days`: either answers it; `column` has `value` otherwise.

    `side`: a condition with an index of its own. `test`: one by which none is ever looked for.
    """

    prefix: str = ""
    days: DayRange | None = None
    column: sa.ColumnElement[Any] | None = None
    value: str = ""
    side: sa.ColumnElement[bool] | None = None
    test: sa.ColumnElement[bool] | None = None

    def sets(self) -> sa.CompoundSelect[Any] | sa.Select[Any]:
        """The ids of who answers it, perhaps more than once."""
        if self.column is _doc.c.status:
            (side,) = sides_of(SearchCriteria(status=Status(self.value)))
            return sa.select(_doc.c.id).where(side)
        if self.side is not None:
            return sa.select(_doc.c.id).where(self.side)
        made = [sa.select(_doc.c.id).where(tables.on_its_way, self.holds())]
        if self.column is not None:
            made.append(_filed(self.column == self.value))
        if self.prefix:
            inside = (_word.c.word >= self.prefix) & (_word.c.word < self.prefix + AFTER_ALL)
            made.append(sa.select(_word.c.document_id.label("id")).where(inside))
            made.append(_filed(_doc.c.third_party_code.in_(_named(self.prefix))))
        if self.days is not None:
            made.append(_filed(_doc.c.date.between(self.days.since, self.days.until)))
        return sa.union_all(*made)

    def holds(self) -> sa.ColumnElement[bool]:
        """Whether a row (and its third party of today) answers it; never by an index."""
        if self.test is not None:
            return self.test
        if self.side is not None:
            return self.side
        if self.column is not None:
            return unindexed(self.column) == self.value
        made: list[sa.ColumnElement[bool]] = []
        if self.prefix:
            made.append(_doc.c.haystack.contains(f" {self.prefix}", autoescape=True))
            made.append(unindexed(_doc.c.third_party_code).in_(_named(self.prefix)))
        if self.days is not None:
            since, until = self.days.since, self.days.until
            made.append(unindexed(_doc.c.date).between(_day(since), _day(until)))
        return sa.or_(*made)


_DELETED, _THERE = Criterion(side=tables.is_deleted), Criterion(side=tables.is_filed_there)


def parts_of(asked: SearchCriteria) -> list[Criterion]:
    """Every part must hold."""
    found = [_part(typed) for typed in parse_terms(asked.text)]
    if asked.status is not None:
        found.append(Criterion(column=_doc.c.status, value=asked.status.value))
    if asked.deleted is not None:
        found.append(_DELETED if asked.deleted else _THERE)
    if asked.type:
        found.append(Criterion(column=_doc.c.type, value=asked.type))
    if asked.since is not None or asked.until is not None:
        found.append(Criterion(days=DayRange(asked.since or date.min, asked.until or date.max)))
    return found


def sides_of(asked: SearchCriteria) -> Sides:
    """The documents among which such ones are: each condition has an index of its own."""
    if asked.deleted is not None:
        return (tables.is_deleted if asked.deleted else tables.is_filed_there,)
    if asked.status is None:
        return tables.sides
    filed = asked.status is Status.FILED
    return (tables.is_filed if filed else _doc.c.status == asked.status.value,)


def told_apart(parts: list[Criterion]) -> list[list[Criterion]]:
    """What may be a word or days (`2026`), once as each: days alone bound a walk in time."""
    for index, part in enumerate(parts):
        if part.prefix and part.days is not None:
            before, after = parts[:index], parts[index + 1 :]
            return [
                [*before, replace(part, prefix=""), *after],
                [*before, replace(part, days=None), *after],
            ]
    return [parts]


def unindexed(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The column's text, put so that no engine's planner thinks of an index."""
    return sa.type_coerce(column.op("||")(sa.literal_column("''")), sa.String())


def _filed(answers: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(_doc.c.id).where(tables.is_filed, answers)


def _part(typed: SearchTerm) -> Criterion:
    return Criterion(typed.prefix, typed.days)


def _day(value: date) -> str:
    return value.isoformat()


def _named(prefix: str) -> sa.Select[Any]:
    """The codes of third parties with a word of their name of today that begins so."""
    key = _party.c.name_key
    begins = key.startswith(prefix, autoescape=True)
    return sa.select(_party.c.code).where(begins | key.contains(f" {prefix}", autoescape=True))
