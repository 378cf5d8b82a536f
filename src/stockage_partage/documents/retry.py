"""Waits when Microsoft 365 asks to slow down, then goes on; every workstation waits with us."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from typing import TypeVar

from stockage_partage.documents.context import AppContext, Pause
from stockage_partage.errors import ServiceUnavailable, Throttled
from stockage_partage.streams import check

T = TypeVar("T")

#: Seconds of one wait when the service does not say how long, and the most that somebody waits for.
UNSAID_S, LONGEST_S = 5.0, 300.0
#: How often the same request is asked again before its trouble is told.
TRIES = 5


def patiently(app: AppContext, stop: Event, ask: Callable[[], T]) -> T:
    """What `ask` gives, asked again after each wait that Microsoft 365 wishes.

    Raises Stopped, and what `ask` raises when waiting does not help.
    """
    for _ in range(TRIES - 1):
        wait_for_the_pause(app, stop)
        try:
            return ask()
        except (Throttled, ServiceUnavailable) as trouble:
            seconds = trouble.retry_after if trouble.retry_after is not None else UNSAID_S
            if seconds > LONGEST_S:
                raise
            until = app.clock() + timedelta(seconds=seconds)
            if isinstance(trouble, Throttled):
                # Asked of the whole organisation: asking again from elsewhere prolongs it.
                app.database.outbox.pause(until, trouble.kind)
            else:
                app.rests.note(Pause(until, trouble))
                _rest(stop, seconds)
    wait_for_the_pause(app, stop)
    return ask()


def wait_for_the_pause(app: AppContext, stop: Event) -> None:
    """Returns once no workstation has to stay away. Raises Stopped, and Throttled for a long one."""
    now = app.clock()
    pause = app.database.outbox.paused_until(now)
    if pause is None:
        check(stop)
        return
    seconds = (pause.until - now).total_seconds()
    if seconds > LONGEST_S:
        raise Throttled(retry_after=seconds)
    _rest(stop, seconds)


def _rest(stop: Event, seconds: float) -> None:
    stop.wait(seconds)
    check(stop)
