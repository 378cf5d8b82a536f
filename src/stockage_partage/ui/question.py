"""A question before a consequence: what happens, what stays, and verbs on the buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.icon_label import IconLabel
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.page import Flowing
from stockage_partage.words.typography import unbroken


class Question(QDialog):
    """Opened with `open()`; its subject scrolls so that the buttons stay on a small screen."""

    columns = 66  # characters on a line

    def __init__(self, parent: QWidget | None, name: str, title: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        heading = QLabel(title)
        heading.setObjectName("question_title")
        heading.setFont(font(1.3, bold=True))
        heading.setWordWrap(True)
        self.subject = QVBoxLayout()
        self.subject.setSpacing(GRID + GRID // 2)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(GRID)
        self.buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        # In place before it is filled: what comes into a window already full is styled once more.
        self._scroll = QScrollArea()
        box.addWidget(self._scroll, 1)
        inside = self._inside = Flowing()
        self._scroll.setWidget(inside)
        inside.setObjectName("page")
        inside.installEventFilter(self)
        self.installEventFilter(self)
        self._fitted = 0
        column = QVBoxLayout(inside)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(heading)
        column.addLayout(self.subject)
        column.addStretch(1)
        self._scroll.setObjectName("page_scroll")
        self._scroll.setAccessibleName(title)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Never scrolls: the buttons, and above them what must be seen while one presses them.
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        self.foot.setSpacing(2 * GRID)
        self.foot.addLayout(self.buttons)
        box.addLayout(self.foot)

    def add_text(self, name: str, text: str) -> QLabel:
        """A paragraph."""
        label = wrapping(name)
        label.setText(unbroken(text))
        self.subject.addWidget(label)
        return label

    def add_points(self, points: Sequence[str]) -> None:
        """What to know, one thing a line, each with its mark."""
        for number, point in enumerate(points, start=1):
            label = wrapping(f"point_{number}")
            label.setText(unbroken(point))
            across = QHBoxLayout()
            across.setSpacing(GRID)
            mark = IconLabel("point", side=label.fontMetrics().height())
            across.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(label, 1)
            self.subject.addLayout(across)

    def add_warning(self, tone: str, words: str, text: str) -> None:
        """What must not be overlooked, framed, with its picture."""
        frame = QFrame()
        frame.setObjectName("warning")
        frame.setProperty("tone", tone)
        label = wrapping("warning_text")
        label.setText(unbroken(text))
        label.setAccessibleName(f"{words}\N{NO-BREAK SPACE}: {text}")
        across = QHBoxLayout(frame)
        across.setContentsMargins(GRID + 4, GRID + 4, GRID + 4, GRID + 4)
        across.setSpacing(GRID + 4)
        across.addWidget(IconLabel(tone, words), 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(label, 1)
        self.subject.addWidget(frame)

    def add_button(
        self, name: str, text: str, *, primary: bool = False, default: bool = False
    ) -> QPushButton:
        """A verb, from left to right, « Annuler » or « Fermer » the last. `default` is what Enter does and where the focus starts."""
        button = QPushButton(text)
        button.setObjectName(name)
        button.setProperty("primary", primary)
        button.setAutoDefault(False)
        button.setDefault(default)
        self.buttons.addWidget(button)
        if default:
            button.setFocus()
        return button

    def fit(self) -> None:
        """As wide as is good to read, as high as needed, never beyond the screen."""
        margins = 6 * GRID
        width = self.columns * self.fontMetrics().averageCharWidth() + margins
        width = min(width, self.screen().availableSize().width() - 2 * GRID)
        self.resize(width, self._needed(width))
        self._fitted = self.height()

    def _needed(self, width: int) -> int:
        foot = self.foot.sizeHint().height()
        if self.foot.hasHeightForWidth():
            foot = self.foot.heightForWidth(width)
        height = self._inside.heightForWidth(width) + foot + 2
        return min(height, self.screen().availableSize().height() - 4 * GRID)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is said later makes room for itself."""
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            QTimer.singleShot(0, self, self._grow)
        return False

    def _grow(self) -> None:
        """Unless somebody has given the window another height."""
        needed = self._needed(self.width())
        if self.height() == self._fitted and needed > self._fitted:
            self.resize(self.width(), needed)
            self._fitted = self.height()

    def setVisible(self, visible: bool) -> None:
        """Takes its size when first shown."""
        if visible and not self.isVisible():
            self.fit()
        super().setVisible(visible)
