"""The table of documents: a million rows as smooth as ten, since only those on screen are asked for."""

from __future__ import annotations

import json

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
)

from stockage_partage.company.document_records import DocumentRow, OnlineState, SortOrder
from stockage_partage.company.state_records import Status
from stockage_partage.messages import documents_page as texts
from stockage_partage.ui.documents.document_model import ORDERS, ROW_ROLE, STATUS, DocumentModel
from stockage_partage.ui.widgets.row_table import RowDelegate, RowTable
from stockage_partage.ui.widgets.theme import GRID, colours_now

_Index = QModelIndex | QPersistentModelIndex
_DOT = 8
#: In digits; the third party takes what is left.
_WIDTHS: dict[SortOrder, int] = {
    SortOrder.DATE: 10, SortOrder.NUMBER: 14, SortOrder.TYPE: 14, SortOrder.THIRD_PARTY: 13, SortOrder.AMOUNT: 11,
    SortOrder.STATUS: 13, SortOrder.ADDED: 10,
}  # fmt: skip
_STRETCHED = ORDERS.index(SortOrder.THIRD_PARTY)
#: Given up one after the other where there is no room, seen in the details all the same; never the one
#: that the list is sorted by.
_FIRST_TO_GO = (SortOrder.TYPE, SortOrder.DATE, SortOrder.ADDED)
#: In digits, where even then the third party has too little.
_SHORT_NUMBER = 11


