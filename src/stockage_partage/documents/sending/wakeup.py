"""Wakes or stops a worker that waits, from any thread or from a signal's handler."""

from __future__ import annotations

import time
from contextlib import suppress
from queue import Empty, SimpleQueue

_SLICE_S = 0.5


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
