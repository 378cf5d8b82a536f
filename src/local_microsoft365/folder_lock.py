"""One local Microsoft 365 per data folder: two would write over each other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FolderInUse(Exception):
    """Another local Microsoft 365 holds the data folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


class FolderClaim:
    """Held until released, or until the process ends whatever way."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    @classmethod
    def take(cls, folder: Path) -> FolderClaim:
        """Takes the data folder, made when it is missing, for this process. Raises FolderInUse, OSError."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (folder / "in-use.lock").open("a", encoding="utf-8")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            raise FolderInUse(folder) from error
        return cls(file)

    def release(self) -> None:
        self._file.close()


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