class DocumentTable(RowTable):
    """Enter or a double click opens; the context menu offers what the details offer."""

    chosen = Signal(object)  # DocumentRow, or None
    several = Signal(
        object
    )  # the first and last row of each stretch chosen; empty when it is one row at most
    open_wanted = Signal()
    menu_wanted = Signal(object)  # QPoint, global

    def __init__(self, model: DocumentModel) -> None:
        super().__init__()
        self.documents = model
        self._tight = False
        self._chosen_widths: dict[SortOrder, int] = {}  # by hand, in pixels
        self.setObjectName("documents_table")
        self.setAccessibleName(texts.TABLE)
        self.setModel(model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(self._selected)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setItemDelegateForColumn(STATUS, _StatusDelegate(self))
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 2 * GRID)
        rows.hide()
        self._dress_columns()
        self.doubleClicked.connect(lambda _: self.open_wanted.emit())

    def _dress_columns(self) -> None:
        columns = self.horizontalHeader()
        columns.setObjectName("documents_columns")
        columns.setHighlightSections(False)
        columns.setSectionsMovable(True)
        columns.setMinimumSectionSize(6 * GRID)
        for column, order in enumerate(ORDERS):
            self.setColumnWidth(column, self._width(order))
        columns.setSectionResizeMode(_STRETCHED, QHeaderView.ResizeMode.Stretch)
        columns.setSortIndicator(ORDERS.index(SortOrder.ADDED), Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        columns.sectionResized.connect(self._resized)
        columns.sortIndicatorChanged.connect(lambda *_: self._give_up_columns())

    def columns_state(self) -> str:
        """How somebody arranged the columns: their order, widths and the sort, as text."""
        columns = self.horizontalHeader()
        places = [ORDERS[columns.logicalIndex(at)].value for at in range(len(ORDERS))]
        down = columns.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        widths = {order.value: width for order, width in self._chosen_widths.items()}
        sorted_by = ORDERS[columns.sortIndicatorSection()].value
        return json.dumps({"places": places, "widths": widths, "sort": [sorted_by, down]})

    def restore_columns(self, state: str) -> None:
        """Arranges the columns as `columns_state` told; what it does not understand changes nothing."""
        try:
            kept = json.loads(state)
            places = [ORDERS.index(SortOrder(each)) for each in kept["places"]]
            widths = {SortOrder(name): int(width) for name, width in kept["widths"].items()}
            sorted_by, down = SortOrder(kept["sort"][0]), bool(kept["sort"][1])
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            return
        columns = self.horizontalHeader()
        for at, column in enumerate(places):
            columns.moveSection(columns.visualIndex(column), at)
        self._chosen_widths = widths
        for order in widths:
            self.setColumnWidth(ORDERS.index(order), self._width(order))
        arrow = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        columns.setSortIndicator(ORDERS.index(sorted_by), arrow)

    @property
    def order(self) -> tuple[SortOrder, bool]:
        """What the list is sorted by, and whether the greatest comes first."""
        columns = self.horizontalHeader()
        down = columns.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        return ORDERS[columns.sortIndicatorSection()], down

    def _resized(self, column: int, before: int, width: int) -> None:
        """Remembers the width that a person drags a column to: nothing else holds the mouse down."""
        held = QApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if held and before and width and column != _STRETCHED:
            self._chosen_widths[ORDERS[column]] = width
            self._give_up_columns()

    def choose(self, row: int) -> None:
        """Chooses a row as if it were clicked."""
        self.setCurrentIndex(self.documents.index(row, 0))

    def stretches(self) -> list[tuple[int, int]]:
        """The first and last row of each stretch that is chosen, from top to bottom; empty for one row or none."""
        ranges = self.selectionModel().selection()
        each = (ranges.at(number) for number in range(ranges.size()))
        told = sorted({(one.top(), one.bottom()) for one in each})
        count = sum(last - first + 1 for first, last in told)
        return told if count > 1 else []

    def _selected(self) -> None:
        several = self.stretches()
        self.several.emit(several)
        rows = self.selectionModel().selectedRows() if not several else []
        if rows and rows[0].row() != self.currentIndex().row():
            self.chosen.emit(rows[0].data(ROW_ROLE))  # the current one was taken out of the choice

    def rows_on_screen(self) -> tuple[int, int]:
        """The first and the last row that can be seen."""
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else max(0, self.documents.rowCount() - 1)

    def move_by(self, rows: int) -> None:
        """Scrolls so that the same documents stay where they are while others came before them."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + rows * self.verticalHeader().defaultSectionSize())

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Told once a row, not once a cell."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() or not current.isValid():
            self.chosen.emit(current.data(ROW_ROLE) if current.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen document."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.open_wanted.emit()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Asks for the menu of the current row, by the mouse or by its key."""
        if self.currentIndex().isValid():
            self.menu_wanted.emit(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for all columns, the least needed go."""
        super().resizeEvent(event)
        self._give_up_columns()

    def _give_up_columns(self) -> None:
        """The type goes first, then a part of the number, then a date that nothing is sorted by."""
        room, (sorted_by, _) = self.viewport().width(), self.order
        self._tight = False
        hidden: set[SortOrder] = set()

        def needed() -> int:
            return sum(self._width(order) for order in ORDERS if order not in hidden)

        for order in _FIRST_TO_GO:
            if needed() > room:
                self._tight = order is not SortOrder.TYPE
                if needed() > room and order is not sorted_by:
                    hidden.add(order)
        for column, order in enumerate(ORDERS):
            self.setColumnHidden(column, order in hidden)
        self.setColumnWidth(ORDERS.index(SortOrder.NUMBER), self._width(SortOrder.NUMBER))

    def _width(self, order: SortOrder) -> int:
        if order in self._chosen_widths:
            return self._chosen_widths[order]
        if order is SortOrder.NUMBER and self._tight:
            return self._digits(_SHORT_NUMBER)
        return self._digits(_WIDTHS[order])

    def _digits(self, count: int) -> int:
        return count * self.fontMetrics().horizontalAdvance("0") + 3 * GRID


class _StatusDelegate(RowDelegate):
    """A dot of the status' colour before its words, so that colour is never alone to tell."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> None:
        """The ground by the style, then the dot, then the words."""
        self.initStyleOption(option, index)
        style = option.widget.style()
        room = _line_of_text(option)
        said, option.text = option.text, ""
        style.drawControl(
            QStyle.ControlElement.CE_ItemViewItem,
            option,
            painter,
            option.widget,
        )
        row = index.data(ROW_ROLE)
        palette: QPalette = option.palette
        painter.save()
        if row is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(status_colour(row))
            painter.drawEllipse(room.left(), room.center().y() - _DOT // 2 + 1, _DOT, _DOT)
            room.adjust(_DOT + GRID, 0, 0, 0)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        cut = option.fontMetrics.elidedText(said, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cut)
        painter.restore()
        self.draw_ring(painter, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The dot as well."""
        return super().sizeHint(option, index) + QSize(_DOT + GRID, 0)


def _line_of_text(option: QStyleOptionViewItem) -> QRect:
    """Where the style itself writes in the other columns: a cell's text is on one line with theirs."""
    style = option.widget.style()
    inside = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
    margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, option.widget) + 1
    inside.adjust(margin, 0, -margin, 0)
    line = QSize(inside.width(), option.fontMetrics.height())
    return QStyle.alignedRect(option.direction, Qt.AlignmentFlag.AlignVCenter, line, inside)


def status_colour(row: DocumentRow) -> QColor:
    """The colour of a document's status, in the theme of now."""
    colours = colours_now()
    if row.status is Status.BLOCKED or row.online == OnlineState.DELETED:
        return QColor(colours.trouble_ink)
    if row.status is Status.TO_CLASSIFY:
        return QColor(colours.settle_ink)
    return QColor(colours.accent if row.status is Status.FILED else colours.info_ink)
