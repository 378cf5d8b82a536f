"""What is typed in a search, taken apart: beginnings of words, days, amounts. Pure."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from stockage_partage.company.words_index import LONGEST, bare, tokens


@dataclass(frozen=True, slots=True)
class Days:
    """From one day to another, both counted."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Typed:
    """One thing typed: the beginning of a word, or days, or what may be either (`2026`)."""

    prefix: str = ""
    days: Days | None = None


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
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})?(\d{2})?")


def taken_apart(text: str) -> list[Typed]:
    """Everything that a document must answer, each once."""
    found: list[Typed] = []
    for pattern, order in _DATES:
        text = pattern.sub(_taking(found, _reading(order)), text)
    text = _AMOUNT.sub(_taking(found, lambda m: Typed(bare(re.sub(r"\D", "", m[0])))), text)
    found += [_word(token[:LONGEST]) for token in tokens(text)]
    return list(dict.fromkeys(found))


def _taking(
    found: list[Typed], understand: Callable[[re.Match[str]], Typed | None]
) -> Callable[[re.Match[str]], str]:
    def take(match: re.Match[str]) -> str:
        typed = understand(match)
        if typed is None:
            return match[0]
        found.append(typed)
        return " "

    return take


def _reading(order: tuple[int, ...]) -> Callable[[re.Match[str]], Typed | None]:
    return lambda match: _dated(*(match[place] for place in order))


def _dated(year: str, month: str, day: str = "") -> Typed | None:
    days = _days(year, month, day)
    return Typed(days=days) if days is not None else None


def _word(token: str) -> Typed:
    compact = _COMPACT.fullmatch(token)
    return Typed(token, _days(*(part or "" for part in compact.groups())) if compact else None)


def _days(year: str, month: str = "", day: str = "") -> Days | None:
    """A day, a month or a year; None when the calendar has no such one."""
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return Days(first, first)
    last_month = first.month if month else 12
    return Days(first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1]))
