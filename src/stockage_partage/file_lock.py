"""A lock between processes: a file that is never deleted, so a crash leaves nothing stale behind."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from pathlib import Path
from typing import BinaryIO, Self

from stockage_partage.closing import Closing


class FileLock(Closing):
    """Held while the context lasts; released by the system if the process dies.

    Between threads of one process another lock must stand outside it. Raises TimeoutError after
    `timeout_s`, OSError when the file cannot be made.
    """

    def __init__(self, path: Path, timeout_s: float = 90.0) -> None:
        self._path = path
        self._timeout_s = timeout_s
        self._held: BinaryIO | None = None

    def __enter__(self) -> Self:
        file: BinaryIO = open(self._path, "a+b", opener=_never_through_a_link)
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

    def close(self) -> None:
        """Lets others have it; harmless when it was not taken."""
        if self._held is not None:
            _give_back(self._held)
            self._held.close()  # releases, too
            self._held = None


def _never_through_a_link(path: str, flags: int) -> int:
    # The folder may be others' too: no file is made where a link of theirs leads.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o664)


if sys.platform == "win32":
    import msvcrt

    _CONTENDED = (errno.EACCES, errno.EDEADLOCK)

    def _take(file: BinaryIO) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno not in _CONTENDED:
                raise  # a drive that keeps no locks is not one that somebody holds
            return False
        return True

    def _give_back(file: BinaryIO) -> None:
        """Gives the lock back before closing, as Microsoft asks: else it may take the system some time."""
        file.seek(0)
        with contextlib.suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give_back(_file: BinaryIO) -> None:
        """Does nothing: closing the file gives the lock back."""
