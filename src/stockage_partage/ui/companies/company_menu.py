"""Other companies from the window of one: « Ouvrir une société… », the recent ones, « Sociétés… »."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stockage_partage.messages import companies as texts
from stockage_partage.ui.widgets.given_files import ask_file

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stockage_partage.applications import Application
    from stockage_partage.ui.companies.companies_window import CompaniesWindow
    from stockage_partage.ui.runtime.background import Background
    from stockage_partage.ui.window.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class RecentCompany:
    """One entry of the menu. `shown` is where it is, for two of the same name."""

    place: str
    application: Application
    name: str
    shown: str


@dataclass(frozen=True)
class OtherCompanies:
    """Given by the program around the window. `open` starts another window; `recent` blocks."""

    recent: Callable[[], Sequence[RecentCompany]]
    open: Callable[[str, Application | None], None]
    window: Callable[[QWidget], CompaniesWindow]


class CompanyMenu(QObject):
    """The entries of « Fichier » that lead to other companies; the recent ones are read in the background."""

    def __init__(self, window: MainWindow, others: OtherCompanies, background: Background) -> None:
        super().__init__(window)
        self._window = window
        self._others = others
        self._background = background
        self.companies: CompaniesWindow | None = None
        menus = window.body.menus
        menus.open_company.triggered.connect(self._open_file)
        menus.companies.triggered.connect(self.show_companies)
        self._recent = menus.recent
        # Not when it opens itself: greyed it never does, and open it would be emptied under the hand.
        menus.file.aboutToShow.connect(self.read)
        self._shown: Sequence[RecentCompany] | None = None
        self.read()

    def read(self) -> None:
        """Reads which companies were opened last; the menu follows when they are known."""
        self._background.run(
            self._others.recent, owner=self, done=self._show, failed=lambda _: None
        )

    def _show(self, recent: Sequence[RecentCompany]) -> None:
        if recent == self._shown:
            return
        self._shown = recent
        self._recent.clear()
        for each in recent:
            entry = self._recent.addAction(
                texts.recent(each.name, each.application).replace("&", "&&")
            )
            entry.setToolTip(each.shown)
            entry.triggered.connect(
                lambda _=False, each=each: self._others.open(each.place, each.application)
            )
        self._recent.setEnabled(bool(recent))

    def _open_file(self) -> None:
        def chosen(file: Path) -> None:
            self._others.open(str(file), None)

        ask_file(self._window, "open_company_dialog", texts.OPEN_TITLE, texts.COMPANY_FILES, chosen)

    def show_companies(self) -> None:
        """Shows the window « Sociétés », made when it is first asked for; again: brings it to the front."""
        if self.companies is None:
            made = self.companies = self._others.window(self._window)
            made.closed.connect(self._forget)
        self.companies.show_and_read()

    def _forget(self) -> None:
        self.companies = None

    def shutdown(self) -> None:
        """The window of the company closes: that of the companies goes with it."""
        if self.companies is not None:
            self.companies.close()
