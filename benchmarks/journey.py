"""The worst silence of the event loop during the whole journey."""

from __future__ import annotations

import json
import subprocess
import sys

from benchmarks.measure import Measure

WORST_GAP_MS = 50.0


def measure(rounds: int) -> list[Measure]:
    """Plays the journey once; `rounds` is for the others."""
    done = subprocess.run(
        [sys.executable, "-m", "stockage_partage", "parcours", "--json"],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    steps = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    worst = next(step["detail"] for step in steps if step["etape"] == "reactivite")
    total = sum(step["duree_s"] for step in steps)
    detail = f"{len(steps)} steps in {total:.1f} s, the first web view's making apart"
    return [
        Measure("worst gap of the event loop", float(worst.split()[0]), WORST_GAP_MS, " ms", detail)
    ]
