"""Empties the outbox, once or for as long as the program runs: the loop around a round of sending."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from stockage_partage.documents.boundary import attempt
from stockage_partage.documents.sending.bell import Bell
from stockage_partage.documents.sending.endings import Drained
from stockage_partage.errors import AccountTrouble, SignInNeeded, StorageInactive, Trouble

__all__ = ["Drained", "Service", "drain_all", "keep_draining"]

_log = logging.getLogger(__name__)

#: Seconds between two looks at an empty outbox. A look is a few small reads.
REST_S = 2.0
#: While a trouble keeps the queue at rest, looks become rarer; up to this where each costs a request
#: that is refused, and up to this where it costs none. Seconds.
LONGEST_REST_S, LONGEST_FREE_REST_S = 60.0, 5.0
_LEAST_S = 0.02


class Service(Protocol):
    """What is drained: one round, and when the next one may have something to do."""

    def drain(self, bell: Bell) -> Drained:
        """One round."""
        ...

    def next_try(self) -> datetime | None:
        """When something that was put off may leave; None when nothing was."""
        ...

    def seconds_until(self, moment: datetime) -> float:
        """By the service's own clock."""
        ...


def drain_all(service: Service, bell: Bell, *, patient: bool = True) -> Drained:
    """Sends everything that is due now; `patient`: waits for the minute's budget when it is used up.

    Raises why the queue rests, when it does, and what a round raises.
    """
    drained = service.drain(bell)
    while patient and drained.more_at is not None and not bell.stopped:
        if drained.resting is not None or drained.trouble is not None:
            break
        bell.wait(max(_LEAST_S, service.seconds_until(drained.more_at)))
        drained = drained + service.drain(bell)
    if drained.resting is not None:
        raise drained.resting
    return drained


def keep_draining(
    service: Service,
    bell: Bell,
    tell: Callable[[Drained], object],
    *,
    rest_s: float = REST_S,
) -> None:
    """Drains again and again until `bell.stop()`; `tell` hears of every round that did or met something.

    A trouble that stops the queue is told once and tried again, more and more rarely or when rung: it
    ends by itself once somebody signs in or the network is back.
    """
    pace = _Pace(rest_s)
    while not bell.stopped:
        drained = _round(service, bell)
        if pace.is_news(drained):
            tell(drained)
        if bell.wait(pace.rest(service, drained)):
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

    def is_news(self, drained: Drained) -> bool:
        """The same trouble again, and nothing else, is not told twice."""
        if drained == Drained():
            return False
        if drained.filed or drained.postponed or drained.blocked:
            self._told.clear()
            return True
        kind = drained.trouble.kind if drained.trouble else ""
        if kind in self._told:
            return False
        self._told.add(kind)
        return True

    def rest(self, service: Service, drained: Drained) -> float:
        if drained.resting is not None:
            longest = LONGEST_REST_S if _costs_a_request(drained.resting) else LONGEST_FREE_REST_S
            self._longest_s = min(self._longest_s * 1.5, longest)
            return self._longest_s
        self._longest_s = self._rest_s
        try:
            moment = drained.more_at or service.next_try()
        except Trouble:
            return self._rest_s
        if moment is None:
            return self._rest_s
        return min(self._rest_s, max(_LEAST_S, service.seconds_until(moment)))


def _costs_a_request(resting: Trouble) -> bool:
    free = isinstance(resting, SignInNeeded | StorageInactive)
    return isinstance(resting, AccountTrouble) and not free


def _round(service: Service, bell: Bell) -> Drained:
    came = attempt(lambda: service.drain(bell))
    if isinstance(came, Trouble):
        return Drained(trouble=came, resting=came)
    if isinstance(came, Exception):
        # Our own mistake: loud in the log, and the other documents still leave.
        _log.error("a round of sending failed", exc_info=came)
        return Drained()
    return came
