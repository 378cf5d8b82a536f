"""A layout that goes on to the next line where the width ends, as words do."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from stockage_partage.ui.widgets.theme import GRID


class FlowLayout(QLayout):
    """Items side by side, on as many lines as the width asks for, their middles on one axis.

    The widget it is of takes the height of those lines.
    """

    def __init__(self, parent: QWidget, gap: int = 0, *, between_lines: int = 0) -> None:
        super().__init__(parent)
        self._gap = gap
        self._between = between_lines
        self._items: list[QLayoutItem] = []
        # Asked for at every line that is tried; asking an item anew would measure its text each time.
        self._wanted: list[QSize] | None = None
        self.setContentsMargins(0, 0, 0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        parent.setSizePolicy(policy)

    def invalidate(self) -> None:
        """An item has changed."""
        self._wanted = None
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Qt hands an item over."""
        self._items.append(item)
        self._wanted = None

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """The item, given up."""
        self._wanted = None
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """The layout never asks for more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """More lines when narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines at `width`."""
        return self._place_all(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Places every item inside `rect`, on as many lines as it takes."""
        super().setGeometry(rect)
        self._place_all(rect, move=True)

    def sizeHint(self) -> QSize:
        """The size of everything on one line."""
        widths = [wanted.width() for wanted in self._sizes() if wanted.width()]
        return QSize(sum(widths) + self._gap * max(0, len(widths) - 1), self._tallest())

    def minimumSize(self) -> QSize:
        """The widest item alone."""
        width = max((item.minimumSize().width() for item in self._items), default=0)
        return QSize(width, self._tallest())

    def _sizes(self) -> list[QSize]:
        if self._wanted is None:
            self._wanted = [item.sizeHint() for item in self._items]
        return self._wanted

    def _tallest(self) -> int:
        return max((wanted.height() for wanted in self._sizes()), default=3 * GRID)

    def _place_all(self, rect: QRect, *, move: bool) -> int:
        left, top, tall = rect.left(), rect.top(), self._tallest()
        for item, wanted in zip(self._items, self._sizes(), strict=True):
            if left > rect.left() and left + wanted.width() > rect.left() + rect.width():
                left, top = rect.left(), top + tall + self._between
            if move:
                width = min(wanted.width(), rect.width())
                drop = (tall - wanted.height()) // 2
                item.setGeometry(QRect(left, top + drop, width, wanted.height()))
            left += wanted.width() + self._gap if wanted.width() else 0  # hidden
        return top + tall - rect.top()
