"""The window as a process of its own, told by the system to end."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from waiting import wait_until
from workstation import Workstation

pytestmark = [
    pytest.mark.whole,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]


def hears(process: subprocess.Popen[str], number: signal.Signals) -> bool:
    """True once the process has a handler of its own for that signal."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    [caught] = [line.split()[1] for line in status.splitlines() if line.startswith("SigCgt")]
    return bool(int(caught, 16) & 1 << (number - 1))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_window_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    company = str(tmp_path / "societe.db")
    station = Workstation(tmp_path / "poste", company, {})
    made = station.run("societe", "creer", "--societe", company, "--raison-sociale", "BIJOU SA")
    assert made.code == 0, made.err
    station.extra |= {"QT_QPA_PLATFORM": "offscreen"}
    process = station.start("ouvrir", "--societe", company)
    wait_until(lambda: hears(process, signal.SIGTERM), "the window listens", timeout_s=30)
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in err
