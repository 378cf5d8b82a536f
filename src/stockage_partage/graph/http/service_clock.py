"""What time it is by the service: the `Date` of its answers, against this computer's own clock.

Decision 0018: a computer's clock is believed by nobody but itself; the service's date is believed by the
whole company, within what a date can be.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from stockage_partage.graph.http.waits import moment_in

#: Seconds by which a clock may be wrong: Kerberos and Entra both tolerate five minutes.
CLOCK_TOLERANCE_S = 300.0
#: A smaller difference is the network's and the header's, which counts whole seconds.
CORRECTED_FROM_S = 60.0
#: No answer was given before this program was made, nor half a century later.
EARLIEST, LATEST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2076, 1, 1, tzinfo=UTC)


class ServiceClock:
    """Threads share one. `now` is this computer's clock, in seconds since 1970."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._difference: float | None = None

    def hear(self, headers: Mapping[str, str]) -> None:
        """Notes the date of an answer whose certificate was verified; names are in lower case.

        One that comes out of a cache (`Age`) tells what time it was.
        """
        theirs = moment_in(headers.get("date"))
        if theirs is None or headers.get("age", "0").strip() != "0":
            return
        if EARLIEST <= theirs < LATEST:
            self._difference = self._now() - theirs.timestamp()

    @property
    def difference(self) -> float | None:
        """Seconds by which our clock is ahead of theirs, by the last answer; None before any."""
        return self._difference

    def date(self) -> datetime | None:
        """What the service's clock shows now, None before any answer."""
        if self._difference is None:
            return None
        return datetime.fromtimestamp(self._now() - self._difference, UTC)

    def correcting(self, clock: Callable[[], datetime]) -> Callable[[], datetime]:
        """`clock` as long as it agrees with the service's; put right by the difference once it does not.

        What is written for other computers is dated with it: their clocks may be right.
        """

        def corrected() -> datetime:
            difference = self._difference
            if difference is None or abs(difference) <= CORRECTED_FROM_S:
                return clock()
            return clock() - timedelta(seconds=difference)

        return corrected
