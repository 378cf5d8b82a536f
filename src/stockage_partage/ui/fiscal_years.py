"""« Votre société › Exercices »: on which day the company’s fiscal years begin.

The page shows what is recorded and what one chooses: a day of the calendar without its year. Its controller
reads, follows other programs and saves.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stockage_partage.company.fiscal_years import FiscalStart, fiscal_year
from stockage_partage.errors import Trouble
from stockage_partage.messages import fiscal_years as texts
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.pages.settings_page import Access, PageController, SettingsPage
from stockage_partage.ui.widgets.accessible_roles import unseen_label
from stockage_partage.ui.widgets.buttons import named_button
from stockage_partage.ui.widgets.fact_row import FactRow, line, wrapping
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import set_enabled, show, show_text

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.ui.runtime.background import Background

#: It has every day there is.
_LEAP_YEAR = 2000
_CLOSED: dict[Access, str] = {
    Access.NOT_OPEN: texts.NOT_OPEN,
    Access.READ_ONLY: texts.READ_ONLY,
    Access.OPEN: "",
}


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


class FiscalYearsPage(SettingsPage):
    """The first rows say what is so; « Une fois enregistré » is there while something else is chosen."""

    save_wanted = Signal(object)  # FiscalStart

    def __init__(self) -> None:
        super().__init__(PageId.FISCAL_YEARS)
        self._access = Access.NOT_OPEN
        self._recorded: FiscalStart | None = None
        self._today = date.min
        self._saving = False
        self._was_at: QWidget | None = None
        self.troubles = TroubleBar()
        self.read_only = InfoBar("fiscal_read_only")
        self.told = InfoBar("fiscal_told")
        self.field = StartField()
        self.save = named_button("save_fiscal_start", texts.SAVE)
        self.save.setProperty("primary", True)
        self.undo = named_button("undo_fiscal_start", texts.UNDO)
        self.start = FactRow(
            "fiscal_start", texts.ROW_START, value=self.field, buttons=(self.save, self.undo)
        )
        self.next = FactRow("fiscal_next", texts.ROW_NEXT)
        self.current = FactRow("fiscal_current", texts.ROW_CURRENT)
        self.changes = FactRow("fiscal_changes", texts.CHANGES_TITLE)
        self.stays = FactRow("fiscal_stays", texts.STAYS_TITLE)
        self._next_line = line()
        self._lay_out()
        self.field.changed.connect(self._chosen)
        self.field.confirmed.connect(self.save.click)
        self.field.given_up.connect(self._undo)
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.field.value))
        self.undo.clicked.connect(self._undo)
        self._show()

    def _lay_out(self) -> None:
        explanation = wrapping("fiscal_years_help", quiet=True)
        explanation.setText(texts.HELP)
        self.changes.show_fact(texts.CHANGES, "")
        self.stays.show_fact(texts.STAYS, "")
        rows = (self.start, self.current, self.next, self.changes, self.stays)
        width = max(row.title.sizeHint().width() for row in rows) + 3 * GRID
        for row in rows:
            row.set_title_width(width)
        self.box.addWidget(explanation)
        self.box.addSpacing(2 * GRID)
        self.box.addWidget(_card(self.start, line(), self.current, self._next_line, self.next))
        self.box.addSpacing(2 * GRID)
        # Below: what comes by itself does not move the choice or its button.
        for told in (self.troubles, self.read_only, self.told):
            self.box.addWidget(told)
        self.box.addSpacing(GRID)
        self.box.addWidget(_card(self.changes, line(), self.stays))

    def show_recorded(self, recorded: FiscalStart, today: date) -> None:
        """What the company's database holds, whoever wrote it; what is being chosen here stays."""
        before, choosing = self._recorded, self.choosing
        self._recorded, self._today = recorded, today
        if not choosing:
            self.field.put(recorded)
        if before not in (None, recorded):
            self.told.say(texts.changed_elsewhere(recorded) if self.choosing else "")
        self._show()

    def show_saving(self) -> None:
        """Shows that the choice is on its way: nothing else can be chosen meanwhile."""
        self.troubles.clear()
        self.told.say("")
        self._was_at = self._focused()
        self._saving = True
        self._show()

    def show_saved(self, recorded: FiscalStart, today: date) -> None:
        """Shows that the choice is recorded, and says so."""
        self._saving = False
        self._recorded, self._today = recorded, today
        self.field.put(recorded)
        self.told.say(texts.saved(recorded))
        self._show()
        self._back_where_one_was()

    def show_not_saved(self, trouble: Trouble) -> None:
        """The choice is still there, to be tried again; why is said above it."""
        self._saving = False
        self.troubles.show_trouble(trouble, undone=texts.not_saved(explain(trouble).what))
        self._show()
        self._back_where_one_was()

    def show_access(self, access: Access) -> None:
        """Whether anything can be changed; what cannot is greyed, with the reason."""
        self._access = access
        self.read_only.say(texts.READ_ONLY_NOTICE if access is Access.READ_ONLY else "")
        self._show()

    @property
    def choosing(self) -> bool:
        """True while something else than what is recorded is chosen."""
        return self._recorded is not None and self.field.value != self._recorded

    def _chosen(self) -> None:
        self.told.say("")
        self._show()

    def _undo(self) -> None:
        if self._recorded is not None and not self._saving:
            self._was_at = self._focused()
            self.field.put(self._recorded)
            self._chosen()
            self._back_where_one_was()

    def _focused(self) -> QWidget | None:
        """The control of this row that the keyboard is at."""
        at = QApplication.focusWidget()
        return at if at is not None and self.start.isAncestorOf(at) else None

    def _back_where_one_was(self) -> None:
        """Greyed or hidden, a control loses the keyboard: it comes back, or goes to the first list."""
        was_at, self._was_at = self._was_at, None
        if was_at is not None:
            usable = was_at.isEnabled() and was_at.isVisible()
            (was_at if usable else self.field.day).setFocus()

    def _show(self) -> None:
        recorded, choosing = self._recorded, self.choosing
        closed = texts.NOT_OPEN if recorded is None else _CLOSED[self._access]
        if self._saving:
            closed = texts.UNDER_WAY
        self.field.allow(closed)
        set_enabled(self.save, closed or ("" if choosing else texts.NOTHING_TO_SAVE))
        show_text(self.save, texts.SAVING if self._saving else texts.SAVE)
        show(self.undo, choosing)
        set_enabled(self.undo, closed)
        show(self.next, choosing)
        show(self._next_line, choosing)
        if recorded is None:
            self.current.show_fact("…", "")
            self.start.show_fact("", closed)
        else:
            self._show_years(recorded)

    def _show_years(self, recorded: FiscalStart) -> None:
        year = fiscal_year(self._today, recorded)
        self.current.show_fact(texts.span(year), texts.folder(year))
        above = texts.recorded(recorded) if self.choosing else texts.start_help(recorded)
        self.start.show_fact("", above)
        chosen = self.field.value or recorded
        then = fiscal_year(self._today, chosen)
        lines = (texts.folder(then), texts.start_help(chosen))
        self.next.show_fact(texts.span(then), "\n".join(each for each in lines if each))


