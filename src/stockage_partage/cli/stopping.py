"""Ctrl+C and the system's own « stop » while something is held that must be given back.

The usual interruption comes between any two instructions, in the middle of a transaction as well; here
the wish is only noted, and the work looks at it where it can stop. A second wish interrupts as usual.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

from stockage_partage.errors import SignInCancelled


@contextmanager
def stop_wished() -> Iterator[Event]:
    """Set once somebody wishes to stop; a sign-in cancelled for it ends as an interruption."""
    wished = Event()

    def note(number: int, frame: FrameType | None) -> None:
        wished.set()
        signal.signal(number, signal.default_int_handler)

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield wished
    except SignInCancelled:
        if wished.is_set():
            raise KeyboardInterrupt from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
