"""The whole program called in the test's own process: for what a fake at the platform's call must reach."""

from __future__ import annotations

import logging
import signal
import sys

from stockage_partage import cli


def run_program(*arguments: str) -> object:
    """Its exit code. What it sets for its own process is put back."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    handlers = {number: signal.getsignal(number) for number in numbers}
    last, given = logging.lastResort, sys.argv
    sys.argv = ["stockage-partage", *arguments]
    try:
        cli.main()
    except SystemExit as end:
        return end.code
    finally:
        sys.argv, logging.lastResort = given, last
        for number, handler in handlers.items():
            signal.signal(number, handler)
    raise AssertionError("it always ends by an exit")
