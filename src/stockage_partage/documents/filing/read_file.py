"""Takes a file from the disk as it is at one moment, or says what is wrong with it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from stockage_partage.errors import FileEmpty, FileMissing, FileUnreadable, FolderGiven
from stockage_partage.streams import chunks_of, copy

#: Up to this size a file is held in memory: what happens to it afterwards is of no matter.
IN_MEMORY = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file's bytes with their size and SHA-256. `written_at`: when it was last written, local time.

    A large file is read again from the disk each time; whoever keeps it compares with `sha256`.
    """

    content: BinaryIO
    size: int
    sha256: str
    written_at: datetime


#: Opens the very file that is meant, where its path may come to mean another one.
Opener = Callable[[], BinaryIO]


@contextmanager
def taken(
    path: Path, read: Callable[[int], None] = lambda _: None, opener: Opener | None = None
) -> Iterator[FileContent]:
    """The file for as long as the block runs. `read` is told the bytes read so far, and may raise.

    Raises FolderGiven, FileMissing, FileEmpty, FileUnreadable (no right, or it changes while it is read).
    """
    with _opened(path, opener) as file:
        before = os.fstat(file.fileno())
        content, size, sha256 = _measured(file, before.st_size, read)
        after = os.fstat(file.fileno())
        if (size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise FileUnreadable("changed while it was read")
        if size == 0:
            raise FileEmpty
        content.seek(0)
        yield FileContent(content, size, sha256, _written_at(before.st_mtime))


def _written_at(seconds: float) -> datetime:
    """Local time on purpose: names say the hour that the person saw. Today's, for one that is none."""
    try:
        return datetime.fromtimestamp(int(seconds))
    except (OSError, OverflowError, ValueError):  # a file system may tell the year 33658
        return datetime.now().replace(microsecond=0)


@contextmanager
def _opened(path: Path, opener: Opener | None) -> Iterator[BinaryIO]:
    try:
        file = opener() if opener is not None else _open(path)
    except FileNotFoundError as error:
        raise FileMissing from error
    except (OSError, ValueError) as error:
        raise FileUnreadable(type(error).__name__) from error
    with file:
        yield file


def _open(path: Path) -> BinaryIO:
    # A pipe or a device could keep us waiting for ever.
    if path.is_dir():
        raise FolderGiven
    if path.exists() and not path.is_file():
        raise FileUnreadable("not a file")
    return path.open("rb")


def _measured(
    file: BinaryIO, announced: int, read: Callable[[int], None]
) -> tuple[BinaryIO, int, str]:
    digest = hashlib.sha256()
    kept = BytesIO() if announced <= IN_MEMORY else None

    def progress(size: int) -> None:
        read(size)
        if size > announced:
            raise FileUnreadable("changed while it was read")

    try:
        size = copy(chunks_of(file), kept, digest, progress=progress)
    except OSError as error:
        raise FileUnreadable(type(error).__name__) from error
    return (kept if kept is not None else file), size, digest.hexdigest()
