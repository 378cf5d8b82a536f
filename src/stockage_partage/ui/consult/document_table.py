"""The table of documents: a million rows as smooth as ten, since only those on screen are asked for."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from stockage_partage.company.facts import DocumentRow, Online, Order, Status
from stockage_partage.ui.consult.document_model import ORDERS, ROW_ROLE, STATUS, DocumentModel
from stockage_partage.ui.look import DARK, GRID, LIGHT
from stockage_partage.words import consulting as words

_Index = QModelIndex | QPersistentModelIndex
_DOT = 8
#: In digits; the third party takes what is left.
_WIDTHS: dict[Order, int] = {
    Order.DATE: 10, Order.NUMBER: 14, Order.TYPE: 14, Order.THIRD_PARTY: 18, Order.AMOUNT: 12,
    Order.STATUS: 14, Order.ADDED: 15,
}  # fmt: skip
_STRETCHED = ORDERS.index(Order.THIRD_PARTY)
#: Given up one after the other where there is no room, seen in the details all the same.
_FIRST_TO_GO = (Order.ADDED, Order.AMOUNT, Order.TYPE)
#: In digits, where even then the third party has too little.
_SHORT_NUMBER = 9


class DocumentTable(QTableView):
    """Enter or a double click opens; the context menu offers what the details offer."""

    chosen = Signal(object)  # DocumentRow, or None
    open_wanted = Signal()
    menu_wanted = Signal(object)  # QPoint, global

    def __init__(self, model: DocumentModel) -> None:
        super().__init__()
        self.documents = model
        self._tight = False
        self.setObjectName("documents_table")
        self.setAccessibleName(words.TABLE)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
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
        columns.setSectionsMovable(False)
        columns.setMinimumSectionSize(6 * GRID)
        for column, order in enumerate(ORDERS):
            self.setColumnWidth(column, self._width(order))
        columns.setSectionResizeMode(_STRETCHED, QHeaderView.ResizeMode.Stretch)
        columns.setSortIndicator(ORDERS.index(Order.ADDED), Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)

    def choose(self, row: int) -> None:
        """As if it were clicked."""
        self.setCurrentIndex(self.documents.index(row, 0))

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
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.open_wanted.emit()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By the mouse or by its key."""
        if self.currentIndex().isValid():
            self.menu_wanted.emit(event.globalPos())

    def resizeEvent(self, event: object) -> None:
        """Where there is no room for all columns, the least needed go."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        room = self.viewport().width()
        needed = sum(map(self._width, ORDERS))
        for order in _FIRST_TO_GO:
            self.setColumnHidden(ORDERS.index(order), needed > room)
            if needed > room:
                needed -= self._width(order)
        if (needed > room) != self._tight:  # a width that somebody chose is left alone in between
            self._tight = needed > room
            digits = _SHORT_NUMBER if self._tight else _WIDTHS[Order.NUMBER]
            self.setColumnWidth(ORDERS.index(Order.NUMBER), self._digits(digits))

    def _width(self, order: Order) -> int:
        return self._digits(_WIDTHS[order])

    def _digits(self, count: int) -> int:
        return count * self.fontMetrics().horizontalAdvance("0") + 3 * GRID


class _StatusDelegate(QStyledItemDelegate):
    """A dot of the status' colour before its words, so that colour is never alone to tell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

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
    """In the theme of now."""
    colours = DARK if QApplication.instance().property("colours") == "dark" else LIGHT  # type: ignore[union-attr]
    if row.status is Status.BLOCKED or row.online == Online.DELETED:
        return QColor(colours.trouble_ink)
    if row.status is Status.TO_CLASSIFY:
        return QColor(colours.settle_ink)
    return QColor(colours.accent if row.status is Status.FILED else colours.info_ink)
