"""An administrator in front of « Sociétés », with companies of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from person_at_page import PAGE_MS
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from stockage_partage.app import make_companies_window
from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.portfolio.known_companies import KnownCompanies, KnownCompany
from stockage_partage.messages import companies as texts
from stockage_partage.settings import Settings
from stockage_partage.ui.companies.companies_table import CompanyColumn
from stockage_partage.ui.companies.companies_window import CompaniesWindow

Kind = TypeVar("Kind", bound=QWidget)

Opened = list[tuple[str, Application | None]]


class Administrator:
    """A person in front of the window, with companies of their own."""

    def __init__(self, bot: QtBot, folder: Path, settings: Settings | None = None) -> None:
        self.bot = bot
        self.folder = folder
        self.settings = settings or Settings(folder / "données")
        self.listed = KnownCompanies(self.settings.data_dir)
        self.opened: Opened = []
        self._window: CompaniesWindow | None = None

    def company(self, name: str, siren: str | None = None) -> Path:
        """A company that is known here."""
        place = self.folder / f"{name}.db"
        CompanyDatabase.create(place, name, siren).close()
        self.listed.add([KnownCompany(str(place))])
        return place

    def show(self) -> CompaniesWindow:
        """The window, shown."""
        self._window = make_companies_window(
            self.settings, lambda place, application: self.opened.append((place, application))
        )
        self._window.show_and_read()
        return self._window

    def show_and_wait(self) -> CompaniesWindow:
        """The window once it has the keyboard and every company has answered."""
        window = self.show()
        self.until(window.isActiveWindow)  # or the window of another test takes the keys
        self.until(
            lambda: (
                bool(self.names()) and texts.NOT_READ_YET not in self.column(CompanyColumn.STATE)
            )
        )
        return window

    @property
    def window(self) -> CompaniesWindow:
        assert self._window is not None
        return self._window

    def until(self, holds: Callable[[], bool]) -> None:
        self.bot.waitUntil(holds, timeout=PAGE_MS)

    def column(self, column: CompanyColumn) -> list[str]:
        """The texts of a column, as they are shown."""
        model = self.window.page.table.model()
        rows = range(model.rowCount())
        return [model.index(row, column).data() for row in rows]

    def names(self) -> list[str]:
        return self.column(CompanyColumn.NAME)

    def opened_dialog(self, kind: type[Kind]) -> Kind:
        """The dialog or window of that kind, once it is open."""
        found: list[Kind] = []

        def look() -> bool:
            found[:] = [
                widget
                for widget in QApplication.topLevelWidgets()
                if isinstance(widget, kind) and widget.isVisible()
            ]
            return bool(found)

        self.until(look)
        return found[0]

    def name_files(self, *files: Path) -> None:
        """Chooses these files in the dialog that opens."""
        dialog = self.opened_dialog(QFileDialog)
        if dialog.fileMode() is QFileDialog.FileMode.ExistingFiles:
            dialog.filesSelected.emit([str(file) for file in files])
        else:
            dialog.fileSelected.emit(str(files[0]))
        dialog.close()
