"""The files of this computer that a person hands over: as they are chosen, then as they are at one moment.

Before any of it is read, a choice tells what each is, how large, twice or not. A file that is taken is whole
and as it was at one moment, or it is said what is wrong with it.
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from stockage_partage.errors import FileEmpty, FileMissing, FileUnreadable, FolderGiven
from stockage_partage.streams import chunks_of, copy

#: What Windows and others run when it is opened. SharePoint takes them; the person is warned.
_PROGRAMS = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".msi",
        ".msix",
        ".scr",
        ".ps1",
        ".vbs",
        ".vbe",
        ".js",
        ".jse",
        ".wsf",
        ".hta",
        ".jar",
        ".reg",
        ".pif",
        ".cpl",
        ".sh",
        ".app",
        ".dll",
    ]
)
_SHORTCUTS = frozenset({".lnk", ".url", ".webloc", ".desktop"})
#: Up to this size a file is held in memory: what happens to it afterwards is of no matter.
IN_MEMORY = 16 * 1024 * 1024
#: Types that an operating system may not know.
_CONTENT_TYPES = {".pdf": "application/pdf", ".xml": "application/xml", ".zip": "application/zip"}
_ANY_BYTES = "application/octet-stream"


class SelectionCaution(StrEnum):
    """What the person should know of a file that is taken all the same."""

    NONE = ""
    PROGRAM = "program"
    SHORTCUT = "shortcut"


@dataclass(frozen=True, slots=True)
class SelectedFile:
    """One path. `same` is alike for two ways of writing one file; None when it cannot be looked at."""

    path: Path
    size: int = 0
    is_folder: bool = False
    caution: SelectionCaution = SelectionCaution.NONE
    same: tuple[int, int] | None = None


def look_at(paths: Sequence[Path]) -> list[SelectedFile]:
    """Each path as the disk tells it; what is wrong with a file is told when it is read."""
    return [_look(path) for path in paths]


def caution_for(name: str) -> SelectionCaution:
    """What to be careful of with a file, by its extension alone."""
    suffix = Path(name).suffix.lower()
    if suffix in _SHORTCUTS:
        return SelectionCaution.SHORTCUT
    return SelectionCaution.PROGRAM if suffix in _PROGRAMS else SelectionCaution.NONE


def content_type(extension: str) -> str:
    """The content type that files of this extension are sent with; `extension` has its dot, in lower case."""
    return _CONTENT_TYPES.get(extension) or mimetypes.guess_type(f"x{extension}")[0] or _ANY_BYTES


def _look(path: Path) -> SelectedFile:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return SelectedFile(path, caution=caution_for(path.name))
    is_folder = stat.S_ISDIR(found.st_mode)
    # Some file systems number nothing: then no two are said to be one.
    same = (found.st_dev, found.st_ino) if found.st_ino else None
    return SelectedFile(path, found.st_size, is_folder, caution_for(path.name), same)


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
