"""First paint and true state, against a bare PySide6 window, process by process in turn.

On a company with storage on, a licence and a sealed session. The state is true when button, link and
counts are; the account follows, and is a line of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.company import Workplace
from benchmarks.measure import Measure, ratio

CHILDREN = Path(__file__).parent / "children"
FIRST_PAINT_BOUND = 1.35
TRUE_STATE_BOUND = 3.0


def measure(rounds: int) -> list[Measure]:
    """One warm-up of each, then `rounds` pairs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = Workplace(folder / "full").made().licensed().activated().signed_in().environment()
        pairs = [
            (_run("our_window.py", env), _run("bare_window.py", env)) for _ in range(rounds + 1)
        ][1:]
    floor = [bare["painted"] for _, bare in pairs]
    return [
        ratio("first paint", [ours["painted"] for ours, _ in pairs], floor, FIRST_PAINT_BOUND),
        ratio("true state shown", [ours["shown"] for ours, _ in pairs], floor, TRUE_STATE_BOUND),
    ]


def _run(child: str, env: dict[str, str]) -> dict[str, float]:
    """Seconds from the start of the process to each moment it tells."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(CHILDREN / child)],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{child}: {done.stderr}")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    # The monotonic clock is the machine's, so both processes read the same one.
    return {moment: at - started for moment, at in told.items()}
