"""`emulateur`: the local Microsoft 365 alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import click
from click.exceptions import Exit

from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import command, option
from stockage_partage.emulator_process import SHARED_VARIABLE, end_when_unused
from stockage_partage.messages import command_helps as helps
from stockage_partage.messages import commands as texts


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
    from local_microsoft365.faults import BadScript
    from local_microsoft365.folder_lock import FolderInUse
    from local_microsoft365.listening import PortTaken
    from local_microsoft365.run import run

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
