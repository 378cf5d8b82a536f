"""A folder held open while it is used: no link in it, nor in its place, is ever followed.

Others may write to the folders that prints come from and documents go to. Whoever puts a link there, or
swaps a folder for one, must not make this program read or write elsewhere with its own person's rights.
On POSIX names are used below the open directory itself. On Windows the directory is held in a way that
keeps everybody from renaming or removing it, and what is a link or a junction is refused.

`reachable` writes paths longer than 260 characters in the notation of its own in which alone Windows takes
them: learn.microsoft.com, « Maximum Path Length Limitation » and « Naming Files, Paths, and Namespaces ».
"""

from __future__ import annotations

import ntpath
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from stockage_partage import disk
from stockage_partage.closing import Closing
from stockage_partage.errors import LinkInTheWay

_LONG, _LONG_SHARE = "\\\\?\\", "\\\\?\\UNC\\"
#: Of a reparse tag: it stands for another place (a link, a junction), unlike a file kept in a cloud.
_STANDS_FOR_ANOTHER = 0x20000000


def reachable(path: Path, *, windows: bool) -> Path:
    """The path as the system must be given it: Windows takes long ones only in its own notation.

    There it no longer understands `..`, and keeps the dots and blanks at the end of a name that it drops
    everywhere else: a folder that Explorer could not open.
    """
    text = str(path)
    if not windows or text.startswith(_LONG):
        return path
    drive, rest = ntpath.splitdrive(ntpath.normpath(text))
    text = drive + "\\".join(part.rstrip(". ") for part in rest.split("\\"))
    if text.startswith("\\\\"):
        return Path(_LONG_SHARE + text[2:])
    return Path(_LONG + text)


def as_known(path: Path) -> Path:
    """The path as people, Explorer and Excel know it, without Windows's mark for long ones."""
    text = str(path)
    if text.startswith(_LONG_SHARE):
        return Path("\\\\" + text[len(_LONG_SHARE) :])
    return Path(text.removeprefix(_LONG))


def is_link(found: os.stat_result) -> bool:
    """True for what leads elsewhere: links of every system, and Windows' junctions."""
    if stat.S_ISLNK(found.st_mode):
        return True
    tag = getattr(found, "st_reparse_tag", 0)
    return bool(tag & _STANDS_FOR_ANOTHER)


class HeldFolder(Closing):
    """One folder; give it back with `close`, or use it as a context. Names have no separator.

    Folders above it may be links, it may not: raises LinkInTheWay. Everything may raise OSError.
    """

    def __init__(self, path: Path, *, above: HeldFolder | None = None) -> None:
        # What lies below may have a long path; a relative one has no long form.
        windows = os.name == "nt" and above is None and path.is_absolute()
        self.path = reachable(path, windows=windows)
        name = path.name if above is not None else str(self.path)
        self._held: int | None = _hold(self.path, name, above)

    def close(self) -> None:
        """Lets it go; harmless the second time."""
        held, self._held = self._held, None
        if held is not None:
            _let_go(held)

    def child(self, name: str, *, make: bool = True) -> HeldFolder:
        """A folder in it, made when it is missing."""
        if make:
            with suppress(FileExistsError):
                os.mkdir(self._at(name), 0o775, **self._here())  # noqa: PTH102
        return HeldFolder(self.path / name, above=self)

    def names(self) -> list[str]:
        """What it holds, in the order of the disk."""
        return os.listdir(self._held if _BY_DIRECTORY else self.path)  # noqa: PTH208

    def stat(self, name: str) -> os.stat_result:
        """The status of the thing of that name itself, never of what it leads to. Raises OSError."""
        return os.stat(self._at(name), follow_symlinks=False, **self._here())  # noqa: PTH116

    def itself(self) -> os.stat_result:
        """The status of the folder that is held, whatever has its name now. Raises OSError."""
        return os.stat(self._held if _BY_DIRECTORY and self._held is not None else self.path)  # noqa: PTH116

    def holds(self, name: str) -> bool:
        """True when anything has that name, a link that leads nowhere too."""
        try:
            self.stat(name)
        except FileNotFoundError:
            return False
        return True

    def refuse_link(self, name: str) -> None:
        """Raises LinkInTheWay for a link of that name; nothing for anything else, or nothing."""
        with suppress(FileNotFoundError):
            if is_link(self.stat(name)):
                raise LinkInTheWay(name)

    def open(self, name: str) -> BinaryIO:
        """A regular file, to read. Raises LinkInTheWay for a link, OSError for anything else."""
        before = self.stat(name)
        if is_link(before):
            raise LinkInTheWay(name)
        if not stat.S_ISREG(before.st_mode):
            raise IsADirectoryError(name)
        # Without waiting: a pipe may have taken its place since.
        number = os.open(self._at(name), os.O_RDONLY | _NO_LINK | _NO_WAIT, **self._here())
        file = os.fdopen(number, "rb")
        after = os.fstat(number)
        if not os.path.samestat(before, after):
            file.close()
            raise FileNotFoundError(name)  # swapped meanwhile
        return file

    def create(self, name: str) -> BinaryIO:
        """A file that was not there, to write. Raises FileExistsError, for a link of that name too."""
        how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK
        return os.fdopen(os.open(self._at(name), how, 0o664, **self._here()), "wb")

    def move(self, name: str, to: HeldFolder, new: str) -> None:
        """Gives a thing of it another name, in itself or in another folder of the same disk. At once:
        whoever asks comes back when another program has it open.
        """
        os.rename(self._at(name), to._at(new), **self._both(to))  # noqa: PTH104

    def replace(self, name: str, to: HeldFolder, new: str) -> None:
        """Gives a thing of it the name of another, which goes. Waits for who has one of them open."""

        def over() -> None:
            os.replace(self._at(name), to._at(new), **self._both(to))  # noqa: PTH105

        disk.while_held(over)

    def appear(self, name: str, to: HeldFolder, new: str) -> bool:
        """Gives a whole file a name of its own. False when it is taken: nothing is ever overwritten.

        The former name may still be there afterwards, to be removed.
        """
        try:
            if sys.platform == "win32":
                disk.while_held(lambda: self.move(name, to, new))  # refuses a name that is taken
            else:
                os.link(self._at(name), to._at(new), follow_symlinks=False, **self._both(to))
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in disk.NO_LINKS:
                raise
            return self._appear_without_links(name, to, new)
        return True

    def _appear_without_links(self, name: str, to: HeldFolder, new: str) -> bool:
        """Where the disk knows no links: the name is taken first, empty, then filled in one step."""
        try:
            to.create(new).close()
        except FileExistsError:
            return False
        self.replace(name, to, new)
        return True

    def remove(self, name: str) -> None:
        """A file, or a link itself."""
        os.unlink(self._at(name), **self._here())

    def _at(self, name: str) -> str:
        if not name or name in (".", "..") or "/" in name or (os.sep in name):
            raise ValueError("a name, not a path")
        return name if _BY_DIRECTORY else str(self.path / name)

    def _here(self) -> dict[str, Any]:
        return {"dir_fd": self._held} if _BY_DIRECTORY else {}

    def _both(self, to: HeldFolder) -> dict[str, Any]:
        return {"src_dir_fd": self._held, "dst_dir_fd": to._held} if _BY_DIRECTORY else {}


