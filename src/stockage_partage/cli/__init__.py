"""The command line: thin, French, with `--json` for machines.

Exit codes (contract): 0 done · 1 a trouble, its sentence on stderr · 2 usage · 3 sign-in needed ·
4 not allowed. The window starts here too, by a short cut that spares it the commands' imports.
"""

from __future__ import annotations

import sys

from stockage_partage.cli.window import open_window, plain_window_request


def main() -> None:
    """Entry point of `stockage-partage`."""
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:  # before anything was begun
        sys.exit(1)


def _run(arguments: list[str]) -> int:
    request = plain_window_request(arguments)
    if request is not None:
        return open_window(request)
    from stockage_partage.cli.root import run
    from stockage_partage.malloc import end_at_once

    code = run(arguments)
    end_at_once()
    return code
