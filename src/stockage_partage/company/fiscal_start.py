"""On which day of the calendar a company's fiscal years begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
