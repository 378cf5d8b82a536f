"""The rows of the table, of which only the pages that somebody looks at are ever here."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from stockage_partage.company.document_records import DocumentRow, OnlineState, SortOrder
from stockage_partage.company.state_records import Status
from stockage_partage.messages import documents_page as texts
from stockage_partage.plain_text import one_line
from stockage_partage.ui.widgets.widget_updates import plain_tip

PAGE = 100
#: Pages kept; the ones looked at longest ago go first.
KEPT = 60
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

#: By which order each column sorts.
ORDERS: tuple[SortOrder, ...] = (
    SortOrder.DATE, SortOrder.NUMBER, SortOrder.TYPE, SortOrder.THIRD_PARTY, SortOrder.AMOUNT, SortOrder.STATUS, SortOrder.ADDED,
)  # fmt: skip
AMOUNT = ORDERS.index(SortOrder.AMOUNT)
STATUS = ORDERS.index(SortOrder.STATUS)
ROW_ROLE = Qt.ItemDataRole.UserRole  # the DocumentRow, None while it is on its way


class DocumentModel(QAbstractTableModel):
    """A table with a row for each document; what is missing is asked for by `pages_wanted`."""

    pages_wanted = Signal(object)  # list of page numbers, the last asked first
    order_wanted = Signal(object, bool)  # Order, descending

    def __init__(self) -> None:
        super().__init__()
        self._total = 0
        self._pages: OrderedDict[int, Sequence[DocumentRow]] = OrderedDict()
        self._missing: dict[int, None] = {}
        self._gone: set[int] = set()
        self._leaving: frozenset[int] = frozenset()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask)

    # --- what it is given ------------------------------------------------------------------------

    def start_over(self, first: Sequence[DocumentRow], total: int) -> None:
        """Shows the answer to another question from its first row."""
        self.beginResetModel()
        self._total = max(total, len(first))
        self._missing.clear()
        self._pages = OrderedDict({0: first})
        self.endResetModel()

    def extend(self, total: int) -> None:
        """The answer was counted: it has that many rows."""
        if total > self._total:
            self.beginInsertRows(_NOWHERE, self._total, total - 1)
            self._total = total
            self.endInsertRows()

    def put_page(self, number: int, rows: Sequence[DocumentRow]) -> None:
        """A page that was asked for."""
        self._missing.pop(number, None)
        self._keep(number, rows)
        first, last = number * PAGE, min(self._total, (number + 1) * PAGE) - 1
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(ORDERS) - 1))

    def saw_gone(self, document_id: int) -> None:
        """Marks a document that was just seen to be deleted online; the register has been told."""
        self._gone.add(document_id)
        for number, row in self.known_rows():
            if row.id == document_id:
                place = self.index(number, STATUS)
                self.dataChanged.emit(place, place)

    def show_leaving(self, ids: frozenset[int]) -> None:
        """Marks the documents that are being taken back."""
        changed, self._leaving = ids ^ self._leaving, ids
        for number, row in self.known_rows():
            if row.id in changed:
                place = self.index(number, STATUS)
                self.dataChanged.emit(place, place)

    def refresh(self, total: int, pages: Mapping[int, Sequence[DocumentRow]], shift: int) -> None:
        """Replaces what is shown by what is so now. `shift`: how many rows came before those shown.

        What is chosen stays chosen: a document follows its id where it is known, else the shift.
        """
        self._missing.clear()
        if total == self._total and shift == 0:
            self._pages.clear()
            for number, rows in pages.items():
                self.put_page(number, rows)
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = {index.row(): row.id for index in before if (row := self.row_at(index.row()))}
        self._total = total
        self._pages.clear()
        for number, rows in pages.items():
            self._keep(number, rows)
        places = {row.id: n * PAGE + at for n, rows in pages.items() for at, row in enumerate(rows)}
        moved = [places.get(ids.get(index.row(), -1), index.row() + shift) for index in before]
        after = [
            self.index(row, index.column()) if 0 <= row < total else QModelIndex()
            for row, index in zip(moved, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _keep(self, number: int, rows: Sequence[DocumentRow]) -> None:
        self._pages[number] = rows
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    # --- what it answers -------------------------------------------------------------------------

    def row_at(self, row: int) -> DocumentRow | None:
        """The document there, None while its page is not here."""
        page = self._pages.get(row // PAGE)
        if page is None or row < 0:
            return None
        at = row % PAGE
        found = page[at] if at < len(page) else None
        if found is not None and found.id in self._gone and found.status is Status.FILED:
            return replace(found, online=OnlineState.DELETED)
        return found

    def known_rows(self) -> Iterable[tuple[int, DocumentRow]]:
        """Every document that is here, with its place."""
        for number, rows in self._pages.items():
            for at, row in enumerate(rows):
                yield number * PAGE + at, row

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Counts all rows, fetched already or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """One column for each of `words.COLUMNS`."""
        return 0 if parent.isValid() else len(ORDERS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; « … » while its page is on its way."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
            ROW_ROLE,
        ):
            return None
        row = self.row_at(index.row())
        if row is None:
            self._want(index.row() // PAGE)
            return None if role == ROW_ROLE else "…"
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            told = texts.LEAVING if self._is_leaving(row) else None
            return one_line(texts.accessible_row(row, told))
        told = texts.LEAVING if index.column() == STATUS and self._is_leaving(row) else None
        cell = one_line(told or texts.cell(row, index.column()))
        if role != Qt.ItemDataRole.ToolTipRole:
            return cell
        added = index.column() == ORDERS.index(SortOrder.ADDED)
        return plain_tip(texts.added(row, whole=True) if added else cell)

    def _is_leaving(self, row: DocumentRow) -> bool:
        return row.id in self._leaving and row.status is not Status.FILED

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column, and its alignment."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return texts.COLUMNS[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Asks the database for another order."""
        if 0 <= column < len(ORDERS):
            self.order_wanted.emit(ORDERS[column], order is Qt.SortOrder.DescendingOrder)

    def _want(self, number: int) -> None:
        if number not in self._missing:
            self._missing[number] = None
            self._asking.start()

    def _ask(self) -> None:
        # Once only: whoever gives the pages forgets those that were scrolled past.
        wanted, self._missing = list(self._missing)[::-1], {}
        if wanted:
            self.pages_wanted.emit(wanted)


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column == AMOUNT else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
