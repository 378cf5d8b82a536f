"""Entries of the journal as a table, and all that the chosen one tells beneath it.

In the journal's window, and in a dialog beside the document whose entries they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.journal.entries import JournalAct, JournalEntry
from stockage_partage.messages import journal_entries, window
from stockage_partage.messages import journal_window as texts
from stockage_partage.messages.journal_entries import LABELS
from stockage_partage.plain_text import one_line, some_lines
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.row_table import RowTable
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
#: Lines of the chosen entry that are seen without scrolling.
_DETAIL_LINES = 5
#: Beside a cell's text, in pixels: the sheet's padding and the style's own.
_IN_A_CELL = 2 * (8 + 3)
#: Entries below the last one on screen, at least, while there are any.
_AHEAD = 40
#: Around its text, in pixels: Qt's own margin, the sheet's padding and the border.
_AROUND = 4 + 2 * (4 + 1)
#: Entries that are seen without scrolling, at least and at most.
_FEWEST, _MOST = 2, 8


class JournalColumn(IntEnum):
    """The columns, from left to right."""

    NUMBER = 0
    MOMENT = 1
    ACT = 2
    SUBJECT = 3
    ACCOUNT = 4
    WORKSTATION = 5
    APPLICATION = 6


#: What each column has room for at first; the subject takes what is left.
_ROOM = {
    JournalColumn.NUMBER: "000 000",
    JournalColumn.MOMENT: "00/00/0000 00:00:00",
    JournalColumn.ACT: LABELS[JournalAct.SENT],
    JournalColumn.SUBJECT: "Facture_FA00042.pdf",
    JournalColumn.ACCOUNT: "marie.durand@bijoux.fr",
    JournalColumn.WORKSTATION: "COMPTA-02",
    JournalColumn.APPLICATION: "Gestion commerciale",
}
#: Given up one after the other where there is no room: the chosen entry tells them all the same.
_FIRST_TO_GO = (JournalColumn.NUMBER, JournalColumn.APPLICATION, JournalColumn.WORKSTATION)

#: All entries are about this document.
_LEFT_OUT = (JournalColumn.NUMBER, JournalColumn.SUBJECT)


class JournalModel(QAbstractTableModel):
    """The entries read so far; older ones are asked for by `more_wanted` as one comes to their end."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[JournalEntry] = []
        self._more = False

    def start_over(self, entries: Sequence[JournalEntry], *, more: bool) -> None:
        """Shows these entries in place of the former ones; `more`: others may be asked for."""
        self.beginResetModel()
        self.entries = list(entries)
        self._more = more
        self.endResetModel()

    def add(self, entries: Sequence[JournalEntry], *, more: bool) -> None:
        """Shows these entries below the others."""
        self._more = more
        if entries:
            first = len(self.entries)
            self.beginInsertRows(_NOWHERE, first, first + len(entries) - 1)
            self.entries.extend(entries)
            self.endInsertRows()

    def ask_for_more(self) -> None:
        """Asks for older entries, once, where there may be some."""
        if self._more:
            self._more = False
            self.more_wanted.emit()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Counts the entries that were read."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Counts one column for each of `JournalColumn`."""
        return 0 if parent.isValid() else len(JournalColumn)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; whole in its tip, the whole entry for whoever listens."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == JournalColumn.MOMENT:
            return one_line(texts.accessible_entry(entry))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(one_line(texts.cell(entry, index.column())))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return one_line(texts.cell(entry, index.column()))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The title of a column, and its alignment."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return texts.COLUMNS[section]
        return _alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None


