"""The wanted name is taken by groups that are not ours: the person chooses, never the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.question import Question
from stockage_partage.words import window

Candidate = tuple[str, str, str]  # group id, display name, mail nickname


class GroupChoiceDialog(Question):
    """Use the chosen group, create another, or cancel (the default)."""

    use_wanted = Signal(str)  # group id
    create_wanted = Signal()

    def __init__(self, candidates: Sequence[Candidate], parent: QWidget | None = None) -> None:
        super().__init__(parent, "group_choice_dialog", window.group_title(len(candidates)))
        self.add_text("why", window.group_choice(candidates[0][1], len(candidates)))
        self.groups = QListWidget()
        self.groups.setObjectName("candidates")
        for group_id, name, nickname in candidates:
            item = QListWidgetItem(f"{name} · {nickname}", self.groups)
            item.setToolTip(group_id)
        self.groups.setCurrentRow(0)
        self.groups.setWordWrap(True)
        row = self.fontMetrics().height() + 2 * GRID
        self.groups.setFixedHeight(min(4, len(candidates)) * row + GRID + 2)
        self.groups.setIconSize(QSize(0, 0))
        label = QLabel(window.CANDIDATES)
        label.setObjectName("candidates_label")
        label.setFont(font(bold=True))
        label.setBuddy(self.groups)
        self.subject.addWidget(label)
        self.subject.addWidget(self.groups)
        self._ids = [candidate[0] for candidate in candidates]
        self.use = self.add_button("use_group", window.USE_GROUP)
        self.create_other = self.add_button("create_group", window.CREATE_GROUP)
        self.cancel = self.add_button("cancel", window.CANCEL, default=True)
        self.use.clicked.connect(self._use)
        self.create_other.clicked.connect(self._create)
        self.cancel.clicked.connect(self.reject)

    def _use(self) -> None:
        self.use_wanted.emit(self._ids[self.groups.currentRow()])
        self.accept()

    def _create(self) -> None:
        self.create_wanted.emit()
        self.accept()
