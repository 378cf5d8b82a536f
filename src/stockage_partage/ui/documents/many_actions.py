"""What may be done with several documents at once, in the background, with one result for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal

from stockage_partage.company.document_records import DocumentRow
from stockage_partage.documents.viewing.many import ManyResult, save_all, with_each
from stockage_partage.documents.viewing.view import private_copy
from stockage_partage.errors import Trouble
from stockage_partage.messages import many_documents as many_texts
from stockage_partage.messages.document_menu import SEE
from stockage_partage.messages.many_documents import ManyWork
from stockage_partage.ui.documents.available_actions import DocumentAction
from stockage_partage.ui.documents.withdrawals import ask_to_withdraw
from stockage_partage.ui.runtime.background import Latest
from stockage_partage.ui.widgets.given_files import ask_folder
from stockage_partage.ui.widgets.link_opening import file_address
from stockage_partage.ui.widgets.toast import toast

if TYPE_CHECKING:
    from stockage_partage.ui.documents.documents_page import DocumentsPage
    from stockage_partage.ui.runtime.window_context import WindowContext

_Work = Callable[[Event], ManyResult]


class ManyActions(QObject):
    """One work at a time: another one takes the place of the one under way, which stops and tells its result."""

    started = Signal()  # what was told of the one before goes
    look_wanted = Signal()  # the list is another now
    classify_wanted = Signal(object)  # ids of the documents, those alone
    dossier_wanted = Signal(object)  # ids of the documents
    _far = Signal(int, int)  # how many had their turn, of how many; told by a worker

    def __init__(self, context: WindowContext, page: DocumentsPage, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._app = context.app
        self._page = page
        self._running = Latest(context.background, self)
        self._acts: dict[DocumentAction, Callable[[Sequence[DocumentRow]], None]] = {
            DocumentAction.CLASSIFY: self._classify,
            DocumentAction.OPEN: self._open,
            DocumentAction.SAVE: self._ask_folder,
            DocumentAction.DOSSIER: self._dossier,
            DocumentAction.RETRY: self._retry,
            DocumentAction.WITHDRAW: self._ask_withdraw,
            DocumentAction.KEEP: self._keep,
        }
        page.deed_wanted.connect(self.do)
        page.stop_wanted.connect(self.stop)
        self._far.connect(lambda turn, of: page.show_doing(many_texts.doing(turn, of)))

    def do(self, action: DocumentAction) -> None:
        """Does what was asked with those of the chosen documents that it concerns; nothing for a single one."""
        rows = self._page.details.concerned(action)
        act = self._acts.get(action)
        if rows and act is not None:
            self.started.emit()
            act(rows)

    def stop(self) -> None:
        """What is under way ends after the document in hand."""
        self._running.stop()

    def _run(self, work: ManyWork, act: _Work, folder: Path | None = None) -> None:
        def over(came: ManyResult | None) -> None:
            if came is not None:
                self._tell(many_texts.result(work, came, folder), came, folder)
            if work is ManyWork.RETRY:
                self._context.wakeup.ring()
                self.look_wanted.emit()

        self._begin(act, over)

    def _tell(self, text: str, came: ManyResult, folder: Path | None) -> None:
        """What went well passes by, with the way to the folder; what did not stays until it was read."""
        if came != ManyResult(done=came.done):
            self._page.tell(text)
        elif folder is None:
            toast(self._context.window, text)
        else:
            see = file_address(folder)
            toast(self._context.window, text, SEE, lambda: self._context.open_url(see))

    def _begin(self, act: _Work, told: Callable[[ManyResult | None], None]) -> None:
        self._running.leave()  # its result is told all the same

        def ended() -> None:
            if self._running.is_idle:
                self._page.show_doing("")

        def over(came: ManyResult | None) -> None:
            ended()
            told(came)

        def failed(trouble: Trouble) -> None:
            ended()
            self._page.troubles.show_trouble(trouble)

        self._running.run_stoppable(act, done=over, failed=failed)

    # --- their bytes -----------------------------------------------------------------------------

    def _open(self, rows: Sequence[DocumentRow]) -> None:
        copies: list[Path] = []

        def fetched(row: DocumentRow, stop: Event) -> bool:
            path, _ = private_copy(self._app, row, progress=lambda *_: None, stop=stop)
            copies.append(path)
            return True

        def work(stop: Event) -> ManyResult:
            return with_each(
                rows, lambda row: fetched(row, stop), progress=self._far.emit, stop=stop
            )

        def over(came: ManyResult | None) -> None:
            unopened = sum(self._context.open_url(file_address(path)) is False for path in copies)
            if came is not None and (unopened or came != ManyResult(done=len(rows))):
                told = ManyResult(
                    came.done - unopened, unopened, came.refused, came.left, came.ended_by
                )
                self._page.tell(many_texts.result(ManyWork.OPEN, told))

        self._begin(work, over)

    def _ask_folder(self, rows: Sequence[DocumentRow]) -> None:
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        ask_folder(
            self._page,
            "save_many_dialog",
            many_texts.SAVE_FOLDER,
            lambda folder: self.save(rows, folder),
            start=start,
        )

    def save(self, rows: Sequence[DocumentRow], folder: Path) -> None:
        """Saves all of them in the folder that the person said, and tells so."""
        self._run(
            ManyWork.SAVE,
            lambda stop: save_all(self._app, rows, folder, progress=self._far.emit, stop=stop),
            folder,
        )

    # --- their way -------------------------------------------------------------------------------

    def _retry(self, rows: Sequence[DocumentRow]) -> None:
        outbox = self._app.database.outbox
        self._run(ManyWork.RETRY, self._each(rows, lambda row: outbox.retry(row.id)))

    def _classify(self, rows: Sequence[DocumentRow]) -> None:
        self.classify_wanted.emit([row.id for row in rows])

    def _dossier(self, rows: Sequence[DocumentRow]) -> None:
        self.dossier_wanted.emit([row.id for row in rows])

    def _ask_withdraw(self, rows: Sequence[DocumentRow]) -> None:
        dialog = ask_to_withdraw(rows, self._page)
        dialog.accepted.connect(lambda: self._context.withdrawals.withdraw(rows))
        dialog.open()

    def _keep(self, rows: Sequence[DocumentRow]) -> None:
        self._context.withdrawals.keep(row.id for row in rows)

    def _each(self, rows: Sequence[DocumentRow], act: Callable[[DocumentRow], bool]) -> _Work:
        return lambda stop: with_each(rows, act, progress=self._far.emit, stop=stop)
