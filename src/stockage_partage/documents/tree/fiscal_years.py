"""The fiscal year of a date, from the day of the calendar on which the company's years begin. Pure."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, timedelta

from stockage_partage.company.fiscal_start import FiscalStart
from stockage_partage.documents.tree.filing_plan import FiscalYear

_DAY = timedelta(days=1)


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
