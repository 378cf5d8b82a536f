"""What is looked for: words, and the filters that narrow them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.company.document_records import SearchCriteria
from stockage_partage.company.state_records import DocumentCounts, Status
from stockage_partage.messages import documents_page as texts
from stockage_partage.messages.document_menu import DOCUMENT_ENTRIES
from stockage_partage.messages.documents import TYPE_LABELS, understood
from stockage_partage.ui.widgets.accessible_roles import unseen_label
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.flow_layout import FlowLayout
from stockage_partage.ui.widgets.icon_label import icon
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import show, show_text

#: In pixels: below this width the lists go below the search; below this height the filters are shown on demand.
_NARROW, _LOW = 76 * GRID, 40 * GRID
#: After the last key: a word is asked about once, not once a letter.
_PAUSE_MS = 120


class FilterBar(QWidget):
    """Tells `asked` once the person pauses."""

    asked = Signal(object)  # Asked
    left_downwards = Signal()  # the arrow key: to the table

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documents_filters")
        self._told = SearchCriteria()
        self.search = QLineEdit()
        self.search.setObjectName("documents_search")
        self.search.setAccessibleName(texts.SEARCH)
        self.search.setPlaceholderText(texts.SEARCH_HINT)
        self.search.setToolTip(texts.SEARCH_TIP)
        self.search.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        clear, glass = self.search.findChildren(QToolButton)
        clear.setAccessibleName(texts.CLEAR)
        glass.setAccessibleName(texts.SEARCH)
        for button, name in ((clear, "documents_search_clear"), (glass, "documents_search_glass")):
            button.setObjectName(name)
        self.types = _combo("documents_types", texts.TYPE_FILTER)
        self.types.addItem(texts.ALL_TYPES, "")
        for word, label in sorted(TYPE_LABELS.items(), key=lambda each: each[1]):
            self.types.addItem(label, word)
        self.periods = _combo("documents_periods", texts.PERIOD_FILTER)
        for key, label in texts.PERIODS.items():
            self.periods.addItem(label, key)
        self.statuses: dict[Status | None, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.more = PushButton(texts.FILTERS)
        self.deposit = PushButton(DOCUMENT_ENTRIES[DocumentWork.DEPOSIT])
        self.deposit.setObjectName("documents_deposit")
        self._narrow = self._low = False
        self._placed: tuple[int, int, int, int] | None = None
        self._lay_out()
        for combo in (self.types, self.periods):
            unseen_label(combo)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.tell)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self.tell)
        self.search.installEventFilter(self)
        self.types.currentIndexChanged.connect(lambda _: self.tell())
        self.periods.currentIndexChanged.connect(lambda _: self.tell())
        self._group.buttonClicked.connect(lambda _: self.tell())
        self._colour()

    def _lay_out(self) -> None:
        self.more.setObjectName("documents_filters_more")
        self.more.setCheckable(True)
        self.more.toggled.connect(lambda _: self._arrange())
        self._narrowing = QWidget()
        across = QHBoxLayout(self._narrowing)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(GRID)
        across.addWidget(self.types)
        across.addWidget(self.periods)
        self._choices = QWidget()
        below = FlowLayout(self._choices, GRID // 2)
        for status in texts.STATUSES:
            button = PushButton(texts.STATUSES[status])
            button.setObjectName(f"status_{status.value if status else 'all'}")
            button.setCheckable(True)
            button.setProperty("choice", True)
            button.setChecked(status is None)
            self._group.addButton(button)
            self.statuses[status] = button
            below.addWidget(button)
        self._line = QWidget()
        beside = QHBoxLayout(self._line)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GRID)
        beside.addWidget(self._choices, 1)
        beside.addWidget(self.deposit, 0, Qt.AlignmentFlag.AlignTop)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        self._grid.setSpacing(GRID)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self.search, 0, 0)
        self._grid.addWidget(self.more, 0, 1)
        self._grid.addWidget(self._line, 2, 0, 1, 3)
        self._arrange()
        stops = (self.search, self.more, self.types, self.periods, *self.statuses.values())
        for before, after in pairwise((*stops, self.deposit)):
            self.setTabOrder(before, after)

    def fit(self, width: int, height: int) -> None:
        """Arranges itself for a page that is so wide and so high, in pixels."""
        self._narrow, self._low = width < _NARROW, height < _LOW
        self._arrange()

    def _arrange(self) -> None:
        """Beside the search where there is room, below it where there is less, on demand where there is little."""
        low = self._low
        place = (1, 0, 1, 3) if self._narrow or low else (0, 2, 1, 1)
        if self._placed != place:
            self._placed = place
            self._grid.addWidget(self._narrowing, *place)
        show(self.more, low)
        for part in (self._narrowing, self._line):
            show(part, not low or self.more.isChecked())
        show(self.deposit, not self._narrow)

    @property
    def last(self) -> QWidget:
        """The part of the bar that the keyboard leaves it from."""
        return self.deposit

    def show_counts(self, counts: DocumentCounts) -> None:
        """Shows on each button how many documents have its status."""
        for status, button in self.statuses.items():
            show_text(button, texts.status_count(status, counts))

    def choose_status(self, status: Status | None) -> None:
        """Filters by a status as if its button were pressed; None for all."""
        self.statuses[status].setChecked(True)
        self.tell()

    def clear(self, status: Status | None = None) -> None:
        """Everything of one status is looked for again, everything for None."""
        for widget in (self.types, self.periods):
            widget.blockSignals(True)
            widget.setCurrentIndex(0)
            widget.blockSignals(False)
        self.search.clear()
        self.choose_status(status)

    @property
    def is_narrowed(self) -> bool:
        """True when something else than the words narrows the list."""
        return replace(self._told, text="") != SearchCriteria()

    def now_asked(self, today: date | None = None) -> SearchCriteria:
        """What the fields say; a state that is typed is a filter, unless a button says another."""
        text, meant = understood(self.search.text())
        chosen = next(status for status, button in self.statuses.items() if button.isChecked())
        since, until = period(self.periods.currentData(), today or date.today())  # local
        if chosen is not None and meant is not None and chosen is not meant:
            text, meant = self.search.text(), None
        return SearchCriteria(text.strip(), chosen or meant, self.types.currentData(), since, until)

    def tell(self) -> None:
        """Now, if it is something else than before."""
        self._pause.stop()
        asked = self.now_asked()
        if asked != self._told:
            self._told = asked
            self.asked.emit(asked)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Down goes to the table; Escape empties the field before it closes anything."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down:
                self.left_downwards.emit()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def changeEvent(self, event: QEvent) -> None:
        """The picture follows the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        self._glass.setIcon(icon("search", self.palette().placeholderText().color()))


def period(key: str, today: date) -> tuple[date | None, date | None]:
    """The days of a period of the list, both counted."""
    month = today.replace(day=1)
    year = today.replace(month=1, day=1)
    before = month - timedelta(days=1)
    last_year = year.replace(year=year.year - 1)
    return {
        "": (None, None),
        "month": (month, None),
        "last_month": (before.replace(day=1), before),
        "year": (year, None),
        "last_year": (last_year, year - timedelta(days=1)),
        "older": (None, last_year - timedelta(days=1)),
    }[key]


def _combo(name: str, title: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(15)
    return made
