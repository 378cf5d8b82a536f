"""The table of companies: sorted by any column, several rows chosen at once, rows that change as companies answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from stockage_partage.activation.company_overview import CompanyOverview
from stockage_partage.company.places import shown
from stockage_partage.company.third_parties.identity import normal_name
from stockage_partage.messages import companies as texts
from stockage_partage.ui.widgets.icon_label import icon
from stockage_partage.ui.widgets.row_table import RowTable
from stockage_partage.ui.widgets.theme import GRID, colours_now
from stockage_partage.ui.widgets.widget_updates import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SORT = Qt.ItemDataRole.UserRole


class CompanyColumn(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    STATE = 1
    ATTENTION = 2
    LICENCE_END = 3
    WAITING = 4
    BLOCKED = 5
    TO_CLASSIFY = 6
    APPLICATIONS = 7
    ACTIVATED_BY = 8
    PLACE = 9


_TITLES = {
    CompanyColumn.NAME: texts.NAME,
    CompanyColumn.STATE: texts.STATE,
    CompanyColumn.ATTENTION: texts.ATTENTION,
    CompanyColumn.WAITING: texts.WAITING,
    CompanyColumn.BLOCKED: texts.BLOCKED,
    CompanyColumn.TO_CLASSIFY: texts.TO_CLASSIFY,
    CompanyColumn.LICENCE_END: texts.LICENCE_END,
    CompanyColumn.APPLICATIONS: texts.APPLICATIONS,
    CompanyColumn.ACTIVATED_BY: texts.ACTIVATED_BY,
    CompanyColumn.PLACE: texts.PLACE,
}
_COUNTS = frozenset({CompanyColumn.WAITING, CompanyColumn.BLOCKED, CompanyColumn.TO_CLASSIFY})
#: Average characters that each column has room for at first.
_ROOM = {
    CompanyColumn.NAME: 28,
    CompanyColumn.STATE: 24,
    CompanyColumn.ATTENTION: 30,
    CompanyColumn.WAITING: 10,
    CompanyColumn.BLOCKED: 8,
    CompanyColumn.TO_CLASSIFY: 9,
    CompanyColumn.LICENCE_END: 13,
    CompanyColumn.APPLICATIONS: 30,
    CompanyColumn.ACTIVATED_BY: 24,
    CompanyColumn.PLACE: 44,
}


class CompaniesModel(QAbstractTableModel):
    """The rows by their places; one that answers changes in its own line."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[CompanyOverview] = []
        self._at: dict[str, int] = {}

    def show_rows(self, rows: Sequence[CompanyOverview]) -> None:
        """Shows these companies in place of the former ones."""
        self.beginResetModel()
        self.rows = list(rows)
        self._at = {row.place: number for number, row in enumerate(rows)}
        self.endResetModel()

    def update_rows(self, rows: Iterable[CompanyOverview]) -> None:
        """Shows what is known now of companies that are in the list; others are left out."""
        changed = []
        for row in rows:
            number = self._at.get(row.place)
            if number is not None and self.rows[number] != row:
                self.rows[number] = row
                changed.append(number)
        if changed:  # told once: each telling sorts and filters anew
            last = self.index(max(changed), len(_TITLES) - 1)
            self.dataChanged.emit(self.index(min(changed), 0), last)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Counts one row for each company."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Counts one column for each of `CompanyColumn`."""
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, what it is sorted by, and its tip."""
        row, column = self.rows[index.row()], CompanyColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_tip(row, column))
        if role == Qt.ItemDataRole.DecorationRole and column is CompanyColumn.ATTENTION:
            return (
                icon("to_settle", QColor(colours_now().settle_ink), 2 * GRID)
                if row.attention
                else None
            )
        if role == _SORT:
            return _order(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _COUNTS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column, and its alignment."""
        column = CompanyColumn(section) if orientation is Qt.Orientation.Horizontal else None
        if column is not None and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column in _COUNTS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class _Filter(QSortFilterProxyModel):
    """The rows that hold all the words typed, and those alone that need somebody when that is asked."""

    def __init__(self, model: CompaniesModel) -> None:
        super().__init__()
        self._model = model
        self._words: list[str] = []
        self._to_settle = False
        self.setSortRole(_SORT)
        self.setSourceModel(model)
        self.setDynamicSortFilter(True)

    def show_only(self, text: str, *, to_settle: bool) -> None:
        self.beginFilterChange()
        self._words, self._to_settle = text.casefold().split(), to_settle
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:
        """True for a row that is shown."""
        row = self._model.rows[source_row]
        if self._to_settle and not row.attention:
            return False
        found = texts.searched(row)
        return all(word in found for word in self._words)


