"""SharePoint's resource units: so many a minute for the whole application, then 429."""

from __future__ import annotations

import math
from datetime import timedelta

from local_microsoft365.graph.errors import GraphError
from local_microsoft365.tenant.tenant import Tenant

WINDOW = timedelta(minutes=1)
WARNED_FROM = 0.8  # part of the allowance from which answers say what is left


class Budget:
    """Off until `units_a_minute` is set in the world's switches."""

    def __init__(self, world: Tenant) -> None:
        self._world = world
        self._ends = world.clock.now()
        self._spent = 0
        self.refused = 0

    def spend(self, units: int) -> dict[str, str]:
        """Takes units; returns the headers of the answer. Raises GraphError (429) when none is left."""
        allowed = self._world.switches.now.units_a_minute
        if allowed is None or not units:
            return {}
        now = self._world.clock.now()
        if now >= self._ends:
            self._ends, self._spent = now + WINDOW, 0
        reset = max(1, math.ceil((self._ends - now).total_seconds()))
        if self._spent + units > allowed:
            self.refused += 1
            raise GraphError(
                429,
                "activityLimitReached",
                "The app or user has been throttled.",
                inner="throttledRequest",
                headers={"Retry-After": str(reset), **_labels(allowed, 0, reset)},
            )
        self._spent += units
        if self._spent < WARNED_FROM * allowed:
            return {}
        return _labels(allowed, allowed - self._spent, reset)


def _labels(limit: int, remaining: int, reset: int) -> dict[str, str]:
    return {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(remaining),
        "RateLimit-Reset": str(reset),
    }
