"""« Fichier › Paramètres société › Configuration des traitements › Échanges de données »."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from stockage_partage.ui.look import GRID
from stockage_partage.ui.places import Place, way
from stockage_partage.words import window as words

_GAP = 0


class Breadcrumb(QWidget):
    """Each step but the last is a button; a screen reader hears the whole way as this widget's name."""

    place_wanted = Signal(object)  # Place
    file_menu_wanted = Signal()

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.setObjectName("breadcrumb")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow = FlowLayout(self)
        steps = way(place)
        for index, (text, target) in enumerate(steps):
            last = index == len(steps) - 1
            if index:
                flow.addWidget(self._separator(wide=last))
            flow.addWidget(self._here(text) if last else self._step(index, text, target))
        said = ", ".join(text for text, _ in steps)
        self.setAccessibleName(f"{words.BREADCRUMB_NAME}\N{NO-BREAK SPACE}: {said}")

    def _step(self, index: int, text: str, target: Place | None) -> QPushButton:
        made = QPushButton(text, self)
        made.setObjectName(f"breadcrumb_{index}")
        made.setProperty("crumb", True)
        made.setProperty("first", index == 0)
        if target is None:
            made.clicked.connect(self.file_menu_wanted)
        else:
            made.clicked.connect(lambda: self.place_wanted.emit(target))
        return made

    def _here(self, text: str) -> QLabel:
        made = QLabel(text, self)
        made.setObjectName("breadcrumb_here")
        return made

    def _separator(self, *, wide: bool) -> QLabel:
        made = QLabel("›", self)
        made.setObjectName("breadcrumb_separator")
        # A step brings three pixels of its own, the last one none.
        made.setContentsMargins(GRID // 2, 0, GRID // 2 + 3 * wide, 0)
        made.setProperty("role", "quiet")
        return made


class FlowLayout(QLayout):
    """Items side by side, on as many lines as the width asks for, their middles on one axis."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        # Asked for at every line that is tried; asking an item anew would measure its text each time.
        self._wanted: list[QSize] | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def invalidate(self) -> None:
        """An item has changed."""
        self._wanted = None
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Qt hands an item over."""
        self._items.append(item)
        self._wanted = None

    def count(self) -> int:
        """How many."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item, None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """The item, given up."""
        self._wanted = None
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """More lines when narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines at `width`."""
        return self._place_all(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Places everything."""
        super().setGeometry(rect)
        self._place_all(rect, move=True)

    def sizeHint(self) -> QSize:
        """One line."""
        width = sum(wanted.width() + _GAP for wanted in self._sizes())
        return QSize(width, self._tallest())

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
                left, top = rect.left(), top + tall
            if move:
                width = min(wanted.width(), rect.width())
                drop = (tall - wanted.height()) // 2
                item.setGeometry(QRect(left, top + drop, width, wanted.height()))
            left += wanted.width() + _GAP
        return top + tall - rect.top()
