"""`parcours`: the help page's whole journey, with the real embedded browser, as a machine reads it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from json_schemas import answers
from stockage_partage.messages.journey import STEPS

pytestmark = pytest.mark.whole


@pytest.mark.proof
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
    steps = answers("parcours", done.stdout)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert all(step["ok"] for step in steps)
    assert {step["etape"] for step in steps} == set(STEPS)
    assert all(set(step) == {"etape", "ok", "duree_s", "detail"} for step in steps)
    assert len(list(captures.glob("*.png"))) >= 30


@pytest.fixture
def without(tmp_path: Path) -> dict[str, str]:
    """A computer whose own `ldd` misses a library of the embedded browser."""
    ldd = tmp_path / "ldd"
    ldd.write_text("#!/bin/sh\necho ' libXfixes.so.3 => not found'\n")
    ldd.chmod(0o755)
    return os.environ | {
        "STOCKAGE_PARTAGE_DONNEES": str(tmp_path / "donnees"),
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
    }


@pytest.mark.parametrize("command", ["parcours", "demo"])
def test_without_a_library_of_the_browser_it_says_which_at_once(
    command: str, without: dict[str, str]
) -> None:
    for screen in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        without.pop(screen, None)
    done = subprocess.run(
        [sys.executable, "-m", "stockage_partage", command],
        env=without,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "libXfixes.so.3" in done.stderr
    assert "libxfixes3" in done.stderr or shutil.which("apt-cache") is None
    assert done.stderr.count("\n") <= 2, done.stderr
