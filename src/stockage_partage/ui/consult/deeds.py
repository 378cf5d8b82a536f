"""What may be done with the chosen document, each in the background, with what it came to said."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QGuiApplication

from stockage_partage.company.facts import DocumentRow, Online
from stockage_partage.documents.consulting.consulting import own_name, private_copy, save, withdraw
from stockage_partage.documents.consulting.fetching import (
    Fetched,
    Stopped,
    folder_online,
    place_online,
)
from stockage_partage.errors import DeletedOnline, Trouble
from stockage_partage.ui.consult.detail_pane import Deed
from stockage_partage.ui.consult.withdraw_dialog import WithdrawDialog
from stockage_partage.ui.file_asking import ask_where
from stockage_partage.words import consulting as words

if TYPE_CHECKING:
    from stockage_partage.ui.background import Job
    from stockage_partage.ui.consult.documents_window import DocumentsWindow
    from stockage_partage.ui.document_desk import DocumentDesk

T = TypeVar("T")
_SITE = re.compile(r"https://[^/]+(?:/(?:sites|teams)/[^/]+)?")


class Deeds(QObject):
    """One at a time; another press waits for nobody, it takes the place of the one under way."""

    look_wanted = Signal()  # the list is another now
    seen = Signal(int, object)  # document id, Online
    _share = Signal(int)  # percent, told by a worker

    def __init__(self, desk: DocumentDesk, window: DocumentsWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        self._workplace = desk.opened.workplace
        self._stop = Event()
        self._job: Job | None = None
        self._last: tuple[Deed, DocumentRow] | None = None
        self._acts: dict[Deed, Callable[[DocumentRow], None]] = {
            Deed.OPEN: self._open,
            Deed.SAVE: self._ask_where,
            Deed.OPEN_ONLINE: self._open_online,
            Deed.OPEN_FOLDER: self._open_folder,
            Deed.COPY_LINK: self._copy_link,
            Deed.CLASSIFY: self._classify,
            Deed.RETRY: self._retry,
            Deed.WITHDRAW: self._ask_withdraw,
            Deed.RECYCLE_BIN: self._recycle_bin,
        }
        window.deed_wanted.connect(self.do)
        window.stop_wanted.connect(self.stop)
        self._share.connect(lambda share: window.show_doing(words.FETCHING.format(share=share)))

    def do(self, deed: Deed) -> None:
        """With the document whose details are shown."""
        row = self._window.details.row
        if row is not None:
            self._window.troubles.clear()
            self._last = (deed, row)
            self._acts[deed](row)

    def again(self) -> None:
        """The last one once more."""
        if self._last is not None:
            deed, row = self._last
            self._acts[deed](row)

    def stop(self) -> None:
        """Whatever is under way; nothing is left half done."""
        self._stop.set()

    # --- its bytes -------------------------------------------------------------------------------

    def _open(self, row: DocumentRow) -> None:
        def opened(found: tuple[Path, Fetched] | None) -> None:
            if found is not None:
                address = QUrl.fromLocalFile(str(found[0])).toString(
                    QUrl.ComponentFormattingOption.FullyEncoded
                )
                if self._desk.open_url(address) is False:
                    self._window.tell(words.NO_PROGRAM)
                elif found[1].changed:
                    self._window.tell(words.CHANGED)

        self._fetch(
            row,
            lambda stop: private_copy(self._workplace, row, progress=self._progress, stop=stop),
            opened,
        )

    def _ask_where(self, row: DocumentRow) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        ask_where(
            self._window,
            "save_dialog",
            words.SAVE_AS,
            own_name(row),
            lambda file: self.save(row, file),
            start=folder,
        )

    def save(self, row: DocumentRow, target: Path) -> None:
        """To where the person said."""

        def saved(fetched: Fetched | None) -> None:
            if fetched is not None:
                told = words.SAVED.format(file=target)
                self._window.tell(f"{told} {words.CHANGED}" if fetched.changed else told)

        self._fetch(
            row,
            lambda stop: save(self._workplace, row.id, target, progress=self._progress, stop=stop),
            saved,
        )

    def _fetch(
        self, row: DocumentRow, work: Callable[[Event], T], done: Callable[[T | None], None]
    ) -> None:
        self.stop()
        self._stop = stop = Event()
        self._window.show_doing(words.FETCHING.format(share=0))

        def guarded() -> T | None:
            try:
                return work(stop)
            except Stopped:
                return None

        def over(found: T | None) -> None:
            if self._stop is stop:
                self._window.show_doing("")
            if found is None:
                self._window.tell(words.STOPPED)
            done(found)

        def failed(trouble: Trouble) -> None:
            if self._stop is stop:
                self._window.show_doing("")
            self._failed(row, trouble)

        self._job = self._desk.background.run(guarded, owner=self, done=over, failed=failed)

    def _progress(self, done: int, whole: int) -> None:
        """In a worker's thread."""
        share = done * 100 // max(1, whole)
        if share != getattr(self, "_told", None):
            self._told = share
            self._share.emit(share)

    def _failed(self, row: DocumentRow, trouble: Trouble) -> None:
        if isinstance(trouble, DeletedOnline):
            self.seen.emit(row.id, Online.DELETED)
        self._window.troubles.show_trouble(trouble)

    # --- its place online ------------------------------------------------------------------------

    def _open_online(self, row: DocumentRow) -> None:
        self._with_place(row, lambda url: self._desk.open_url(url))

    def _open_folder(self, row: DocumentRow) -> None:
        def found(url: str | None) -> None:
            if url is None:
                self._window.tell(words.NO_FOLDER)
            else:
                self._desk.open_url(url)

        self._desk.background.run(
            lambda: folder_online(self._workplace, row),
            owner=self,
            done=found,
            failed=lambda trouble: self._failed(row, trouble),
        )

    def _copy_link(self, row: DocumentRow) -> None:
        def copy(url: str) -> None:
            QGuiApplication.clipboard().setText(url)
            self._window.tell(words.COPIED + ".")

        self._with_place(row, copy)

    def _with_place(self, row: DocumentRow, act: Callable[[str], object]) -> None:
        def found(url: str | None) -> None:
            if url is None:
                self._failed(row, DeletedOnline())
            else:
                act(url)

        self._desk.background.run(
            lambda: place_online(self._workplace, row),
            owner=self,
            done=found,
            failed=lambda trouble: self._failed(row, trouble),
        )

    def _recycle_bin(self, row: DocumentRow) -> None:
        link = self._desk.state.link
        site = _SITE.match(row.url or (link.url if link is not None else None) or "")
        if site is not None:
            self._desk.open_url(f"{site[0]}/_layouts/15/AdminRecycleBin.aspx?view=5")

    # --- its way ---------------------------------------------------------------------------------

    def _classify(self, row: DocumentRow) -> None:
        self._desk.classify(row.id, self._window)

    def _retry(self, row: DocumentRow) -> None:
        def tried(done: bool) -> None:
            self._window.tell(words.RETRIED if done else words.NOT_RETRIED)
            self._desk.wake_sender()
            self.look_wanted.emit()

        outbox = self._workplace.database.outbox
        self._desk.background.run(
            lambda: outbox.retry(row.id),
            owner=self,
            done=tried,
            failed=lambda trouble: self._failed(row, trouble),
        )

    def _ask_withdraw(self, row: DocumentRow) -> None:
        dialog = WithdrawDialog(row, self._window)
        dialog.confirmed.connect(lambda: self._withdraw(row))
        dialog.open()

    def _withdraw(self, row: DocumentRow) -> None:
        def withdrawn(done: bool) -> None:
            self._window.tell(words.WITHDRAWN if done else words.NOT_WITHDRAWN)
            self.look_wanted.emit()

        self._desk.background.run(
            lambda: withdraw(self._workplace, row.id),
            owner=self,
            done=withdrawn,
            failed=lambda trouble: self._failed(row, trouble),
        )
