"""The local Microsoft 365 is a package of its own: it starts without the product."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from json_schemas import answers


def test_it_serves_by_itself_and_knows_nothing_of_the_product(tmp_path: Path) -> None:
    program = (
        "import runpy, sys; sys.modules['stockage_partage'] = None;"
        "sys.argv[1:] = ['--data', sys.argv[1]];"
        "runpy.run_module('local_microsoft365', run_name='__main__')"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "data")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        [described] = answers("emulateur", served.stdout.readline())
        second = subprocess.run(
            [sys.executable, "-m", "local_microsoft365", "--data", str(tmp_path / "data")],
            capture_output=True,
            text=True,
            check=False,
        )
        served.send_signal(signal.SIGTERM)
        assert served.wait(10) == 0
    assert described["graph_url"].startswith("https://")
    assert (second.returncode, second.stderr.count("\n")) == (1, 1)
