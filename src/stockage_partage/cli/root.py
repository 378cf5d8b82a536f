"""The commands, put together."""

from __future__ import annotations

import io
import logging
import signal
import sys
from collections.abc import Sequence

from typer.exceptions import TyperException

from stockage_partage.cli import (
    attaching,
    classifying,
    companies,
    demonstration,
    diagnosis,
    document_manager,
    documents,
    emulation,
    licences,
    online,
    printing,
    storage,
    technical_journal,
    third_parties,
)
from stockage_partage.cli.endings import ending, say
from stockage_partage.cli.french import FrenchTyper, complaint
from stockage_partage.documents.boundary import attempt
from stockage_partage.errors import Trouble, Unexpected
from stockage_partage.memory import give_back_large_blocks
from stockage_partage.words import commands as words
from stockage_partage.words import third_party_commands as third_party_words
from stockage_partage.words import usage

_log = logging.getLogger(__name__)

USAGE = 2
#: What the command library makes of Ctrl+C.
_INTERRUPTED = 130

app = FrenchTyper(name="stockage-partage", help=words.PROGRAM)
app.add_typer(companies.app, name="societe", help=words.COMPANIES)
app.add_typer(third_parties.app, name="tiers", help=third_party_words.THIRD_PARTIES)
app.add_typer(licences.app, name="licence", help=words.LICENCES)
for module in (
    storage,
    documents,
    classifying,
    attaching,
    document_manager,
    demonstration,
    emulation,
    diagnosis,
    online,
    printing,
):
    module.add_to(app)


def run(arguments: Sequence[str]) -> int:
    """Runs one command; returns its exit code."""
    _prepare_process()
    try:
        came = attempt(
            lambda: app(args=list(arguments), prog_name="stockage-partage", standalone_mode=False)
        )
    except KeyboardInterrupt:  # outside the command itself
        came = _INTERRUPTED
    if isinstance(came, Exception):
        return _failed(came)
    if came == _INTERRUPTED:
        say(usage.INTERRUPTED)
        return 1
    return came if isinstance(came, int) else 0


def _failed(error: Exception) -> int:
    """Says what happened; what nobody thought of is kept with its trace besides."""
    if isinstance(error, Trouble):
        return ending(error)
    if isinstance(error, TyperException):
        say(complaint(error))
        return USAGE
    _log.critical("a command failed", exc_info=error)
    return ending(Unexpected(type(error).__name__))


def _prepare_process() -> None:
    give_back_large_blocks()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Windows console may not be in UTF-8: never die on an accent.
            stream.reconfigure(encoding="utf-8", errors="replace")
    # stderr is for people; warnings are for whoever turns logging on.
    technical_journal.install()
    # Asked to end by the system: what was claimed is given back, as after Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
