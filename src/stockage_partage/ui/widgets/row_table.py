"""A table of rows: a row is chosen, greyed under the mouse and ringed by the keyboard as one thing.

One of two columns is made here too: what was looked at or acted on, and what came of it, told row by row.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHoverEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
)

from stockage_partage.ui.widgets.icon_label import icon
from stockage_partage.ui.widgets.theme import GRID, colours_now
from stockage_partage.ui.widgets.widget_updates import plain_tip

_Index = QModelIndex | QPersistentModelIndex


class RowTable(QTableView):
    """What acts on the chosen row acts on a row that can be seen to be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.under_mouse = -1  # row number, -1 for none
        self.viewport().setMouseTracking(True)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def selectRow(self, row: int) -> None:
        """Chooses that row alone. Qt's own looks at the keys held down: with Shift, after Shift+Tab, it chooses none."""
        flags = QItemSelectionModel.SelectionFlag
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, held: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and the last row: a row is one thing, with no cells to go between."""
        return end_of_list(self, action) or super().moveCursor(action, held)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row the current one here without selecting it: chosen, and not shown."""
        super().focusInEvent(event)
        current = self.currentIndex()
        by_hand = event.reason() is Qt.FocusReason.MouseFocusReason  # the click chooses by itself
        if current.isValid() and not by_hand and not self.selectionModel().isSelected(current):
            self.selectRow(current.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The whole row answers the mouse, not the one cell."""
        super().mouseMoveEvent(event)
        self._point_at(self.rowAt(event.position().toPoint().y()))

    def viewportEvent(self, event: QEvent) -> bool:
        """A list that comes under a mouse at rest is pointed at too; nothing is, once the mouse has left."""
        if isinstance(event, QHoverEvent) and event.type() is not QEvent.Type.HoverLeave:
            self._point_at(self.rowAt(event.position().toPoint().y()))
        if event.type() is QEvent.Type.Leave:
            self._point_at(-1)
        return super().viewportEvent(event)

    def _point_at(self, row: int) -> None:
        before, self.under_mouse = self.under_mouse, row
        for each in {before, row} - {-1} if before != row else ():
            top, tall = self.rowViewportPosition(each), self.rowHeight(each)
            self.viewport().update(0, top, self.viewport().width(), tall)


def end_of_list(table: QTableView, action: QAbstractItemView.CursorAction) -> QModelIndex | None:
    """Where Home or End leads in a table whose rows are chosen whole; None for another key, or no row."""
    last = table.model().rowCount() - 1
    ends = {
        QAbstractItemView.CursorAction.MoveHome: 0,
        QAbstractItemView.CursorAction.MoveEnd: last,
    }
    row = ends.get(action)
    if row is None or last < 0:
        return None
    return table.model().index(row, max(0, table.currentIndex().column()))


class RowDelegate(QStyledItemDelegate):
    """Cells of one row alike: all greyed under the mouse, all within one ring."""

    def __init__(self, table: RowTable) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """Tells the style what the row is, in place of what the cell is."""
        super().initStyleOption(option, index)
        flags = QStyle.StateFlag
        option.state &= ~(flags.State_MouseOver | flags.State_HasFocus)
        if index.row() == self._table.under_mouse:
            option.state |= flags.State_MouseOver

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The cell, then its part of the row's ring."""
        super().paint(painter, option, index)
        self.draw_ring(painter, option, index)

    def draw_ring(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Above and below the current row, for whoever uses the keyboard; closed at its ends."""
        table = self._table
        by_keyboard = table.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if index.row() != table.currentIndex().row() or not table.hasFocus() or not by_keyboard:
            return
        painter.save()
        painter.setPen(QPen(option.palette.color(QPalette.ColorRole.BrightText), 2))
        rect = option.rect.adjusted(0, 1, 0, -1)
        painter.drawLine(rect.left(), rect.top(), rect.right() + 1, rect.top())
        painter.drawLine(rect.left(), rect.bottom(), rect.right() + 1, rect.bottom())
        header = table.horizontalHeader()
        shown = [n for n in range(header.count()) if not header.isSectionHidden(n)]
        shown.sort(key=header.visualIndex)
        if index.column() == shown[0]:
            painter.drawLine(rect.left() + 1, rect.top(), rect.left() + 1, rect.bottom())
        if index.column() == shown[-1]:
            painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        painter.restore()


class ResultTable(QTableWidget):
    """`first` and `second`: the titles. `room`: average characters that the first column has room for."""

    def __init__(self, name: str, title: str, first: str, second: str, room: int) -> None:
        super().__init__(0, 2)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setHorizontalHeaderLabels([first, second])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self._tall = self.fontMetrics().height() + 2 * GRID
        self.verticalHeader().setDefaultSectionSize(self._tall)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.resizeSection(0, room * self.fontMetrics().averageCharWidth())
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setMinimumSectionSize(self._tall)
        self._told = -1  # the row that was told of last

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, held: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and the last row."""
        return end_of_list(self, action) or super().moveCursor(action, held)

    def show_at_least(self, lines: int) -> None:
        """Leaves room for so many lines, that of the titles among them."""
        self.setMinimumHeight(lines * self._tall + GRID)

    def add(self, name: str, said: str = "") -> int:
        """One row more, of which nothing but `said` is known yet; its number."""
        row = self.rowCount()
        self.insertRow(row)
        self.setItem(row, 0, QTableWidgetItem(name))
        self.setItem(row, 1, QTableWidgetItem(said))
        return row

    def tell(self, row: int, said: str, *, well: bool) -> None:
        """What came of one row, brought into sight; `well` when nothing has to be done."""
        item = QTableWidgetItem(said)
        item.setToolTip(plain_tip(said))
        ink = colours_now().accent if well else colours_now().settle_ink
        item.setIcon(icon("done" if well else "to_settle", QColor(ink), 2 * GRID))
        self.setItem(row, 1, item)
        self.resizeRowToContents(row)
        self._told = row
        self.scrollToItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: what was told breaks elsewhere, and what was told last stays in sight."""
        super().resizeEvent(event)
        self.resizeRowsToContents()
        if 0 <= self._told < self.rowCount():
            self.scrollTo(self.model().index(self._told, 1))
