"""Reference cycles are freed in the window's thread alone.

Python's collector runs in whatever thread happens to allocate. When that is a worker, shiboken hands the
Qt objects it finds to the main thread through a list without a lock: two threads at it end the process
(PySide6 6.11, `BindingManager::runDeletionInMainThread`).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
#: New objects, and rounds of the young and of the middle, before each generation is looked through.
_SELDOM = (20_000, 20, 50)


class Collector(QObject):
    """Takes the place of the automatic collector for as long as the process lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.set_threshold(*_SELDOM)  # while everything loads, nothing is garbage
        timer = QTimer(self)
        timer.timeout.connect(collect_due)
        timer.start(_EVERY_MS)


def collect_due() -> None:
    """One collection of the oldest generation that is over its threshold, as the automatic one would."""
    counted = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, most) in enumerate(counted) if count > most]
    if due:
        gc.collect(max(due))


def settle() -> None:
    """Keeps the collector away from what is loaded for good.

    It looks through all of it with every thread stopped, which was the longest silence of the window
    (60 to 90 ms in the journey, 30 to 40 without).
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)