class CompaniesTable(RowTable):
    """Enter or a double click opens the company; several can be chosen for what is done together."""

    opened = Signal(object)  # CompanyOverview
    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("companies_table")
        self.setAccessibleName(texts.TABLE_NAME)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.companies = CompaniesModel()
        self._shown = _Filter(self.companies)
        self.setModel(self._shown)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * GRID)
        self._dress_header(self.horizontalHeader(), self.fontMetrics())
        self.setSortingEnabled(True)
        self.sortByColumn(CompanyColumn.NAME, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(lambda _: self._open())
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())

    def _dress_header(self, header: QHeaderView, metrics: QFontMetrics) -> None:
        header.setObjectName("companies_header")
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(6 * GRID)
        for column, room in _ROOM.items():
            title = metrics.horizontalAdvance(_TITLES[column]) + 4 * GRID
            header.resizeSection(column, max(title, room * metrics.averageCharWidth() + 3 * GRID))

    def show_rows(self, rows: Sequence[CompanyOverview]) -> None:
        """Shows these companies; those that were chosen stay so."""
        before = {row.place for row in self.chosen}
        self.companies.show_rows(rows)
        self._choose(before)

    def _choose(self, places: set[str]) -> None:
        flags = QItemSelectionModel.SelectionFlag
        for number, row in enumerate(self.companies.rows):
            index = self._shown.mapFromSource(self.companies.index(number, 0))
            if row.place in places and index.isValid():
                self.selectionModel().select(index, flags.Select | flags.Rows)

    def take_keyboard(self) -> None:
        """Puts the keyboard in the list, on its first row unless one is chosen; nowhere without any."""
        if not self.is_empty:
            if not self.selectionModel().hasSelection():
                self.selectRow(0)
            self.setFocus()

    def show_only(self, text: str, *, to_settle: bool) -> None:
        """Shows the companies that hold these words; those alone that need somebody with `to_settle`."""
        self._shown.show_only(text, to_settle=to_settle)
        self.chosen_changed.emit()

    @property
    def chosen(self) -> tuple[CompanyOverview, ...]:
        """The chosen companies, in the order in which they are shown."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._row(number) for number in numbers)

    @property
    def is_empty(self) -> bool:
        """True when no company is shown."""
        return self._shown.rowCount() == 0

    @property
    def shown(self) -> tuple[CompanyOverview, ...]:
        """Every company that is shown, in that order."""
        return tuple(self._row(number) for number in range(self._shown.rowCount()))

    def _row(self, number: int) -> CompanyOverview:
        index = self._shown.mapToSource(self._shown.index(number, 0))
        return self.companies.rows[index.row()]

    def _open(self) -> None:
        current = self.currentIndex()
        if current.isValid():
            self.opened.emit(self._row(current.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the company that has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)


def _text(row: CompanyOverview, column: CompanyColumn) -> str:
    match column:
        case CompanyColumn.NAME:
            return texts.name(row)
        case CompanyColumn.STATE:
            return texts.state(row)
        case CompanyColumn.ATTENTION:
            return texts.attention(row)
        case CompanyColumn.LICENCE_END:
            return texts.licence_end(row)
        case CompanyColumn.APPLICATIONS:
            return texts.applications(row)
        case CompanyColumn.ACTIVATED_BY:
            return texts.activated_by(row)
        case CompanyColumn.PLACE:
            return shown(row.place)
    count = _count(row, column)
    return texts.count(count) if count else ""


def _count(row: CompanyOverview, column: CompanyColumn) -> int:
    seen = row.summary
    if seen is None:
        return 0
    counts = {
        CompanyColumn.WAITING: seen.waiting,
        CompanyColumn.BLOCKED: seen.blocked,
        CompanyColumn.TO_CLASSIFY: seen.to_classify,
    }
    return counts[column]


def _order(row: CompanyOverview, column: CompanyColumn) -> Any:
    if column in _COUNTS:
        return _count(row, column)
    if column is CompanyColumn.LICENCE_END:
        return row.licence_end.toordinal() if row.licence_end is not None else 0
    if column is CompanyColumn.ATTENTION:
        return row.urgency
    return normal_name(_text(row, column))  # É stands with E


def _tip(row: CompanyOverview, column: CompanyColumn) -> str:
    if row.trouble is not None and column in (CompanyColumn.STATE, CompanyColumn.ATTENTION):
        return f"{texts.trouble(row)} {texts.advice(row)}"
    return _text(row, column)
