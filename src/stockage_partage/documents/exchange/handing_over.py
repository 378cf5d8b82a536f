"""Puts a file into a folder that another program watches: whole or not at all, never over another.

That program takes whatever it sees there, so the bytes are written under a name that it does not look
at and appear under their own in one step.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from stockage_partage import disk
from stockage_partage.documents.filing.taking import Taken
from stockage_partage.documents.tree.segments import file_name
from stockage_partage.errors import DiskFull, ExchangeFolderRefused, FileUnreadable

#: Bytes of a name, at worst: what common file systems allow less our ` (999)`.
_LONGEST = 120
_PIECE = 1024 * 1024
_MOST = 1000  # copies of one name side by side


def hand_over(
    file: Taken,
    name: str,
    folder: Path,
    *,
    still_allowed: Callable[[], None],
    read: Callable[[int], None] = lambda _: None,
) -> tuple[Path, bool]:
    """Where the file is now, and whether the same bytes were there already.

    `still_allowed` is asked once the bytes are beside their place, right before they appear; what it
    raises leaves nothing behind. Raises ExchangeFolderRefused, DiskFull, FileUnreadable.
    """
    with _telling(), _written_beside(file, folder, read) as beside:
        for number in range(1, _MOST):
            place = folder / file_name(name, _LONGEST, number)
            if _holds(place, file):
                return place, True
            if place.exists():
                continue
            still_allowed()
            if disk.appear(beside, place):
                return place, False
    raise ExchangeFolderRefused("too many files of that name")


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = DiskFull if error.errno in disk.FULL else ExchangeFolderRefused
        raise kind(type(error).__name__) from error


@contextlib.contextmanager
def _written_beside(file: Taken, folder: Path, read: Callable[[int], None]) -> Iterator[Path]:
    beside = folder / f".{uuid.uuid4().hex}.partiel"
    try:
        _write(file, beside, read)
        yield beside
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def _write(file: Taken, beside: Path, read: Callable[[int], None]) -> None:
    digest, done = hashlib.sha256(), 0
    file.content.seek(0)
    with beside.open("xb") as out:
        while piece := file.content.read(_PIECE):
            digest.update(piece)
            out.write(piece)
            done += len(piece)
            read(done)
        out.flush()
        os.fsync(out.fileno())
    if digest.hexdigest() != file.sha256:
        raise FileUnreadable("changed while it was read")


def _holds(place: Path, file: Taken) -> bool:
    """True when the same bytes are there, still to be taken by the other program."""
    try:
        if place.stat().st_size != file.size:
            return False
        digest = hashlib.sha256()
        with place.open("rb") as there:
            while piece := there.read(_PIECE):
                digest.update(piece)
    except OSError:  # not there, or just taken away
        return False
    return digest.hexdigest() == file.sha256
