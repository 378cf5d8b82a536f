"""What the operating system refuses about our own files, as troubles."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stockage_partage.errors import DiskFull, FolderRefused

#: What a full disk answers, by any of its limits.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EMLINK})


@contextmanager
def told() -> Iterator[None]:
    """Around work on files of ours. Raises DiskFull or FolderRefused for what the system raises."""
    try:
        yield
    except OSError as error:
        kind = DiskFull if error.errno in FULL else FolderRefused
        raise kind(type(error).__name__) from error


def appear(beside: Path, place: Path) -> bool:
    """Gives a whole file its name. False when somebody has that name: nothing is ever overwritten.

    `beside` is in the same file system; it may still be there afterwards, to be removed. Raises OSError.
    """
    try:
        if sys.platform == "win32":
            beside.rename(place)  # refuses a name that is taken
        else:
            place.hardlink_to(beside)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return _appear_without_links(beside, place)
    return True


def _appear_without_links(beside: Path, place: Path) -> bool:
    """Where the file system knows no links: the name is taken first, empty, then filled in one step."""
    try:
        place.touch(exist_ok=False)
    except FileExistsError:
        return False
    beside.replace(place)
    return True
