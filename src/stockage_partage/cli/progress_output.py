"""A command is never mute: what it waits for is said, and that it goes on when nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

from stockage_partage.cli import options
from stockage_partage.cli.exits import say
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import DatabaseBusy, DatabaseUnreachable, Trouble
from stockage_partage.messages.usage import asking_again, database_awaited, paused, still_sending

if TYPE_CHECKING:
    from stockage_partage.documents.work_threads import Wakeup

#: Seconds of silence before a command that goes on says so, and between two tries at a database that is not free.
SILENCE_S, AGAIN_S = 30.0, 2.0
#: A first look waits no longer for the others: that the database is busy is said soon.
GLANCE = timedelta(seconds=2)


@contextmanager
def heard_meanwhile(context: AppContext, silence_s: float = SILENCE_S) -> Iterator[None]:
    """While the body runs, a line on stderr now and then: how many documents still wait."""

    def tell() -> None:
        say(still_sending(context.database.register.counters().waiting))

    with _telling(tell, silence_s, at_once=False):
        yield


@contextmanager
def said_meanwhile(sentence: str, silence_s: float = SILENCE_S) -> Iterator[None]:
    """While the body runs, that sentence on stderr now and then."""
    with _telling(lambda: say(sentence), silence_s, at_once=False):
        yield


@contextmanager
def waits_told(context: AppContext, every_s: float = AGAIN_S) -> Iterator[None]:
    """While the body runs, a line on stderr for each wait, said once: what for, and how long.

    It is the pause that Microsoft 365 asks of every workstation, or a rest before asking again.
    """
    app = context
    pause_told: datetime | None = None
    rest_told: datetime | None = None

    def tell() -> None:
        nonlocal pause_told, rest_told
        now = app.clock()
        rest = app.rests.under_way(now)
        # Several requests rest at once, each a moment later than the other: one line is enough.
        if rest is not None and (rest_told is None or rest_told <= now):
            rest_told = rest.until
            say(asking_again(rest.trouble, (rest.until - now).total_seconds()))
        pause = context.database.outbox.paused_until(now)
        if pause is not None and pause.until != pause_told:
            pause_told = pause.until
            say(paused((pause.until - now).total_seconds()))

    with _telling(tell, every_s, at_once=True):
        yield


@contextmanager
def _telling(tell: Callable[[], None], every_s: float, *, at_once: bool) -> Iterator[None]:
    """While the body runs, calls `tell` that often, from a thread of its own."""
    ended = Event()

    def go_on() -> None:
        wait_s = 0.0 if at_once else every_s
        while not ended.wait(wait_s):
            with suppress(Trouble):  # whoever works meets it too, and says it
                tell()
            wait_s = every_s

    thread = Thread(target=go_on, name="telling", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def opened_when_free(company: str, application: str | None, wakeup: Wakeup) -> AppContext | None:
    """The session, once the database is neither held by others nor out of reach; None when `wakeup` stopped.

    What is waited for is said once. Other troubles are raised: they do not end by themselves.
    """
    told: set[str] = set()
    while not wakeup.stopped:
        try:
            _look(company, application)
            return options.open_for(company, application)
        except (DatabaseBusy, DatabaseUnreachable) as trouble:
            if trouble.kind not in told:
                say(database_awaited(trouble))
            told.add(trouble.kind)
            wakeup.wait(AGAIN_S)
    return None


def _look(company: str, application: str | None) -> None:
    from stockage_partage.company.database import CompanyDatabase

    settings = options.settings_with_company(company, application)
    CompanyDatabase.open(settings.company, patience=GLANCE).close()
