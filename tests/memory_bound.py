"""What the tests may take of the computer's memory: looked at when each process of theirs ends."""

from __future__ import annotations

import sys
from typing import Any

import pytest

#: Of one process, KiB. Whatever the order, nothing of a test outlives it, so this stays far away.
LARGEST_KIB = 1024 * 1024

_PEAKS = pytest.StashKey[dict[str, int]]()


def peak_kib() -> int:
    """The most resident memory that this process ever had; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Takes note of what a worker says at its end."""
    peak = getattr(node, "workeroutput", {}).get("peak_kib", 0)
    node.config.stash.setdefault(_PEAKS, {})[node.gateway.id] = peak


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a worker: tells its peak. Else: fails the run when a process took too much."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["peak_kib"] = peak_kib()
        return
    peaks = session.config.stash.setdefault(_PEAKS, {})
    peaks["here"] = peak_kib()
    if max(peaks.values()) > LARGEST_KIB and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Says what each process took."""
    peaks = config.stash.get(_PEAKS, {})
    told = ", ".join(f"{name} {peak // 1024} MiB" for name, peak in sorted(peaks.items()))
    terminalreporter.write_line(f"Most memory: {told}")
    if peaks and max(peaks.values()) > LARGEST_KIB:
        most = f"{LARGEST_KIB // 1024} MiB"
        terminalreporter.write_line(f"FAILED: a process took more than {most}", red=True)
