"""Work in a thread of its own for as long as a company is open: rounds of it, and what wakes or stops a worker.

A worker that waits may be woken from any thread, or from a signal's handler.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from stockage_partage.closing import attempt

_log = logging.getLogger(__name__)
_SLICE_S = 0.5
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


class Wakeup:
    """`stop` is for good. A queue and not an event: an event rung by a handler may lock itself up."""

    def __init__(self) -> None:
        self._rung: SimpleQueue[None] = SimpleQueue()
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """True once somebody wishes the work to end."""
        return self._stopped

    def stop(self) -> None:
        """The work ends where it can."""
        self._stopped = True
        self._rung.put(None)

    def ring(self) -> None:
        """There is something to do: no more waiting."""
        self._rung.put(None)

    def _heard(self, seconds: float) -> bool:
        """False when that time is over. In slices: on Windows Ctrl+C interrupts no longer wait."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            try:
                self._rung.get(timeout=max(0.0, min(left, _SLICE_S)))
            except Empty:
                if left <= _SLICE_S:
                    return False
            else:
                return True

    def wait(self, seconds: float) -> bool:
        """Returns when rung, stopped, or after that time; True when somebody rang."""
        if self._stopped:
            return True
        if not self._heard(max(0.0, seconds)):
            return self._stopped
        with suppress(Empty):  # rung several times counts once
            while True:
                self._rung.get_nowait()
        return True
