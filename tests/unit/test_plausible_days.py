"""Which days a document may bear, wherever they come from."""

from __future__ import annotations

from datetime import date

import pytest

from stockage_partage.company.fiscal_years import is_plausible
from stockage_partage.ui.widgets.form_field import day_typed


@pytest.mark.parametrize(
    ("day", "plausible"),
    [
        (date(1, 1, 1), False),
        (date(206, 3, 1), False),
        (date(1900, 1, 1), True),
        (date(2026, 3, 1), True),
        (date(2100, 12, 31), True),
        (date(2206, 3, 1), False),
    ],
)
def test_a_year_that_nobody_means_is_no_day(day: date, plausible: bool) -> None:
    assert is_plausible(day) is plausible
    assert (day_typed(f"{day.day:02}/{day.month:02}/{day.year:04}") == day) is plausible
