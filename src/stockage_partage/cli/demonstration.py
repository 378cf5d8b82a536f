"""The commands `ouvrir`, `demo`, `parcours` and `emulateur`: the window, and what shows it on an example.

That is the example company, the acted journey, and the local Microsoft 365 alone.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import UnfitValue, command, option
from stockage_partage.cli.window import WindowRequest, has_screen, open_window
from stockage_partage.messages import command_helps as helps
from stockage_partage.messages import commands as texts
from stockage_partage.session import example_place, on_own_microsoft365
from stockage_partage.window_address import PageWord


@command("ouvrir")
@click.argument("address", metavar="[ADRESSE]", default="", help=helps.ADDRESS)
@options.company
@options.application
@option(
    "--page",
    "page",
    metavar="PAGE",
    type=click.Choice([word.value for word in PageWord]),
    help=helps.PAGE,
)
@option("--document", "document", metavar="NUMERO", default="", help=helps.SHOWN_DOCUMENT)
def open_(
    address: str, company: str, application: str | None, page: str | None, document: str
) -> None:
    """Opens the window, and ends with its exit code."""
    if address and (company or application or page or document):
        # Whatever else came with an address may be of whoever wrote it.
        raise UnfitValue("ADRESSE", address, advice=texts.ADDRESS_ALONE)
    raise Exit(
        open_window(WindowRequest(company, application or "", page or "", document, address))
    )


@command("demo")
@options.application
@option(
    "--captures",
    "captures",
    metavar="DOSSIER",
    type=Path,
    default=Path("captures"),
    help=helps.CAPTURES,
)
def demo(application: str | None, captures: Path) -> None:
    """The window on the example company; where there is no screen, the journey with its pictures."""
    _allow_root_browser()
    if not has_screen():
        say(texts.NO_SCREEN)
        raise Exit(_play(captures, as_json=False))
    from stockage_partage.app import run_window
    from stockage_partage.example_company import make_example
    from stockage_partage.messages.usage import sentence
    from stockage_partage.system_libraries import browser_trouble

    lacking = browser_trouble()
    if lacking is not None:
        say(
            sentence(lacking)
        )  # the window opens all the same: the system's browser is another way in
    settings = on_own_microsoft365(options.settings_for("", application))
    path = make_example(settings, example_place(settings))
    raise Exit(run_window(replace(settings, company=str(path))))


@command("parcours")
@option("--captures", "captures", metavar="DOSSIER", type=Path, help=helps.CAPTURES)
@options.as_json
def journey(captures: Path | None, as_json: bool) -> None:
    """Plays the help page's whole journey without a screen; fails at the first step that fails."""
    raise Exit(_play(captures, as_json=as_json))


def _play(captures: Path | None, *, as_json: bool) -> int:
    _allow_root_browser()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Without a screen there is no graphics card to look for, which takes Chromium a while.
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu --log-level=3")
    from stockage_partage.journey import play
    from stockage_partage.system_libraries import browser_trouble

    lacking = browser_trouble()
    if lacking is not None:
        raise lacking  # at once: the journey goes through the embedded browser
    return play(
        replace(on_own_microsoft365(options.settings_for("")), company=""),
        captures,
        as_json=as_json,
    )


def _allow_root_browser() -> None:
    """Chromium refuses to start for root (containers); here it only ever visits our own pages."""
    if sys.platform == "linux" and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")


@command("emulateur")
@option(
    "--port",
    "port",
    metavar="PORT",
    type=click.IntRange(0, 65_533),
    default=0,
    show_default=True,
    help=helps.PORT,
)
@option("--donnees", "data", metavar="DOSSIER", type=Path, help=helps.EMULATOR_DATA)
@option(
    "--latence-ms",
    "latency_ms",
    metavar="MS",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help=helps.LATENCY,
)
@option(
    "--initialisation-s",
    "provisioning_s",
    metavar="S",
    type=click.FloatRange(0),
    default=5,
    show_default=True,
    help=helps.PROVISIONING,
)
@option("--defauts", "faults", metavar="FICHIER", type=Path, help=helps.FAULTS)
@option("--journal", "journal", metavar="FICHIER", type=Path, help=helps.EMULATOR_JOURNAL)
def emulate(
    port: int,
    data: Path | None,
    latency_ms: int,
    provisioning_s: float,
    faults: Path | None,
    journal: Path | None,
) -> None:
    """Serves until it is asked to stop; its first line on stdout describes it in JSON."""
    from local_microsoft365.addresses import PortTaken
    from local_microsoft365.data_folder import FolderInUse
    from local_microsoft365.faults import BadScript
    from local_microsoft365.server import run
    from stockage_partage.emulator_process import SHARED_VARIABLE, end_when_unused

    if SHARED_VARIABLE in os.environ:
        end_when_unused(Path(os.environ[SHARED_VARIABLE]))
    try:
        run(port, data, latency_ms, provisioning_s, faults, journal)
    except PortTaken as taken:
        _refuse(texts.port_taken(taken.port))
    except FolderInUse:
        _refuse(texts.EMULATOR_FOLDER_IN_USE)
    except BadScript as script:
        _refuse(texts.bad_script(str(script)))


def _refuse(sentence: str) -> NoReturn:
    say(sentence)
    raise Exit(1)
