"""`python -m local_microsoft365`: the local Microsoft 365 by itself, for whoever tries a Graph client."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from local_microsoft365.addresses import PortTaken
from local_microsoft365.data_folder import FolderInUse
from local_microsoft365.faults import BadScript
from local_microsoft365.server import run


def main(arguments: list[str] | None = None) -> int:
    """Serves until SIGINT or SIGTERM; 0 then, 1 with one line on stderr when it cannot serve."""
    asked = _parser().parse_args(arguments)
    try:
        run(
            asked.port,
            asked.data,
            asked.latency_ms,
            asked.provisioning_s,
            asked.faults,
            asked.journal,
        )
    except PortTaken as taken:
        sys.stderr.write(f"port {taken.port} is already in use\n")
    except FolderInUse:
        sys.stderr.write(f"another process already serves {asked.data}\n")
    except BadScript as bad:
        sys.stderr.write(f"{asked.faults}: {bad}\n")
    else:
        return 0
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m local_microsoft365", description=__doc__)
    parser.add_argument(
        "--port", type=int, default=0, help="first of three ports; 0: any free ones"
    )
    parser.add_argument("--data", type=Path, help="folder to keep; without it all is forgotten")
    parser.add_argument("--latency-ms", type=int, default=0, help="added to each answer")
    parser.add_argument(
        "--provisioning-s", type=float, default=5.0, help="until a library is ready"
    )
    parser.add_argument("--faults", type=Path, help="a script of faults, JSON")
    parser.add_argument(
        "--journal", type=Path, help="file that each request is written to, JSON lines"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
