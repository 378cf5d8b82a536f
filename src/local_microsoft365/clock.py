"""What time it is, in one place, so that tests can move it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def epoch(clock: Clock) -> int:
    """The present moment in whole seconds since 1970, as tokens count."""
    return int(clock.now().timestamp())


def timestamp(clock: Clock) -> str:
    """The present moment as Graph writes it: `2026-11-24T08:30:00Z`."""
    return clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def http_date(clock: Clock) -> bytes:
    """The present moment as the `Date` header says it."""
    return format_datetime(clock.now(), usegmt=True).encode()
