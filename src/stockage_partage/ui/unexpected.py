"""Our own mistakes: loud in the log, and never a window that says nothing."""

from __future__ import annotations

import logging
import sys
from types import TracebackType

from stockage_partage.ui.main_window import MainWindow
from stockage_partage.words import window as words

_log = logging.getLogger(__name__)


def tell_of_mistakes(window: MainWindow) -> None:
    """From now on, what nobody caught is logged with its trace and said in the window."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("unexpected", exc_info=(kind, error, trace))
        if not issubclass(kind, KeyboardInterrupt):
            window.show_information(words.UNEXPECTED)

    sys.excepthook = hook
