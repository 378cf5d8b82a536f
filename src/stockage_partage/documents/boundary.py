"""The edge of a loop or a thread that must go on: whatever is raised inside becomes a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def attempt(work: Callable[[], T]) -> T | Exception:
    """What `work` gives, or what it raises. Whoever asks marks it or logs it: it is never dropped."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001  # given back, see above
        return error
