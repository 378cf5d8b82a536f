"""The suite's own archives: zip files and nothing else."""

from __future__ import annotations

import zipfile
from typing import BinaryIO

_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
ARCHIVE_SUFFIX = ".zip"


def is_archive(name: str, content: BinaryIO) -> bool:
    """True for a whole zip archive of that suffix. Its list of files is not read: it may be huge.

    Begins as one and ends with the mark that only a complete one has: a copy cut short lacks it.
    """
    if not name.lower().endswith(ARCHIVE_SUFFIX):
        return False
    content.seek(0)
    begins = content.read(4) in _STARTS
    content.seek(0)
    return begins and zipfile.is_zipfile(content)
