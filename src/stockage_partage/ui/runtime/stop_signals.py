"""SIGTERM and SIGINT, heard while Qt's loop runs: the window closes as by its own cross.

A handler of Python's runs only between two instructions of Python's, of which an idle loop of Qt has none.
The signal's number comes through a socket instead, which wakes the loop.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

_NUMBERS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped_by_signals(stop: Callable[[], object]) -> Iterator[None]:
    """Calls `stop` in the loop at the first signal; a second one ends the process at once.

    Only in the main thread. What was there before is put back.
    """
    reading, writing = socket.socketpair()
    for end in (reading, writing):
        end.setblocking(False)

    def told() -> None:
        with suppress(BlockingIOError):
            reading.recv(64)
        for number in _NUMBERS:
            signal.signal(number, signal.SIG_DFL)
        stop()

    notifier = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: told())
    handlers = {number: signal.signal(number, lambda *_: None) for number in _NUMBERS}
    before = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        notifier.setEnabled(False)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        reading.close()
        writing.close()


def close_every_window(application: QApplication, leave: Callable[[], object]) -> None:
    """Dialogs first, the last opened before the others; then `leave`, whatever they answered."""
    for widget in reversed(application.topLevelWidgets()):
        if widget.isVisible():
            widget.close()
    QTimer.singleShot(0, application, leave)
