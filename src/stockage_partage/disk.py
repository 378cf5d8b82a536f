"""Files of ours: written beside their place and renamed, and what the system refuses, as troubles.

On Windows a file that another program has open (an antivirus that looks at what was just closed, OneDrive,
a PDF reader) can be neither renamed nor replaced. Such a hold is usually over within milliseconds, and
takes scanners up to two seconds: what it refuses is done again until then.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from stockage_partage.errors import DiskFull, FileOpenElsewhere, FolderRefused, Trouble

#: What a full disk answers, by any of its limits.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: Not supported: two numbers on macOS, one on Linux.
UNSUPPORTED = frozenset({errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})
#: What a file system answers that knows no second name for a file.
NO_LINKS = UNSUPPORTED | {errno.EPERM, errno.EMLINK}
#: Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION.
_HELD = frozenset({32, 33})
#: Windows: a rename over an open file is answered by this one, and so are missing rights.
_ACCESS_DENIED = 5
#: Seconds for which another program's hold is waited for.
HELD_S = 2.0
_LONGEST_PAUSE_S = 0.2
#: Windows: FILE_ATTRIBUTE_HIDDEN.
_HIDDEN = 0x2
#: Bytes of a small file of ours; what is larger was not written by us.
_SMALL = 1024 * 1024

Done = TypeVar("Done")


class StillHeld(PermissionError):
    """The name belongs to a file that another program still has open after the wait."""


def read_json(path: Path) -> Any:
    """What a small JSON file holds. Raises OSError, and ValueError for anything else in it.

    Such a file may lie in a folder that others write to: its size and its depth are bounded.
    """

    def read() -> bytes:
        with path.open("rb") as file:
            return file.read(_SMALL + 1)

    return json_from(while_held(read))


def json_in(file: BinaryIO) -> Any:
    """What a small JSON file that is open holds. Raises OSError, and ValueError for anything else in it."""
    return json_from(file.read(_SMALL + 1))


def json_from(raw: bytes) -> Any:
    """What those bytes hold of a small JSON file. Raises ValueError for anything else in them."""
    if len(raw) > _SMALL:
        raise ValueError("too large")
    try:
        return json.loads(raw.decode("utf-8", "surrogateescape"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def private_folder(path: Path) -> None:
    """The folder and those missing above it, this person's own whatever the process allows. Raises OSError."""
    _made(path, 0o700)


def shared_folder(path: Path) -> None:
    """The folder and those missing above it, where nobody outside its group writes. Raises OSError."""
    _made(path, 0o775)


def _made(path: Path, mode: int) -> None:
    missing = []
    for each in path.parents:
        if each.exists():
            break
        missing.append(each)
    # Each by itself: what `parents` makes has no mode of its own.
    for each in (*reversed(missing), path):
        each.mkdir(mode=mode, exist_ok=True)


@contextmanager
def as_troubles() -> Iterator[None]:
    """Around work on files of ours. Raises DiskFull, FileOpenElsewhere or FolderRefused."""
    try:
        yield
    except OSError as error:
        raise kind_of(error, FolderRefused)(type(error).__name__) from error


def kind_of(error: OSError, otherwise: type[Trouble]) -> type[Trouble]:
    """The trouble that the system's refusal stands for; `otherwise` for a folder that refuses."""
    if error.errno in FULL:
        return DiskFull
    return FileOpenElsewhere if is_held(error) else otherwise


def is_held(error: OSError) -> bool:
    """True when another program has the file open, which on Windows keeps it where it is."""
    return isinstance(error, StillHeld) or getattr(error, "winerror", None) in _HELD


def may_be_held(error: OSError) -> bool:
    """True for a refusal that may be over in a moment. Never outside Windows."""
    code = getattr(error, "winerror", None)
    if code is None:
        # Opening goes through the C library there, which gives no code of Windows.
        return sys.platform == "win32" and isinstance(error, PermissionError)
    return code in _HELD or code == _ACCESS_DENIED


def while_held(work: Callable[[], Done]) -> Done:
    """What `work` gives, tried again for `HELD_S` while another program may hold the file.

    Raises what `work` raised last.
    """
    end, pause_s = time.monotonic() + HELD_S, 0.01
    while True:
        try:
            return work()
        except PermissionError as error:
            if not may_be_held(error) or time.monotonic() >= end:
                raise
        time.sleep(pause_s)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


@contextmanager
def replace_whole(target: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """What is written to the given file becomes `target` when the block ends, whole or not at all.

    After a power cut it is the former file or the new one. `private`: readable by its owner alone. When
    the block raises, the former file stays. Raises OSError (StillHeld when it is open elsewhere).
    """
    import secrets

    beside = target.with_name(f".{secrets.token_hex(8)}.partiel")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(beside, flags, 0o600 if private else 0o664), "wb") as content:
            yield content
            content.flush()
            os.fsync(content.fileno())
        move_over(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def move_over(fresh: Path, target: Path) -> None:
    """`fresh`, in the same folder, takes the name of `target` in one step. Raises OSError, StillHeld."""
    try:
        while_held(lambda: fresh.replace(target))
    except PermissionError as error:
        # The folder takes files, ours is in it: what refuses is the file that has the name.
        if may_be_held(error) and target.exists():
            raise StillHeld(*error.args) from error
        raise


def appear(beside: Path, place: Path) -> bool:
    """Gives a whole file its name. False when somebody has that name: nothing is ever overwritten.

    `beside` is in the same file system; it may still be there afterwards, to be removed. Raises OSError.
    """
    try:
        if sys.platform == "win32":
            while_held(lambda: beside.rename(place))  # refuses a name that is taken
        else:
            place.hardlink_to(beside)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        return _appear_without_links(beside, place)
    return True


def _appear_without_links(beside: Path, place: Path) -> bool:
    """Where the file system knows no links: the name is taken first, empty, then filled in one step."""
    try:
        place.touch(exist_ok=False)
    except FileExistsError:
        return False
    move_over(beside, place)
    return True


def remove_folder(folder: Path) -> None:
    """Removes a folder with all it holds, read-only files too. Raises OSError."""
    import shutil

    for path in folder.rglob("*"):
        if not path.is_symlink() and path.is_file():
            path.chmod(0o600)
    shutil.rmtree(folder)


def hide(path: Path) -> None:
    """Out of sight in Windows' Explorer, where a leading dot hides nothing. What refuses is let be.

    Never for a file on its way to a name of its own: the attribute would go with it.
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(str(path), _HIDDEN)
