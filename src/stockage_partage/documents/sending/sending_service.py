"""Sending for one application: for the command line, the service without a window, and the window.

The loop around a round of sending empties the outbox, once or for as long as the program runs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from stockage_partage.closing import Closing, attempt
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.sending.results import RoundResult
from stockage_partage.documents.sending.send_one import UploadDestination
from stockage_partage.documents.sending.sender import GRACE_S, IN_FLIGHT, Sender
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.errors import (
    AccountTrouble,
    DatabaseUnreachable,
    RightsLost,
    SignInNeeded,
    StorageInactive,
    Throttled,
    Trouble,
)

_log = logging.getLogger(__name__)
#: Seconds between two looks at an empty outbox. A look is a few small reads.
REST_S = 2.0
#: While a trouble keeps the queue at rest, looks become rarer; up to this where each costs a request
#: that is refused, and up to this where it costs none. Seconds.
LONGEST_REST_S, LONGEST_FREE_REST_S = 60.0, 5.0
_LEAST_S = 0.02
#: A person waits for the minute's budget so long at most, is told from so many seconds on, and it is
#: looked at again after so many.
LONGEST_WAIT_S, WORTH_TELLING_S, LOOK_S = 300.0, 5.0, 30.0


class SendingService(Closing):
    """Sends for whoever is signed in here. Its threads start with the first round that can send.

    `in_flight`: requests at once; `grace_s`: what they may still take once asked to stop. A context;
    `close` ends the threads.
    """

    def __init__(
        self, app: AppContext, in_flight: int = IN_FLIGHT, grace_s: float = GRACE_S
    ) -> None:
        self._app = app
        self._in_flight = in_flight
        self._grace_s = grace_s
        self._sender: Sender | None = None

    def drain(self, wakeup: Wakeup) -> RoundResult:
        """One round; a trouble that keeps anything from being sent is its `resting`.

        Raises nothing but our own mistakes.
        """
        try:
            drive_id = self._app.library()
            take_over_from_the_dead(self._app)
            sender = self._sending(drive_id)
            round_result = sender.drain(wakeup)
            sender.tidy(wakeup)
            if isinstance(round_result.resting, RightsLost):
                why = self._app.why_refused(round_result.resting)
                return replace(round_result, trouble=why, resting=why)
            if round_result == RoundResult():
                return replace(round_result, trouble=self._paused(round_result.more_at))
            return round_result
        except Trouble as trouble:
            return RoundResult(trouble=trouble, resting=trouble)

    def next_try(self) -> datetime | None:
        """When something that was put off may leave; None when nothing was."""
        return self._app.database.outbox.next_try(self._app.clock())

    def seconds_until(self, moment: datetime) -> float:
        """Seconds from now until `moment`, by the context's clock."""
        return (moment - self._app.clock()).total_seconds()

    def close(self) -> None:
        """Ends the threads; harmless when there are none."""
        if self._sender is not None:
            self._sender.close()

    def _paused(self, more_at: datetime | None) -> Trouble | None:
        """Why nothing left although something waits: a pause that any workstation was asked to keep.

        An ordinary minute that is used up is none: `more_at` is then soon.
        """
        outbox, now = self._app.database.outbox, self._app.clock()
        pause = outbox.paused_until(now)
        until = pause.until if pause else more_at
        if until is None or not self._app.database.register.counters().waiting:
            return None
        seconds = (until - now).total_seconds()
        return Throttled(retry_after=seconds) if pause or seconds > LONGEST_WAIT_S else None

    def _sending(self, drive_id: str) -> Sender:
        if self._sender is None:
            here = self._app
            to = UploadDestination(here.drive, here.uploads, drive_id, here.presence.owner)
            self._sender = Sender(here.database, to, here.clock, self._in_flight, self._grace_s)
        return self._sender


def take_over_from_the_dead(app: AppContext) -> None:
    """Frees what a killed process of this workstation was sending, without waiting for its lease."""
    outbox = app.database.outbox
    for owner in outbox.holders():
        if app.presence.is_dead(owner):
            outbox.release_all(owner)


class Drainable(Protocol):
    """What is drained: one round, and when the next one may have something to do."""

    def drain(self, wakeup: Wakeup) -> RoundResult:
        """Sends what is due now, in one round that `wakeup` can stop, and gives what came of it."""
        ...

    def next_try(self) -> datetime | None:
        """When something that was put off may leave; None when nothing was."""
        ...

    def seconds_until(self, moment: datetime) -> float:
        """Seconds until `moment`, by the service's own clock."""
        ...


