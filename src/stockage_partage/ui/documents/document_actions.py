"""What may be done with the chosen document, each in the background, with what it came to said."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication

from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.documents.viewing.fetch import FetchedFile, folder_online, place_online
from stockage_partage.documents.viewing.files_inside import opened_inside
from stockage_partage.documents.viewing.view import own_name, private_copy, save
from stockage_partage.errors import DeletedOnline, Trouble
from stockage_partage.messages import documents_page as texts
from stockage_partage.messages.document_menu import SEE
from stockage_partage.ui.documents.available_actions import DocumentAction
from stockage_partage.ui.documents.withdrawals import ask_to_withdraw
from stockage_partage.ui.runtime.background import Latest
from stockage_partage.ui.widgets.given_files import ask_where
from stockage_partage.ui.widgets.link_opening import file_address
from stockage_partage.ui.widgets.toast import toast

if TYPE_CHECKING:
    from stockage_partage.company.journal.entries import JournalEntry
    from stockage_partage.ui.documents.documents_page import DocumentsPage
    from stockage_partage.ui.runtime.window_context import WindowContext

T = TypeVar("T")
_SITE = re.compile(r"https://[^/]+(?:/(?:sites|teams)/[^/]+)?")


class DocumentActions(QObject):
    """One at a time: another press takes the place of the one under way, whose outcome is told all the same."""

    started = Signal()  # what was told of the one before goes
    look_wanted = Signal()  # the list is another now
    seen = Signal(int, object)  # document id, Online
    classify_wanted = Signal(int)  # document id
    dossier_wanted = Signal(object)  # ids of the documents
    _share = Signal(int)  # percent, told by a worker

    def __init__(self, context: WindowContext, page: DocumentsPage, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._page = page
        self._app = context.app
        self._fetching = Latest(context.background, self)
        self._share_told = -1
        self._last: tuple[DocumentAction, DocumentRow] | None = None
        self._fetches = 0
        self._fetched: tuple[int, Path | None] | None = None  # document id, where to
        self._acts: dict[DocumentAction, Callable[[DocumentRow], None]] = {
            DocumentAction.OPEN: self._open,
            DocumentAction.SAVE: self._ask_where,
            DocumentAction.OPEN_ATTACHED: self._open_attached,
            DocumentAction.OPEN_ONLINE: self._open_online,
            DocumentAction.OPEN_FOLDER: self._open_folder,
            DocumentAction.COPY_LINK: self._copy_link,
            DocumentAction.CLASSIFY: self._classify,
            DocumentAction.DOSSIER: lambda row: self.dossier_wanted.emit([row.id]),
            DocumentAction.RETRY: self._retry,
            DocumentAction.WITHDRAW: self._ask_withdraw,
            DocumentAction.KEEP: lambda row: self._context.withdrawals.keep([row.id]),
            DocumentAction.RECYCLE_BIN: self._recycle_bin,
            DocumentAction.JOURNAL: self._show_journal,
        }
        page.deed_wanted.connect(self.do)
        page.stop_wanted.connect(self.stop)
        self._share.connect(lambda share: page.show_doing(texts.FETCHING.format(share=share)))

    def do(self, action: DocumentAction) -> None:
        """Does what was asked with the document whose details are shown; nothing when there is none."""
        row = self._page.details.row
        if row is not None:
            self.started.emit()
            self._last = (action, row)
            self._acts[action](row)

    def again(self) -> None:
        """The last one once more."""
        if self._last is not None:
            action, row = self._last
            self._acts[action](row)

    def stop(self) -> None:
        """Whatever is under way; nothing is left half done."""
        self._fetching.stop()

    def _tell_done(
        self, text: str, label: str = "", act: Callable[[], object] | None = None
    ) -> None:
        toast(self._context.window, text, label, act)

    # --- its bytes -------------------------------------------------------------------------------

    def _open(self, row: DocumentRow) -> None:
        def opened(found: tuple[Path, FetchedFile] | None) -> None:
            if found is not None:
                if self._context.open_url(file_address(found[0])) is False:
                    self._page.tell(texts.NO_PROGRAM)
                elif found[1].changed:
                    self._page.tell(texts.CHANGED)

        self._fetch(
            row,
            lambda stop: private_copy(self._app, row, progress=self._progress, stop=stop),
            opened,
        )

    def _open_attached(self, row: DocumentRow) -> None:
        def opened(found: tuple[Path | None, FetchedFile] | None) -> None:
            if found is None:
                return
            if found[0] is None:
                self._page.tell(texts.NONE_ATTACHED)
            elif self._context.open_url(file_address(found[0])) is False:
                self._page.tell(texts.NO_PROGRAM)

        self._fetch(row, lambda stop: opened_inside(self._app, row, stop), opened)

    def _ask_where(self, row: DocumentRow) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        ask_where(
            self._page,
            "save_dialog",
            texts.SAVE_AS,
            own_name(row),
            lambda file: self.save(row, file),
            start=folder,
        )

    def save(self, row: DocumentRow, target: Path) -> None:
        """Saves the document where the person said, and tells so, with the way to its folder."""

        def saved(fetched: FetchedFile | None) -> None:
            if fetched is not None:
                told = texts.SAVED.format(file=target)
                self._tell_done(
                    f"{told} {texts.CHANGED}" if fetched.changed else told,
                    SEE,
                    lambda: self._context.open_url(file_address(target.parent)),
                )

        self._fetch(
            row,
            lambda stop: save(self._app, row.id, target, progress=self._progress, stop=stop),
            saved,
            target,
        )

    def _fetch(
        self,
        row: DocumentRow,
        work: Callable[[Event], T],
        done: Callable[[T | None], None],
        target: Path | None = None,
    ) -> None:
        """`target`: the file to save to, None for a private copy."""
        if self._fetched != (row.id, target):  # the same once more says it by its own outcome
            self._fetching.leave()
        self._fetched = (row.id, target)
        self._fetches += 1
        number, asked = self._fetches, self._last
        self._share_told = 0
        self._page.show_doing(texts.FETCHING.format(share=0))

        def ended() -> bool:
            """Whether nothing took its place meanwhile."""
            if self._fetching.is_idle:
                self._page.show_doing("")
            return number == self._fetches

        def over(found: T | None) -> None:
            alone = ended()
            if found is None:
                replaced = texts.REPLACED.format(document=texts.heading(row))
                self._page.tell(texts.STOPPED if alone else replaced)
            done(found)

        def failed(trouble: Trouble) -> None:
            ended()
            self._last = asked  # what « Réessayer » does once more
            self._failed(row, trouble)

        self._fetching.run_stoppable(work, done=over, failed=failed)

    def _progress(self, done: int, whole: int) -> None:
        """Tells how far a download is, in percent; called in a worker's thread."""
        share = done * 100 // max(1, whole)
        if share != self._share_told:
            self._share_told = share
            self._share.emit(share)

    def _failed(self, row: DocumentRow, trouble: Trouble) -> None:
        if isinstance(trouble, DeletedOnline):
            self.seen.emit(row.id, OnlineState.DELETED)
        self._page.troubles.show_trouble(trouble)

    # --- its place online ------------------------------------------------------------------------

    def _open_online(self, row: DocumentRow) -> None:
        self._with_place(row, lambda url: self._context.open_url(url))

    def _open_folder(self, row: DocumentRow) -> None:
        def found(url: str | None) -> None:
            if url is None:
                self._page.tell(texts.NO_FOLDER)
            else:
                self._context.open_url(url)

        self._context.background.run(
            lambda: folder_online(self._app, row),
            owner=self,
            done=found,
            failed=lambda trouble: self._failed(row, trouble),
        )

    def _copy_link(self, row: DocumentRow) -> None:
        def copy(url: str) -> None:
            QGuiApplication.clipboard().setText(url)
            self._tell_done(texts.COPIED + ".")

        self._with_place(row, copy)

    def _with_place(self, row: DocumentRow, act: Callable[[str], object]) -> None:
        def found(url: str | None) -> None:
            if url is None:
                self._failed(row, DeletedOnline())
            else:
                act(url)

        self._context.background.run(
            lambda: place_online(self._app, row),
            owner=self,
            done=found,
            failed=lambda trouble: self._failed(row, trouble),
        )

    def _recycle_bin(self, row: DocumentRow) -> None:
        link = self._context.state.link
        own = self._app.own(row.url)
        site = _SITE.match(own or (link.url if link is not None else None) or "")
        if site is not None:
            self._context.open_url(f"{site[0]}/_layouts/15/AdminRecycleBin.aspx?view=5")

    # --- what happened to it ---------------------------------------------------------------------

    def _show_journal(self, row: DocumentRow) -> None:
        def show(entries: list[JournalEntry]) -> None:
            from stockage_partage.ui.journal.journal_table import DocumentJournal

            DocumentJournal(texts.heading(row), entries, self._page).open()

        self._context.background.run(
            lambda: self._app.database.journal.of_document(row.id),
            owner=self,
            done=show,
            failed=lambda trouble: self._failed(row, trouble),
        )

    # --- its way ---------------------------------------------------------------------------------

    def _classify(self, row: DocumentRow) -> None:
        self.classify_wanted.emit(row.id)

    def _retry(self, row: DocumentRow) -> None:
        def tried(done: bool) -> None:
            if done:
                self._tell_done(texts.RETRIED)
            else:
                self._page.tell(texts.NOT_RETRIED)
            self._context.wakeup.ring()
            self.look_wanted.emit()

        outbox = self._app.database.outbox
        self._context.background.run(
            lambda: outbox.retry(row.id),
            owner=self,
            done=tried,
            failed=lambda trouble: self._failed(row, trouble),
        )

    def _ask_withdraw(self, row: DocumentRow) -> None:
        dialog = ask_to_withdraw([row], self._page)
        dialog.accepted.connect(lambda: self._context.withdrawals.withdraw([row]))
        dialog.open()
