"""What the service may ask us to wait, and what it may tell us of the time: nothing absurd is believed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from stockage_partage.errors import Throttled
from stockage_partage.graph.http.answer_headers import (
    CORRECTED_FROM_S,
    LONGEST_S,
    Meter,
    ServiceClock,
    bounded,
    wait_asked,
)
from stockage_partage.graph.http.http_types import HttpAnswer

DATE = "Mon, 30 Nov 2026 10:00:00 GMT"
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)

ABSURD = [
    ("1000000000", LONGEST_S),
    ("1e20", LONGEST_S),
    ("inf", LONGEST_S),
    ("9" * 400, LONGEST_S),
    (str(10 * 86400), LONGEST_S),
    ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_S),
    ("Fri, 31 Dec 9999 23:59:59 -2359", LONGEST_S),
    ("nan", None),
    ("-1", None),
    ("-inf", None),
    ("-1e20", None),
    ("Mon, 30 Nov 2026 09:00:00 GMT", None),
    ("Mon, 01 Jan 0001 00:00:00 +2359", None),
    ("²", None),
    ("", None),
    ("Mon, 30 Nov 99999 09:00:00 GMT", None),
]


@pytest.mark.parametrize(("value", "seconds"), ABSURD)
def test_no_wait_is_longer_than_an_hour_and_nonsense_is_no_wait(
    value: str, seconds: float | None
) -> None:
    assert wait_asked(HttpAnswer(429, {"retry-after": value, "date": DATE})) == seconds
    assert wait_asked(HttpAnswer(503, {"retry-after": value, "date": DATE})) == seconds


@pytest.mark.parametrize("reset", ["1000000000", "inf", "1e20"])
def test_a_minute_that_never_ends_is_looked_at_again_after_an_hour(reset: str) -> None:
    assert wait_asked(HttpAnswer(429, {"ratelimit-reset": reset})) == LONGEST_S
    moment = 0.0
    meter = Meter(lambda: moment)
    meter.hear({"ratelimit-limit": "1250", "ratelimit-remaining": "0", "ratelimit-reset": reset})
    said = meter.said()
    assert said is not None
    assert said.reset_s == LONGEST_S
    moment = LONGEST_S
    assert meter.said() is None


@pytest.mark.parametrize(
    ("limit", "remaining", "reset"),
    [
        ("0", "0", "10"),
        ("-5", "0", "10"),
        ("nan", "0", "10"),
        ("inf", "0", "10"),
        ("1e30", "0", "10"),
        ("1", "0", "10"),
        ("1250", "nan", "10"),
        ("1250", "0", "nan"),
        ("1250", "0", "-3"),
        ("1250", "0", "soon"),
        ("1250", "", "10"),
    ],
)
def test_an_allowance_that_cannot_be_meant_is_not_heard(
    limit: str, remaining: str, reset: str
) -> None:
    meter = Meter()
    meter.hear(
        {"ratelimit-limit": limit, "ratelimit-remaining": remaining, "ratelimit-reset": reset}
    )
    assert meter.said() is None
    assert not meter.is_short(2)


@pytest.mark.parametrize(("remaining", "left"), [("-1e30", 0), ("1e30", 1250), ("12.5", 12)])
def test_what_is_left_lies_between_nothing_and_everything(remaining: str, left: int) -> None:
    meter = Meter(lambda: 0.0)
    meter.hear(
        {"ratelimit-limit": "1250", "ratelimit-remaining": remaining, "ratelimit-reset": "9"}
    )
    said = meter.said()
    assert said is not None
    assert said.remaining == left


@pytest.mark.parametrize(
    ("given", "kept"),
    [(float("inf"), LONGEST_S), (1e20, LONGEST_S), (float("nan"), None), (-3.0, 0)],
)
def test_no_trouble_carries_an_absurd_wait(given: float, kept: float | None) -> None:
    assert Throttled(retry_after=given).retry_after == kept


@pytest.mark.parametrize(
    ("said", "seconds"),
    [(7, 7), ("3.5", 3.5), (1e20, 60), ("inf", 60), ("nan", 5), (-1, 5), (None, 5), ({}, 5)],
)
def test_a_device_code_is_asked_about_at_a_pace_that_can_be_meant(
    said: object, seconds: float
) -> None:
    assert bounded(said, 5.0, 60.0) == seconds


# --- the service's clock -----------------------------------------------------------------------------


def clock_ahead_by(step: timedelta) -> tuple[ServiceClock, datetime]:
    ours = NOW + step
    return ServiceClock(lambda: ours.timestamp()), ours


@pytest.mark.parametrize("step", [timedelta(days=400), timedelta(days=-1), timedelta(hours=2)])
def test_a_clock_that_is_wrong_is_put_right_by_the_services(step: timedelta) -> None:
    theirs, ours = clock_ahead_by(step)
    corrected = theirs.correcting(lambda: ours)
    assert (corrected(), theirs.date()) == (ours, None), "nobody has told the time yet"
    theirs.hear({"date": DATE})
    assert (corrected(), theirs.date()) == (NOW, NOW)


def test_a_small_difference_is_left_alone() -> None:
    theirs, ours = clock_ahead_by(timedelta(seconds=CORRECTED_FROM_S))
    theirs.hear({"date": DATE})
    assert theirs.correcting(lambda: ours)() == ours


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"date": "yesterday"},
        {"date": "Fri, 31 Dec 9999 23:59:59 GMT"},
        {"date": "Fri, 31 Dec 9999 23:59:59 -2359"},
        {"date": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"date": DATE, "age": "86400"},
    ],
)
def test_a_date_that_no_answer_can_bear_is_not_believed(headers: dict[str, str]) -> None:
    theirs = ServiceClock(time.time)
    theirs.hear(headers)
    assert theirs.date() is None
    theirs.hear({"date": format_datetime(datetime.now(UTC), usegmt=True), "age": "0"})
    assert theirs.difference == pytest.approx(0, abs=5)