def _card(*rows: FactRow | QFrame) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
    inside.setSpacing(0)
    for row in rows:
        inside.addWidget(row)
    return card


@dataclass(frozen=True)
class RecordedFiscalStart:
    """What is recorded, on which day it was read: the current fiscal year depends on both."""

    start: FiscalStart
    today: date


class FiscalYearsController(PageController):
    """Saves the choice, and tries again what was not saved."""

    def __init__(
        self,
        app: AppContext,
        background: Background,
        page: FiscalYearsPage,
        parent: QObject,
    ) -> None:
        super().__init__(app, background, page, parent)
        self._page = page
        self._not_kept: FiscalStart | None = None
        page.save_wanted.connect(self._save)
        page.troubles.action_wanted.connect(self._again)
        self._begin()

    def _again(self, *_: object) -> None:
        """What did not work: the saving when that was it, else the reading."""
        start, self._not_kept = self._not_kept, None
        if start is not None and start == self._page.field.value:
            self._save(start)
        else:
            self._seen(seen=True)
            self._poll.look_again()

    def _read(self) -> RecordedFiscalStart:
        return RecordedFiscalStart(self._app.database.company.get().fiscal_start, self._today())

    def _today(self) -> date:
        return self._app.clock().astimezone().date()

    def _show(self, seen: RecordedFiscalStart) -> None:
        self._page.show_recorded(seen.start, seen.today)

    def _unread(self, trouble: Trouble) -> None:
        self._not_kept = None
        super()._unread(trouble)

    def _save(self, start: FiscalStart) -> None:
        self._page.show_saving()
        self._not_kept = start
        # What is read before the choice is written would undo it for a moment.
        self._poll.stop()
        self._poll.forget()

        def save() -> RecordedFiscalStart:
            app = self._app
            app.database.company.set_fiscal_start(start, app.who(), app.application)
            return RecordedFiscalStart(start, self._today())

        self._background.run(save, owner=self, done=self._saved, failed=self._not_saved)

    def _saved(self, seen: RecordedFiscalStart) -> None:
        self._not_kept = None
        self._page.show_saved(seen.start, seen.today)
        self._follow_again()
        self._poll.look_again()

    def _not_saved(self, trouble: Trouble) -> None:
        self._page.show_not_saved(trouble)
        self._not_writable(trouble)
        self._follow_again()

    def _follow_again(self) -> None:
        if self._page.isVisible():
            self._poll.start()
