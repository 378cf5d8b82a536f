"""Behind « Joindre des documents »: looks things up, takes the files one after the other, follows them.

Taking is done off the window's thread, and tells of each file as it goes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from stockage_partage.activation.panel_rules import ClosedWork
from stockage_partage.activation.states import Functions, PanelState, allows
from stockage_partage.company.document_records import DocumentRow, ThirdParty
from stockage_partage.company.state_records import Status
from stockage_partage.documents.attaching import targets
from stockage_partage.documents.attaching.attach import AttachProgress, attach_files
from stockage_partage.documents.attaching.group_files import GroupFile, copy_files
from stockage_partage.documents.attaching.targets import (
    NEEDED,
    AttachRequest,
    AttachTarget,
    TargetKind,
)
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.filing_service import FilingResult
from stockage_partage.documents.filing.local_files import SelectedFile, look_at
from stockage_partage.documents.filing.outcomes import FilingOutcome
from stockage_partage.errors import DetailsMissing, Trouble
from stockage_partage.messages import attaching as texts
from stockage_partage.messages import documents as document_texts
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.attaching.attach_dialog import AttachDialog
from stockage_partage.ui.attaching.chosen_files import FileStatus
from stockage_partage.ui.runtime.background import EVERY_MS, Background, Latest, Poll

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext

#: A person sees no more than that; each telling wakes the window. Seconds.
_EVERY_S = 0.05

_PIECES = 200

Job = tuple[int, SelectedFile | GroupFile]
T = TypeVar("T")


class AttachRun(QObject):
    """One run. Its signals arrive in the window's thread; `over` comes last, exactly once."""

    reading = Signal(int, float, float)  # place in the list, share of the file, share of the whole
    kept = Signal(int, object)  # place in the list, Filed
    over = Signal()
    _told = Signal(int, float, float)
    _settled = Signal(int, object)

    def __init__(self, app: AppContext, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._background = background
        self._stop = Event()
        self._last = 0.0
        self._total = self._before = 0
        # Emitted by a worker: always queued, whatever thread Qt takes it for.
        self._told.connect(self.reading, Qt.ConnectionType.QueuedConnection)
        self._settled.connect(self.kept, Qt.ConnectionType.QueuedConnection)

    def start(self, jobs: Sequence[Job], target: AttachTarget) -> None:
        """Begins; to be called once."""
        self._total = sum(source.size for _, source in jobs) or 1
        self._background.run(
            lambda: self._work(jobs, target),
            owner=self,
            done=lambda _: self.over.emit(),
            failed=lambda _: self.over.emit(),
        )

    def stop(self) -> None:
        """What is kept stays kept; the file under way and the others are left."""
        self._stop.set()

    def _work(self, jobs: Sequence[Job], target: AttachTarget) -> None:
        for index, source in jobs:
            if self._stop.is_set():
                return
            filed = self._take(index, source, target)
            if filed is None:
                return
            self._before += source.size
            self._settled.emit(index, filed)

    def _take(
        self, index: int, source: SelectedFile | GroupFile, target: AttachTarget
    ) -> FilingResult | None:
        """None when it was stopped. Whether it is allowed is asked anew for each file."""
        try:
            if isinstance(source, GroupFile):
                done = copy_files(self._app, [source], target, stop=self._stop)
            else:
                done = attach_files(
                    self._app,
                    [source.path],
                    target,
                    stop=self._stop,
                    tell=lambda progress: self._tell(index, progress, source.size),
                )
        except Trouble as trouble:
            path = Path(source.path)
            return FilingResult(path, trouble=trouble)
        return done[0] if done else None

    def _tell(self, index: int, progress: AttachProgress, size: int) -> None:
        now = time.monotonic()
        if now - self._last < _EVERY_S:
            return
        self._last = now
        share = progress.done / progress.total if progress.total else 0.0
        self._told.emit(index, share, (self._before + share * size) / self._total)


class AttachController(QObject):
    """One dialog, from its opening to its closing."""

    def __init__(self, context: WindowContext, document_id: int | None = None) -> None:
        super().__init__(context.window)
        self._context = context
        self._app = context.app
        today = self._app.clock().astimezone().date()
        self.dialog = AttachDialog(today, context.window)
        self.setParent(self.dialog)  # and goes with it
        self._document_id = document_id
        self._target: AttachTarget | None = None
        self._asking = Latest(context.background, self)
        self._run: AttachRun | None = None
        self._waiting: dict[int, int] = {}  # place in the list → id of the document
        self._follow: Poll[dict[int, DocumentRow | None]] = Poll(
            context.background,
            EVERY_MS,
            self._read_again,
            self._followed,
            lambda _: None,  # asked again in a second
            parent=self,
        )
        self._connect()
        self.dialog.target.show_allowed(*allowed(context.state))

    def _connect(self) -> None:
        dialog = self.dialog
        dialog.target.changed.connect(self._wish_changed)
        dialog.target.party_chosen.connect(self._party_chosen)
        dialog.target.party.search_wanted.connect(self._search)
        dialog.files.added.connect(self.add_files)
        dialog.files.group_wanted.connect(self._choose_in_group)
        dialog.attach_wanted.connect(self._attach)
        dialog.stop_wanted.connect(self._stop)
        self._context.ending.connect(self._stop)

    def open(self, files: Sequence[Path] = ()) -> None:
        """Shows the dialog, with these files in its list."""
        if files:
            self.add_files(files)
        if self._document_id is None:
            self._search("")
        else:
            self._ask(lambda: self._app.database.register.get(self._document_id or 0), self._fix)
        self._wish_changed()
        self.dialog.open()

    # --- what to attach to -----------------------------------------------------------------------

    def _wish(self) -> AttachRequest:
        wish = self.dialog.target.wish
        if self._document_id is None:
            return wish
        transmit = self.dialog.target.pieces.folder.to_transmit
        return AttachRequest(
            TargetKind.DOCUMENT, document_id=self._document_id, to_transmit=transmit
        )

    def _wish_changed(self) -> None:
        self._target = None
        wish = self._wish()
        self.dialog.show_place("", texts.DESTINATION_UNKNOWN)
        self._asking.run(
            lambda: wish.target(self._app.database, self._app.application),
            done=self._placed,
            failed=self._not_placed,
        )

    def _placed(self, target: AttachTarget) -> None:
        self._target = target
        self.dialog.show_place(texts.destination(target.folders), "")

    def _not_placed(self, trouble: Trouble) -> None:
        said = explain(trouble)
        # What is not yet given is no mistake.
        incomplete = isinstance(trouble, DetailsMissing)
        text = said.advice if incomplete else said.sentence
        self.dialog.show_place("", text, wrong=not incomplete)

    def _search(self, text: str) -> None:
        parties = self._app.database.third_parties
        self._ask(lambda: parties.search(text), self.dialog.target.show_parties)

    def _party_chosen(self, party: ThirdParty | None) -> None:
        if party is None:
            return
        pieces = self._app.database.pieces
        self._ask(
            lambda: pieces.of(party.code, _PIECES), partial(self.dialog.target.show_pieces, party)
        )

    def _fix(self, row: DocumentRow | None) -> None:
        self.dialog.show_fixed(texts.fixed(row) if row is not None else "")

    def _ask(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._context.background.run(work, owner=self, done=done, failed=self._troubled)

    def _troubled(self, trouble: Trouble) -> None:
        self.dialog.show_place("", explain(trouble).sentence, wrong=True)

    # --- which files -----------------------------------------------------------------------------

    def add_files(self, files: Sequence[Path]) -> None:
        """Adds files of this computer to the list, once looked at in the background."""
        self._ask(lambda: look_at(files), self.dialog.files.add)

    def _choose_in_group(self) -> None:
        from stockage_partage.ui.attaching.group_files import GroupController

        GroupController(self._context, self.dialog, self.dialog.files.add).open()

    # --- taking them -----------------------------------------------------------------------------

    def _attach(self) -> None:
        if self._target is None or self._run is not None:
            return
        jobs = [(index, row.source) for index, row in self.dialog.files.ready()]
        self._run = AttachRun(self._app, self._context.background, self)
        self._run.reading.connect(self._reading)
        self._run.kept.connect(self._kept)
        self._run.over.connect(self._over)
        self.dialog.show_running()
        self._run.start(jobs, self._target)

    def _stop(self) -> None:
        if self._run is not None and self.dialog.running:
            self.dialog.show_stopping()
            self._run.stop()

    def _reading(self, index: int, share: float, whole: float) -> None:
        if self.dialog.files.rows[index].standing in (FileStatus.READY, FileStatus.READING):
            self.dialog.files.put(index, FileStatus.READING, texts.reading(round(share * 100)))
            self.dialog.show_progress(whole)

    def _kept(self, index: int, filed: FilingResult) -> None:
        kept = filed.deposited
        if kept is None:
            reason = texts.refusal_of(filed.trouble) if filed.trouble else ""
            self.dialog.files.put(index, FileStatus.REFUSED, reason)
            return
        self._context.wakeup.ring()
        name = self.dialog.files.rows[index].name
        there = (
            FileStatus.DONE if kept.status is FilingOutcome.ALREADY_FILED else FileStatus.WAITING
        )
        said = texts.kept_as(kept.status, name, kept.path or "")
        self.dialog.files.put(index, there, said, kept.document_id)

    def _over(self) -> None:
        files = self.dialog.files
        for index, row in enumerate(files.rows):
            if row.standing in (FileStatus.READY, FileStatus.READING):
                files.put(index, FileStatus.STOPPED, texts.STOPPED)
        self.dialog.show_over(self._account)
        self._look_for_waiting()
        if self._waiting:
            self._follow.start()

    # --- and after -------------------------------------------------------------------------------

    @property
    def _account(self) -> str | None:
        return self._context.state.facts.account

    def _look_for_waiting(self) -> None:
        self._waiting = {
            index: row.document_id
            for index, row in enumerate(self.dialog.files.rows)
            if row.standing is FileStatus.WAITING and row.document_id is not None
        }

    def _read_again(self) -> dict[int, DocumentRow | None]:
        """The rows of the documents that wait, by their places in the list; None for one withdrawn. In a worker."""
        register = self._app.database.register
        return {index: register.get(document) for index, document in self._waiting.items()}

    def _followed(self, found: dict[int, DocumentRow | None]) -> None:
        for index, row in found.items():
            if row is not None and row.status is Status.FILED:
                said = texts.kept_as(
                    FilingOutcome.FILED, self.dialog.files.rows[index].name, row.path or ""
                )
                self.dialog.files.put(index, FileStatus.DONE, said)
            elif row is not None and row.status is Status.BLOCKED:
                reason = document_texts.waiting(row) or ""
                self.dialog.files.put(index, FileStatus.REFUSED, reason)
        self.dialog.show_outcome(self._account)
        self._look_for_waiting()
        if not self._waiting:
            self._follow.stop()


def allowed(state: PanelState) -> tuple[dict[TargetKind, str], str]:
    """Why a kind of target is closed to this application, for each that is; and a line that says it."""
    application = state.facts.application
    inactive = state.functions is Functions.NONE
    why = ClosedWork.STORAGE_INACTIVE if inactive else ClosedWork.OPTION_MISSING
    closed = {
        kind: texts.refused(kind, why, application)
        for kind in targets.TargetKind
        if not allows(state.functions, NEEDED[kind])
    }
    limits = texts.limited(application) if closed and not inactive else ""
    return closed, limits
