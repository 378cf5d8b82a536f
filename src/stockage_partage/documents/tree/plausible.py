"""Which days a document may bear: a slip of the finger would be in the tree for good."""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2100


def is_plausible(day: date) -> bool:
    """False for the year 26 or 2206, which nobody means."""
    return FIRST_YEAR <= day.year <= LAST_YEAR
