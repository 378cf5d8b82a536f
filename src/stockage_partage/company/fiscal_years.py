"""On which day of the calendar a company's fiscal years begin, and the year that a date belongs to. Pure.

A date that nobody means is told apart here too: a slip of the finger would be in the tree for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

_DAY = timedelta(days=1)
#: Years that accounting documents are kept after the close of their fiscal year (Code de commerce, L123-22).
RETENTION_YEARS = 10
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class FiscalStart:
    """The day on which every fiscal year of the company begins.

    29 February is the day after the 28th: 1 March where there is none. Raises ValueError for a day
    that no calendar has.
    """

    month: int = 1
    day: int = 1

    def __post_init__(self) -> None:
        # A leap year has every day there is.
        date(2000, self.month, self.day)

    @property
    def kept(self) -> str:
        """`MM-DD`, as the database keeps it."""
        return f"{self.month:02d}-{self.day:02d}"


#: For a company that said nothing: its fiscal years are the calendar's.
CALENDAR_YEAR = FiscalStart()


def from_kept(text: str) -> FiscalStart:
    """The day kept as `MM-DD`. Raises ValueError for anything else."""
    month, _, day = text.partition("-")
    return FiscalStart(int(month), int(day))


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year by its first and last day."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """`2026`, or `2025-2026` when it spans two calendar years."""
        first, last = f"{self.first.year:04d}", f"{self.last.year:04d}"
        return first if first == last else f"{first}-{last}"


def fiscal_year(day: date, start: FiscalStart) -> FiscalYear:
    """The twelve months around `day` that begin on `start`.

    At both ends of the calendar the year is cut where the calendar ends.
    """
    begun = _beginning(day.year, start) <= day
    first = day.year if begun else day.year - 1
    return FiscalYear(
        _beginning(first, start) if first >= MINYEAR else date.min,
        _beginning(first + 1, start) - _DAY if first < MAXYEAR else date.max,
    )


def _beginning(year: int, start: FiscalStart) -> date:
    if (start.month, start.day) == (2, 29):
        # The day after the 28th, so that every year ends on a 28 February.
        return date(year, 2, 28) + _DAY
    return date(year, start.month, start.day)


def retention_end(day: date, start: FiscalStart) -> date | None:
    """The last day on which a document of that day must still be kept; None after the calendar's end."""
    closed = fiscal_year(day, start).last
    if closed.year + RETENTION_YEARS >= MAXYEAR:
        return None
    return _beginning((closed + _DAY).year + RETENTION_YEARS, start) - _DAY


def is_plausible(day: date) -> bool:
    """False for the year 26 or 2206, which nobody means."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
