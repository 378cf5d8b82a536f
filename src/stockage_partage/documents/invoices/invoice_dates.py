"""The day on which an invoice was issued, out of what is written there. Pure.

Days come in the formats of UN/CEFACT. Source: UNTDID 2379, of which 102 is the day alone (the one that EN
16931 names), 203 and 204 the day with minutes or seconds; `udt:DateTime` is an ISO 8601 moment, and ISO
days are seen in the wild.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time, timedelta

#: No electronic invoice is older; 1900 and 1970 are what a program writes that has no date.
FIRST_YEAR = 2000
#: How far a date may lie in the future: a payment plan, a workstation whose clock is behind.
AHEAD = timedelta(days=366)
#: A clock behind this day is wrong, and hides no invoice.
_AT_LEAST = date(2026, 1, 1)
_LONGEST = 20  # characters kept of a date that is none

_FORMATS = {
    "102": r"(?P<day>[0-9]{8})",
    "203": r"(?P<day>[0-9]{8})(?P<time>[0-9]{4})",
    "204": r"(?P<day>[0-9]{8})(?P<time>[0-9]{6})",
    "": r"(?P<day>[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})",
}
_ISO_DAY = r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
_ISO_MOMENT = (
    _ISO_DAY
    + r"(?:Z|[+-][0-9]{2}:[0-9]{2}|[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def issued_on(
    formatted: Iterable[tuple[str, str]], moments: Iterable[tuple[str, str]], today: date
) -> tuple[date | None, str]:
    """The day, and a date that cannot be one as it is written. None for none, and for two that disagree.

    `formatted`: values with their format's code. `moments`: ISO 8601, the day as it is written there.
    """
    written = [(text, _day(text, code)) for text, code in formatted if text]
    written += [(text, _matched(_ISO_MOMENT, text)) for text, _ in moments if text]
    days = {day for _, day in written if day is not None and _is_meant(day, today)}
    if len(days) == 1:
        return days.pop(), ""
    odd = next((text for text, day in written if day not in days or len(days) > 1), "")
    return None, "".join(c for c in odd if c.isprintable())[:_LONGEST]


def _day(text: str, code: str) -> date | None:
    if (pattern := _FORMATS.get(code)) is None:
        return None
    return _matched(pattern, text) or (_matched(_ISO_DAY, text) if code == "102" else None)


def _matched(pattern: str, text: str) -> date | None:
    found = re.fullmatch(pattern, text)
    if found is None:
        return None
    at = found.groupdict().get("time")
    try:
        if at:
            time.fromisoformat(at)
        return date.fromisoformat(found["day"])
    except ValueError:
        return None


def _is_meant(day: date, today: date) -> bool:
    return day.year >= FIRST_YEAR and day <= max(today, _AT_LEAST) + AHEAD
