"""Bytes on their way: read chunk by chunk, copied, hashed, counted, and stopped when somebody asks.

Memory stays constant, whatever the size of what is copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Event
from typing import Protocol

#: Bytes read at a time.
CHUNK = 1024 * 1024


class Stopped(Exception):
    """Somebody asked to stop: what was done is kept, what was not is left for the next time."""


class Readable(Protocol):
    """Where bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to that many bytes; none at the end."""
        ...


class Writable(Protocol):
    """Where bytes are written to."""

    def write(self, chunk: bytes, /) -> object:
        """Takes all of them, or raises."""
        ...


class Hash(Protocol):
    """A fingerprint that is fed: `hashlib`'s, QuickXor."""

    def update(self, chunk: bytes, /) -> object:
        """Takes the next bytes into the fingerprint."""
        ...


def check(*stops: Event) -> None:
    """Raises Stopped once one of the events is set."""
    if any(stop.is_set() for stop in stops):
        raise Stopped


def chunks_of(source: Readable, at_most: int | None = None) -> Iterator[bytes]:
    """The bytes from where `source` stands, `at_most` of them (None: to its end), chunk by chunk."""
    left = at_most
    while left is None or left > 0:
        chunk = source.read(CHUNK if left is None else min(CHUNK, left))
        if not chunk:
            return
        yield chunk
        if left is not None:
            left -= len(chunk)


def copy(
    chunks: Iterable[bytes],
    to: Writable | None,
    *hashes: Hash,
    go_on: Callable[[], None] = lambda: None,
    progress: Callable[[int], object] = lambda _done: None,
) -> int:
    """Writes the chunks to `to` (None: nowhere), feeds each hash; how many bytes there were.

    `go_on` is called before each chunk and may raise; `progress` after it, with the bytes so far.
    """
    done = 0
    for chunk in chunks:
        go_on()
        if to is not None:
            to.write(chunk)
        for each in hashes:
            each.update(chunk)
        done += len(chunk)
        progress(done)
    return done
