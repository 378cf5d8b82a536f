"""Before a kept document is taken back: what is lost, what is not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.company.facts import DocumentRow
from stockage_partage.ui.question import Question
from stockage_partage.words import consulting as words


class WithdrawDialog(Question):
    """Keeping it is what Enter and Escape do."""

    confirmed = Signal()

    def __init__(self, row: DocumentRow, parent: QWidget | None = None) -> None:
        super().__init__(parent, "withdraw_dialog", words.WITHDRAW_TITLE)
        self.add_text("document", words.heading(row))
        self.add_points(words.withdraw_points(row))
        withdraw = self.add_button("withdraw", words.WITHDRAW_DO)
        keep = self.add_button("keep", words.WITHDRAW_KEEP, primary=True, default=True)
        withdraw.clicked.connect(self._confirm)
        keep.clicked.connect(self.reject)

    def _confirm(self) -> None:
        self.confirmed.emit()
        self.accept()
