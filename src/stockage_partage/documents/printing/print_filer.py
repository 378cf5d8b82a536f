"""One printed file: kept for filing from where it lies, then moved aside, or refused with its reason.

A file that was moved is still the writer's: one that had only paused goes on, and what it appends lands in « Pris
en charge ». So each file kept is looked at again, more and more seldom, and is taken once more when it has changed.

`concerns_one_file` tells whether what the system answers concerns one file, or all of them.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from stockage_partage.disk import FULL, UNSUPPORTED
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.deposit import deposit, look
from stockage_partage.documents.filing.destination import GivenDetails, side_of
from stockage_partage.documents.filing.outcomes import FilingOutcome as Kept
from stockage_partage.documents.online_check import OnlineCheck
from stockage_partage.documents.printing.folder_look import (
    SETTLE_S,
    FileState,
    FolderState,
    PrintOutcome,
    PrintResult,
    StabilityCheck,
    WaitReason,
    look_of,
)
from stockage_partage.documents.printing.folder_settings import (
    DONE,
    LEFT_OUT,
    REFUSED,
    aside,
    of_the_day,
    write_beside,
)
from stockage_partage.documents.printing.templates import (
    FilingMode,
    PrintTemplate,
    filing_of,
    template_named,
    template_read,
)
from stockage_partage.errors import (
    DiskFull,
    FileTooLarge,
    FileUnreadable,
    FolderRefused,
    LinkInTheWay,
    Trouble,
)
from stockage_partage.held_folder import HeldFolder, below

#: Bytes; a print larger than that is a mistake (issue: documents up to 1 GB).
LARGEST = 1_000_000_000
SOURCE = "dossier-impression"
#: Seconds for which a kept print is looked at again.
LIFE_S = 1200.0
#: The next look comes after this share of the time gone by, and not before so many seconds.
_SHARE, _SOONEST_S = 0.5, 2.0
_BECAME = {
    Kept.TO_CLASSIFY: PrintOutcome.TO_CLASSIFY,
    Kept.ALREADY_FILED: PrintOutcome.ALREADY_FILED,
}
#: What a drive answers that keeps no locks: two programs there could take the same file.
_NO_LOCKS = UNSUPPORTED | {errno.ENOLCK}
#: The drive itself, its cable or its server, or this program's own open files.
_OF_ALL = frozenset(
    {errno.EROFS, errno.ENODEV, errno.ENXIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
)


class PrintFiler:
    """Files what lies in a folder held open. `tell` says in French why a file is refused."""

    def __init__(self, app: AppContext, tell: Callable[[Trouble], str]) -> None:
        self._app = app
        self._tell = tell
        self._online = OnlineCheck(app)

    def begin(self) -> None:
        """A new round: what could not be reached online is asked again."""
        self._online = OnlineCheck(self._app)

    def keep(self, place: HeldFolder, name: str, title: str) -> tuple[PrintResult, FileState]:
        """Keeps the file unless its template is never filed; how it was then. It stays where it is.

        Raises what `deposit` raises, FileTooLarge, and FileUnreadable when it was written to meanwhile.
        """

        def opener() -> BinaryIO:
            try:
                return place.open(name)
            except LinkInTheWay:
                raise FileNotFoundError(name) from None  # a print no more: nothing of it is read

        path = place.path / name
        before = place.stat(name)
        if before.st_size > LARGEST:
            raise FileTooLarge(LARGEST)
        application = self._app.application
        reading = look(path, opener)
        side = side_of(reading, self._app.database.company.get()) if reading else None
        template = template_read(application, reading, side) or template_named(application, title)
        if self._is_never_filed(template):
            return PrintResult(title, PrintOutcome.LEFT_OUT), look_of(before)
        kept = deposit(
            self._app.database,
            path,
            GivenDetails(),
            self._app.who(),
            application,
            source=SOURCE,
            interactive=False,
            model=template.word if template is not None else "",
            opener=opener,
            is_there=self._online.is_there,
        )
        if look_of(place.stat(name)) != look_of(before):
            # Written to since: these are other bytes, to be kept as well.
            raise FileUnreadable("changed after it was kept")
        outcome = _BECAME.get(kept.status, PrintOutcome.KEPT)
        taken = PrintResult(title, outcome, kept.document_id, kept.particulars)
        return taken, look_of(before)

    def _is_never_filed(self, template: PrintTemplate | None) -> bool:
        chosen = self._app.database.templates.chosen(self._app.application)
        return filing_of(chosen, template) is FilingMode.NEVER

    def move_aside(
        self, root: HeldFolder, place: HeldFolder, name: str, taken: PrintResult
    ) -> tuple[str, str]:
        """Into today's folder of what became of it: the folder's day and the name it has there."""
        label = LEFT_OUT if taken.outcome is PrintOutcome.LEFT_OUT else DONE
        folders = of_the_day(label, self._app.clock().astimezone().date())
        with below(root, *folders) as to:
            return folders[1], aside(place, name, to)

    def refuse(
        self, root: HeldFolder, place: HeldFolder, name: str, title: str, trouble: Trouble
    ) -> PrintResult:
        """Aside, with a text that says why."""
        with root.child(REFUSED) as to:
            moved = aside(place, name, to)
            # Without the text, the file is told all the same.
            with suppress(OSError):
                write_beside(to, moved, f"{self._tell(trouble)}\n")
        return PrintResult(title, PrintOutcome.REFUSED)


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


@dataclass(slots=True)
class _KeptPrint:
    title: str
    look: FileState
    at: float
    due: float


@dataclass(slots=True)
class _Day:
    steady: StabilityCheck
    kept: dict[str, _KeptPrint] = field(default_factory=dict)


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
        self._days[day].kept[name] = _KeptPrint(title, look, now, now + _SOONEST_S)

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
