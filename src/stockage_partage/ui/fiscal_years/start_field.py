"""A day of the calendar without its year, chosen in two lists: the day, the month."""

from __future__ import annotations

from calendar import monthrange

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from stockage_partage.company.fiscal_years import FiscalStart
from stockage_partage.messages import fiscal_years as texts
from stockage_partage.ui.widgets.accessible_roles import unseen_label
from stockage_partage.ui.widgets.theme import GRID

#: It has every day there is.
_LEAP_YEAR = 2000


class StartField(QWidget):
    """Only days that exist can be chosen: a shorter month brings the day back to its last."""

    changed = Signal()
    confirmed = Signal()  # Enter
    given_up = Signal()  # Escape

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("fiscal_start")
        self.day = _combo("fiscal_day", texts.DAY, 4)
        self.month = _combo("fiscal_month", texts.MONTH, 10)
        for number, name in enumerate(texts.MONTHS, start=1):
            self.month.addItem(name, number)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, GRID // 2)
        across.setSpacing(GRID)
        across.addWidget(self.day)
        across.addWidget(self.month)
        across.addStretch(1)
        for combo in (self.day, self.month):
            unseen_label(combo)
        self.setFocusProxy(self.day)
        self.month.setCurrentIndex(-1)
        self.day.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.month.currentIndexChanged.connect(lambda _: self._month_chosen())
        for key, told in (
            (Qt.Key.Key_Return, self.confirmed),
            (Qt.Key.Key_Enter, self.confirmed),
            (Qt.Key.Key_Escape, self.given_up),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(told)

    @property
    def value(self) -> FiscalStart | None:
        """What is chosen; None before anything was shown."""
        if self.month.currentIndex() < 0:
            return None
        return FiscalStart(self.month.currentIndex() + 1, self.day.currentIndex() + 1)

    def put(self, value: FiscalStart) -> None:
        """Shows that day; nobody chose it: nothing is told."""
        blocked = (self.day.blockSignals(True), self.month.blockSignals(True))
        self.month.setCurrentIndex(value.month - 1)
        self._fill_days(value.month, value.day)
        self.day.blockSignals(blocked[0])
        self.month.blockSignals(blocked[1])

    def allow(self, reason: str) -> None:
        """Opens the two lists when `reason` is '', else greys them and says it."""
        for combo in (self.day, self.month):
            combo.setEnabled(not reason)
            combo.setToolTip(reason)
            combo.setAccessibleDescription(reason)

    def _month_chosen(self) -> None:
        blocked = self.day.blockSignals(True)
        self._fill_days(self.month.currentIndex() + 1, self.day.currentIndex() + 1)
        self.day.blockSignals(blocked)
        self.changed.emit()

    def _fill_days(self, month: int, day: int) -> None:
        count = monthrange(_LEAP_YEAR, month)[1]
        while self.day.count() > count:
            self.day.removeItem(self.day.count() - 1)
        for number in range(self.day.count() + 1, count + 1):
            self.day.addItem(texts.day_number(number), number)
        self.day.setCurrentIndex(min(day, count) - 1)


def _combo(name: str, title: str, characters: int) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setMaxVisibleItems(12)
    # The same width whatever is in the list.
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(characters)
    return made
