"""Takes what an application prints into its folder: each file once, filed, then moved aside.

    <folder>                 printed here; a file is taken once it has come to rest
    ├─ En cours              taken by a rename, which one program alone can do; then kept for filing
    ├─ Pris en charge/<day>  kept: its bytes and its row are in the company database
    ├─ Non classés/<day>     its template is « Jamais »
    └─ À reprendre           refused, with a text beside

Killed before the rename: nothing happened. Killed after it: the next program finds the file in
« En cours »; the outbox knows the bytes if they were kept, and then it is only moved.
"""

from __future__ import annotations

import errno
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from stockage_partage.disk import FULL
from stockage_partage.documents.boundary import attempt
from stockage_partage.documents.filing.deposit import deposit, look
from stockage_partage.documents.filing.outcomes import Filing as Kept
from stockage_partage.documents.filing.placing import Given, side_of
from stockage_partage.documents.printing import labels
from stockage_partage.documents.printing.aside import aside, beside, is_held, of_the_day
from stockage_partage.documents.printing.files import SETTLE_S, Look, Steadiness, Waiting, printed
from stockage_partage.documents.printing.outcomes import FolderState, Outcome, Round, TakenPrint
from stockage_partage.documents.printing.places import LOCK, PrintPlaces
from stockage_partage.documents.printing.templates import (
    Filing,
    PrintTemplate,
    filing_of,
    template_named,
    template_read,
)
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import (
    DiskFull,
    DocumentTrouble,
    FileEmpty,
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    FolderRefused,
    NotAllowed,
    Trouble,
    Unexpected,
)
from stockage_partage.graph.file_lock import FileLock
from stockage_partage.storage.states import Function

_log = logging.getLogger(__name__)

#: Bytes; a print larger than that is a mistake (issue: documents up to 1 GB).
LARGEST = 1_000_000_000
SOURCE = "dossier-impression"
#: What a drive answers that keeps no locks: two programs there could take the same file.
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
_BECAME = {
    Kept.TO_CLASSIFY: Outcome.TO_CLASSIFY,
    Kept.ALREADY_FILED: Outcome.ALREADY_FILED,
}
#: The file itself is the matter, and may be well at the next look.
_PASSING = (FileUnreadable, FileEmpty, FileMissing)


