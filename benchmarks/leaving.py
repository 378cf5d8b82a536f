"""The worst silence of a window's event loop while its own worker sends what waits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Measure
from local_microsoft365.server import LocalMicrosoft365

ROOT = Path(__file__).resolve().parents[1]
CHILD = Path(__file__).parent / "children" / "sending_window.py"
DOCUMENTS, LATENCY_MS = 500, 50
WORST_GAP_MS = 50.0


def measure(rounds: int) -> list[Measure]:
    """One run; `rounds` is for the others."""
    with (
        tempfile.TemporaryDirectory() as name,
        LocalMicrosoft365(
            Path(name) / "microsoft365", latency_ms=LATENCY_MS, device_interval_s=1
        ) as there,
    ):
        told = _run(Path(name), json.dumps(there.description()))
    if told["filed"] != DOCUMENTS:
        raise SystemExit(f"not everything left: {told}")
    name = f"worst gap while {DOCUMENTS} documents leave"
    detail = f"panel and « Documents » shown, all gone in {told['seconds']:.1f} s"
    return [Measure(name, told["gap_ms"], WORST_GAP_MS, " ms", detail)]


def _run(folder: Path, described: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, str(CHILD), str(folder), str(DOCUMENTS)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
            "PYTHON_KEYRING_BACKEND": "memory_keyring.MemoryKeyring",
            "QT_QPA_PLATFORM": "offscreen",
        },
        input=described + "\n",
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"sending window: {done.stderr}")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told
