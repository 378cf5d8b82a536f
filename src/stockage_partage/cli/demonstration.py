"""`ouvrir`, `demo`, `parcours`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from stockage_partage.cli import options
from stockage_partage.cli.endings import say
from stockage_partage.cli.screen import has_screen
from stockage_partage.cli.window import WindowRequest, open_window
from stockage_partage.settings import Settings
from stockage_partage.words import commands as words


def add_to(app: typer.Typer) -> None:
    """Adds this module's commands; the window is what no command opens."""
    app.callback(invoke_without_command=True)(nothing_said)
    app.command("ouvrir", help=words.OPEN)(open_)
    app.command("demo", help=words.DEMO)(demo)
    app.command("parcours", help=words.JOURNEY)(journey)


def nothing_said(context: typer.Context) -> None:
    """Without a command, the window."""
    if context.invoked_subcommand is None:
        raise typer.Exit(open_window(WindowRequest()))


def open_(company: options.Company = "", application: options.Application = None) -> None:
    """The window."""
    raise typer.Exit(open_window(WindowRequest(company, application or "")))


def demo(
    application: options.Application = None,
    captures: Annotated[
        Path, typer.Option("--captures", metavar="DOSSIER", help=words.CAPTURES)
    ] = Path("captures"),
) -> None:
    """The window on the example company; where there is no screen, the journey with its pictures."""
    _allow_root_browser()
    if not has_screen():
        say(words.NO_SCREEN)
        journey(captures=captures, as_json=False)
        return
    from stockage_partage.app import run_window
    from stockage_partage.example import make_example

    settings = _local(options.settings_for("", application))
    path = make_example(settings, settings.data_dir / "demonstration" / "BIJOU.db")
    raise typer.Exit(run_window(replace(settings, company=str(path))))


def journey(
    captures: Annotated[
        Path | None, typer.Option("--captures", metavar="DOSSIER", help=words.CAPTURES)
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Plays the help page's whole journey without a screen; fails at the first step that fails."""
    _allow_root_browser()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Without a screen there is no graphics card to look for, which takes Chromium a while.
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu --log-level=3")
    from stockage_partage.journey import play

    raise typer.Exit(play(_local(options.settings_for("")), captures, as_json=as_json))


def _local(settings: Settings) -> Settings:
    """The demonstration never touches a configured tenant."""
    return replace(settings, client_id="", authority="", graph_url="", ca_file=None, company="")


def _allow_root_browser() -> None:
    """Chromium refuses to start for root (containers); here it only ever visits our own pages."""
    if sys.platform == "linux" and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
