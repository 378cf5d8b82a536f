"""The command line with every log line of every library written to the file TALKATIVE_LOG names.

The program itself has no switch for that: support asks for a diagnosis, never for such a log.
"""

from __future__ import annotations

import logging
import os
import sys

from stockage_partage.cli.root import run

if __name__ == "__main__":
    logging.basicConfig(
        filename=os.environ["TALKATIVE_LOG"],
        level=logging.DEBUG,
        format="%(name)s %(message)s",
        encoding="utf-8",
    )
    # Silent by its own setting; one level lower it prints the rows themselves.
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    sys.exit(run(sys.argv[1:]))
