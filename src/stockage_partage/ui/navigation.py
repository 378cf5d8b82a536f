"""The tree on the left: sections that only name, places that lead."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from stockage_partage.ui.look import GRID
from stockage_partage.ui.places import NAMES, TREE, Place
from stockage_partage.words import window as words

_PLACE = Qt.ItemDataRole.UserRole


class Navigation(QTreeWidget):
    """Arrow keys go from place to place; a section is neither selected nor folded."""

    place_wanted = Signal(object)  # Place

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName(words.TREE_NAME)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setMouseTracking(True)
        self.setItemDelegate(NavigationDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items: dict[Place, QTreeWidgetItem] = {}
        for title, places in TREE.items():
            section = QTreeWidgetItem(self, [title])
            section.setFlags(Qt.ItemFlag.ItemIsEnabled)
            section.setExpanded(True)
            for place in places:
                item = QTreeWidgetItem(section, [NAMES[place]])
                item.setData(0, _PLACE, place.value)
                self._items[place] = item
        self.currentItemChanged.connect(self._moved)

    def show_place(self, place: Place) -> None:
        """Selects it, silently when it is already."""
        if self.currentItem() is not self._items[place]:
            self.setCurrentItem(self._items[place])

    def sizeHint(self) -> QSize:
        """As wide as its longest name."""
        longest = max(
            self.fontMetrics().horizontalAdvance(text) for text in (*TREE, *NAMES.values())
        )
        return QSize(longest + 7 * GRID, 30 * GRID)

    def _moved(self, item: QTreeWidgetItem | None) -> None:
        value = item.data(0, _PLACE) if item is not None else None
        if value is not None:
            self.place_wanted.emit(Place(value))


class NavigationDelegate(QStyledItemDelegate):
    """Draws sections as small quiet titles, places as rounded rows with a mark at the chosen one."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Four grid steps; a section after the first keeps its distance."""
        tall = option.fontMetrics.height() + 2 * GRID
        first = not index.parent().isValid() and index.row() == 0
        spaced = 0 if index.parent().isValid() or first else GRID
        return QSize(0, tall + spaced)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, state, colours = option.rect, option.state, option.palette
        place = index.parent().isValid()
        role = QPalette.ColorRole
        if place and state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.color(role.Highlight))
            painter.drawRoundedRect(rect, 6, 6)
            painter.setBrush(colours.color(role.Accent))
            painter.drawRoundedRect(
                rect.left(), rect.top() + GRID, 3, rect.height() - 2 * GRID, 1.5, 1.5
            )
        elif place and state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.color(role.Light))
            painter.drawRoundedRect(rect, 6, 6)
        if place and _by_keyboard(state):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.color(role.BrightText), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(colours.color(role.Text if place else role.PlaceholderText))
        painter.setFont(option.font)
        left = 3 * GRID if place else GRID
        align = Qt.AlignmentFlag.AlignLeft | (
            Qt.AlignmentFlag.AlignVCenter if place else Qt.AlignmentFlag.AlignBottom
        )
        inner = rect.adjusted(left, 0, -GRID, 0 if place else -GRID // 2)
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, int(align), text)
        painter.restore()


def _by_keyboard(state: QStyle.StateFlag) -> bool:
    """A ring is for whoever uses the keyboard; a click needs none."""
    flags = QStyle.StateFlag
    return bool(state & flags.State_HasFocus and state & flags.State_KeyboardFocusChange)
