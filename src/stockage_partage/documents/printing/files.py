"""The files of a print folder, looked at without touching them: which are whole, which are to wait.

Looked at again and again rather than watched by the system: change notices are lost on network drives.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

#: Seconds for which a file must not have changed. A printer driver writes without such pauses.
SETTLE_S = 2.0
_HEAD, _TAIL = 1024, 2048
_PASSING_SUFFIXES = frozenset(
    {".tmp", ".temp", ".crdownload", ".part", ".partial", ".download", ".lock", ".txt"}
)
_PASSING_PREFIXES = (".", "~")


class Waiting(StrEnum):
    """Why a file stays where it is for now."""

    MOVING = "moving"  # still being written, or not yet looked at for long enough
    EMPTY = "empty"
    INCOMPLETE = "incomplete"  # a PDF without its end
    LOCKED = "locked"  # held open by another program, or no right to read it
    NOT_A_PDF = "not_a_pdf"


@dataclass(frozen=True, slots=True)
class Look:
    """A file as one look finds it; equal looks mean that nobody wrote in between."""

    size: int
    written_ns: int


@dataclass(frozen=True, slots=True)
class _Seen:
    look: Look
    since: float
    verdict: Waiting | None = Waiting.MOVING


def printed(folder: Path) -> dict[str, Look]:
    """What an application may have printed into the folder, by name. Raises OSError."""
    with os.scandir(folder) as entries:
        return dict(_looks(entries))


def _looks(entries: Iterator[os.DirEntry[str]]) -> Iterator[tuple[str, Look]]:
    for entry in entries:
        try:
            # Not what a link leads to: it may be outside, and is not ours to move.
            found = entry.stat(follow_symlinks=False)
        except OSError:  # gone since, or out of reach for this look
            continue
        if stat.S_ISREG(found.st_mode) and not _is_passing(entry.name, found):
            yield entry.name, Look(found.st_size, found.st_mtime_ns)


def _is_passing(name: str, found: os.stat_result) -> bool:
    """Hidden, or another program's while it writes."""
    hidden = getattr(found, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122  # names that no Path would take
    return bool(hidden) or name.startswith(_PASSING_PREFIXES) or ending in _PASSING_SUFFIXES


class Steadiness:
    """Remembers the looks before, to tell which files have come to rest. `clock` is monotonic."""

    def __init__(self, clock: Callable[[], float], settle_s: float = SETTLE_S) -> None:
        self._clock = clock
        self._settle_s = settle_s
        self._seen: dict[str, _Seen] = {}

    def sort(self, folder: Path, looks: dict[str, Look]) -> tuple[list[str], dict[str, Waiting]]:
        """The names that may be taken now, oldest first, and why each of the others waits."""
        self._seen = {name: self._again(folder, name, look) for name, look in looks.items()}
        ready = [name for name, seen in self._seen.items() if seen.verdict is None]
        ready.sort(key=lambda name: (looks[name].written_ns, name))
        return ready, {name: seen.verdict for name, seen in self._seen.items() if seen.verdict}

    def _again(self, folder: Path, name: str, look: Look) -> _Seen:
        now, before = self._clock(), self._seen.get(name)
        if before is None or before.look != look:
            return _Seen(look, now)
        settled = now - before.since >= self._settle_s
        # What was read once need not be read again; only another program's hold may end unseen.
        if not settled or before.verdict not in (Waiting.MOVING, Waiting.LOCKED):
            return before
        return _Seen(look, before.since, _verdict(folder / name, look.size))


def _verdict(path: Path, size: int) -> Waiting | None:
    if size == 0:
        return Waiting.EMPTY
    try:
        with path.open("rb") as file:
            if _is_held(file):
                return Waiting.LOCKED
            return _unlike_a_whole_pdf(file, size)
    except (OSError, ValueError):
        return Waiting.LOCKED


def _unlike_a_whole_pdf(file: BinaryIO, size: int) -> Waiting | None:
    if b"%PDF-" not in file.read(_HEAD):
        return Waiting.NOT_A_PDF
    file.seek(max(0, size - _TAIL))
    return None if b"%%EOF" in file.read() else Waiting.INCOMPLETE


if sys.platform == "win32":

    def _is_held(file: BinaryIO) -> bool:
        """Opening it would have failed."""
        return False

else:
    import fcntl

    def _is_held(file: BinaryIO) -> bool:
        """Another program keeps the file to itself, by either of the system's two locks."""
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            fcntl.flock(file, fcntl.LOCK_UN)
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a drive without locks
            return False
        return False
