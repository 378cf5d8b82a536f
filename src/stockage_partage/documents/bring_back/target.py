"""The folder that documents are brought back to: names, half files, and what the system refuses."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stockage_partage import disk
from stockage_partage.documents.bring_back.paths import numbered, place_on_disk, reachable
from stockage_partage.errors import FolderRefused, TargetFolderRefused, TargetNotAFolder

_READING = 1024 * 1024
_MOST = 1000
#: A document on its way, under a name that nobody takes for one.
_HALF, _ENDING = ".rapatriement-", ".partiel"
#: Longer than any run leaves one alone that it still writes: the service may ask for pauses.
_LEFT_S = 3600.0


class Target:
    """Several threads and programs write there at once; each name is given once."""

    def __init__(self, folder: Path) -> None:
        with self.told():
            wanted = folder.expanduser().absolute()
            self.folder = reachable(wanted, windows=os.name == "nt")
            if self.folder.is_file():
                raise TargetNotAFolder
            self.folder.mkdir(parents=True, exist_ok=True)
            self._drop_what_was_left()
        # Another program may bring back into the same folder, another company's documents even.
        self._run = secrets.token_hex(4)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Around work on the folder. Raises TargetFolderRefused or DiskFull."""
        try:
            with disk.told():
                yield
        except FolderRefused as refused:
            raise TargetFolderRefused(refused.detail) from refused

    def _drop_what_was_left(self) -> None:
        """By runs that were killed: nobody has written there for an hour."""
        for half in self.folder.glob(f"{_HALF}*{_ENDING}"):
            with suppress(OSError):  # gone meanwhile, or held: not this run's affair
                if time.time() - half.stat().st_mtime > _LEFT_S:
                    self.drop(half)

    def candidates(self, path: str | None, title: str) -> Iterator[Path]:
        """Where the document may be: its own name, then ` (2)`, ` (3)`…"""
        *folders, name = place_on_disk(path, title)
        folder = self.folder.joinpath(*folders)
        for number in range(1, _MOST):
            yield folder / numbered(name, number)

    def beside(self, name: str) -> Path:
        """Where this run alone writes something of that name before it is whole."""
        return self.folder / f"{_HALF}{name}-{self._run}{_ENDING}"

    def write(self, document_id: int, pieces: Iterable[bytes]) -> Path:
        """The bytes, under a name that nobody takes for a document. Raises what `pieces` raises."""
        half = self.beside(str(document_id))
        try:
            with self.told(), half.open("wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            self.drop(half)
            raise
        return half

    def settle(self, half: Path, final: Path) -> bool:
        """Its bytes are right: it takes that name. False when the name is taken, by whomever."""
        with self.told():
            final.parent.mkdir(parents=True, exist_ok=True)
            return disk.appear(half, final)

    def drop(self, half: Path) -> None:
        """Not right, or not whole."""
        with suppress(OSError):
            half.unlink()

    def relative(self, path: Path) -> str:
        """As the index tells it: below the folder, with the tree's own separator."""
        return "/".join(path.relative_to(self.folder).parts)

    def read(self, path: Path) -> Iterator[bytes]:
        """A file that is there, piece by piece."""
        with self.told(), path.open("rb") as file:
            while piece := file.read(_READING):
                yield piece
