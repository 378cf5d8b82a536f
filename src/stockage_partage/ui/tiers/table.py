"""The table of third parties: it shows what it is given and asks for another order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.third_party_checks import Field
from stockage_partage.ui.look import GRID
from stockage_partage.ui.tiers.rows import Column
from stockage_partage.words import third_parties as words

_TITLES = {
    Column.CODE: words.FIELDS[Field.CODE],
    Column.NAME: words.FIELDS[Field.NAME],
    Column.KIND: words.FIELDS[Field.KIND],
    Column.SIREN: words.FIELDS[Field.SIREN],
    Column.SIRET: words.FIELDS[Field.SIRET],
    Column.VAT: words.FIELDS[Field.VAT],
}
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class ThirdPartyModel(QAbstractTableModel):
    """The rows, as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.parties: Sequence[ThirdParty] = ()

    def show_parties(self, parties: Sequence[ThirdParty]) -> None:
        """All of them anew."""
        self.beginResetModel()
        self.parties = parties
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """A row each."""
        return 0 if parent.isValid() else len(self.parties)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """`Column`."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; whole in its tip."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(self.parties[index.row()], Column(index.column()))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class ThirdPartyTable(QTableView):
    """Enter or a double click opens one; the chosen one stays chosen when the rows change."""

    opened = Signal(object)  # ThirdParty
    chosen = Signal(object)  # ThirdParty, or None
    order_wanted = Signal(object, bool)  # Column, descending

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("third_party_table")
        self.setAccessibleName(words.TABLE_NAME)
        self._model = ThirdPartyModel()
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 2 * GRID)
        self._dress_header(self.horizontalHeader())
        self.doubleClicked.connect(lambda _: self._open())
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _dress_header(self, header: QHeaderView) -> None:
        header.setObjectName("third_party_header")
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(Column.CODE, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(6 * GRID)
        digits = {
            Column.CODE: 12,
            Column.KIND: 9,
            Column.SIREN: 10,
            Column.SIRET: 17,
            Column.VAT: 14,
        }
        for column, count in digits.items():
            header.resizeSection(column, count * self.fontMetrics().averageCharWidth() + 5 * GRID)
        header.sortIndicatorChanged.connect(
            lambda column, order: self.order_wanted.emit(
                Column(column), order is Qt.SortOrder.DescendingOrder
            )
        )

    def show_parties(self, parties: Sequence[ThirdParty]) -> None:
        """The rows; the chosen third party stays chosen when it is among them."""
        before = self.party
        where = self.verticalScrollBar().value()
        self._model.show_parties(parties)
        codes = [party.code for party in parties]
        if before is not None and before.code in codes:
            index = self._model.index(codes.index(before.code), 0)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.verticalScrollBar().setValue(where)
        self.chosen.emit(self.party)

    @property
    def party(self) -> ThirdParty | None:
        """The chosen one."""
        index = self.selectionModel().currentIndex()
        return self._model.parties[index.row()] if index.isValid() else None

    def _moved(self) -> None:
        self.chosen.emit(self.party)

    def _open(self) -> None:
        if self.party is not None:
            self.opened.emit(self.party)

    def keyPressEvent(self, event: Any) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)


def _text(party: ThirdParty, column: Column) -> str:
    match column:
        case Column.NAME:
            return party.name
        case Column.KIND:
            return words.KINDS[party.kind]
        case Column.SIREN:
            return words.spaced(party.siren)
        case Column.SIRET:
            return words.spaced(party.siret)
        case Column.VAT:
            return party.vat or ""
    return party.code
