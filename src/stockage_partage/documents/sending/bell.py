"""Wakes or stops a worker that waits, from any thread or from a signal's handler."""

from __future__ import annotations

from contextlib import suppress
from queue import Empty, SimpleQueue


class Bell:
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

    def wait(self, seconds: float) -> bool:
        """Returns when rung, stopped, or after that time; True when somebody rang."""
        if self._stopped:
            return True
        try:
            self._rung.get(timeout=max(0.0, seconds))
        except Empty:
            return self._stopped
        with suppress(Empty):  # rung several times counts once
            while True:
                self._rung.get_nowait()
        return True
