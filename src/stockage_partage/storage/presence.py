"""Whether the process that claimed something is still there.

A process keeps a lock on a file named after it for as long as it lives; the operating system lets go
of the lock when it dies, however it dies. A process of another workstation, or of another person,
leaves no file here: then only the claim's lease tells.
"""

from __future__ import annotations

import contextlib
import socket
import uuid
from pathlib import Path

from stockage_partage.graph.file_lock import FileLock, LockBusy


class Presence:
    """This process's own name in claims, alive until `close` or death."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "presence"
        self._folder.mkdir(parents=True, exist_ok=True)
        self.owner = uuid.uuid4().hex
        self._lock = FileLock(self._path(self.owner), timeout=0)
        self._lock.acquire()
        self._sweep()

    @property
    def who(self) -> str:
        """How this workstation is named to the others."""
        return socket.gethostname()

    def is_dead(self, owner: str) -> bool:
        """True only when `owner` lived here and is gone; False when alive or unknown."""
        path = self._path(owner)
        if owner == self.owner or not path.exists():
            return False
        return self._buried(path)

    def close(self) -> None:
        """Lets go of the name."""
        self._lock.release()
        with contextlib.suppress(OSError):
            self._path(self.owner).unlink()

    def _path(self, owner: str) -> Path:
        return self._folder / f"{owner}.lock"

    def _sweep(self) -> None:
        # Names older than any claim's lease are of no use to anybody.
        for path in self._folder.glob("*.lock"):
            if path != self._path(self.owner) and _older_than_a_day(path) and self._buried(path):
                with contextlib.suppress(OSError):
                    path.unlink()

    @staticmethod
    def _buried(path: Path) -> bool:
        lock = FileLock(path, timeout=0)
        try:
            lock.acquire()
        except (LockBusy, OSError):
            return False
        lock.release()
        return True


def _older_than_a_day(path: Path) -> bool:
    import time

    with contextlib.suppress(OSError):
        return time.time() - path.stat().st_mtime > 24 * 3600
    return False
