"""A question before a consequence, in a terminal."""

from __future__ import annotations

import sys

import typer

from stockage_partage.cli.endings import say
from stockage_partage.words import commands as words


def confirm(yes: bool, question: str) -> None:
    """Asks, unless `--oui` was given. Raises Exit(1) when the answer is not yes."""
    if yes:
        return
    say(question)
    say(words.CONFIRM)
    # The end of the input is no answer either.
    if sys.stdin.readline().strip().lower() not in words.ACCEPTED:
        say(words.NOTHING_DONE)
        raise typer.Exit(1)
