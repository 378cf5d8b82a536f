"""What is looked for: words, and the filters that narrow them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.facts import Counts, Status
from stockage_partage.company.register_parts import Asked
from stockage_partage.ui.icon_label import icon
from stockage_partage.ui.look import GRID
from stockage_partage.ui.showing import show_text
from stockage_partage.words import consulting as words
from stockage_partage.words.documents import TYPE_LABELS
from stockage_partage.words.search_words import understood

#: After the last key: a word is asked about once, not once a letter.
_PAUSE_MS = 120


class FilterBar(QWidget):
    """Tells `asked` once the person pauses."""

    asked = Signal(object)  # Asked
    left_downwards = Signal()  # the arrow key: to the table

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documents_filters")
        self._told = Asked()
        self.search = QLineEdit()
        self.search.setObjectName("documents_search")
        self.search.setAccessibleName(words.SEARCH)
        self.search.setPlaceholderText(words.SEARCH_HINT)
        self.search.setToolTip(words.SEARCH_TIP)
        self.search.setClearButtonEnabled(True)
        self._glass = QAction(self)
        self.search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        clear, glass = self.search.findChildren(QToolButton)
        clear.setAccessibleName(words.CLEAR)
        glass.setAccessibleName(words.SEARCH)
        for button, name in ((clear, "documents_search_clear"), (glass, "documents_search_glass")):
            button.setObjectName(name)
        self.types = _combo("documents_types", words.TYPE_FILTER)
        self.types.addItem(words.ALL_TYPES, "")
        for word, label in sorted(TYPE_LABELS.items(), key=lambda each: each[1]):
            self.types.addItem(label, word)
        self.periods = _combo("documents_periods", words.PERIOD_FILTER)
        for key, label in words.PERIODS.items():
            self.periods.addItem(label, key)
        self.statuses: dict[Status | None, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._lay_out()
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
        above = QHBoxLayout()
        above.setSpacing(GRID)
        above.addWidget(self.search, 1)
        above.addWidget(self.types)
        above.addWidget(self.periods)
        below = QHBoxLayout()
        below.setSpacing(GRID // 2)
        for status in words.STATUSES:
            button = QPushButton(words.STATUSES[status])
            button.setObjectName(f"status_{status.value if status else 'all'}")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("choice", True)
            button.setChecked(status is None)
            self._group.addButton(button)
            self.statuses[status] = button
            below.addWidget(button)
        below.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        box.setSpacing(GRID)
        box.addLayout(above)
        box.addLayout(below)

    def show_counts(self, counts: Counts) -> None:
        """On the buttons."""
        for status, button in self.statuses.items():
            show_text(button, words.status_count(status, counts))

    def choose_status(self, status: Status | None) -> None:
        """As if its button were pressed."""
        self.statuses[status].setChecked(True)
        self.tell()

    def clear(self) -> None:
        """Everything is looked for again."""
        for widget in (self.types, self.periods):
            widget.blockSignals(True)
            widget.setCurrentIndex(0)
            widget.blockSignals(False)
        self.search.clear()
        self.choose_status(None)

    @property
    def is_narrowed(self) -> bool:
        """True when something else than the words narrows the list."""
        return replace(self._told, text="") != Asked()

    def now_asked(self, today: date | None = None) -> Asked:
        """What the fields say; a state that is typed is a filter, unless a button says another."""
        text, meant = understood(self.search.text())
        chosen = next(status for status, button in self.statuses.items() if button.isChecked())
        since, until = period(self.periods.currentData(), today or date.today())  # local
        if chosen is not None and meant is not None and chosen is not meant:
            text, meant = self.search.text(), None
        return Asked(text.strip(), chosen or meant, self.types.currentData(), since, until)

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
