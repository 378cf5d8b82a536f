"""Whether the process that claimed something is still there.

A process keeps a lock on a file named after it for as long as it lives; the operating system lets go
of the lock when it dies, however it dies. A process of another workstation, or of another person,
leaves no file here: then only the claim's lease tells.
"""

from __future__ import annotations

import contextlib
import socket
import time
import uuid
from pathlib import Path

from stockage_partage import disk
from stockage_partage.file_lock import FileLock

_DAY_S = 24 * 3600.0
_GLANCE_S = 5.0
_FOLDER = "presence"


class Presence:
    """This process's own name in claims, alive until `close` or death."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / _FOLDER
        disk.private_folder(self._folder)
        self.owner = uuid.uuid4().hex
        self._alive = contextlib.ExitStack()
        # Somebody may be looking at this very moment whether it is free.
        self._alive.enter_context(FileLock(self._path(self.owner), timeout_s=_GLANCE_S))
        self._sweep()

    @property
    def who(self) -> str:
        """How this workstation is named to the others."""
        return socket.gethostname()

    def is_dead(self, owner: str) -> bool:
        """True only when `owner` lived here and is gone; False when alive or unknown."""
        path = self._path(owner)
        return owner != self.owner and path.exists() and is_free(path)

    def close(self) -> None:
        """Lets go of the name."""
        self._alive.close()
        with contextlib.suppress(OSError):
            self._path(self.owner).unlink()

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.lock"

    def _sweep(self) -> None:
        # Names older than any claim's lease are of no use to anybody.
        mine = self._path(self.owner)
        for path in self._folder.glob("*.lock"):
            with contextlib.suppress(OSError):
                if path != mine and time.time() - path.stat().st_mtime > _DAY_S and is_free(path):
                    path.unlink()


def anybody(folder: Path) -> bool:
    """True while any process of this computer is present in `folder`."""
    return any(not is_free(path) for path in (folder / _FOLDER).glob("*.lock"))


def is_free(path: Path) -> bool:
    """True when no process holds the lock of that file. Makes the file where it is missing."""
    try:
        with FileLock(path, timeout_s=0):
            return True
    except (TimeoutError, OSError):
        return False
