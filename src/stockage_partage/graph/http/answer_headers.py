"""What an answer's headers tell of the service: how long to wait, what time it is, what is left of the minute.

Retry-After is whole seconds or an HTTP date (RFC 9110 §10.2.3), in practice fractions too; RateLimit-Reset
is seconds (IETF draft-03). Whatever stands there, it is never absurd: nobody waits for longer than LONGEST_S,
then it is looked at again, and whoever still means it says it again.

SharePoint was seen to say « too many requests » in four ways: 429 with JSON, 429 with a web page, by
sending to a page named Throttle.htm, and by a 401 that asks to wait and challenges nobody.

Decision 0018: a computer's clock is believed by nobody but itself; the service's date is believed by the
whole company, within what a date can be.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from stockage_partage.errors.trouble import LONGEST_WAIT_S

if TYPE_CHECKING:
    from stockage_partage.graph.http.http_types import HttpAnswer


LONGEST_S = LONGEST_WAIT_S
#: Seconds by which a clock may be wrong: Kerberos and Entra both tolerate five minutes.
CLOCK_TOLERANCE_S = 300.0
#: A smaller difference is the network's and the header's, which counts whole seconds.
CORRECTED_FROM_S = 60.0
#: No answer was given before this program was made, nor half a century later.
EARLIEST, LATEST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2076, 1, 1, tzinfo=UTC)
#: Resource units of a request, as SharePoint counts them: getting one thing, and everything else.
READ, WRITE = 1, 2
#: Part of the allowance that the queue leaves to what it does not see.
_KEPT_BACK = 0.03
#: Units a minute that a service can mean. Microsoft's own limits go from 1,250 to 6,250; with fewer than
#: these nothing would ever leave.
LEAST_ALLOWED, MOST_ALLOWED = 60, 1_000_000
_SENT_ELSEWHERE = frozenset({301, 302, 303, 307, 308})
_PAGES = ("/throttle.htm", "/throttle.html", "/throttle.aspx")


def asked_wait(value: str | None, date: str | None = None) -> float | None:
    """Seconds from 0 to LONGEST_S; None when `value` says nothing that can be waited for.

    A date counts from `date`, the answer's own, and not from a clock of ours that may be wrong.
    """
    if value is None:
        return None
    seconds = seconds_in(value)
    if seconds is None:
        seconds = _until(value, date)
    if seconds is None or seconds < 0:
        return None
    return min(seconds, LONGEST_S)


def seconds_in(value: str) -> float | None:
    """The number that stands there, infinity included; None for « nan » and what is no number."""
    try:
        seconds = float(value)
    except ValueError:
        return None
    return None if math.isnan(seconds) else seconds


def bounded(said: object, usual: float, longest: float) -> float:
    """A time that a JSON answer says, in seconds: `usual` where it says nothing that can be meant."""
    seconds = seconds_in(str(said))
    return usual if seconds is None or seconds < 0 else min(seconds, longest)


def moment_in(value: str | None) -> datetime | None:
    """An HTTP date, aware; None for what is none, or lies outside of the calendar."""
    try:
        found = parsedate_to_datetime(value or "")
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _until(value: str, date: str | None) -> float | None:
    until, now = moment_in(value), moment_in(date)
    try:
        return None if until is None or now is None else (until - now).total_seconds()
    except OverflowError:  # one of them at the end of the calendar, in another zone
        return None


def is_throttled(answer: HttpAnswer) -> bool:
    """True when too many requests are made."""
    if answer.status in _SENT_ELSEWHERE:
        path = urlsplit(answer.header("location") or "").path
        return path.lower().endswith(_PAGES)
    if answer.status == 401:
        waits = answer.header("retry-after") is not None
        return waits and answer.header("www-authenticate") is None
    return answer.status == 429


def wait_asked(answer: HttpAnswer) -> float | None:
    """Seconds to wait, an hour at most: the longer of Retry-After and, once refused, RateLimit-Reset."""
    asked = [asked_wait(answer.header("retry-after"), answer.header("date"))]
    if is_throttled(answer):
        asked.append(asked_wait(answer.header("ratelimit-reset")))
    known = [seconds for seconds in asked if seconds is not None]
    return max(known) if known else None


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
