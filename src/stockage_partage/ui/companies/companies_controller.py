"""Behind « Sociétés »: reads the companies as they answer, and does what is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.activation.company_overview import CompanyOverview, unread
from stockage_partage.company.portfolio.known_companies import KnownCompany
from stockage_partage.messages import companies as texts
from stockage_partage.messages import window as window_texts
from stockage_partage.messages.document_menu import SEE
from stockage_partage.plain_text import write_csv
from stockage_partage.ui.companies.company_dialogs import (
    CreateCompanyDialog,
    NewCompany,
    ServerDialog,
)
from stockage_partage.ui.runtime.postponed import WAIT_MS
from stockage_partage.ui.widgets.given_files import ask_file, ask_folder, ask_where
from stockage_partage.ui.widgets.link_opening import file_address
from stockage_partage.ui.widgets.toast import toast
from stockage_partage.window_address import WindowAddress, address_of

if TYPE_CHECKING:
    from stockage_partage.errors import Trouble
    from stockage_partage.messages.company_batch import CompanyAct
    from stockage_partage.ui.companies.batch import BatchController
    from stockage_partage.ui.companies.companies_page import CompaniesPage
    from stockage_partage.ui.companies.companies_work import CompaniesWork
    from stockage_partage.ui.runtime.background import Background

T = TypeVar("T")
#: Rows that answer within that time are shown together: the table is sorted once for them.
_TOGETHER_MS = 40


class CompaniesController(QObject):
    """Lives as long as its page. What goes on in the background ends within a moment of `shutdown`."""

    _answered = Signal(object, object)  # Event of the look, CompanyOverview
    looked = Signal()  # every company has answered, or is said to be away

    def __init__(
        self,
        page: CompaniesPage,
        work: CompaniesWork,
        background: Background,
        over: QWidget,
        open_url: Callable[[str], object],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._work = work
        self._background = background
        self._over = over
        self._open_url = open_url
        self._stop = Event()
        self._pending: list[CompanyOverview] = []
        self._last: Callable[[], None] = self.refresh
        self.batch: BatchController | None = None
        self._together = QTimer(self)
        self._together.setSingleShot(True)
        self._together.setInterval(_TOGETHER_MS)
        self._together.timeout.connect(self._show_answers)
        self._answered.connect(self._note)
        page.open_wanted.connect(self.open)
        page.open_file_wanted.connect(self.open_file)
        page.open_server_wanted.connect(self.open_server)
        page.create_wanted.connect(self.create)
        page.demonstration_wanted.connect(self.open_demonstration)
        page.find_wanted.connect(self.find)
        page.export_wanted.connect(self.export)
        page.forget_wanted.connect(self.forget)
        page.link_wanted.connect(open_url)
        page.act_wanted.connect(self.act)
        page.address_wanted.connect(self.copy_address)
        page.troubles.action_wanted.connect(lambda *_: self._last())

    # --- looking ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the list anew, then every company on it; a look under way is given up."""
        self._stop.set()
        self._stop = Event()
        self._run(self.refresh, self._work.known, self._look)

    def _look(self, known: Sequence[KnownCompany]) -> None:
        before = {row.place: row for row in self._page.table.companies.rows}
        # What was read a moment ago stays until it is known again: nothing flickers.
        self._page.show_companies([before.get(each.place) or unread(each) for each in known])
        self._page.show_looking(bool(known))
        stop = self._stop

        def look() -> None:
            for row in self._work.look(known, stop):
                self._answered.emit(stop, row)

        self._background.run(
            look, owner=self, done=lambda _: self._all_known(stop), failed=self._fail
        )

    @Slot(object, object)
    def _note(self, look: Event, row: CompanyOverview) -> None:
        if look is self._stop and not look.is_set():
            self._pending.append(row)
            if not self._together.isActive():
                self._together.start()

    def _show_answers(self) -> None:
        rows, self._pending = self._pending, []
        self._page.update_companies(rows)

    def _all_known(self, look: Event) -> None:
        if look is self._stop:
            self._show_answers()
            self._page.show_looking(False)
            self.looked.emit()

    # --- what is pressed -------------------------------------------------------------------------

    def open(self, row: CompanyOverview) -> None:
        """Opens the company for the application that opened it here last, or for the usual one."""
        self._work.open(row.place, row.applications[0] if len(row.applications) == 1 else None)

    def open_file(self) -> None:
        """Asks for a company's file, and opens it."""

        def chosen(file: Path) -> None:
            self._work.open(str(file), None)

        ask_file(self._over, "open_company_dialog", texts.OPEN_TITLE, texts.COMPANY_FILES, chosen)

    def open_server(self) -> None:
        """Asks for the address of a company's database on a server, and opens it."""
        dialog = ServerDialog(self._over)
        dialog.chosen.connect(lambda place: self._work.open(place, None))
        dialog.open()

    def create(self) -> None:
        """Asks for a new company's name and place, makes it, and opens it."""
        dialog = CreateCompanyDialog(self._over)

        def made(place: str) -> None:
            dialog.accept()
            self._work.open(place, None)

        def create(company: NewCompany) -> None:
            self._background.run(
                self._work.create, company, owner=dialog, done=made, failed=dialog.refuse
            )

        dialog.create_wanted.connect(create)
        dialog.open()

    def open_demonstration(self) -> None:
        """Makes the example company on first use, and opens it."""
        self._run(
            self.open_demonstration,
            self._work.make_demonstration,
            lambda place: self._work.open(place, None),
        )

    def find(self) -> None:
        """Asks for a folder, and adds the companies in it to the list."""

        def chosen(folder: Path) -> None:
            stop = self._stop

            def add() -> int:
                return self._work.keep(self._work.find(folder, stop))

            self._run(lambda: chosen(folder), add, lambda new: self._found(new, folder))
            self._page.show_looking(True)

        ask_folder(self._over, "find_companies_dialog", texts.FIND_TITLE, chosen)

    def _found(self, new: int, folder: Path) -> None:
        self.refresh()
        toast(self._over, texts.found(new, str(folder)))

    def export(self, rows: Sequence[CompanyOverview]) -> None:
        """Asks where, and writes the rows that are shown as a table for a spreadsheet."""

        def chosen(file: Path) -> None:
            self._run(
                lambda: chosen(file),
                lambda: write_csv(file, texts.HEADINGS, [texts.cells(row) for row in rows]),
                lambda _: self._written(file, len(rows)),
            )

        ask_where(
            self._over,
            "export_companies_dialog",
            texts.EXPORT_TITLE,
            texts.CSV_NAME,
            chosen,
            kinds=texts.CSV_KINDS,
            suffix="csv",
        )

    def _written(self, file: Path, count: int) -> None:
        see = file_address(file.parent)
        toast(self._over, texts.written(str(file), count), SEE, lambda: self._open_url(see))

    def set_access_up(self) -> None:
        """The administrator's assistant: a registration tried step by step, and kept."""
        from stockage_partage.ui.companies.access import AccessController

        AccessController(self._work.access, self._background, self._over)

    def copy_address(self, row: CompanyOverview) -> None:
        """Copies the address that opens the company wherever it is known."""
        QGuiApplication.clipboard().setText(address_of(WindowAddress(row.place)))
        toast(self._over, texts.ADDRESS_COPIED)

    def act(self, act: CompanyAct, rows: Sequence[CompanyOverview]) -> None:
        """Does one thing for all of these companies; the list is read again afterwards."""
        if self.batch is None:
            from stockage_partage.ui.companies.batch import BatchController

            self.batch = BatchController(self._work, self._background, self._over)
            self.batch.finished.connect(self.refresh)
        self.batch.begin(act, rows)

    def forget(self, rows: Sequence[CompanyOverview]) -> None:
        """Takes companies off the list: nobody is asked, « Annuler » and opening one put it back."""

        def forget() -> None:
            for row in rows:
                self._work.forget(row.place)

        def put_back() -> None:
            known = [row.known for row in rows]
            self._run(put_back, lambda: self._work.keep(known), lambda _: self.refresh())

        def forgotten(_nothing: None) -> None:
            self.refresh()
            toast(
                self._over,
                texts.off_the_list(rows),
                window_texts.TAKE_BACK,
                put_back,
                shown_ms=WAIT_MS,
                takes_back=True,
            )

        self._run(lambda: self.forget(rows), forget, forgotten)

    def _run(
        self, again: Callable[[], None], work: Callable[[], T], done: Callable[[T], None]
    ) -> None:
        """Does `work` elsewhere; should it fail, the button of what is said does `again`."""
        self._last = again
        self._page.troubles.clear()
        self._background.run(work, owner=self, done=done, failed=self._fail)

    def _fail(self, trouble: Trouble) -> None:
        self._page.show_looking(False)
        self._page.troubles.show_trouble(trouble)

    def shutdown(self) -> None:
        """The window closes: no company is read any more."""
        self._stop.set()
        if self.batch is not None:
            self.batch.shutdown()
