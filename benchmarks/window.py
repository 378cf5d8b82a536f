"""First paint and true state, against a bare PySide6 window, process by process in turn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Measure, ratio
from stockage_partage.company.database import CompanyDatabase

CHILDREN = Path(__file__).parent / "children"
FIRST_PAINT_BOUND = 1.5
TRUE_STATE_BOUND = 4.0


def measure(rounds: int) -> list[Measure]:
    """One warm-up of each, then `rounds` pairs."""
    with tempfile.TemporaryDirectory() as folder:
        company = Path(folder) / "societe.db"
        CompanyDatabase.create(str(company), "BIJOU SA", "732829320").close()
        env = _environment(Path(folder), company)
        pairs = [
            (_run("our_window.py", env), _run("bare_window.py", env)) for _ in range(rounds + 1)
        ][1:]
    floor = [bare["painted"] for _, bare in pairs]
    return [
        ratio("first paint", [ours["painted"] for ours, _ in pairs], floor, FIRST_PAINT_BOUND),
        ratio("true state shown", [ours["shown"] for ours, _ in pairs], floor, TRUE_STATE_BOUND),
    ]


def _environment(folder: Path, company: Path) -> dict[str, str]:
    """A configured tenant that is out of reach: what is measured needs no network."""
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "STOCKAGE_PARTAGE_DONNEES": str(folder / "donnees"),
        "STOCKAGE_PARTAGE_CLIENT_ID": "00000000-0000-0000-0000-000000000000",
        "STOCKAGE_PARTAGE_AUTHORITY": "https://login.invalid/organizations",
        "STOCKAGE_PARTAGE_GRAPH_URL": "https://graph.invalid/v1.0",
        "STOCKAGE_PARTAGE_SOCIETE": str(company),
    }


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
