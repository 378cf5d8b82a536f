"""The one fake of these tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class StoppedClock:
    """A clock that moves when told."""

    now: datetime = field(default=datetime(2026, 3, 31, 10, 15, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def advance(self, step: timedelta) -> None:
        """Time passes."""
        self.now += step
