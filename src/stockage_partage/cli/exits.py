"""How a command ends: its sentence on stderr and its exit code, a refused question, a wish to stop.

Read at every start, so what only some commands need is imported when they do.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING

from stockage_partage.plain_text import one_line

if TYPE_CHECKING:
    from stockage_partage.errors import Trouble


def ending(trouble: Trouble, outcome: str = "") -> int:
    """Says the trouble on stderr, and what becomes of the work; the contract's exit code for it."""
    from stockage_partage.messages.usage import sentence

    say(sentence(trouble, outcome))
    return trouble.exit_code


def say(sentence: str) -> None:
    """One line for the person, beside the command's result, whatever names it holds.

    It goes to the journal where there is no console.
    """
    if sys.stderr is None:
        import logging

        logging.getLogger(__name__).error("%s", one_line(sentence))
        return
    sys.stderr.write(one_line(sentence) + "\n")
    sys.stderr.flush()


def confirm(yes: bool, question: str) -> None:
    """Asks in the terminal before a consequence, unless `--oui` was given. Raises Exit(1) without a yes."""
    from click.exceptions import Exit

    from stockage_partage.messages import commands as texts

    if yes:
        return
    say(question)
    say(texts.CONFIRM)
    # The end of the input is no answer either.
    if sys.stdin.readline().strip().lower() not in texts.ACCEPTED:
        say(texts.NOTHING_DONE)
        raise Exit(1)


@contextmanager
def stop_wished() -> Iterator[Event]:
    """Set once somebody wishes to stop, by Ctrl+C or by the system, while something is held.

    The usual interruption comes between any two instructions, in the middle of a transaction as well;
    here the wish is only noted, and the work looks at it where it can stop. A second wish interrupts as
    usual, and a sign-in that is cancelled for the first raises KeyboardInterrupt.
    """
    from stockage_partage.errors import SignInCancelled

    wished = Event()

    def note(number: int, frame: FrameType | None) -> None:
        wished.set()
        signal.signal(number, signal.default_int_handler)

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, note) for number in numbers}
    try:
        yield wished
    except SignInCancelled:
        if wished.is_set():
            raise KeyboardInterrupt from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
