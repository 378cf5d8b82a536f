"""`parcours`: the help page's whole journey, with the real embedded browser, as a machine reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stockage_partage.words.journey import STEPS

pytestmark = pytest.mark.whole


def test_the_whole_journey_goes_well_and_leaves_a_picture_of_each_state(tmp_path: Path) -> None:
    captures = tmp_path / "images"
    environment = os.environ | {
        "STOCKAGE_PARTAGE_DONNEES": str(tmp_path / "donnees"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [
            *(sys.executable, "-m", "stockage_partage"),
            *("parcours", "--json", "--captures", str(captures)),
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=115,
        check=False,
    )
    steps = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert all(step["ok"] for step in steps)
    assert {step["etape"] for step in steps} == set(STEPS)
    assert all(set(step) == {"etape", "ok", "duree_s", "detail"} for step in steps)
    assert len(list(captures.glob("*.png"))) >= 30
