"""How work ends: what is held is given back, and where a loop or a thread must go on, what is raised is a value.

Nothing but Python is loaded: every start reads it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")


class Closing(ABC):
    """Closes itself at the end of a `with`: a database, threads, a folder, a lock, a listener."""

    @abstractmethod
    def close(self) -> None:
        """Gives back what is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def attempt(work: Callable[[], T]) -> T | Exception:
    """What `work` gives, or what it raises. Whoever asks marks it or logs it: it is never dropped."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001  # given back, see above
        return error
