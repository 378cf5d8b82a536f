"""Waiting for what another thread or process does: a condition, a deadline, never a fixed pause."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


def wait_until(condition: Callable[[], bool], what: str, timeout_s: float = 30.0) -> None:
    """Returns as soon as `condition()` holds. Fails, saying `what`, after `timeout_s`."""
    end = time.monotonic() + timeout_s
    glance = threading.Event()
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        glance.wait(0.02)
