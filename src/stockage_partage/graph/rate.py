"""What requests cost and what Microsoft says is left: counted by whoever sends, read by the queue."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: Resource units of a request, as SharePoint counts them: getting one thing, and everything else.
READ, WRITE = 1, 2
#: Part of the allowance that the queue leaves to what it does not see.
_KEPT_BACK = 0.03


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The `RateLimit-*` headers of an answer; they come once most of the minute's units are used."""

    allowed: int
    remaining: int
    reset_s: float


class Meter:
    """Shared by the threads of one Door. `now` is a monotonic clock, in seconds."""

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
        if "ratelimit-remaining" not in headers:
            return
        try:
            said = RateLimit(
                int(headers["ratelimit-limit"]),
                int(headers["ratelimit-remaining"]),
                float(headers["ratelimit-reset"]),
            )
        except (KeyError, ValueError):
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
