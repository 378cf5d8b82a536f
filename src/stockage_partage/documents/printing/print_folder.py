"""Takes what an application prints into its folder: each file once, filed, then moved aside.

    <folder>                 printed here; a file is taken once it has come to rest
    ├─ En cours              taken by a rename, which one program alone can do; then kept for filing
    ├─ Pris en charge/<day>  kept: its bytes and its row are in the company database
    ├─ Non classés/<day>     its template is « Jamais »
    └─ À reprendre           refused, with a text beside

Killed before the rename: nothing happened. Killed after it: the next program finds the file in
« En cours »; the outbox knows the bytes if they were kept, and then it is only moved.

This workstation's folder is watched with the window, and without one: looked at in a thread of its own.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from stockage_partage.activation.states import Function
from stockage_partage.closing import attempt
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.printing.folder_look import (
    SETTLE_S,
    FileState,
    FolderScan,
    FolderState,
    PrintOutcome,
    PrintResult,
    StabilityCheck,
    WaitReason,
    look_of,
    printed,
)
from stockage_partage.documents.printing.folder_settings import (
    DONE,
    IN_HAND,
    LEFT_OUT,
    LOCK,
    REFUSED,
    PrintFolderSettings,
    aside,
)
from stockage_partage.documents.printing.print_filer import (
    LateChanges,
    PrintFiler,
    concerns_one_file,
    told,
)
from stockage_partage.documents.work_threads import RoundThread
from stockage_partage.errors import (
    DocumentTrouble,
    FileEmpty,
    FileMissing,
    FileUnreadable,
    NotAllowed,
    Trouble,
    Unexpected,
)
from stockage_partage.file_lock import FileLock
from stockage_partage.held_folder import HeldFolder, below

_log = logging.getLogger(__name__)
#: The file itself is the matter, and may be well at the next look.
_PASSING = (FileUnreadable, FileEmpty, FileMissing)
#: Seconds between two looks. A look at an empty folder is one small read of the directory.
EVERY_S = 2.0


class PrintFolder:
    """One folder, one application, one company. `tell` says in French why a file is refused.

    `clock` is monotonic, in seconds. Not for several threads at once.
    """

    def __init__(
        self,
        app: AppContext,
        places: PrintFolderSettings,
        folder: Path,
        tell: Callable[[Trouble], str],
        *,
        clock: Callable[[], float] = time.monotonic,
        settle_s: float = SETTLE_S,
    ) -> None:
        self.folder = folder
        self._app = app
        self._places = places
        self._filer = PrintFiler(app, tell)
        self._steady = StabilityCheck(clock, settle_s)
        self._afterwards = LateChanges(clock, settle_s)
        self._marked = False
        self._whole = 0

    def round(self) -> FolderScan:
        """Looks once and takes what is whole. Nothing is raised: what is wrong is in the answer."""
        taken: list[PrintResult] = []
        waiting: dict[str, WaitReason] = {}
        state, trouble = FolderState.WATCHED, None
        self._filer.begin()
        try:
            state = self._look_and_take(taken, waiting)
        except Trouble as met:
            state, trouble = FolderState.TROUBLED, met
        except OSError as error:
            state, trouble = told(error)
        if state is FolderState.ABSENT:
            trouble = self._closed()
        return FolderScan(
            state, self.folder, tuple(taken), tuple(waiting.items()), self._whole, trouble
        )

    def _closed(self) -> Trouble | None:
        """Why nothing would be taken even if the folder were there."""
        try:
            self._app.service.require(Function.FILE_PRINTS)
        except Trouble as trouble:
            return trouble
        return None

    def _look_and_take(
        self, taken: list[PrintResult], waiting: dict[str, WaitReason]
    ) -> FolderState:
        if not self._marked:
            self._places.mark(self.folder)
            self._marked = True
        with HeldFolder(self.folder) as root:
            looks = printed(root)
            ready, left = self._steady.sort(root, looks)
            waiting.update(left)
            self._whole = len(ready)
            changed = self._afterwards.changed(root)
            if not ready and not changed and not _in_hand(root):
                return FolderState.WATCHED
            self._app.service.require(Function.FILE_PRINTS)
            try:
                with FileLock(self.folder / LOCK, timeout_s=0):
                    if not self._places.is_mine(self.folder):
                        # Given to another company meanwhile: the next look says so.
                        self._marked = False
                        return FolderState.WATCHED
                    # A link in their place is found before anything is taken.
                    for label in (DONE, LEFT_OUT, REFUSED):
                        root.refuse_link(label)
                    with root.child(IN_HAND) as hand:
                        _Turn(self._filer, self._afterwards, root, hand, taken, waiting).take(
                            ready, looks, changed
                        )
            except TimeoutError:
                return FolderState.ELSEWHERE
        self._whole = 0
        return FolderState.WATCHED


class _Turn:
    """One look's files, taken one after the other while the folder is ours alone."""

    def __init__(
        self,
        filer: PrintFiler,
        afterwards: LateChanges,
        root: HeldFolder,
        hand: HeldFolder,
        taken: list[PrintResult],
        waiting: dict[str, WaitReason],
    ) -> None:
        self._filer, self._afterwards = filer, afterwards
        self._root, self._hand = root, hand
        self._taken, self._waiting = taken, waiting

    def take(
        self, ready: list[str], looks: dict[str, FileState], changed: list[tuple[str, str, str]]
    ) -> None:
        """What was in hand already, what is whole, and what was written to after it was kept."""
        for name in sorted(printed(self._hand)):
            self._one(self._hand, name, name)
        for name in ready:
            claimed = self._claim(name, looks[name])
            if claimed is None:
                self._waiting[name] = WaitReason.LOCKED
            else:
                self._one(self._hand, claimed, name)
        for day, name, title in changed:
            with below(self._root, DONE, day) as place:
                self._one(place, name, title, day)

    def _claim(self, name: str, seen: FileState) -> str | None:
        """Moves a print to « En cours » and gives its name there.

        None: it is gone, held, or was written to meanwhile.
        """
        try:
            claimed = aside(self._root, name, self._hand)
            found = self._hand.stat(claimed)
        except OSError as error:
            if not concerns_one_file(error, self._root, self._hand):
                raise
            return None
        if look_of(found) == seen:
            return claimed
        try:
            self._put_back(claimed)
        except OSError as error:  # then it is in hand at the next look
            if not concerns_one_file(error, self._root, self._hand):
                raise
        return None

    def _put_back(self, name: str) -> None:
        with suppress(FileNotFoundError):
            aside(self._hand, name, self._root)

    # --- one file ----------------------------------------------------------------------------------

    def _one(self, place: HeldFolder, name: str, title: str, day: str = "") -> None:
        came = attempt(lambda: self._keep_or_refuse(place, name, title, day))
        if isinstance(came, OSError) and concerns_one_file(came, self._root, place):
            self._waiting[title] = WaitReason.LOCKED  # stays until it is free; the others go on
        elif isinstance(came, Trouble | OSError):
            raise came
        elif isinstance(came, Exception):
            # Our own mistake: loud in the log, and this file alone steps aside.
            _log.error("a print could not be kept", exc_info=came)
            self._refuse(place, name, title, day, Unexpected(type(came).__name__))

    def _keep_or_refuse(self, place: HeldFolder, name: str, title: str, day: str) -> None:
        try:
            self._kept(place, name, title, day, *self._filer.keep(place, name, title))
        except _PASSING:
            self._leave(name, day)
            self._waiting[title] = WaitReason.MOVING
        except DocumentTrouble as trouble:
            self._refuse(place, name, title, day, trouble)
        except FileNotFoundError:  # somebody took it away from under us
            self._afterwards.forget(day, name)
        except NotAllowed:
            self._leave(name, day)
            raise

    def _kept(
        self, place: HeldFolder, name: str, title: str, day: str, came: PrintResult, look: FileState
    ) -> None:
        if day:
            self._afterwards.forget(day, name)
        else:
            day, name = self._filer.move_aside(self._root, place, name, came)
        if came.outcome is not PrintOutcome.LEFT_OUT:
            self._afterwards.remember(day, name, title, look)
        self._taken.append(came)

    def _leave(self, name: str, day: str) -> None:
        """Where it was before: in the folder, or with the prints of the day."""
        if not day:
            self._put_back(name)

    def _refuse(self, place: HeldFolder, name: str, title: str, day: str, trouble: Trouble) -> None:
        self._taken.append(self._filer.refuse(self._root, place, name, title, trouble))
        self._afterwards.forget(day, name)


