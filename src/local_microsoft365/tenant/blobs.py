"""Contents: immutable files in a folder, so that a reader is never disturbed by a writer; and quickXorHash.

It is the only hash that SharePoint gives of a file. Each byte is XORed into a 160-bit register, 11
bits further than the byte before it, and the length is XORed into the last 8 bytes. Positions come back every
160 bytes, so columns of a 160-byte wide table are folded first, with whole-table integers: hundreds of megabytes
a second in plain Python.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from local_microsoft365.tenant.ids import new_guid

_BITS = 160
_SHIFT = 11
_ROW = 160  # bytes after which the shift is back at its start
_ROW_BITS = 8 * _ROW
_MASK = (1 << _BITS) - 1
PIECE = 1 << 20  # bytes read or written at a time


class QuickXor:
    """Feeds on pieces of any size; `state` allows another process to go on from there."""

    def __init__(self, state: bytes = b"", length: int = 0) -> None:
        self._row = int.from_bytes(state, "little")
        self._length = length

    @property
    def length(self) -> int:
        """Bytes taken so far."""
        return self._length

    @property
    def state(self) -> bytes:
        """The folded table: with `length`, all that is needed to resume."""
        return self._row.to_bytes(_ROW, "little")

    def update(self, piece: bytes) -> None:
        """Takes the next bytes of the file."""
        ahead = self._length % _ROW
        rows = -(-(ahead + len(piece)) // _ROW)
        table = int.from_bytes(piece, "little") << (8 * ahead)
        half = 1 << max(rows - 1, 0).bit_length() >> 1
        while half:
            width = _ROW_BITS * half
            table = (table >> width) ^ (table & ((1 << width) - 1))
            half >>= 1
        self._row ^= table
        self._length += len(piece)

    def digest(self) -> bytes:
        """The 20 bytes of the hash."""
        register = 0
        for column, byte in enumerate(self.state):
            bit = column * _SHIFT % _BITS
            wide = byte << bit
            register ^= (wide & _MASK) ^ (wide >> _BITS)
        register ^= self._length << (_BITS - 64)
        return (register & _MASK).to_bytes(_BITS // 8, "little")

    def text(self) -> str:
        """The hash as Graph writes it: base64 of the 20 bytes."""
        return base64.b64encode(self.digest()).decode("ascii")


class Blobs:
    """Keeps contents under names of its own making."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self) -> Incoming:
        """An empty content to be filled."""
        name = new_guid()
        self.path(name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Incoming(name, self.path(name))

    def path(self, name: str) -> Path:
        """Where a content lies."""
        return self._folder / name[:2] / name

    def drop(self, name: str) -> None:
        """Forgets a content that nothing refers to."""
        self.path(name).unlink(missing_ok=True)

    def received(self, name: str, xor: QuickXor) -> Content:
        """A content that was written piece by piece, already hashed."""
        return Content(name, xor.length, xor.text())

    def lengthened(self, name: str, tail: bytes) -> Content:
        """A copy with something added at the end, as SharePoint does when it rewrites a file."""
        copy = self.new()
        with self.path(name).open("rb") as source:
            while piece := source.read(PIECE):
                copy.write(piece)
        copy.write(tail)
        return copy.close()


@dataclass(frozen=True)
class Content:
    """A content wholly received. `hash` is its quickXorHash."""

    name: str
    size: int
    hash: str


class Incoming:
    """A content being received; hashed as it grows."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self._path = path
        self._file = path.open("wb")
        self._xor = QuickXor()

    def write(self, piece: bytes) -> None:
        """Takes the next bytes of the content."""
        self._file.write(piece)
        self._xor.update(piece)

    @property
    def size(self) -> int:
        """Bytes received so far."""
        return self._xor.length

    def close(self) -> Content:
        """Ends the content, which takes no more bytes, and gives its name, size and hash."""
        self._file.close()
        return Content(self.name, self._xor.length, self._xor.text())

    def abandon(self) -> None:
        """The sender went away: nothing is kept."""
        self._file.close()
        self._path.unlink(missing_ok=True)
