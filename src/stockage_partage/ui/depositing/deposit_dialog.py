"""Several files handed over: how far it is, and what became of each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.messages import depositing as texts
from stockage_partage.messages import window
from stockage_partage.ui.assistants.outcome_list import OutcomeGroup, OutcomeList
from stockage_partage.ui.depositing.deposit_batch import DepositBatch
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.theme import font
from stockage_partage.ui.widgets.thin_bar import ProgressLine
from stockage_partage.ui.widgets.widget_updates import (
    announce,
    keep_room,
    put_text,
    show,
    show_text,
)


class DepositDialog(BaseDialog):
    """Closing it stops nothing: the files go on being taken."""

    classify_wanted = Signal()
    see_wanted = Signal()

    columns = 84

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "deposit_dialog", texts.TITLE)
        self.counts = wrapping("deposit_counts")
        self.counts.setFont(font(bold=True))
        self.progress = ProgressLine(texts.RUNNING)
        self.progress.setObjectName("deposit_progress")
        keep_room(self.progress)
        self.list = OutcomeList("deposit_list", texts.LIST_NAME)
        for part in (self.counts, self.progress, self.list):
            self.subject.addWidget(part)
        self.classify = self.add_button("deposit_classify", texts.CLASSIFY, primary=True)
        self.see = self.add_button("deposit_see", texts.SEE)
        self.close_button = self.add_button("close", texts.GO_ON)
        self.classify.clicked.connect(self.classify_wanted)
        self.see.clicked.connect(self.see_wanted)
        self.close_button.clicked.connect(self.reject)

    def show_batch(self, batch: DepositBatch) -> None:
        """How far it is; once it is over, what can be done next."""
        counts = texts.summary(len(batch.filed), len(batch.to_classify), len(batch.refused))
        going = texts.progress(len(batch.results), len(batch.files))
        told = counts if batch.is_over else " · ".join(part for part in (going, counts) if part)
        put_text(self.counts, told)
        self.progress.show_progress(len(batch.results), len(batch.files))
        show(self.progress, not batch.is_over)
        groups = (
            OutcomeGroup(texts.REFUSED, tuple(map(texts.line, batch.refused))),
            OutcomeGroup(texts.TO_CLASSIFY, tuple(map(texts.line, batch.to_classify))),
            OutcomeGroup(texts.FILED, tuple(map(texts.line, batch.filed))),
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
