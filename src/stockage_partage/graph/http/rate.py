"""What requests cost and what Microsoft says is left: counted by whoever sends, read by the queue."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stockage_partage.graph.http.waits import asked_wait, seconds_in

#: Resource units of a request, as SharePoint counts them: getting one thing, and everything else.
READ, WRITE = 1, 2
#: Part of the allowance that the queue leaves to what it does not see.
_KEPT_BACK = 0.03
#: Units a minute that a service can mean. Microsoft's own limits go from 1,250 to 6,250; with fewer than
#: these nothing would ever leave.
LEAST_ALLOWED, MOST_ALLOWED = 60, 1_000_000


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The `RateLimit-*` headers of an answer; they come once most of the minute's units are used."""

    allowed: int
    remaining: int
    reset_s: float


class Meter:
    """Shared by the threads of one HttpClient. `now` is a monotonic clock, in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._spent = 0
        self._since_said = 0
        self._said: RateLimit | None = None
        self._until = 0.0

    def spend(self, units: int) -> None:
        """A request of that many units is sent."""
        with self._lock:
            self._spent += units
            self._since_said += units

    def take(self) -> int:
        """The units spent since the last time that this was asked."""
        with self._lock:
            spent, self._spent = self._spent, 0
        return spent

    def hear(self, headers: Mapping[str, str]) -> None:
        """Notes what the headers of an answer (names in lower case) say is left, if they do."""
        said = _said_in(headers)
        if said is None:
            return
        with self._lock:
            self._said, self._until = said, self._now() + said.reset_s
            self._since_said = 0

    def said(self) -> RateLimit | None:
        """What holds now: `reset_s` counts from now; None when nothing was said of this minute."""
        with self._lock:
            if self._said is None or self._now() >= self._until:
                self._said = None
                return None
            left = self._said.remaining - self._since_said
            return RateLimit(self._said.allowed, left, self._until - self._now())

    def is_short(self, units: int) -> bool:
        """True when a request of that many units should rather wait for the next minute."""
        said = self.said()
        return said is not None and said.remaining - units < said.allowed * _KEPT_BACK


def _said_in(headers: Mapping[str, str]) -> RateLimit | None:
    """None unless all three are there and can be meant."""
    allowed = seconds_in(headers.get("ratelimit-limit", ""))
    remaining = seconds_in(headers.get("ratelimit-remaining", ""))
    reset_s = asked_wait(headers.get("ratelimit-reset"))
    if allowed is None or remaining is None or reset_s is None:
        return None
    if not (LEAST_ALLOWED <= allowed <= MOST_ALLOWED):
        return None
    return RateLimit(int(allowed), int(min(max(remaining, 0.0), allowed)), reset_s)
