"""The clock, and moments that one computer wrote and another reads, whose clocks may differ. Free of SQL.

Whatever is waited for, a pause, the next try, a lease, a claim, lasts an hour at most. One that ends later
than that was written by a clock that is wrong, or asked by somebody who cannot mean it: it is over.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]

LONGEST = timedelta(hours=1)


def utc_now() -> datetime:
    """The clock of this computer: aware, UTC."""
    return datetime.now(UTC)


def is_running(until: datetime | None, moment: datetime) -> bool:
    """True while what ends at `until` goes on at `moment`. Statements ask the same by `outbox.batch.is_over`."""
    return until is not None and moment < until <= moment + LONGEST