def _in_hand(root: HeldFolder) -> bool:
    """Whether a program that ended in between had taken something."""
    with suppress(FileNotFoundError), root.child(IN_HAND, make=False) as hand:
        return bool(printed(hand))
    return False


def files_already_there(folder: Path) -> int:
    """How many files a folder about to be watched holds: they would all be taken. Raises OSError."""
    with HeldFolder(folder) as held:
        return sum(1 for _ in _whole(held))


def _whole(folder: HeldFolder) -> Iterator[str]:
    for name in printed(folder):
        if os.path.splitext(name)[1].lower() in (".pdf", ".xml"):  # noqa: PTH122  # names that no Path would take
            yield name


def places_of(app: AppContext) -> PrintFolderSettings:
    """Where this workstation's prints are. One small read of the database; may raise its troubles."""
    company = app.database.company.get()
    return PrintFolderSettings(app.folder, company.id, app.application, app.print_folder)


class FolderWatcher:
    """One round at a time, on whichever folder is chosen at that moment.

    `tell` says in French why a file is refused.
    """

    def __init__(self, app: AppContext, tell: Callable[[Trouble], str]) -> None:
        self._app = app
        self._tell = tell
        self._places: PrintFolderSettings | None = None
        self._folder: PrintFolder | None = None

    def round(self) -> FolderScan:
        """Looks once; what is wrong is in the answer."""
        try:
            wanted = self._wanted()
        except Trouble as trouble:
            return FolderScan(FolderState.TROUBLED, trouble=trouble)
        if wanted is None:
            self._folder = None
            return FolderScan(FolderState.OFF)
        if self._folder is None or self._folder.folder != wanted:
            assert self._places is not None  # noqa: S101  # `_wanted` has read it
            self._folder = PrintFolder(self._app, self._places, wanted, self._tell)
        return self._folder.round()

    def _wanted(self) -> Path | None:
        if self._places is None:
            self._places = places_of(self._app)
        return self._places.current()


class WatcherThread(RoundThread[FolderScan]):
    """Looks at a print folder again and again; a file being kept is kept whole or not at all."""

    def __init__(
        self, watch: FolderWatcher, told: Callable[[FolderScan], None], every_s: float = EVERY_S
    ) -> None:
        super().__init__("print-folder", watch.round, told, every_s)
