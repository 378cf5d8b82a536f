"""`ouvrir`, and the program without a command: the window, or why it does not open.

The command library and what it needs cost a part of a bare window, so the plain forms are recognised here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from stockage_partage.errors import Trouble

_OPTIONS = {
    "--societe": "company",
    "--application": "application",
    "--page": "page",
    "--document": "document",
}
#: Qt's platforms that show nothing to anybody.
_BLIND = frozenset({"offscreen", "minimal"})


class WindowRequest(NamedTuple):
    """Which company and application to open, and what to show; empty: as the settings say.

    `address`: an address of ours, which says all of that and may come from anybody.
    """

    company: str = ""
    application: str = ""
    page: str = ""
    document: str = ""
    address: str = ""


def plain_window_request(arguments: Sequence[str]) -> WindowRequest | None:
    """The request when the command line is `[ouvrir] [--societe F] [--application A]…`, or an address."""
    rest = list(arguments[1:] if arguments[:1] == ["ouvrir"] else arguments)
    request = WindowRequest()
    if len(rest) == 1 and is_address(rest[0]):
        return WindowRequest(address=rest[0])
    while rest:
        option, _, value = rest.pop(0).partition("=")
        if option not in _OPTIONS:
            return None
        if not value:
            if not rest or rest[0].startswith("--"):
                return None
            value = rest.pop(0)
        if not _fits(option, value):
            return None
        request = request._replace(**{_OPTIONS[option]: value})
    return request


def is_address(argument: str) -> bool:
    """Whether it is an address of ours, or pretends to be one."""
    return argument.lower().startswith("stockage-partage:")


def _fits(option: str, value: str) -> bool:
    """False for a value that the command library is to refuse, in its words."""
    if option == "--application":
        from stockage_partage.applications import Application

        return value in set(Application)
    if option == "--page":
        from stockage_partage.window_address import PageWord

        return value in set(PageWord)
    return True


def has_screen() -> bool:
    """True where a window can be shown, or where Qt was told how to do without.

    Without a screen Qt would end the program without a word.
    """
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_window(request: WindowRequest) -> int:
    """Opens the window and returns its exit code. What keeps it from opening is said, and shown."""
    from stockage_partage.cli import error_log
    from stockage_partage.cli.exits import say
    from stockage_partage.closing import attempt

    error_log.install()
    if not has_screen():
        from stockage_partage.messages.names import NO_SCREEN

        say(NO_SCREEN)
        return 1
    came = attempt(lambda: _opened(request))
    return came if isinstance(came, int) else _refused(came)


def _opened(request: WindowRequest) -> int:
    from stockage_partage.session import with_company
    from stockage_partage.settings import load
    from stockage_partage.window_address import WindowTarget

    settings, target = load(), WindowTarget(request.page, request.document)
    if request.address:
        from stockage_partage.portfolio import at_address

        settings, target = at_address(settings, request.address)
    else:
        settings = with_company(settings, request.company, request.application or None)
    from stockage_partage.app import run_window

    return run_window(settings, target)


def _refused(error: Exception) -> int:
    from stockage_partage.errors import Trouble, Unexpected

    if isinstance(error, ImportError):  # of Qt, for want of a library of the system
        from stockage_partage.system_libraries import import_trouble

        error = import_trouble(error) or error
    if isinstance(error, Trouble):
        return window_refused(error)
    import logging

    logging.getLogger(__name__).critical("the window could not be opened", exc_info=error)
    return window_refused(Unexpected(type(error).__name__))


def window_refused(trouble: Trouble) -> int:
    """Says the trouble where the person who started it looks; the contract's exit code for it.

    Whoever started it from a terminal reads it there. A shortcut and a double click leave no terminal,
    or one that closes with the program: there it is said in a window of its own.
    """
    from stockage_partage.cli.exits import ending
    from stockage_partage.errors import LibraryMissing

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
    import ctypes

    processes = (ctypes.c_uint32 * 2)()
    return bool(ctypes.windll.kernel32.GetConsoleProcessList(processes, 2) == 1)
