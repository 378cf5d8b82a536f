"""Bytes that are copied: all of them, no more than asked, counted, hashed, and stopped in time."""

from __future__ import annotations

import hashlib
import io
from threading import Event

import pytest

from stockage_partage.graph.http.http_types import ChunkHashes
from stockage_partage.streams import CHUNK, Stopped, check, chunks_of, copy

CONTENT = bytes(range(256)) * (2 * CHUNK // 256) + b"end"


class FailingOnce(io.BytesIO):
    """A file whose second read fails, the first time."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads == 2:
            raise OSError("gone for a moment")
        return super().read(size)


def test_a_copy_is_whole_and_every_hash_is_fed() -> None:
    to, first, second = io.BytesIO(), hashlib.sha256(), hashlib.sha512()
    told: list[int] = []
    size = copy(chunks_of(io.BytesIO(CONTENT)), to, first, second, progress=told.append)
    assert (to.getvalue(), size) == (CONTENT, len(CONTENT))
    assert first.hexdigest() == hashlib.sha256(CONTENT).hexdigest()
    assert second.hexdigest() == hashlib.sha512(CONTENT).hexdigest()
    assert told == [CHUNK, 2 * CHUNK, len(CONTENT)]


@pytest.mark.parametrize("at_most", [0, 1, CHUNK, CHUNK + 1, len(CONTENT), len(CONTENT) + 1])
def test_no_more_is_read_than_asked_for(at_most: int) -> None:
    source = io.BytesIO(CONTENT)
    assert b"".join(chunks_of(source, at_most)) == CONTENT[:at_most]
    assert source.tell() == min(at_most, len(CONTENT))


def test_a_stop_leaves_what_was_copied_before_it() -> None:
    to, stop = io.BytesIO(), Event()
    with pytest.raises(Stopped):
        copy(
            chunks_of(io.BytesIO(CONTENT)),
            to,
            go_on=lambda: check(stop),
            progress=lambda done: stop.set() if done == 2 * CHUNK else None,
        )
    assert to.getvalue() == CONTENT[: 2 * CHUNK]


def test_a_proof_whose_reading_failed_reads_again_from_the_beginning() -> None:
    proof = ChunkHashes(FailingOnce(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    with pytest.raises(OSError, match="gone"):
        proof.stand_at(2 * CHUNK)
    for position in (0, 2 * CHUNK):  # wherever the next piece begins
        proof.stand_at(position)
    proof.add(CONTENT[2 * CHUNK :])
    proof.check()
