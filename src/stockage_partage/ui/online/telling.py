"""How far a work in the background is, brought to the window's thread a few times a second at most."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

_APART_S = 0.1


class Telling(QObject):
    """Its `tell` is called by the worker, as often as it likes; `told` comes in the window's thread."""

    told = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last = 0.0

    def tell(self, what: Any) -> None:
        """From any thread. What comes too soon after another is left out."""
        now = time.monotonic()
        if now - self._last >= _APART_S:
            self._last = now
            self.told.emit(what)

    def listen(self, show: Any) -> None:
        """`show` hears of it."""
        self.told.connect(show, Qt.ConnectionType.QueuedConnection)
