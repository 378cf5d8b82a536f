"""One row of a panel: what it is about, what is so, what it means, what one may do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.showing import show_text

#: Below this many average characters, title and buttons go above and below the value.
_NARROW = 88


def wrapping(name: str, *, quiet: bool = False) -> QLabel:
    """A label that takes as many lines as it needs, and whose text can be copied by a screen reader."""
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if quiet:
        label.setProperty("role", "quiet")
    return label


class FactRow(QWidget):
    """Title, value and buttons share one base line; the help line runs under the value."""

    def __init__(
        self,
        name: str,
        title: str,
        *,
        buttons: Sequence[QPushButton] = (),
        value: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}_row")
        self.title = QLabel(title)
        self.title.setObjectName(f"{name}_title")
        self.title.setFont(font(bold=True))
        self.value = value or wrapping(f"{name}_value")
        self.help = wrapping(f"{name}_help", quiet=True)
        self.help.hide()
        self._buttons = list(buttons)
        self._narrow: bool | None = None
        self._title_width = 0
        self._middle = QVBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self.value)
        self._middle.addWidget(self.help)
        self._middle.addStretch(1)
        self._strip = QHBoxLayout()
        self._strip.setSpacing(GRID)
        for button in self._buttons:
            self._strip.addWidget(button)
        self._strip.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, GRID, 0, GRID + GRID // 2)
        self._box.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addLayout(self._middle, 1)
        self._box.addLayout(self._strip)
        self._box.setAlignment(self._strip, Qt.AlignmentFlag.AlignTop)
        if isinstance(self.value, QLabel) and self._buttons:
            self.title.setBuddy(self._buttons[0])
        else:
            self.title.setBuddy(self.value)
        self._lay_out(narrow=False)

    def show_fact(self, value: str, explanation: str) -> None:
        """The value line and the line under it."""
        if isinstance(self.value, QLabel):
            show_text(self.value, value)
        show_text(self.help, explanation)

    def set_title_width(self, width: int) -> None:
        """All rows of a panel share the width of their titles."""
        self._title_width = width
        self.title.setMinimumWidth(0 if self._narrow else width)

    def _lay_out(self, *, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.title.setMinimumWidth(0 if narrow else self._title_width)
        self._box.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        self._box.setSpacing(0 if narrow else 2 * GRID)
        self._align()

    def _align(self) -> None:
        """Puts the first lines on the buttons' base line: same text height, same space above."""
        line = self.fontMetrics().height()
        tall = self._buttons[0].sizeHint().height() if self._buttons else 4 * GRID
        above = 0 if self._narrow else max(0, (tall - line) // 2)
        for widget in (self.title, self.value):
            widget.setContentsMargins(0, above, 0, 0)
        self.help.setContentsMargins(0, GRID // 2, 0, 0)
        below = GRID if self._narrow and self._buttons else 0
        self._middle.setContentsMargins(0, GRID // 2 if self._narrow else 0, 0, below)

    def changeEvent(self, event: QEvent) -> None:
        """A larger font moves the base line."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._align()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds when there is no room for three columns."""
        super().resizeEvent(event)
        self._lay_out(narrow=self.width() < _NARROW * self.fontMetrics().averageCharWidth())


def line() -> QFrame:
    """The hairline between two rows."""
    made = QFrame()
    made.setProperty("role", "line")
    made.setFrameShape(QFrame.Shape.NoFrame)
    return made
