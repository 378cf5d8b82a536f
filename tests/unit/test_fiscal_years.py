"""The fiscal year of a date: twelve months that begin on the company's own day."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockage_partage.company.fiscal_years import (
    CALENDAR_YEAR,
    FiscalStart,
    FiscalYear,
    fiscal_year,
    from_kept,
)

JULY = FiscalStart(7, 1)
LEAP_DAY = FiscalStart(2, 29)
MARCH = FiscalStart(3, 1)

starts = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda d: FiscalStart(d.month, d.day))
days = st.dates(date(2, 1, 1), date(MAXYEAR - 1, 12, 31))


@pytest.mark.parametrize(
    ("day", "start", "first", "last", "label"),
    [
        (date(2026, 1, 1), CALENDAR_YEAR, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 12, 31), CALENDAR_YEAR, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 6, 30), JULY, date(2025, 7, 1), date(2026, 6, 30), "2025-2026"),
        (date(2026, 7, 1), JULY, date(2026, 7, 1), date(2027, 6, 30), "2026-2027"),
        (date(2026, 12, 31), FiscalStart(12, 31), date(2026, 12, 31), date(2027, 12, 30), "2026-2027"),
        (date(2026, 1, 1), FiscalStart(1, 2), date(2025, 1, 2), date(2026, 1, 1), "2025-2026"),
        (date(2024, 2, 29), MARCH, date(2023, 3, 1), date(2024, 2, 29), "2023-2024"),
        (date(2025, 2, 28), MARCH, date(2024, 3, 1), date(2025, 2, 28), "2024-2025"),
        (date(2024, 2, 29), LEAP_DAY, date(2024, 2, 29), date(2025, 2, 28), "2024-2025"),
        (date(2024, 2, 28), LEAP_DAY, date(2023, 3, 1), date(2024, 2, 28), "2023-2024"),
        (date(2025, 3, 1), LEAP_DAY, date(2025, 3, 1), date(2026, 2, 28), "2025-2026"),
        (date(1, 3, 1), JULY, date.min, date(1, 6, 30), "0001"),
        (date(MAXYEAR, 12, 31), JULY, date(MAXYEAR, 7, 1), date.max, "9999"),
        (date(MAXYEAR, 12, 31), CALENDAR_YEAR, date(MAXYEAR, 1, 1), date.max, "9999"),
    ],
)  # fmt: skip
def test_the_fiscal_year_of_a_date(
    day: date, start: FiscalStart, first: date, last: date, label: str
) -> None:
    year = fiscal_year(day, start)
    assert year == FiscalYear(first, last)
    assert year.label == label


@settings(max_examples=500, deadline=None, database=None)
@given(days, starts)
def test_fiscal_years_follow_each_other_without_gap_or_overlap(
    day: date, start: FiscalStart
) -> None:
    year = fiscal_year(day, start)
    assert year.first <= day <= year.last
    assert 365 <= (year.last - year.first).days + 1 <= 366
    assert fiscal_year(year.first, start) == fiscal_year(year.last, start) == year
    following = fiscal_year(year.last + timedelta(days=1), start)
    assert following.first == year.last + timedelta(days=1)
    assert following.label != year.label


@pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (13, 1), (0, 1), (1, 0), (12, 32)])
def test_a_day_that_no_calendar_has_begins_no_fiscal_year(month: int, day: int) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        FiscalStart(month, day)


@given(starts)
def test_what_is_kept_comes_back(start: FiscalStart) -> None:
    assert from_kept(start.kept) == start
