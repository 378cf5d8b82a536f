"""« Votre société › Exercices »: what is recorded, what one chooses. It only shows; `desk` does."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget

from stockage_partage.company.fiscal_start import FiscalStart
from stockage_partage.documents.tree.fiscal_years import fiscal_year
from stockage_partage.errors import Trouble
from stockage_partage.ui.fact_row import FactRow, line, wrapping
from stockage_partage.ui.fiscal.start_field import StartField
from stockage_partage.ui.look import GRID
from stockage_partage.ui.page import Page
from stockage_partage.ui.places import Place
from stockage_partage.ui.showing import allow, show, show_text
from stockage_partage.ui.tiers.notice import PlainNotice
from stockage_partage.ui.trouble_bar import TroubleBar
from stockage_partage.words import fiscal_years as words
from stockage_partage.words.troubles import explain


class FiscalYearsPage(Page):
    """The first rows say what is so; « Une fois enregistré » is there while something else is chosen."""

    looked_at = Signal()
    save_wanted = Signal(object)  # FiscalStart

    def __init__(self) -> None:
        super().__init__(Place.FISCAL_YEARS)
        self._closed = words.NOT_OPEN
        self._recorded: FiscalStart | None = None
        self._today = date.min
        self._saving = False
        self._was_at: QWidget | None = None
        self.troubles = TroubleBar()
        self.read_only = PlainNotice("fiscal_read_only")
        self.told = PlainNotice("fiscal_told")
        self.field = StartField()
        self.save = _button("save_fiscal_start", words.SAVE)
        self.save.setProperty("primary", True)
        self.undo = _button("undo_fiscal_start", words.UNDO)
        self.start = FactRow(
            "fiscal_start", words.ROW_START, value=self.field, buttons=(self.save, self.undo)
        )
        self.next = FactRow("fiscal_next", words.ROW_NEXT)
        self.current = FactRow("fiscal_current", words.ROW_CURRENT)
        self.changes = FactRow("fiscal_changes", words.CHANGES_TITLE)
        self.stays = FactRow("fiscal_stays", words.STAYS_TITLE)
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
        explanation.setText(words.HELP)
        self.changes.show_fact(words.CHANGES, "")
        self.stays.show_fact(words.STAYS, "")
        rows = (self.start, self.current, self.next, self.changes, self.stays)
        width = max(row.title.sizeHint().width() for row in rows) + 3 * GRID
        for row in rows:
            row.set_title_width(width)
        self.box.addWidget(explanation)
        self.box.addSpacing(2 * GRID)
        for above in (self.troubles, self.read_only, self.told):
            self.box.addWidget(above)
        self.box.addSpacing(GRID)
        self.box.addWidget(_card(self.start, line(), self.current, self._next_line, self.next))
        self.box.addSpacing(2 * GRID)
        self.box.addWidget(_card(self.changes, line(), self.stays))

    def show_recorded(self, recorded: FiscalStart, today: date) -> None:
        """What the company's database holds, whoever wrote it; what is being chosen here stays."""
        before, choosing = self._recorded, self.choosing
        self._recorded, self._today = recorded, today
        if not choosing:
            self.field.put(recorded)
        if before not in (None, recorded):
            self.told.say(words.changed_elsewhere(recorded) if self.choosing else "")
        self._show()

    def show_saving(self) -> None:
        """On its way: nothing else can be chosen meanwhile."""
        self.troubles.clear()
        self.told.say("")
        self._was_at = self._focused()
        self._saving = True
        self._show()

    def show_saved(self, recorded: FiscalStart, today: date) -> None:
        """Done, and said."""
        self._saving = False
        self._recorded, self._today = recorded, today
        self.field.put(recorded)
        self.told.say(words.saved(recorded))
        self._show()
        self._back_where_one_was()

    def show_not_saved(self, trouble: Trouble) -> None:
        """The choice is still there, to be tried again; why is said above it."""
        self._saving = False
        self.troubles.show_trouble(trouble, undone=words.not_saved(explain(trouble).what))
        self._show()
        self._back_where_one_was()

    def close_to_changes(self, reason: str) -> None:
        """Nothing can be changed, and why; '' when all can."""
        self._closed = reason
        self.read_only.say(words.READ_ONLY_NOTICE if reason == words.READ_ONLY else "")
        self._show()

    @property
    def choosing(self) -> bool:
        """True while something else than what is recorded is chosen."""
        return self._recorded is not None and self.field.value != self._recorded

    @property
    def saving(self) -> bool:
        """True while a choice is on its way."""
        return self._saving

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
        closed = words.NOT_OPEN if recorded is None else self._closed
        if self._saving:
            closed = words.UNDER_WAY
        self.field.allow(closed)
        allow(self.save, closed or ("" if choosing else words.NOTHING_TO_SAVE))
        show_text(self.save, words.SAVING if self._saving else words.SAVE)
        show(self.undo, choosing)
        allow(self.undo, closed)
        show(self.next, choosing)
        show(self._next_line, choosing)
        if recorded is None:
            self.current.show_fact("…", "")
            self.start.show_fact("", closed)
        else:
            self._show_years(recorded)

    def _show_years(self, recorded: FiscalStart) -> None:
        year = fiscal_year(self._today, recorded)
        self.current.show_fact(words.span(year), words.folder(year))
        above = words.recorded(recorded) if self.choosing else words.start_help(recorded)
        self.start.show_fact("", above)
        chosen = self.field.value or recorded
        then = fiscal_year(self._today, chosen)
        lines = (words.folder(then), words.start_help(chosen))
        self.next.show_fact(words.span(then), "\n".join(each for each in lines if each))

    def showEvent(self, event: QShowEvent) -> None:
        """Others may have decided meanwhile."""
        super().showEvent(event)
        self.looked_at.emit()


def _card(*rows: FactRow | QFrame) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
    inside.setSpacing(0)
    for row in rows:
        inside.addWidget(row)
    return card


def _button(name: str, text: str) -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    return made
