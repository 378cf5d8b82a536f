"""Entries looked for, newest first: by words, act, days and document.

Words are compared without case and accents, on both engines alike, so the entries are read and looked at
here: some at a time, until enough are found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.journal.entries import JournalEntry, microseconds

_entry = tables.journal_entry
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What is looked for. `text`: every word of it; `document`: its id; `since` included, `until` not.

    `labels`: what each act is called by whoever asks, so that it is found by that name too. `act`: that one
    alone, empty for all.
    """

    text: str = ""
    since: datetime | None = None
    until: datetime | None = None
    document: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    act: str = ""


def between(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """The moments where these days begin and end on this computer's clock, both days counted; None for no bound."""
    begin = None if first is None else _midnight(first)
    return begin, None if last is None else _midnight(last + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day).astimezone()


def search(
    transactions: Transactions, wanted: JournalFilter, stopped: Callable[[], bool] = lambda: False
) -> Iterator[JournalEntry]:
    """The entries that are meant, newest first; nothing is held while the caller looks at them.

    `stopped`: asked now and then; the search ends once it says True, found or not.
    """
    words = _folded(wanted.text).split()
    before: int | None = None
    while not stopped() and (page := _page(transactions, wanted, before)):
        yield from (entry for entry in page if _holds(entry, words, wanted.labels))
        before = page[-1].number


def _page(
    transactions: Transactions, wanted: JournalFilter, before: int | None
) -> list[JournalEntry]:
    asked = sa.select(_entry).order_by(_entry.c.number.desc()).limit(_PAGE)
    if before is not None:
        asked = asked.where(_entry.c.number < before)
    if wanted.act:
        asked = asked.where(_entry.c.act == wanted.act)
    if wanted.document is not None:
        asked = asked.where(_entry.c.document == wanted.document)
    if wanted.since is not None:
        asked = asked.where(_entry.c.at >= microseconds(wanted.since))
    if wanted.until is not None:
        asked = asked.where(_entry.c.at < microseconds(wanted.until))
    with transactions.reading() as connection:
        return [JournalEntry(**row._mapping) for row in connection.execute(asked)]


def _holds(entry: JournalEntry, words: list[str], labels: Mapping[str, str]) -> bool:
    if not words:
        return True
    told = (
        entry.act, labels.get(entry.act, ""), entry.application, entry.workstation, entry.account,
        entry.subject,
    )  # fmt: skip
    haystack = _folded(" ".join(map(str, told)))
    return all(word in haystack for word in words)


def _folded(text: str) -> str:
    if text.isascii():  # most entries: nothing in them comes apart
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
