"""What the operating system refuses about our own files, as troubles."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from stockage_partage.errors import DiskFull, FolderRefused

#: What a full disk answers, by any of its limits.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def told() -> Iterator[None]:
    """Around work on files of ours. Raises DiskFull or FolderRefused for what the system raises."""
    try:
        yield
    except OSError as error:
        kind = DiskFull if error.errno in FULL else FolderRefused
        raise kind(type(error).__name__) from error
