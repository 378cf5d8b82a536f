"""Contents: immutable files in a folder, so that a reader is never disturbed by a writer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from local_microsoft365.tenant.ids import new_guid
from local_microsoft365.tenant.quickxor import QuickXor

PIECE = 1 << 20  # bytes read or written at a time


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
