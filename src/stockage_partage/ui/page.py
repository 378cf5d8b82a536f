"""A page of settings: a title, a column of things that stays readable, and it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from stockage_partage.ui.breadcrumb import Breadcrumb
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.places import NAMES, Place

#: A line longer than this many average characters is hard to read.
_LONGEST = 140
#: A window narrower than this many average characters has no room for wide margins.
_SMALL = 80


class Page(QScrollArea):
    """Scrolls vertically only; its column never exceeds a readable width."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        name, title = place.value, NAMES[place]
        self.setObjectName("page_scroll")
        self.setAccessibleName(title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = Flowing()
        inside.setObjectName("page")
        self._margins = QVBoxLayout(inside)
        self._column = QWidget()
        self._column.setObjectName(name)
        self.box = QVBoxLayout(self._column)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        # The way here scrolls with the page: on a small screen every line counts.
        self.breadcrumb = Breadcrumb(place)
        self.box.addWidget(self.breadcrumb)
        heading = QLabel(title)
        heading.setObjectName(f"{name}_heading")
        heading.setFont(font(1.65, bold=True))
        heading.setWordWrap(True)
        self.box.addSpacing(GRID // 2)
        self.box.addWidget(heading)
        self.box.addSpacing(2 * GRID)
        self._margins.addWidget(self._column)
        self._margins.addStretch(1)
        self.setWidget(inside)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Margins give way before the text does."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """The window gives the room: what is inside, which is long to measure, is not asked."""
        return QSize(60 * GRID, 60 * GRID)

    def _fit(self) -> None:
        character = self.fontMetrics().averageCharWidth()
        side = 2 * GRID if self.viewport().width() < _SMALL * character else 4 * GRID
        # By a margin, not a maximum width: the layout would count the lines at the full width.
        right = max(side, self.viewport().width() - side - _LONGEST * character)
        self._margins.setContentsMargins(side, 2 * GRID, right, 2 * GRID)


class Flowing(QWidget):
    """Takes the width it is given; its height follows from that width alone.

    A layout of wrapping labels asks for the height it would need at its least width, and the page
    would scroll for nothing.
    """

    def minimumSizeHint(self) -> QSize:
        """None."""
        return QSize(0, 0)
