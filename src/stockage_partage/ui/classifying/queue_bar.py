"""Above a document that waits: which one it is, how many wait, the one before and the one after."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from stockage_partage.company.document_records import DocumentRow
from stockage_partage.messages import classifying as texts
from stockage_partage.ui.widgets.elided_label import ElidedLabel
from stockage_partage.ui.widgets.icon_label import icon
from stockage_partage.ui.widgets.push_button import IconButton
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import set_enabled, show, show_text


class QueueBar(QFrame):
    """`top` is its first line, in which a title may be put."""

    step_wanted = Signal(int)  # how many documents on, or back

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("waiting_queue")
        self.file = ElidedLabel(to_the_right=False)
        self.file.setObjectName("waiting_file")
        self.file.setFont(font(bold=True))
        self.since = QLabel()
        self.since.setObjectName("waiting_since")
        self.since.setProperty("role", "quiet")
        self.which = QLabel()
        self.which.setObjectName("waiting_which")
        self.previous = self._arrow("previous", texts.PREVIOUS, -1, "Alt+Left")
        self.next = self._arrow("next", texts.NEXT, 1, "Alt+Right")
        turns = QHBoxLayout()
        turns.setSpacing(GRID)
        for part in (self.previous, self.which, self.next):
            turns.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.top = QHBoxLayout()
        self.top.addLayout(turns)
        below = QHBoxLayout()
        below.setSpacing(2 * GRID)
        below.addWidget(self.file, 1)
        below.addWidget(self.since)
        box = QVBoxLayout(self)
        box.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID + GRID // 2)
        box.setSpacing(GRID)
        box.addLayout(self.top)
        box.addLayout(below)

    def _arrow(self, name: str, tip: str, steps: int, keys: str) -> IconButton:
        made = IconButton(self)
        made.setObjectName(f"{name}_document")
        made.setAccessibleName(tip)
        made.setToolTip(tip)
        made.setIcon(icon(name, self.palette().color(QPalette.ColorRole.Text)))
        made.clicked.connect(lambda: self.step_wanted.emit(steps))
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(made.click)
        return made

    def show_which(self, row: DocumentRow) -> None:
        """Names the document that is looked at."""
        self.file.setText(row.title)
        self.file.setToolTip(row.title)
        show_text(self.since, texts.came_in(row.created_at.astimezone().date()))

    def show_turn(self, number: int, of: int) -> None:
        """Tells that it is the document `number` of those that wait, counted from 1."""
        show_text(self.which, texts.which(number, of))
        for arrow in (self.previous, self.next):
            show(arrow, of > 1)

    def close_to_changes(self, reason: str) -> None:
        """Why one stays on this document just now; '' when one may go."""
        set_enabled(self.previous, reason, texts.PREVIOUS)
        set_enabled(self.next, reason, texts.NEXT)
