"""What a worker opens for a window that may be closed, or want another, before it is there: closed once, in any case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Closable(Protocol):
    """Anything that is let go of by `close`."""

    def close(self) -> None: ...


T = TypeVar("T", bound=Closable)


class Held(Generic[T]):
    """`value` is None until it is there, and after `close`, which waits for whoever uses it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._over = False
        self._users = 0
        self._value: T | None = None

    @property
    def value(self) -> T | None:
        """What is held; None while there is nothing to be used."""
        return None if self._over else self._value

    def open(self, make: Callable[[], T]) -> T | None:
        """Makes it, in a worker; None when nobody wants it any more."""
        made = make()
        with self._lock:
            if not self._over:
                self._value = made
                return made
        made.close()
        return None

    @contextmanager
    def used(self) -> Iterator[None]:
        """Keeps it open meanwhile, whoever closes it."""
        with self._lock:
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
            self._let_go()

    def close(self) -> None:
        """Lets go of it: now, as soon as it is there, or once nobody uses it."""
        with self._lock:
            self._over = True
        self._let_go()

    def _let_go(self) -> None:
        with self._lock:
            if not self._over or self._users:
                return
            value, self._value = self._value, None
        if value is not None:
            value.close()
