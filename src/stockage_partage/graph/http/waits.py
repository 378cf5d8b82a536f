"""How long the service asks to wait, read from what may be anything: never absurd, never for years.

Retry-After is whole seconds or an HTTP date (RFC 9110 §10.2.3), in practice fractions too; RateLimit-Reset
is seconds (IETF draft-03). Whatever stands there, nobody waits for longer than LONGEST_S: then it is
looked at again, and whoever still means it says it again.

SharePoint was seen to say « too many requests » in four ways: 429 with JSON, 429 with a web page, by
sending to a page named Throttle.htm, and by a 401 that asks to wait and challenges nobody.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from stockage_partage.errors.trouble import LONGEST_WAIT_S

if TYPE_CHECKING:
    from stockage_partage.graph.http.http_types import HttpAnswer


LONGEST_S = LONGEST_WAIT_S


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


_SENT_ELSEWHERE = frozenset({301, 302, 303, 307, 308})
_PAGES = ("/throttle.htm", "/throttle.html", "/throttle.aspx")


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
