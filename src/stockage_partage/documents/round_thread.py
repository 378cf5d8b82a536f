"""Rounds of work in a thread of its own, for as long as a company is open."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from stockage_partage.closing import attempt

_log = logging.getLogger(__name__)
T = TypeVar("T")


class RoundThread(Generic[T]):
    """Nobody waits for its rounds: a network drive, or a service, may hang for minutes.

    `told` hears what each round gives. `delay_s`: before the first one.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], T],
        told: Callable[[T], object],
        every_s: float,
        delay_s: float = 0.0,
    ) -> None:
        self._work = work
        self._told = told
        self._every_s = every_s
        self._delay_s = delay_s
        self._stop = threading.Event()
        self._soon = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """The first round follows, at once where no delay was asked for."""
        self._thread.start()

    def look_now(self) -> None:
        """Something changed: do not wait for the next turn."""
        self._soon.set()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """Ends it; False when a round still hangs."""
        self._stop.set()
        self._soon.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """True once somebody wishes the work to end."""
        return self._stop.is_set()

    def _run(self) -> None:
        if self._delay_s:
            self._soon.wait(self._delay_s)
        while not self._stop.is_set():
            came = attempt(self._work)
            if isinstance(came, Exception):
                # Our own mistake: loud in the log, and the next round still comes.
                _log.error("a round of work failed", exc_info=came)
            elif not self._stop.is_set():
                self._told(came)
            self._soon.wait(self._every_s)
            self._soon.clear()
