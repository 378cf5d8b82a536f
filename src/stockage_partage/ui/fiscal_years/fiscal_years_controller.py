"""Between the company database and the page « Exercices »: reads, follows other programs, saves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stockage_partage.company.fiscal_years import FiscalStart
from stockage_partage.errors import Trouble
from stockage_partage.ui.pages.page_controller import PageController

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from stockage_partage.documents.context import AppContext
    from stockage_partage.ui.fiscal_years.fiscal_years_page import FiscalYearsPage
    from stockage_partage.ui.runtime.background import Background


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
