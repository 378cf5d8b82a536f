"""The window « Sociétés »: what opens without a company, and from « Fichier › Sociétés… »."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from stockage_partage.messages import companies as texts
from stockage_partage.messages import sign_in
from stockage_partage.messages import window as window_texts
from stockage_partage.messages.names import PRODUCT
from stockage_partage.ui.companies.companies_controller import CompaniesController
from stockage_partage.ui.companies.companies_page import CompaniesPage
from stockage_partage.ui.companies.companies_work import CompaniesWork
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.widgets.keys import AccessKeys, HelpKey, with_letter
from stockage_partage.ui.widgets.link_opening import opener
from stockage_partage.ui.widgets.screen_fit import OnScreen, room_on_screen
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.window.attention import bring_forward

_GEOMETRY = "companies_geometry"


class CompaniesWindow(QMainWindow):
    """Reads and acts by itself, with threads of its own. `remembered` keeps its size and nothing else."""

    closed = Signal()

    def __init__(
        self,
        work: CompaniesWork,
        parent: QWidget | None = None,
        *,
        remembered: QSettings | None = None,
        open_url: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("companies_window")
        self.setWindowTitle(f"{texts.TITLE} – {PRODUCT}")
        self._remembered = remembered
        self.page = CompaniesPage()
        self.setCentralWidget(self.page)
        self.background = Background(self.page.troubles.show_trouble, parent=self)
        self.controller = CompaniesController(
            self.page, work, self.background, self, opener(self, open_url)
        )
        self._make_menus()
        AccessKeys(self)
        HelpKey(self)
        self._take_size()

    def _make_menus(self) -> None:
        file = self.menuBar().addMenu(window_texts.MENU_FILE)
        file.setObjectName("companies_menu_file")
        keys = QKeySequence.StandardKey
        act = self.controller
        for text, keys_of, does in (
            (texts.OPEN_FILE, keys.Open, act.open_file),
            (texts.OPEN_SERVER, None, act.open_server),
            (texts.CREATE, keys.New, act.create),
            (texts.DEMONSTRATION_ENTRY, None, act.open_demonstration),
            (texts.FIND, None, act.find),
            (texts.EXPORT, None, lambda: act.export(self.page.table.shown)),
            (sign_in.ACCESS_ENTRY, None, act.set_access_up),
            (texts.REFRESH, keys.Refresh, act.refresh),
            (window_texts.CLOSE, keys.Close, self.close),
        ):
            entry = file.addAction(with_letter(text, file))
            entry.triggered.connect(lambda _=False, does=does: does())
            if keys_of is not None:
                entry.setShortcut(QKeySequence(keys_of))

    def _take_size(self) -> None:
        self.setMinimumSize(40 * GRID, 30 * GRID)
        self.resize(150 * GRID, 84 * GRID)
        self.resize(self.size().boundedTo(room_on_screen(self)))
        OnScreen(self)
        kept = self._remembered.value(_GEOMETRY) if self._remembered is not None else None
        if kept is not None:
            self.restoreGeometry(kept)

    def show_guide(self, chapter: str = "", over: QWidget | None = None) -> None:
        """The guide, at the heading `chapter`; '' for its beginning. `over`: the window that asked."""
        from stockage_partage.ui.window.guide_window import open_guide

        open_guide(over or self, chapter)

    def show_and_read(self) -> None:
        """Shows the window; the companies are read once it has painted."""
        bring_forward(self)
        QTimer.singleShot(0, self, self.controller.refresh)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the search, then closes the window where it is beside that of a company."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.page.search.text():
            self.page.search.clear()
        elif self.parent() is not None:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keeps the size for the next time, and stops reading."""
        if self._remembered is not None:
            self._remembered.setValue(_GEOMETRY, self.saveGeometry())
        super().closeEvent(event)
        if event.isAccepted():
            self.controller.shutdown()
            self.background.shutdown()
            self.closed.emit()
            self.deleteLater()
