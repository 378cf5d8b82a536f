"""What a command costs the processor, against an interpreter that loads SQLite and JSON and ends.

Each command is a process of its own, in turn with the floor's. The best of each counts: whatever else the
computer does can only add to it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.company import Workplace, a_print
from benchmarks.measure import Measure

USED_BY = Path(__file__).parent / "children" / "used_by.py"
FLOOR = ("-c", "import sqlite3, json")
PROGRAM = ("-m", "stockage_partage")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process had used up when it ended; memory is the most that it held at once."""

    processor_s: float
    memory_mb: float


def measure(rounds: int) -> list[Measure]:
    """One warm-up of each command, then `rounds` of it and of the floor."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = Workplace(folder / "bare").made()
        full = Workplace(folder / "full").made().licensed().activated().signed_in()
        own = Workplace(folder / "own", with_tenant=False).made().licensed()
        return [
            _measured("--help", ["--help"], bare, 4, rounds),
            _measured("etat --json", ["etat", "--json"], bare, 7, rounds),
            _measured("etat --json, licence and session", ["etat", "--json"], full, 10, rounds),
            _measured("etat --json, demonstration", ["etat", "--json"], own, 10, rounds),
            _measured("documents --json", ["documents", "--json"], full, 20, rounds),
            _deposited(folder, full, rounds),
        ]


def _measured(
    name: str, arguments: Sequence[str], place: Workplace, bound: float, rounds: int
) -> Measure:
    return _ratio(name, [arguments] * (rounds + 1), place, bound)


def _deposited(folder: Path, place: Workplace, rounds: int) -> Measure:
    """Each time another invoice: one that is known already would be no deposit."""
    said = ["--tiers", "CARAT", "--type", "facture", "--date", "2026-03-31", "--json"]
    calls = [
        ["deposer", str(a_print(folder, number)), "--piece", f"FA{number:05}", *said]
        for number in range(rounds + 1)
    ]
    return _ratio("deposer of one invoice", calls, place, 24)


def _ratio(name: str, calls: Sequence[Sequence[str]], place: Workplace, bound: float) -> Measure:
    environment = place.environment()
    pairs = [(run([*PROGRAM, *call], environment), run(FLOOR, environment)) for call in calls][1:]
    ours = min((each for each, _ in pairs), key=lambda each: each.processor_s)
    floor = min((each for _, each in pairs), key=lambda each: each.processor_s)
    return Measure(
        name,
        ours.processor_s / floor.processor_s,
        bound,
        "×",
        f"{1000 * ours.processor_s:.0f} ms of processor against {1000 * floor.processor_s:.0f} ms,"
        f" best of {len(pairs)}; {ours.memory_mb:.0f} MB against {floor.memory_mb:.0f} MB",
    )


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> Ended:
    """A Python process to its end. Raises SystemExit when it fails."""
    command = [sys.executable, str(USED_BY), sys.executable, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {done.stderr}")
    return Ended(**json.loads(done.stdout))
