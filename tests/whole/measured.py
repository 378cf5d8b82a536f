"""The command line, which writes its peak of resident memory (KiB) to the file MEASURED_PEAK names.

Read from inside: from outside, what the starting process held before it became ours would count too.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from stockage_partage.cli.root import run

STATUS = Path("/proc/self/status")


def peak_kib() -> int:
    """Since this program was loaded."""
    return int(STATUS.read_text().partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    code = run(sys.argv[1:])
    Path(os.environ["MEASURED_PEAK"]).write_text(str(peak_kib()))
    sys.exit(code)