class JournalTable(RowTable):
    """One entry is chosen at a time; `left_out`: columns that say nothing where it stands."""

    chosen = Signal(object)  # JournalEntry, None for none

    def __init__(self, left_out: Sequence[JournalColumn] = ()) -> None:
        super().__init__()
        self.journal = JournalModel()
        self.setObjectName("journal_table")
        self.setAccessibleName(texts.TABLE)
        self.setModel(self.journal)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._tall = self.fontMetrics().height() + 2 * GRID
        rows.setDefaultSectionSize(self._tall)
        rows.hide()
        self._left_out = frozenset(left_out)
        self._dress_columns()
        self.selectionModel().currentRowChanged.connect(self._told)
        self.journal.modelReset.connect(lambda: self.chosen.emit(None))
        bar = self.verticalScrollBar()
        for moved in (bar.valueChanged, bar.rangeChanged):
            moved.connect(lambda *_: self._look_ahead())
        self._settled = QTimer(self)  # once rows that have come are laid out
        self._settled.setSingleShot(True)
        self._settled.setInterval(0)
        self._settled.timeout.connect(self._look_ahead)
        for came in (self.journal.modelReset, self.journal.rowsInserted):
            came.connect(lambda *_: self._settled.start())

    def _dress_columns(self) -> None:
        columns = self.horizontalHeader()
        columns.setObjectName("journal_columns")
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(6 * GRID)
        for column in JournalColumn:
            columns.resizeSection(column, self._width(column))
        stretched = JournalColumn.SUBJECT
        if stretched in self._left_out:
            stretched = JournalColumn.ACCOUNT
        columns.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self._give_up_columns()

    def _width(self, column: JournalColumn) -> int:
        widest = max((_ROOM[column], texts.COLUMNS[column]), key=len)
        return self.fontMetrics().horizontalAdvance(widest) + _IN_A_CELL

    def _give_up_columns(self) -> None:
        shown = [each for each in JournalColumn if each not in self._left_out]
        for going in _FIRST_TO_GO:
            if sum(map(self._width, shown)) <= self.viewport().width():
                break
            if going in shown:
                shown.remove(going)
        for column in JournalColumn:
            if self.isColumnHidden(column) is (column in shown):
                self.setColumnHidden(column, column not in shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows as many columns as can be read."""
        super().resizeEvent(event)
        self._give_up_columns()
        self._settled.start()

    def show_lines(self, lines: int, *, only: bool = False) -> None:
        """Leaves room for so many entries below the titles, for more unless `only`."""
        height = lines * self._tall + self.horizontalHeader().sizeHint().height() + 2
        self.setMinimumHeight(height)
        if only:
            self.setMaximumHeight(height)

    def _look_ahead(self) -> None:
        """Asks for more before whoever goes down comes to the end."""
        last = self.rowAt(self.viewport().height() - 1)
        if self.isVisible() and (last < 0 or last + _AHEAD >= self.journal.rowCount()):
            self.journal.ask_for_more()

    def _told(self, current: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.journal.entries[current.row()] if current.isValid() else None)


class EntryDetails(QPlainTextEdit):
    """All that an entry tells, to be read and copied; of one height, so that nothing moves."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("journal_details")
        self.setAccessibleName(texts.DETAILS)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_DETAIL_LINES * self.fontMetrics().lineSpacing() + _AROUND)

    def tell(self, entry: JournalEntry | None) -> None:
        """Shows that entry; nothing for None."""
        self.setPlainText(some_lines(texts.details(entry)) if entry is not None else "")


class JournalList(QWidget):
    """The table above what its chosen entry tells."""

    def __init__(self, left_out: Sequence[JournalColumn] = ()) -> None:
        super().__init__()
        self.setObjectName("journal_list")
        self.table = JournalTable(left_out)
        self.details = EntryDetails()
        self.table.chosen.connect(self.details.tell)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addWidget(self.table, 1)
        beneath = QVBoxLayout()
        beneath.setContentsMargins(GRID, 0, GRID, GRID // 2)
        beneath.addWidget(self.details)
        box.addLayout(beneath)

    def choose_first(self) -> None:
        """The newest entry is the one that is told; nothing where there is none."""
        if self.table.journal.entries:
            self.table.selectRow(0)


def _alignment(column: int) -> int:
    right = column == JournalColumn.NUMBER
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class DocumentJournal(BaseDialog):
    """`name`: what the document is called. `entries`: all that the journal tells of it, in their order."""

    columns = 130

    def __init__(
        self, name: str, entries: Sequence[JournalEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, "document_journal", texts.document_title(name))
        self._entries = entries
        if entries:
            self.list = JournalList(_LEFT_OUT)
            self.list.table.show_lines(min(max(_FEWEST, len(entries)), _MOST), only=True)
            self.list.table.journal.start_over(entries[::-1], more=False)
            self.list.choose_first()
            card = QFrame()
            card.setObjectName("card")
            inside = QVBoxLayout(card)
            inside.setContentsMargins(1, GRID // 2, 1, GRID // 2)
            inside.addWidget(self.list)
            self.subject.addWidget(card)
            copy = self.add_button("copy", window.COPY_DETAILS)
            copy.clicked.connect(self._copy)
        else:
            self.add_text("journal_nothing", texts.NOTHING_OF_DOCUMENT)
        self.close_button = self.add_button("close", window.CLOSE, default=True)
        self.close_button.clicked.connect(self.accept)

    def _copy(self) -> None:
        lines = (journal_entries.line(each) for each in reversed(self._entries))
        QGuiApplication.clipboard().setText("\n".join(lines))
