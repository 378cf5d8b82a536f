"""The window « Paramètres société »: menus, breadcrumb, tree, pages, status bar. It only shows."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QStatusBar,
)

from stockage_partage.applications import Application
from stockage_partage.errors import Trouble
from stockage_partage.storage.panel_state import PanelState
from stockage_partage.ui.elided_label import ElidedLabel
from stockage_partage.ui.exchange_page import ExchangePage
from stockage_partage.ui.identification_page import IdentificationPage
from stockage_partage.ui.look import GRID
from stockage_partage.ui.menus import Menus
from stockage_partage.ui.navigation import Navigation
from stockage_partage.ui.page import Page
from stockage_partage.ui.places import Place
from stockage_partage.ui.showing import show, show_text
from stockage_partage.words import panel as panel_words
from stockage_partage.words import window as words


class MainWindow(QMainWindow):
    """One company, one application. `remembered` keeps the window's size and nothing else."""

    looked_at = Signal(bool)  # shown and not minimised
    closed = Signal()

    def __init__(
        self,
        application: Application,
        *,
        demonstration: bool = False,
        remembered: QSettings | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._application = application
        self._remembered = remembered
        self.exchanges = ExchangePage()
        self.identification = IdentificationPage()
        self._pages: dict[Place, Page] = {
            Place.IDENTIFICATION: self.identification,
            Place.EXCHANGES: self.exchanges,
        }
        self.menus = Menus(self.menuBar())
        self.navigation = Navigation()
        self.setCentralWidget(self._body())
        self._status(demonstration)
        self._connect()
        self._show_company("")
        self.go_to(Place.EXCHANGES)
        self._restore_size()

    def _body(self) -> QSplitter:
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self.stack.setAccessibleName(words.PAGES_NAME)
        for page in self._pages.values():
            self.stack.addWidget(page)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("splitter")
        self.splitter.setAccessibleName(words.SPLITTER_NAME)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.navigation)
        self.splitter.addWidget(self.stack)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)
        return self.splitter

    def _status(self, demonstration: bool) -> None:
        bar = QStatusBar()
        bar.setObjectName("status_bar")
        bar.setSizeGripEnabled(False)
        self.demonstration = QLabel(words.DEMONSTRATION)
        self.demonstration.setObjectName("demonstration")
        self.where = ElidedLabel()
        self.where.setObjectName("where")
        bar.addWidget(self.demonstration)
        bar.addWidget(self.where, 1)
        show(self.demonstration, demonstration)
        self.setStatusBar(bar)

    def _connect(self) -> None:
        self.navigation.place_wanted.connect(self.go_to)
        for page in self._pages.values():
            page.breadcrumb.place_wanted.connect(self.go_to)
            page.breadcrumb.file_menu_wanted.connect(self.menus.open_file_menu)
        self.menus.place_wanted.connect(self.go_to)
        self.menus.guide.triggered.connect(self._show_guide)
        self.menus.about.triggered.connect(self._show_about)
        self.menus.quit.triggered.connect(self.close)
        self.menus.open_folder.triggered.connect(self.exchanges.panel.open_link_wanted)
        self.menus.copy_link.triggered.connect(self.exchanges.panel.copy_link_wanted)

    def go_to(self, place: Place) -> None:
        """Shows a page; the tree follows."""
        self.stack.setCurrentWidget(self._pages[place])
        self.navigation.show_place(place)

    def show_state(self, state: PanelState) -> None:
        """All pages at once: they never disagree."""
        self._show_company(state.facts.company_name)
        self.exchanges.show_state(state)
        self.identification.show_state(state)
        refused = panel_words.copy_refused(state) if state.link else panel_words.NO_FOLDER
        self.menus.allow_link(refused)

    def show_trouble(self, trouble: Trouble) -> None:
        """Above the panel, where the person is brought back to."""
        self.go_to(Place.EXCHANGES)
        self.exchanges.troubles.show_trouble(trouble)
        self.exchanges.verticalScrollBar().setValue(0)

    def show_information(self, text: str) -> None:
        """The same for what needs nothing done."""
        self.exchanges.troubles.show_information(text)

    def _show_guide(self) -> None:
        from stockage_partage.ui.guide_window import GuideWindow

        GuideWindow(self).show()

    def _show_about(self) -> None:
        from stockage_partage.ui.about_dialog import AboutDialog

        AboutDialog(self).open()

    def _show_company(self, company: str) -> None:
        title = words.title(company)
        if self.windowTitle() != title:
            self.setWindowTitle(title)
        show_text(self.where, words.where(company, self._application))

    # --- size ------------------------------------------------------------------------------------

    def _restore_size(self) -> None:
        self.setMinimumSize(40 * GRID, 30 * GRID)
        self.resize(134 * GRID, 88 * GRID)
        screen = self.screen().availableSize()
        self.resize(self.size().boundedTo(screen))
        if self._remembered is not None:
            geometry = self._remembered.value("geometry")
            if geometry is not None:
                self.restoreGeometry(geometry)
            widths = self._remembered.value("widths")
            if widths is not None:
                self.splitter.restoreState(widths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keeps the size for the next time."""
        if self._remembered is not None:
            self._remembered.setValue("geometry", self.saveGeometry())
            self._remembered.setValue("widths", self.splitter.saveState())
        super().closeEvent(event)
        if event.isAccepted():
            self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks again."""
        super().showEvent(event)
        self.looked_at.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing needs to be asked."""
        super().hideEvent(event)
        self.looked_at.emit(False)
