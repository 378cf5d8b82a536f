"""The things a search asks for, each in two forms: sets of documents, and a test on a row.

The sets are good when few documents answer; the test, when so many do that walking through the rows in
the order wanted meets them soon. `register_plan` chooses. Only filed documents have words and are in the
indexes; the few on their way are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.facts import Status
from stockage_partage.company.register_typed import Days, Typed, taken_apart

_doc = tables.document
_party = tables.third_party
_word = tables.word
Sides = Sequence[sa.ColumnElement[bool]]
#: After every word with the same beginning, on both engines.
_AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for; nothing means everything. The days of `since` and `until` count."""

    text: str = ""
    status: Status | None = None
    type: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked. `prefix`, `days`: either answers it; `column` has `value` otherwise."""

    prefix: str = ""
    days: Days | None = None
    column: sa.ColumnElement[Any] | None = None
    value: str = ""

    def sets(self) -> sa.CompoundSelect[Any] | sa.Select[Any]:
        """The ids of who answers it, perhaps more than once."""
        if self.column is _doc.c.status:
            (side,) = sides_of(Status(self.value))
            return sa.select(_doc.c.id).where(side)
        made = [sa.select(_doc.c.id).where(tables.on_its_way, self.holds())]
        if self.column is not None:
            made.append(_filed(self.column == self.value))
        if self.prefix:
            inside = (_word.c.word >= self.prefix) & (_word.c.word < self.prefix + _AFTER_ALL)
            made.append(sa.select(_word.c.document_id.label("id")).where(inside))
            made.append(_filed(_doc.c.third_party_code.in_(_named(self.prefix))))
        if self.days is not None:
            made.append(_filed(_doc.c.date.between(self.days.since, self.days.until)))
        return sa.union_all(*made)

    def holds(self) -> sa.ColumnElement[bool]:
        """Whether a row (and its third party of today) answers it; never by an index."""
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


def parts_of(asked: Asked) -> list[Part]:
    """Every part must hold."""
    found = [_part(typed) for typed in taken_apart(asked.text)]
    if asked.status is not None:
        found.append(Part(column=_doc.c.status, value=asked.status.value))
    if asked.type:
        found.append(Part(column=_doc.c.type, value=asked.type))
    if asked.since is not None or asked.until is not None:
        found.append(Part(days=Days(asked.since or date.min, asked.until or date.max)))
    return found


def sides_of(status: Status | None) -> Sides:
    """The documents among which such ones are: each condition has an index of its own."""
    if status is None:
        return tables.sides
    return (tables.is_filed if status is Status.FILED else _doc.c.status == status.value,)


def told_apart(parts: list[Part]) -> list[list[Part]]:
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
    """The same text, by which no engine's planner thinks of an index."""
    return sa.type_coerce(column.op("||")(sa.literal_column("''")), sa.String())


def _filed(answers: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(_doc.c.id).where(tables.is_filed, answers)


def _part(typed: Typed) -> Part:
    return Part(typed.prefix, typed.days)


def _day(value: date) -> str:
    return value.isoformat()


def _named(prefix: str) -> sa.Select[Any]:
    """The codes of third parties with a word of their name of today that begins so."""
    key = _party.c.name_key
    begins = key.startswith(prefix, autoescape=True)
    return sa.select(_party.c.code).where(begins | key.contains(f" {prefix}", autoescape=True))