def send_all(
    service: Drainable,
    wakeup: Wakeup,
    *,
    patient: bool = True,
    tell_wait: Callable[[float], object] = lambda _: None,
) -> RoundResult:
    """Sends everything that is due now; `patient`: waits for the minute's budget when it is used up.

    `tell_wait` hears how many seconds a wait that is worth telling will last. One longer than
    LONGEST_WAIT_S is a trouble, Throttled: nobody sits in front of it.
    Raises why the queue rests, when it does, and what a round raises.
    """
    round_result = service.drain(wakeup)
    while patient and round_result.more_at is not None and not wakeup.stopped:
        if round_result.resting is not None or round_result.trouble is not None:
            break
        seconds = service.seconds_until(round_result.more_at)
        if seconds > LONGEST_WAIT_S:
            return replace(round_result, trouble=Throttled(retry_after=seconds))
        if seconds > WORTH_TELLING_S:
            tell_wait(seconds)
        # Looked at again before that: the wait may be over sooner, and no clock may stretch it.
        wakeup.wait(min(max(_LEAST_S, seconds), LOOK_S))
        round_result = round_result + service.drain(wakeup)
    if round_result.resting is not None:
        raise round_result.resting
    return round_result


def send_forever(
    service: Drainable,
    wakeup: Wakeup,
    tell: Callable[[RoundResult], object],
    *,
    met: Callable[[Trouble | None], object] = lambda _: None,
    rest_s: float = REST_S,
) -> None:
    """Drains again and again until `wakeup.stop()`; `tell` hears of every round that did or met something.

    It hears of one without anything to do, too, when the round before could not reach the database.

    `met` hears the trouble of every round that tried something, the same one again too; None when
    documents left and the queue does not rest, whatever single documents met.

    A trouble that stops the queue is told once and tried again, more and more rarely or when woken: it
    ends by itself once somebody signs in or the network is back.
    """
    pace = _Pace(rest_s)
    while not wakeup.stopped:
        round_result = _round(service, wakeup)
        if round_result != RoundResult():
            well = round_result.filed and round_result.resting is None
            met(None if well else round_result.trouble)
        if pace.is_news(round_result):
            tell(round_result)
        if wakeup.wait(pace.rest(service, round_result)):
            pace.reset()


class _Pace:
    """How long to rest, and whether a trouble was told already."""

    def __init__(self, rest_s: float) -> None:
        self._rest_s = rest_s
        self._longest_s = rest_s
        self._told: set[str] = set()

    def reset(self) -> None:
        """Somebody rang: no more patience than at first."""
        self._longest_s = self._rest_s

    def is_news(self, round_result: RoundResult) -> bool:
        """True when the round did something, or met a trouble of a kind not told since one that did.

        True for a round without anything to do too, after one that could not reach the database.
        """
        if round_result == RoundResult():
            # Nothing to do, which the database told: that it was out of reach is over.
            over = DatabaseUnreachable.__name__ in self._told
            self._told.discard(DatabaseUnreachable.__name__)
            return over
        if round_result.filed or round_result.postponed or round_result.blocked:
            self._told.clear()
            return True
        kind = round_result.trouble.kind if round_result.trouble else ""
        if kind in self._told:
            return False
        self._told.add(kind)
        return True

    def rest(self, service: Drainable, round_result: RoundResult) -> float:
        if round_result.resting is not None:
            longest = (
                LONGEST_REST_S if _costs_a_request(round_result.resting) else LONGEST_FREE_REST_S
            )
            self._longest_s = min(self._longest_s * 1.5, longest)
            return self._longest_s
        self._longest_s = self._rest_s
        try:
            moment = round_result.more_at or service.next_try()
        except Trouble:
            return self._rest_s
        if moment is None:
            return self._rest_s
        return min(self._rest_s, max(_LEAST_S, service.seconds_until(moment)))


def _costs_a_request(resting: Trouble) -> bool:
    free = isinstance(resting, SignInNeeded | StorageInactive)
    return isinstance(resting, AccountTrouble) and not free


def _round(service: Drainable, wakeup: Wakeup) -> RoundResult:
    came = attempt(lambda: service.drain(wakeup))
    if isinstance(came, Trouble):
        return RoundResult(trouble=came, resting=came)
    if isinstance(came, Exception):
        # Our own mistake: loud in the log, and the other documents still leave.
        _log.error("a round of sending failed", exc_info=came)
        return RoundResult()
    return came
