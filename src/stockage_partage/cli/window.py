"""`ouvrir`, and the program without a command: the window.

Typer costs two thirds of what a bare window costs to import, so the plain forms are recognised here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stockage_partage.applications import Application

_OPTIONS = {"--societe": "company", "--application": "application"}


@dataclass(frozen=True, slots=True)
class WindowRequest:
    """Which company and application to open; empty: as the settings say."""

    company: str = ""
    application: str = ""


def plain_window_request(arguments: Sequence[str]) -> WindowRequest | None:
    """The request when the command line is just `[ouvrir] [--societe F] [--application A]`."""
    rest = list(arguments[1:] if arguments[:1] == ["ouvrir"] else arguments)
    request = WindowRequest()
    while rest:
        option, _, value = rest.pop(0).partition("=")
        if option not in _OPTIONS:
            return None
        if not value:
            if not rest or rest[0].startswith("--"):
                return None
            value = rest.pop(0)
        if option == "--application" and value not in set(Application):
            return None
        request = replace(request, **{_OPTIONS[option]: value})
    return request


def open_window(request: WindowRequest) -> int:
    """Opens the window and returns its exit code."""
    from stockage_partage.cli import technical_journal
    from stockage_partage.cli.endings import ending, say
    from stockage_partage.cli.screen import has_screen
    from stockage_partage.errors import Trouble
    from stockage_partage.session import with_company
    from stockage_partage.settings import load

    technical_journal.install()
    if not has_screen():
        from stockage_partage.words.opening import NO_SCREEN

        say(NO_SCREEN)
        return 1
    try:
        settings = with_company(load(), request.company, request.application or None)
        from stockage_partage.app import run_window

        return run_window(settings)
    except Trouble as trouble:
        return ending(trouble)
