"""Between the company database and the page « Exercices »: reads, follows other programs, saves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from stockage_partage.company.fiscal_start import FiscalStart
from stockage_partage.errors import DatabaseReadOnly, Trouble
from stockage_partage.words import fiscal_years as words

if TYPE_CHECKING:
    from stockage_partage.documents.workplace import Workplace
    from stockage_partage.ui.background import Background, Job
    from stockage_partage.ui.fiscal.page import FiscalYearsPage

#: Another program's change is shown within two of them.
EVERY_MS = 1000


@dataclass(frozen=True)
class Seen:
    """What is recorded, on which day it was read: the current fiscal year depends on both."""

    start: FiscalStart
    today: date


class FiscalYearDesk(QObject):
    """Lives as long as the company is open in this window; asks only while the page is looked at."""

    def __init__(
        self,
        workplace: Workplace,
        background: Background,
        page: FiscalYearsPage,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._background = background
        self._page = page
        self._reading: Job | None = None
        self._could_not_read: Trouble | None = None
        self._not_kept: FiscalStart | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        page.looked_at.connect(self._look)
        page.save_wanted.connect(self._save)
        page.troubles.action_wanted.connect(self._again)
        page.close_to_changes("")
        if page.isVisible():
            self._look()

    def _look(self) -> None:
        self._background.run(
            self._workplace.database.try_a_change,
            owner=self,
            done=lambda _: self._page.close_to_changes(""),
            failed=self._not_writable,
        )
        self._timer.start()
        self.refresh()

    def _not_writable(self, trouble: Trouble) -> None:
        """Known before anybody chooses a thing; another trouble passes, or comes up again."""
        if isinstance(trouble, DatabaseReadOnly):
            self._page.close_to_changes(words.READ_ONLY)

    def _again(self, *_: object) -> None:
        """What did not work: the saving when that was it, else the reading."""
        self._could_not_read = None
        start, self._not_kept = self._not_kept, None
        if start is not None and start == self._page.field.value:
            self._save(start)
        else:
            self._look()

    def refresh(self) -> None:
        """Reads again, one question at a time."""
        if not self._page.isVisible():
            self._timer.stop()
            return
        # While a choice is on its way, what is read before it would undo it for a moment.
        if not self._page.saving and (self._reading is None or self._reading.over):
            self._reading = self._background.run(
                self._read, owner=self, done=self._show, failed=self._unread
            )

    def _read(self) -> Seen:
        return Seen(self._workplace.database.company.get().fiscal_start, self._today())

    def _today(self) -> date:
        return self._workplace.clock().astimezone().date()

    def _show(self, seen: Seen) -> None:
        if self._could_not_read is not None:
            if self._page.troubles.trouble is self._could_not_read:
                self._page.troubles.clear()
            self._could_not_read = None
        self._page.show_recorded(seen.start, seen.today)

    def _unread(self, trouble: Trouble) -> None:
        """Said once, unsaid when it is over."""
        before = self._could_not_read
        if before is None or before.kind != trouble.kind:
            self._could_not_read, self._not_kept = trouble, None
            self._page.troubles.show_trouble(trouble)

    def _save(self, start: FiscalStart) -> None:
        self._page.show_saving()
        self._not_kept = start
        if self._reading is not None:
            # It may have looked before the choice is written.
            self._reading.cancel()

        def save() -> Seen:
            place = self._workplace
            place.database.company.set_fiscal_start(start, place.who(), place.application)
            return Seen(start, self._today())

        self._background.run(save, owner=self, done=self._saved, failed=self._not_saved)

    def _saved(self, seen: Seen) -> None:
        self._not_kept = None
        self._page.show_saved(seen.start, seen.today)

    def _not_saved(self, trouble: Trouble) -> None:
        self._page.show_not_saved(trouble)
        if isinstance(trouble, DatabaseReadOnly):
            self._page.close_to_changes(words.READ_ONLY)
