"""A lock between processes: a file that is never deleted, so a crash leaves nothing stale behind."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


class FileLock:
    """Held while the context lasts; released by the system if the process dies.

    Between threads of one process another lock must stand outside it. Raises TimeoutError after
    `timeout_s`, OSError when the file cannot be made.
    """

    def __init__(self, path: Path, timeout_s: float = 90.0) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._held: BinaryIO | None = None

    def __enter__(self) -> Self:
        file = self._path.open("a+b")
        try:
            self._wait_for(file)
        except BaseException:
            file.close()
            raise
        self._held = file
        return self

    def _wait_for(self, file: BinaryIO) -> None:
        end = time.monotonic() + self._timeout_s
        pause = 0.005
        while not _take(file):
            if time.monotonic() > end:
                raise TimeoutError(f"held by another process: {self._path.name}")
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._held is not None:
            self._held.close()  # closing releases
            self._held = None


if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
