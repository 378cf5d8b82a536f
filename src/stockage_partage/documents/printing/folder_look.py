"""A look at a print folder: which files are whole, which are to wait, and what came of it.

Its files are looked at without touching them, again and again rather than watched by the system: change notices
are lost on network drives. What a look came to is plain facts, told by the window.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from stockage_partage.documents.filing.outcomes import NOTHING_PARTICULAR, Particulars
from stockage_partage.documents.invoices.bounded_parsers import closes, invoice_root
from stockage_partage.errors import LinkInTheWay, Trouble
from stockage_partage.held_folder import HeldFolder
from stockage_partage.streams import chunks_of

#: Seconds for which a file must not have changed. A printer driver writes without such pauses.
SETTLE_S = 2.0
#: … and for which one must not have changed that holds an end, with something else behind it.
PATIENCE_S = 180.0
_HEAD, _TAIL = 1024, 2048
#: What is written behind the end of a file to fill it up; looked past, piece by piece.
_PADDING, _PIECE = b"\0 \t\r\n\f", 64 * 1024
#: An end with its table. One that comes first in a file made for the web has none: `startxref 0`.
_AN_END = re.compile(rb"startxref\s+[1-9]\d*\s+%%EOF")
_OVERLAP = 64
_PASSING_SUFFIXES = frozenset(
    {".tmp", ".temp", ".crdownload", ".part", ".partial", ".download", ".lock"}
)
_PASSING_PREFIXES = (".", "~")
#: Windows: hidden; offline; FILE_ATTRIBUTE_RECALL_ON_OPEN and …_ON_DATA_ACCESS, of a file that reading
#: would fetch from somebody's cloud.
_NOT_HERE = stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_OFFLINE | 0x0004_0000 | 0x0040_0000


class WaitReason(StrEnum):
    """Why a file stays where it is for now."""

    MOVING = "moving"  # still being written, or not yet looked at for long enough
    EMPTY = "empty"
    INCOMPLETE = "incomplete"  # a PDF or an electronic invoice without its end
    LOCKED = "locked"  # held open by another program, or no right to read it
    NOT_A_PDF = "not_a_pdf"  # nor an electronic invoice


class PrintOutcome(StrEnum):
    """What became of a printed file."""

    KEPT = "kept"  # will be sent
    ALREADY_FILED = "already_filed"
    TO_CLASSIFY = "to_classify"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PrintResult:
    """One file that left the folder. `particulars`: what to tell of it besides."""

    name: str
    outcome: PrintOutcome
    document_id: int | None = None
    particulars: Particulars = NOTHING_PARTICULAR


class FolderState(StrEnum):
    """How the folder stands."""

    OFF = "off"  # no folder is watched
    WATCHED = "watched"
    ELSEWHERE = "elsewhere"  # another program takes the files just now
    ABSENT = "absent"  # not there, or its drive is out of reach
    TROUBLED = "troubled"  # `trouble` says why nothing is taken


@dataclass(frozen=True, slots=True)
class FolderScan:
    """One look at the folder and what came of it.

    `waiting`: the files left, and why. `whole`: how many could have been taken and were not.
    `trouble`: why nothing is taken; for an absent folder, why nothing would be once it is back.
    """

    state: FolderState
    folder: Path | None = None
    taken: tuple[PrintResult, ...] = ()
    waiting: tuple[tuple[str, WaitReason], ...] = ()
    whole: int = 0
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as one look finds it; equal looks mean that nobody wrote in between."""

    size: int
    written_ns: int


@dataclass(frozen=True, slots=True)
class _Seen:
    look: FileState
    since: float
    verdict: WaitReason | None = WaitReason.MOVING
    patient: bool = False  # the verdict is that of `PATIENCE_S`


def printed(folder: HeldFolder) -> dict[str, FileState]:
    """What an application may have printed into the folder, by name. Raises OSError."""
    return dict(_looks(folder))


def _looks(folder: HeldFolder) -> Iterator[tuple[str, FileState]]:
    for name in folder.names():
        try:
            # Not what a link leads to: it may be outside, and is not ours to move.
            found = folder.stat(name)
        except (OSError, ValueError):  # gone since, or out of reach for this look
            continue
        if stat.S_ISREG(found.st_mode) and not _is_passing(name, found):
            yield name, look_of(found)


