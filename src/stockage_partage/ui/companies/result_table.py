"""Two columns: what was looked at or acted on, and what came of it, told row by row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from stockage_partage.ui.widgets.icon_label import icon
from stockage_partage.ui.widgets.row_table import end_of_list
from stockage_partage.ui.widgets.theme import GRID, colours_now
from stockage_partage.ui.widgets.widget_updates import plain_tip


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
