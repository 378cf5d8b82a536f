"""The table of third parties, and which it shows in which order.

It shows what it is given and asks for another order. Finding and sorting them is done off the window's
thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.third_parties.identity import ThirdPartyField, normal_name
from stockage_partage.messages import third_parties as texts
from stockage_partage.ui.widgets.row_table import RowTable
from stockage_partage.ui.widgets.theme import GRID

#: So many characters from the middle of a SIREN, a SIRET or a VAT number say which one is meant.
_TELLING = 4

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """The columns of the table of third parties."""

    CODE = 0
    NAME = 1
    KIND = 2
    SIREN = 3
    SIRET = 4
    VAT = 5


_TITLES = {
    Column.CODE: texts.FIELDS[ThirdPartyField.CODE],
    Column.NAME: texts.FIELDS[ThirdPartyField.NAME],
    Column.KIND: texts.FIELDS[ThirdPartyField.KIND],
    Column.SIREN: texts.FIELDS[ThirdPartyField.SIREN],
    Column.SIRET: texts.FIELDS[ThirdPartyField.SIRET],
    Column.VAT: texts.FIELDS[ThirdPartyField.VAT],
}


@dataclass(frozen=True, slots=True)
class TableRequest:
    """What the person asked to see."""

    text: str = ""
    column: Column = Column.CODE
    descending: bool = False


def arranged(parties: Sequence[ThirdParty], wanted: TableRequest) -> list[ThirdParty]:
    """The third parties that hold every word, sorted; one without the value sorted by comes last."""
    words = normal_name(wanted.text).split()
    found = [party for party in parties if _holds(party, words)] if words else list(parties)
    found.sort(key=lambda party: party.code)
    found.sort(key=lambda party: _value(party, wanted.column), reverse=wanted.descending)
    found.sort(key=lambda party: not _value(party, wanted.column))
    return found


def _holds(party: ThirdParty, words: Sequence[str]) -> bool:
    text = normal_name(f"{party.code} {party.name}")
    numbers = normal_name(f"{party.siren or ''} {party.siret or ''} {party.vat or ''}").split()
    return all(word in text or any(_tells(word, each) for each in numbers) for word in words)


def _tells(word: str, number: str) -> bool:
    """One or two digits are in every long number: those few must begin it."""
    return number.startswith(word) or (len(word) >= _TELLING and word in number)


def _value(party: ThirdParty, column: Column) -> str:
    match column:
        case Column.NAME:
            return normal_name(party.name)
        case Column.KIND:
            return party.kind
        case Column.SIREN:
            return party.siren or ""
        case Column.SIRET:
            return party.siret or ""
        case Column.VAT:
            return party.vat or ""
    return party.code


class ThirdPartyModel(QAbstractTableModel):
    """The rows, as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.parties: Sequence[ThirdParty] = ()

    def show_parties(self, parties: Sequence[ThirdParty]) -> None:
        """Shows these third parties in place of the former ones."""
        self.beginResetModel()
        self.parties = parties
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Counts one row for each third party."""
        return 0 if parent.isValid() else len(self.parties)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """One column for each of `Column`."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; whole in its tip."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _text(self.parties[index.row()], Column(index.column()))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column, and its alignment."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class ThirdPartyTable(RowTable):
    """Enter or a double click opens one; the chosen one stays chosen when the rows change."""

    opened = Signal(object)  # ThirdParty
    chosen = Signal(object)  # ThirdParty, or None
    order_wanted = Signal(object, bool)  # Column, descending

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("third_party_table")
        self.setAccessibleName(texts.TABLE_NAME)
        self._model = ThirdPartyModel()
        self.setModel(self._model)
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
        """The chosen third party; None when no row is chosen."""
        index = self.selectionModel().currentIndex()
        return self._model.parties[index.row()] if index.isValid() else None

    def _moved(self) -> None:
        self.chosen.emit(self.party)

    def _open(self) -> None:
        if self.party is not None:
            self.opened.emit(self.party)

    def keyPressEvent(self, event: Any) -> None:
        """Enter opens the chosen third party."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)


def _text(party: ThirdParty, column: Column) -> str:
    match column:
        case Column.NAME:
            return party.name
        case Column.KIND:
            return texts.KINDS[party.kind]
        case Column.SIREN:
            return texts.spaced(party.siren)
        case Column.SIRET:
            return texts.spaced(party.siret)
        case Column.VAT:
            return party.vat or ""
    return party.code
