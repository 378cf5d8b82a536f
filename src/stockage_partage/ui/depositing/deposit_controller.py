"""« Déposer »: takes files one after the other in the background, and tells what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.filing_service import FilingResult, file_documents
from stockage_partage.messages import depositing as texts
from stockage_partage.messages.document_menu import CLASSIFY, SEE
from stockage_partage.ui.depositing.deposit_batch import DepositBatch
from stockage_partage.ui.depositing.deposit_dialog import DepositDialog
from stockage_partage.ui.widgets.file_dialogs import ask_files

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext


class DepositController(QObject):
    """What is handed over while files are being taken joins them."""

    classify_wanted = Signal(int)  # document id
    see_wanted = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window)
        self._context = context
        self._app = context.app
        self._batch = DepositBatch()
        self._running = self._ended = False
        self.dialog: DepositDialog | None = None
        context.ending.connect(self._end)

    def choose(self) -> None:
        """Asks which files of this computer are handed over."""
        ask_files(self._context.window, "deposit_files_dialog", texts.CHOOSE_TITLE, self.take)

    def take(self, files: Sequence[Path]) -> None:
        """Takes these files; with one, nothing is opened unless it is refused."""
        if not files:
            return
        if not self._running:
            self._batch = DepositBatch()
        self._batch.files += files
        if len(self._batch.files) > 1:
            self.show_result()
        if not self._running:
            self._running = True
            self._next()

    def show_result(self) -> None:
        """The list of those that were handed over last, and what became of each."""
        if self.dialog is None:
            dialog = self.dialog = DepositDialog(self._context.window)
            dialog.classify_wanted.connect(self._classify)
            dialog.see_wanted.connect(self._see)
            dialog.finished.connect(self._closed)
            dialog.show_batch(self._batch)
            dialog.open()
        else:
            self.dialog.show_batch(self._batch)

    # --- one after the other ---------------------------------------------------------------------

    def _next(self) -> None:
        if self._ended:
            return
        if self._batch.is_over:
            self._running = False
            self._tell()
            return
        file = self._batch.files[len(self._batch.results)]
        self._context.background.run(
            lambda: file_documents(self._app, [file], GivenDetails())[0],
            owner=self,
            done=self._took,
            failed=lambda trouble: self._took(FilingResult(file, trouble=trouble)),
        )

    def _took(self, result: FilingResult) -> None:
        self._batch.results.append(result)
        if result.deposited is not None:
            self._context.wakeup.ring()
        if self.dialog is not None:
            self.dialog.show_batch(self._batch)
        self._next()

    def _end(self) -> None:
        self._ended = True

    # --- what became of them ---------------------------------------------------------------------

    def _tell(self) -> None:
        """Tells it in a short message with its way, unless the list is open; what was refused opens the list."""
        batch, window = self._batch, self._context.window
        if self.dialog is not None:
            return
        if batch.refused:
            self.show_result()
            return
        if len(batch.results) > 1:
            told = texts.summary(len(batch.filed), len(batch.to_classify), 0)
            window.show_information(f"{told}.", texts.SEE_RESULT, self.show_result)
            return
        [result] = batch.results
        acts: tuple[str, Callable[[], object]] = (SEE, self.see_wanted.emit)
        if (waiting := batch.first_to_classify) is not None:
            acts = (CLASSIFY, lambda: self.classify_wanted.emit(waiting))
        window.show_information(texts.single(result), *acts)

    def _closed(self) -> None:
        self.dialog = None

    def _classify(self) -> None:
        waiting = self._batch.first_to_classify
        if self.dialog is not None:
            self.dialog.accept()
        if waiting is not None:
            self.classify_wanted.emit(waiting)

    def _see(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.see_wanted.emit()
