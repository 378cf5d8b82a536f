"""How a command ends: its sentence on stderr, its exit code."""

from __future__ import annotations

import sys

from stockage_partage.errors import Trouble


def ending(trouble: Trouble, outcome: str = "") -> int:
    """Says the trouble on stderr, and what becomes of the work; the contract's exit code for it."""
    from stockage_partage.words.usage import sentence

    say(sentence(trouble, outcome))
    return trouble.exit_code


def say(sentence: str) -> None:
    """One line for the person, beside the command's result."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
