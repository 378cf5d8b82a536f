"""Prints kept a while ago whose writer had only paused: what was written since is filed too.

A file that was moved is still the writer's: what it appends lands in « Pris en charge ». So each file
kept is looked at again, more and more seldom, and is taken once more when it has changed.

`concerns_one_file` tells whether what the system answers concerns one file, or all of them.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from stockage_partage.disk import FULL, UNSUPPORTED
from stockage_partage.documents.printing.folder_settings import DONE
from stockage_partage.documents.printing.outcomes import FolderState
from stockage_partage.documents.printing.stability import (
    SETTLE_S,
    FileState,
    StabilityCheck,
    WaitReason,
    look_of,
)
from stockage_partage.errors import DiskFull, FolderRefused, Trouble
from stockage_partage.held_folder import HeldFolder, below

#: What a drive answers that keeps no locks: two programs there could take the same file.
_NO_LOCKS = UNSUPPORTED | {errno.ENOLCK}
#: The drive itself, its cable or its server, or this program's own open files.
_OF_ALL = frozenset(
    {errno.EROFS, errno.ENODEV, errno.ENXIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
)


def concerns_one_file(error: OSError, *folders: HeldFolder) -> bool:
    """True when the other files may go on: the drive has room, and the folders still answer."""
    if error.errno in FULL or error.errno in _OF_ALL:
        return False
    if isinstance(error, NotADirectoryError):  # a file has the name of one of our folders
        return False
    try:
        for folder in folders:
            folder.names()
            # The very folder that has its name: not one that was renamed or unplugged meanwhile.
            if not os.path.samestat(folder.path.lstat(), folder.itself()):
                return False
    except OSError:
        return False
    return True


def told(error: OSError) -> tuple[FolderState, Trouble | None]:
    """How the folder stands when it is not one file's affair."""
    if isinstance(error, PermissionError | FileExistsError | NotADirectoryError):
        # The last two: a file has the name of one of our folders.
        return FolderState.TROUBLED, FolderRefused(type(error).__name__)
    if error.errno in FULL:
        return FolderState.TROUBLED, DiskFull(type(error).__name__)
    if error.errno in _NO_LOCKS:
        return FolderState.TROUBLED, FolderRefused("no locks")
    if error.errno in (errno.EROFS, errno.ELOOP):
        return FolderState.TROUBLED, FolderRefused(type(error).__name__)
    return FolderState.ABSENT, None  # not there, or the network drive is out of reach


#: Seconds for which a kept print is looked at again.
LIFE_S = 1200.0
#: The next look comes after this share of the time gone by, and not before so many seconds.
_SHARE, _SOONEST_S = 0.5, 2.0


@dataclass(slots=True)
class _Kept:
    title: str
    look: FileState
    at: float
    due: float


@dataclass(slots=True)
class _Day:
    steady: StabilityCheck
    kept: dict[str, _Kept] = field(default_factory=dict)


class LateChanges:
    """`clock` is monotonic, in seconds. Remembers what this program kept, and forgets it with it."""

    def __init__(self, clock: Callable[[], float], settle_s: float = SETTLE_S) -> None:
        self._clock = clock
        self._settle_s = settle_s
        self._days: dict[str, _Day] = {}

    def remember(self, day: str, name: str, title: str, look: FileState) -> None:
        """Kept as it was at `look`, now of that name in the day's folder; `title`: what was printed."""
        if day not in self._days:
            self._days[day] = _Day(StabilityCheck(self._clock, self._settle_s))
        now = self._clock()
        self._days[day].kept[name] = _Kept(title, look, now, now + _SOONEST_S)

    def changed(self, root: HeldFolder) -> list[tuple[str, str, str]]:
        """The day, the name and the title of those that were written to since and are whole again."""
        found: list[tuple[str, str, str]] = []
        for day, known in list(self._days.items()):
            if not known.kept:
                del self._days[day]
                continue
            try:
                with below(root, DONE, day, make=False) as place:
                    found += ((day, name, title) for name, title in self._ready(place, known))
            except (FileNotFoundError, NotADirectoryError):  # emptied, which anybody may do
                del self._days[day]
        return found

    def forget(self, day: str, name: str) -> None:
        """The print is not to be taken again; one that is not known changes nothing."""
        with suppress(KeyError):
            del self._days[day].kept[name]

    def _ready(self, place: HeldFolder, known: _Day) -> Iterator[tuple[str, str]]:
        now = self._clock()
        looks: dict[str, FileState] = {}
        for name, kept in list(known.kept.items()):
            if kept.due > now:
                continue
            try:
                look = look_of(place.stat(name))
            except OSError:
                del known.kept[name]
                continue
            if look != kept.look:
                looks[name] = look
            elif now - kept.at > LIFE_S:
                del known.kept[name]
            else:
                kept.due = now + max(_SOONEST_S, _SHARE * (now - kept.at))
        ready, waiting = known.steady.sort(place, looks)
        for name, why in waiting.items():
            if why is WaitReason.NOT_A_PDF or why is WaitReason.EMPTY:
                del known.kept[name]  # rewritten as something else: what was kept is kept
        yield from ((name, known.kept[name].title) for name in ready)
