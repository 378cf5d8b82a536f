"""The window « Paramètres société »: menus, breadcrumb, tree, pages, status bar. It only shows.

It paints a skeleton first; its parts follow in short steps (`build`), or at once when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from stockage_partage.ui.look import GRID
from stockage_partage.ui.skeleton import Skeleton
from stockage_partage.words import opening

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent

    from stockage_partage.applications import Application
    from stockage_partage.errors import Trouble
    from stockage_partage.storage.panel_state import PanelState
    from stockage_partage.ui.body import Body, Step
    from stockage_partage.ui.exchange_page import ExchangePage
    from stockage_partage.ui.fiscal.page import FiscalYearsPage
    from stockage_partage.ui.identification_page import IdentificationPage
    from stockage_partage.ui.menus import Menus
    from stockage_partage.ui.navigation import Navigation
    from stockage_partage.ui.places import Place
    from stockage_partage.ui.printing.templates_page import TemplatesPage
    from stockage_partage.ui.tiers.page import ThirdPartiesPage


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
        self._demonstration = demonstration
        self._body: Body
        self._steps: Iterator[Step] | None = self._all_steps()
        self.setWindowTitle(opening.COMPANY_SETTINGS)
        self.setCentralWidget(Skeleton(opening.READING))
        self._restore_size()

    # --- building --------------------------------------------------------------------------------

    def build(self, then: Callable[[], None]) -> None:
        """Makes the parts step by step, the event loop running in between; `then` when all is there."""
        if self._step():
            # Not 0: zero timers in a row would leave no turn to the others.
            QTimer.singleShot(1, self, lambda: self.build(then))
        else:
            then()

    def _step(self) -> bool:
        """Takes one step; False when there is none left."""
        step = next(self._steps, None) if self._steps is not None else None
        if step is None:
            self._steps = None
            return False
        step()
        return True

    def _all_steps(self) -> Iterator[Step]:
        # Imported only now: the skeleton has painted without them.
        from stockage_partage.ui.body import Body

        self._body = Body(self, demonstration=self._demonstration)
        yield from self._body.steps()
        yield self._connect

    @property
    def body(self) -> Body:
        """The parts, all of them: what was not yet made is made now."""
        while self._step():
            pass
        return self._body

    @property
    def exchanges(self) -> ExchangePage:
        """« Échanges de données »."""
        return self.body.exchanges

    @property
    def identification(self) -> IdentificationPage:
        """« Identification »."""
        return self.body.identification

    @property
    def fiscal_years(self) -> FiscalYearsPage:
        """« Exercices »."""
        return self.body.fiscal_years

    @property
    def third_parties(self) -> ThirdPartiesPage:
        """« Tiers »."""
        return self.body.third_parties

    @property
    def templates(self) -> TemplatesPage:
        """« Modèles »."""
        return self.body.templates

    @property
    def menus(self) -> Menus:
        """The menu bar's entries."""
        return self.body.menus

    @property
    def navigation(self) -> Navigation:
        """The tree."""
        return self.body.navigation

    def _connect(self) -> None:
        from stockage_partage.ui.places import Place

        body = self._body
        for page in body.pages.values():
            page.breadcrumb.place_wanted.connect(self.go_to)
            page.breadcrumb.file_menu_wanted.connect(body.menus.open_file_menu)
        body.navigation.place_wanted.connect(self.go_to)
        body.menus.place_wanted.connect(self.go_to)
        body.menus.guide.triggered.connect(self._show_guide)
        body.menus.about.triggered.connect(self._show_about)
        body.menus.quit.triggered.connect(self.close)
        body.menus.open_folder.triggered.connect(body.exchanges.panel.open_link_wanted)
        body.menus.copy_link.triggered.connect(body.exchanges.panel.copy_link_wanted)
        self._show_company("")
        self._go_to(Place.EXCHANGES)
        widths = self._remembered.value("widths") if self._remembered is not None else None
        if widths is not None:
            body.splitter.restoreState(widths)

    # --- showing ---------------------------------------------------------------------------------

    def go_to(self, place: Place) -> None:
        """Shows a page; the tree follows."""
        _ = self.body
        self._go_to(place)

    def _go_to(self, place: Place) -> None:
        self._body.stack.setCurrentWidget(self._body.pages[place])
        self._body.navigation.show_place(place)

    def show_state(self, state: PanelState) -> None:
        """All pages at once: they never disagree."""
        from stockage_partage.words import panel as panel_words
        from stockage_partage.words.document_menu import refused

        body = self.body
        self._show_company(state.facts.company_name)
        body.exchanges.show_state(state)
        body.identification.show_state(state)
        body.templates.show_state(state)
        none = "" if state.link else panel_words.NO_FOLDER
        body.menus.allow_link(
            none or panel_words.open_refused(state), none or panel_words.copy_refused(state)
        )
        body.menus.allow_works(lambda work: refused(work, state))

    def show_trouble(self, trouble: Trouble, *, resuming: bool = False) -> None:
        """Above the panel, where the person is brought back to."""
        from stockage_partage.ui.places import Place

        self.go_to(Place.EXCHANGES)
        self.exchanges.troubles.show_trouble(trouble, resuming=resuming)
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
        from stockage_partage.ui.showing import show_text
        from stockage_partage.words import window as words

        title = words.title(company)
        if self.windowTitle() != title:
            self.setWindowTitle(title)
        show_text(self._body.where, words.where(company, self._application))

    # --- size ------------------------------------------------------------------------------------

    def _restore_size(self) -> None:
        self.setMinimumSize(40 * GRID, 30 * GRID)
        self.resize(134 * GRID, 88 * GRID)
        self.resize(self.size().boundedTo(self.screen().availableSize()))
        geometry = self._remembered.value("geometry") if self._remembered is not None else None
        if geometry is not None:
            self.restoreGeometry(geometry)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keeps the size for the next time."""
        if self._remembered is not None:
            self._remembered.setValue("geometry", self.saveGeometry())
            if self._steps is None:
                self._remembered.setValue("widths", self._body.splitter.saveState())
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
