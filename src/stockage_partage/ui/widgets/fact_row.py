"""One row of a panel: what it is about, what is so, what it means, what one may do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import show, show_text

#: Below this many average characters, title and buttons go above and below the value.
_NARROW = 88
#: A text beside buttons keeps at least so many, or the buttons go below it.
_LEAST_TEXT = 20
#: What is kept for buttons, with one or with two of them: the text beside does not break anew when one comes.
_BUTTONS = 26


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
    """Title, value and buttons share one base line; the help runs under the value, never under the buttons."""

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
        self._strip = QWidget()
        strip = QHBoxLayout(self._strip)
        strip.setContentsMargins(0, 0, 0, 0)
        strip.setSpacing(GRID)
        for button in self._buttons:
            strip.addWidget(button)
        strip.addStretch(1)
        show(self._strip, bool(self._buttons))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, GRID, 0, GRID + GRID // 2)
        self._grid.setVerticalSpacing(0)
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
        top = Qt.AlignmentFlag.AlignTop
        self._grid.setHorizontalSpacing(0 if narrow else 2 * GRID)
        self._grid.setColumnStretch(0, 1 if narrow else 0)
        self._grid.setColumnStretch(1, 0 if narrow else 1)
        kept = _BUTTONS * self.fontMetrics().averageCharWidth() if self._buttons else 0
        self._grid.setColumnMinimumWidth(2, 0 if narrow else kept)
        # Adding what is there already moves it.
        self._grid.addWidget(self.title, 0, 0, top)
        self._grid.addWidget(self.value, *((1, 0) if narrow else (0, 1)))
        # The help last: it may grow at any time, and would move the buttons.
        end = top if narrow else top | Qt.AlignmentFlag.AlignRight
        self._grid.addWidget(self._strip, *((2, 0, 1, 1) if narrow else (0, 2, 2, 1)), end)
        self._grid.addWidget(self.help, *((3, 0) if narrow else (1, 1)))
        self._align()

    def _align(self) -> None:
        """Puts the first lines on the buttons' base line: same space above and below in every row."""
        line = self.fontMetrics().height()
        tall = self._buttons[0].sizeHint().height() if self._buttons else 4 * GRID
        above = 0 if self._narrow else max(0, (tall - line) // 2)
        self.title.setContentsMargins(0, above, 0, 0)
        # Boxes to choose in are as tall as the buttons: only text is brought down to the base line.
        text = self.value.layout() is None or self.value.property("reads_as_text") is True
        lowered = above if text else 0
        # A button is taller than the line beside it: a row without one keeps that room for its help.
        room = max(0, tall - line - above) if text and not self._narrow else 0
        beside = room if self._buttons else 0
        self.value.setContentsMargins(0, GRID // 2 if self._narrow else lowered, 0, beside)
        below = GRID // 2 if self._narrow else GRID // 4 + room - beside
        self.help.setContentsMargins(0, below, 0, 0)
        self._strip.setContentsMargins(0, GRID if self._narrow else 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        """A larger font moves the base line."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._align()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Folds when there is no room for three columns."""
        super().resizeEvent(event)
        readable = _NARROW * self.fontMetrics().averageCharWidth()
        self._lay_out(narrow=self.width() < max(readable, self._beside()))

    def _beside(self) -> int:
        """The width that title, value and buttons take side by side, in pixels; a text may wrap, and so may links."""
        inside = self.value.layout()
        if inside is None or inside.hasHeightForWidth():
            value = _LEAST_TEXT * self.fontMetrics().averageCharWidth() if self._buttons else 0
        else:
            value = self.value.sizeHint().width()
        title = max(self._title_width, self.title.sizeHint().width())
        return title + value + self._strip.sizeHint().width() + 4 * GRID


def line() -> QFrame:
    """The hairline between two rows."""
    made = QFrame()
    made.setProperty("role", "line")
    made.setFrameShape(QFrame.Shape.NoFrame)
    return made


class FlowingText(QWidget):
    """Takes the width it is given; its height follows from that width alone.

    A layout of wrapping labels asks for the height it would need at its least width, and the page
    would scroll for nothing.
    """

    def minimumSizeHint(self) -> QSize:
        """A page can be made as small as one likes."""
        return QSize(0, 0)
