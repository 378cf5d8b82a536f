"""Runs every measurement and prints its ratio beside its bound; exits 1 when a bound is passed.

python -m benchmarks [--rounds 7] [--only NAME]
"""

from __future__ import annotations

import argparse
import sys

from benchmarks import budget, commands, filing, journey, leaving, outbox, register, window
from benchmarks.measure import Measure

MEASUREMENTS = {
    "window": window.measure,
    "commands": commands.measure,
    "journey": journey.measure,
    "filing": filing.measure,
    "outbox": outbox.measure,
    "budget": budget.measure,
    "leaving": leaving.measure,
    "register": register.measure,
}


def main() -> int:
    """Prints a line a measure."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", choices=sorted(MEASUREMENTS), action="append")
    arguments = parser.parse_args()
    measures: list[Measure] = []
    for name in arguments.only or MEASUREMENTS:
        for measure in MEASUREMENTS[name](arguments.rounds):
            print(measure, flush=True)
            measures.append(measure)
    return 0 if all(measure.within for measure in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