@contextmanager
def below(folder: HeldFolder, *names: str, make: bool = True) -> Iterator[HeldFolder]:
    """The folder that the names lead to, each of them checked. Raises as `HeldFolder`."""
    held, opened = folder, None
    try:
        for name in names:
            deeper = held.child(name, make=make)
            if opened is not None:
                opened.close()
            held = opened = deeper
        yield held
    finally:
        if opened is not None:
            opened.close()


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _BY_DIRECTORY = False
    _NO_LINK, _NO_WAIT = os.O_BINARY | os.O_NOINHERIT, 0
    _LIST, _ADD_FILE, _SHARE_READ_WRITE, _EXISTING = 0x1, 0x2, 0x3, 3
    _BACKUP_SEMANTICS, _REPARSE_POINT_ITSELF = 0x02000000, 0x00200000
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateFileW.restype = wintypes.HANDLE

    def _hold(path: Path, name: str, above: HeldFolder | None) -> int:
        # Not shared for deletion: as long as it is open nobody renames or removes it.
        flags = _BACKUP_SEMANTICS | _REPARSE_POINT_ITSELF
        for right in (_LIST, _ADD_FILE):  # one may put files into it, and not look at it
            handle = _kernel.CreateFileW(
                str(path), right, _SHARE_READ_WRITE, None, _EXISTING, flags, None
            )
            if handle is not None and handle != wintypes.HANDLE(-1).value:
                break
        else:
            raise ctypes.WinError(ctypes.get_last_error())
        found = path.lstat()
        if is_link(found) or not stat.S_ISDIR(found.st_mode):
            _let_go(handle)
            _refuse(found, path)
        return int(handle)

    def _let_go(held: int) -> None:
        _kernel.CloseHandle(wintypes.HANDLE(held))

else:
    _BY_DIRECTORY = True
    _NO_LINK, _NO_WAIT = os.O_NOFOLLOW | os.O_CLOEXEC, os.O_NONBLOCK

    def _hold(path: Path, name: str, above: HeldFolder | None) -> int:
        here = above._here() if above is not None else {}
        how = os.O_DIRECTORY | _NO_LINK
        try:
            try:
                return os.open(name, os.O_RDONLY | how, **here)
            except PermissionError:
                # A folder that one may put files into and not look at, where the system can hold it.
                return os.open(name, getattr(os, "O_PATH", os.O_RDONLY) | how, **here)
        except OSError:
            _refuse(os.stat(name, follow_symlinks=False, **here), path)  # noqa: PTH116
            raise

    def _let_go(held: int) -> None:
        os.close(held)


def _refuse(found: os.stat_result, path: Path) -> None:
    """Raises what is wrong with something that should have been a folder; nothing for a folder."""
    if is_link(found):
        raise LinkInTheWay(path.name)
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(path.name)
