"""The company's group was deleted online and can still be restored: restore it, or make another."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.ui.question import Question
from stockage_partage.words import window


class RestoreDialog(Question):
    """« Annuler » is the default."""

    restore_wanted = Signal()
    create_wanted = Signal()

    def __init__(self, group: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, "restore_dialog", window.RESTORE_TITLE)
        self.add_text("why", window.restore_choice(group))
        self.restore = self.add_button("restore_group", window.RESTORE_GROUP)
        self.create_other = self.add_button("create_group", window.CREATE_GROUP)
        self.cancel = self.add_button("cancel", window.CANCEL, default=True)
        self.restore.clicked.connect(self._restore)
        self.create_other.clicked.connect(self._create)
        self.cancel.clicked.connect(self.reject)

    def _restore(self) -> None:
        self.restore_wanted.emit()
        self.accept()

    def _create(self) -> None:
        self.create_wanted.emit()
        self.accept()