class PrintFolder:
    """One folder, one application, one company. `tell` says in French why a file is refused.

    `clock` is monotonic, in seconds. Not for several threads at once.
    """

    def __init__(
        self,
        workplace: Workplace,
        places: PrintPlaces,
        folder: Path,
        tell: Callable[[Trouble], str],
        *,
        clock: Callable[[], float] = time.monotonic,
        settle_s: float = SETTLE_S,
    ) -> None:
        self.folder = folder
        self._workplace = workplace
        self._places = places
        self._tell = tell
        self._steady = Steadiness(clock, settle_s)
        self._marked = False
        self._whole = 0

    def round(self) -> Round:
        """Looks once and takes what is whole. Nothing is raised: what is wrong is in the answer."""
        taken: list[TakenPrint] = []
        waiting: dict[str, Waiting] = {}
        state, trouble = FolderState.WATCHED, None
        try:
            state = self._look_and_take(taken, waiting)
        except Trouble as met:
            state, trouble = FolderState.TROUBLED, met
        except OSError as error:
            state, trouble = _wrong(error)
        if state is FolderState.ABSENT:
            trouble = self._closed()
        return Round(state, self.folder, tuple(taken), tuple(waiting.items()), self._whole, trouble)

    def _closed(self) -> Trouble | None:
        """Why nothing would be taken even if the folder were there."""
        try:
            self._workplace.require(Function.FILE_PRINTS)
        except Trouble as trouble:
            return trouble
        return None

    def _look_and_take(self, taken: list[TakenPrint], waiting: dict[str, Waiting]) -> FolderState:
        if not self._marked:
            self._places.mark(self.folder)
            self._marked = True
        looks = printed(self.folder)
        ready, left = self._steady.sort(self.folder, looks)
        waiting.update(left)
        self._whole = len(ready)
        if not ready and not self._in_hand():
            return FolderState.WATCHED
        self._workplace.require(Function.FILE_PRINTS)
        try:
            with FileLock(self.folder / LOCK, timeout_s=0):
                if not self._places.is_mine(self.folder):
                    # Given to another company meanwhile: the next look says so.
                    self._marked = False
                    return FolderState.WATCHED
                self._take_all(ready, looks, taken, waiting)
        except TimeoutError:
            return FolderState.ELSEWHERE
        self._whole = 0
        return FolderState.WATCHED

    def _take_all(
        self,
        ready: list[str],
        looks: dict[str, Look],
        taken: list[TakenPrint],
        waiting: dict[str, Waiting],
    ) -> None:
        for path in self._in_hand():
            self._file(path, path.name, taken, waiting)
        for name in ready:
            claimed = self._claim(name, looks[name])
            if claimed is None:
                waiting[name] = Waiting.LOCKED
            else:
                self._file(claimed, name, taken, waiting)

    def _in_hand(self) -> list[Path]:
        """What a program that ended in between had taken."""
        with suppress(FileNotFoundError):
            return [self._hand / name for name in sorted(printed(self._hand))]
        return []

    @property
    def _hand(self) -> Path:
        return self.folder / labels.IN_HAND

    def _claim(self, name: str, seen: Look) -> Path | None:
        """The file, now in « En cours ». None: it is gone, held, or was written to meanwhile."""
        try:
            path = aside(self.folder / name, self._hand)
        except FileNotFoundError:
            if not self.folder.is_dir():
                raise
            return None
        except PermissionError:  # held by its writer, on Windows; or a file we may not move
            return None
        found = path.stat()
        if Look(found.st_size, found.st_mtime_ns) != seen:
            try:
                self._put_back(path)
            except PermissionError as error:
                if not is_held(error):
                    raise
            return None
        return path

    def _put_back(self, path: Path) -> None:
        with suppress(FileNotFoundError):
            aside(path, self.folder)

    # --- one file ----------------------------------------------------------------------------------

    def _file(
        self, path: Path, name: str, taken: list[TakenPrint], waiting: dict[str, Waiting]
    ) -> None:
        came = attempt(lambda: self._file_or_refuse(path, name, taken, waiting))
        if isinstance(came, PermissionError) and is_held(came):
            waiting[name] = Waiting.LOCKED  # in « En cours » until it is free; the others go on
        elif isinstance(came, Trouble | OSError):
            raise came
        elif isinstance(came, Exception):
            # Our own mistake: loud in the log, and this file alone steps aside.
            _log.error("a print could not be kept", exc_info=came)
            taken.append(self._refuse(path, name, Unexpected(type(came).__name__)))

    def _file_or_refuse(
        self, path: Path, name: str, taken: list[TakenPrint], waiting: dict[str, Waiting]
    ) -> None:
        try:
            taken.append(self._filed(path, name))
        except _PASSING:
            self._put_back(path)
            waiting[name] = Waiting.MOVING
        except DocumentTrouble as trouble:
            taken.append(self._refuse(path, name, trouble))
        except FileNotFoundError:  # somebody took it away from under us
            return
        except NotAllowed:
            self._put_back(path)
            raise

    def _filed(self, path: Path, name: str) -> TakenPrint:
        before = path.stat()
        if before.st_size > LARGEST:
            raise FileTooLarge(LARGEST)
        template = self._template(path, name)
        chosen = self._workplace.database.templates.chosen(self._workplace.application)
        if filing_of(chosen, template) is Filing.NEVER:
            self._aside(path, labels.LEFT_OUT)
            return TakenPrint(name, Outcome.LEFT_OUT)
        kept = deposit(
            self._workplace.database,
            path,
            Given(),
            self._workplace.who(),
            self._workplace.application,
            source=SOURCE,
            interactive=False,
            model=template.word if template is not None else "",
        )
        after = path.stat()
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            # Written to since: these are other bytes, to be kept as well.
            raise FileUnreadable("changed after it was kept")
        self._aside(path, labels.DONE)
        return TakenPrint(name, _BECAME.get(kept.status, Outcome.KEPT), kept.document_id)

    def _template(self, path: Path, name: str) -> PrintTemplate | None:
        application = self._workplace.application
        reading = look(path)
        side = side_of(reading, self._workplace.database.company.get()) if reading else None
        return template_read(application, reading, side) or template_named(application, name)

    def _aside(self, path: Path, label: str) -> None:
        aside(path, of_the_day(self.folder / label, self._workplace.clock().astimezone().date()))

    def _refuse(self, path: Path, name: str, trouble: Trouble) -> TakenPrint:
        moved = aside(path, self.folder / labels.REFUSED)
        # With the mark that makes every editor read it as UTF-8. Without it, the file is told all the same.
        with suppress(OSError):
            beside(moved).write_text(f"{self._tell(trouble)}\n", encoding="utf-8-sig")
        return TakenPrint(name, Outcome.REFUSED)


def _wrong(error: OSError) -> tuple[FolderState, Trouble | None]:
    if isinstance(error, PermissionError | FileExistsError | NotADirectoryError):
        # The last two: a file has the name of one of our folders.
        return FolderState.TROUBLED, FolderRefused(type(error).__name__)
    if error.errno in FULL:
        return FolderState.TROUBLED, DiskFull(type(error).__name__)
    if error.errno in _NO_LOCKS:
        return FolderState.TROUBLED, FolderRefused("no locks")
    return FolderState.ABSENT, None  # not there, or the network drive is out of reach


def files_already_there(folder: Path) -> int:
    """How many files a folder about to be watched holds: they would all be taken. Raises OSError."""
    return sum(1 for _ in _whole(folder))


def _whole(folder: Path) -> Iterator[str]:
    for name in printed(folder):
        if os.path.splitext(name)[1].lower() == ".pdf":  # noqa: PTH122  # names that no Path would take
            yield name
