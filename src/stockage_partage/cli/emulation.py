"""`emulateur`: the local Microsoft 365 alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from stockage_partage.cli.endings import say
from stockage_partage.local_host import SHARED_VARIABLE, end_when_unused
from stockage_partage.words import commands as words


def add_to(app: typer.Typer) -> None:
    """Adds this module's command."""
    app.command("emulateur", help=words.EMULATOR)(emulate)


def emulate(
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", min=0, max=65_533, help=words.PORT)
    ] = 0,
    data: Annotated[
        Path | None, typer.Option("--donnees", metavar="DOSSIER", help=words.EMULATOR_DATA)
    ] = None,
    latency_ms: Annotated[
        int, typer.Option("--latence-ms", metavar="MS", min=0, help=words.LATENCY)
    ] = 0,
    provisioning_s: Annotated[
        float, typer.Option("--initialisation-s", metavar="S", min=0, help=words.PROVISIONING)
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

    if SHARED_VARIABLE in os.environ:
        end_when_unused(Path(os.environ[SHARED_VARIABLE]))
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
