"""« Déposer »: files handed over in the window; what files itself is filed, the rest is classified.

They are taken one after the other in the background; one that comes alone is told in a line, several in a
dialog.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.filing_service import FilingResult, file_documents
from stockage_partage.documents.filing.outcomes import FilingOutcome
from stockage_partage.messages import classifying as texts
from stockage_partage.messages import window
from stockage_partage.messages.document_menu import CLASSIFY, SEE
from stockage_partage.ui.assistants.assistant import OutcomeGroup, OutcomeList
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.given_files import ask_files
from stockage_partage.ui.widgets.theme import font
from stockage_partage.ui.widgets.thin_bar import ProgressLine
from stockage_partage.ui.widgets.widget_updates import (
    announce,
    keep_room,
    put_text,
    show,
    show_text,
)

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext


@dataclass
class DepositBatch:
    """`files` in the order in which they are taken; `results` of those that were."""

    files: list[Path] = field(default_factory=list)
    results: list[FilingResult] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """True once each file has its result."""
        return len(self.results) == len(self.files)

    @property
    def filed(self) -> Sequence[FilingResult]:
        """What became of the files that have their place: on their way, or filed already."""
        return [
            each
            for each in self.results
            if each.deposited is not None and each.deposited.status is not FilingOutcome.TO_CLASSIFY
        ]

    @property
    def to_classify(self) -> Sequence[FilingResult]:
        """What became of the files that are kept, and wait until a person says what they are."""
        return [
            each
            for each in self.results
            if each.deposited is not None and each.deposited.status is FilingOutcome.TO_CLASSIFY
        ]

    @property
    def refused(self) -> Sequence[FilingResult]:
        """What keeps the files that are not kept from being so."""
        return [each for each in self.results if each.deposited is None]

    @property
    def first_to_classify(self) -> int | None:
        """The id of the first document that waits for a place; None when none does."""
        ids = [each.deposited.document_id for each in self.to_classify if each.deposited]
        return ids[0] if ids else None


class DepositDialog(BaseDialog):
    """Closing it stops nothing: the files go on being taken."""

    classify_wanted = Signal()
    see_wanted = Signal()

    columns = 84

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "deposit_dialog", texts.DEPOSIT_TITLE)
        self.counts = wrapping("deposit_counts")
        self.counts.setFont(font(bold=True))
        self.progress = ProgressLine(texts.DEPOSITING)
        self.progress.setObjectName("deposit_progress")
        keep_room(self.progress)
        self.list = OutcomeList("deposit_list", texts.DEPOSITED_LIST)
        for part in (self.counts, self.progress, self.list):
            self.subject.addWidget(part)
        self.classify = self.add_button("deposit_classify", texts.CLASSIFY, primary=True)
        self.see = self.add_button("deposit_see", texts.SEE_DEPOSITED)
        self.close_button = self.add_button("close", texts.GO_ON)
        self.classify.clicked.connect(self.classify_wanted)
        self.see.clicked.connect(self.see_wanted)
        self.close_button.clicked.connect(self.reject)

    def show_batch(self, batch: DepositBatch) -> None:
        """How far it is; once it is over, what can be done next."""
        counts = texts.deposit_summary(len(batch.filed), len(batch.to_classify), len(batch.refused))
        going = texts.deposit_progress(len(batch.results), len(batch.files))
        told = counts if batch.is_over else " · ".join(part for part in (going, counts) if part)
        put_text(self.counts, told)
        self.progress.show_progress(len(batch.results), len(batch.files))
        show(self.progress, not batch.is_over)
        groups = (
            OutcomeGroup(texts.DEPOSITS_REFUSED, tuple(map(texts.deposited_line, batch.refused))),
            OutcomeGroup(
                texts.DEPOSITS_TO_CLASSIFY, tuple(map(texts.deposited_line, batch.to_classify))
            ),
            OutcomeGroup(texts.DEPOSITS_FILED, tuple(map(texts.deposited_line, batch.filed))),
        )
        self.list.show_groups([group for group in groups if group.lines])
        show(self.classify, batch.is_over and bool(batch.to_classify))
        show(self.see, batch.is_over and bool(batch.filed))
        show_text(self.close_button, window.CLOSE if batch.is_over else texts.GO_ON)
        if batch.is_over:
            wanted = next(
                each for each in (self.classify, self.see, self.close_button) if not each.isHidden()
            )
            wanted.setDefault(True)
            wanted.setFocus()
            announce(self.counts, counts)


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
            told = texts.deposit_summary(len(batch.filed), len(batch.to_classify), 0)
            window.show_information(f"{told}.", texts.SEE_RESULT, self.show_result)
            return
        [result] = batch.results
        acts: tuple[str, Callable[[], object]] = (SEE, self.see_wanted.emit)
        if (waiting := batch.first_to_classify) is not None:
            acts = (CLASSIFY, lambda: self.classify_wanted.emit(waiting))
        window.show_information(texts.deposited_alone(result), *acts)

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
