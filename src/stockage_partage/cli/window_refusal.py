"""What keeps a window from opening, said where the person who started it looks.

Whoever started it from a terminal reads it there. A shortcut and a double click leave no terminal, or
one that closes with the program: there it is said in a window of its own.
"""

from __future__ import annotations

import ctypes
import os
import sys

from stockage_partage.cli.exits import ending
from stockage_partage.errors import LibraryMissing, Trouble

#: Qt's platforms that show nothing to anybody.
_BLIND = frozenset({"offscreen", "minimal"})


def window_refused(trouble: Trouble) -> int:
    """Says the trouble; the contract's exit code for it."""
    code = ending(trouble)
    # Where Qt itself cannot start, another window would not open either.
    if not _is_read() and not isinstance(trouble, LibraryMissing):
        from stockage_partage.app import tell_without_a_window

        tell_without_a_window(trouble)
    return code


def _is_read() -> bool:
    """True where somebody sees the error output, or where nobody would see a window either."""
    if sys.stderr is None:
        return False
    if sys.platform == "win32" and _console_is_ours_alone():
        return False
    return sys.stderr.isatty() or os.environ.get("QT_QPA_PLATFORM") in _BLIND


def _console_is_ours_alone() -> bool:
    """True for a console that Windows opened for this program alone, and closes with it."""
    if sys.platform != "win32":
        return False
    processes = (ctypes.c_uint32 * 2)()
    return bool(ctypes.windll.kernel32.GetConsoleProcessList(processes, 2) == 1)
