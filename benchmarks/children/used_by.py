"""Runs one program and tells what it used, as a JSON object: processor seconds, and memory in megabytes.

    python used_by.py PROGRAM [ARGUMENT ...]

The system counts what a process's parent holds in the peak of the process: here that is next to nothing.
"""

from __future__ import annotations

import json
import os
import sys

silent = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[silent])
_, status, used = os.wait4(process, 0)
if status:
    sys.exit(1)
a_megabyte = 1024 * (1024 if sys.platform == "darwin" else 1)
told = {
    "processor_s": used.ru_utime + used.ru_stime,
    "memory_mb": used.ru_maxrss / a_megabyte,
}
sys.stdout.write(json.dumps(told) + "\n")