def look_of(found: os.stat_result) -> FileState:
    """What of it tells that nobody wrote in between."""
    return FileState(found.st_size, found.st_mtime_ns)


def _is_passing(name: str, found: os.stat_result) -> bool:
    """Hidden, another program's while it writes, or kept in a cloud and not on this disk."""
    hidden = getattr(found, "st_file_attributes", 0) & _NOT_HERE
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122  # names that no Path would take
    return bool(hidden) or name.startswith(_PASSING_PREFIXES) or ending in _PASSING_SUFFIXES


class StabilityCheck:
    """Remembers the looks before, to tell which files have come to rest. `clock` is monotonic."""

    def __init__(self, clock: Callable[[], float], settle_s: float = SETTLE_S) -> None:
        self._clock = clock
        self._settle_s = settle_s
        self._seen: dict[str, _Seen] = {}

    def sort(
        self, folder: HeldFolder, looks: dict[str, FileState]
    ) -> tuple[list[str], dict[str, WaitReason]]:
        """The names that may be taken now, oldest first, and why each of the others waits."""
        self._seen = {name: self._again(folder, name, look) for name, look in looks.items()}
        ready = [name for name, seen in self._seen.items() if seen.verdict is None]
        ready.sort(key=lambda name: (looks[name].written_ns, name))
        return ready, {name: seen.verdict for name, seen in self._seen.items() if seen.verdict}

    def _again(self, folder: HeldFolder, name: str, look: FileState) -> _Seen:
        now, before = self._clock(), self._seen.get(name)
        if before is None or before.look != look:
            return _Seen(look, now)
        unchanged = now - before.since
        patient = unchanged >= PATIENCE_S
        # What was read once need not be read again; only another program's hold may end unseen, and
        # what has an end, but not at its end, may stay so.
        again = before.verdict in (WaitReason.MOVING, WaitReason.LOCKED) or (
            before.verdict is WaitReason.INCOMPLETE and patient and not before.patient
        )
        if unchanged < self._settle_s or not again:
            return before
        return _Seen(look, before.since, _verdict(folder, name, look.size, patient), patient)


def _verdict(folder: HeldFolder, name: str, size: int, patient: bool) -> WaitReason | None:
    if size == 0:
        return WaitReason.EMPTY
    try:
        with folder.open(name) as file:
            if _is_held(file):
                return WaitReason.LOCKED
            return _unlike_a_whole_document(file, size, patient)
    except (OSError, ValueError, LinkInTheWay):
        return WaitReason.LOCKED


def _unlike_a_whole_document(file: BinaryIO, size: int, patient: bool) -> WaitReason | None:
    head = file.read(_HEAD)
    if b"%PDF-" in head:
        return _unlike_a_whole_pdf(file, size, patient)
    root = invoice_root(head)
    if root is None:
        return WaitReason.NOT_A_PDF
    file.seek(max(0, _without_padding(file, size) - _TAIL))
    return None if closes(root, file.read()) else WaitReason.INCOMPLETE


def _unlike_a_whole_pdf(file: BinaryIO, size: int, patient: bool) -> WaitReason | None:
    file.seek(max(0, size - _TAIL))
    if b"%%EOF" in file.read():
        return None
    file.seek(max(0, _without_padding(file, size) - _TAIL))
    if _AN_END.search(file.read(_TAIL)) or (patient and _has_an_end(file)):
        return None
    return WaitReason.INCOMPLETE


def _without_padding(file: BinaryIO, size: int) -> int:
    """How many bytes there are before what fills the file up."""
    end = size
    while end > 0:
        begin = max(0, end - _PIECE)
        file.seek(begin)
        kept = file.read(end - begin).rstrip(_PADDING)
        if kept:
            return begin + len(kept)
        end = begin
    return 0


def _has_an_end(file: BinaryIO) -> bool:
    """True when the file ends somewhere in it: what a device put behind that is no PDF's affair."""
    file.seek(0)
    before = b""
    for piece in chunks_of(file):
        if _AN_END.search(before + piece):
            return True
        before = piece[-_OVERLAP:]
    return False


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
