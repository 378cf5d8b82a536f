"""`emulateur`: the local Microsoft 365 alone."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from stockage_partage.cli.endings import say
from stockage_partage.local_host import PARENT_VARIABLE
from stockage_partage.words import commands as words


def add_to(app: typer.Typer) -> None:
    """Adds this module's command."""
    app.command("emulateur", help=words.EMULATOR)(emulate)


def emulate(
    port: Annotated[int, typer.Option("--port", min=0, max=65_533, help=words.PORT)] = 0,
    data: Annotated[
        Path | None, typer.Option("--donnees", metavar="DOSSIER", help=words.EMULATOR_DATA)
    ] = None,
    latency_ms: Annotated[int, typer.Option("--latence-ms", min=0, help=words.LATENCY)] = 0,
    provisioning_s: Annotated[
        float, typer.Option("--initialisation-s", min=0, help=words.PROVISIONING)
    ] = 5.0,
    faults: Annotated[
        Path | None, typer.Option("--defauts", metavar="FICHIER", help=words.FAULTS)
    ] = None,
    journal: Annotated[
        Path | None, typer.Option("--journal", metavar="FICHIER", help=words.EMULATOR_JOURNAL)
    ] = None,
) -> None:
    """Serves until it is asked to stop; its first line on stdout describes it in JSON."""
    from stockage_partage.emulator.command import run
    from stockage_partage.emulator.faults import BadScript
    from stockage_partage.emulator.folder_claim import FolderInUse
    from stockage_partage.emulator.listening import PortTaken

    if PARENT_VARIABLE in os.environ:
        _end_with_parent()
    try:
        run(port, data, latency_ms, provisioning_s, faults, journal)
    except PortTaken as taken:
        _refuse(words.port_taken(taken.port))
    except FolderInUse:
        _refuse(words.EMULATOR_FOLDER_IN_USE)
    except BadScript as script:
        _refuse(words.bad_script(str(script)))


def _refuse(sentence: str) -> NoReturn:
    say(sentence)
    raise typer.Exit(1)


def _end_with_parent() -> None:
    """Our standard input is a pipe that only our parent holds: its end is our end."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
