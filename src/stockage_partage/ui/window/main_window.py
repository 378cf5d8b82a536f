"""The program's window: menus, tree, pages, status bar. It only shows.

It paints a skeleton first; what is seen first follows in short steps (`build`), then the other pages
(`build_pages`); whatever is asked for sooner is made at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QSize, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from stockage_partage import __version__
from stockage_partage.messages.names import READING, window_title
from stockage_partage.ui.widgets.screen_fit import OnScreen, room_on_screen
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.window.opening import OpeningPage, Skeleton

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QHideEvent, QResizeEvent, QShowEvent

    from stockage_partage.activation.states import PanelState
    from stockage_partage.applications import Application
    from stockage_partage.company.state_records import Status
    from stockage_partage.errors import Trouble
    from stockage_partage.ui.pages.page_ids import PageId
    from stockage_partage.ui.widgets.base_dialog import Confirmation
    from stockage_partage.ui.window.window_builder import AnyPage, Step, WindowBuilder


#: Small enough for 300 % of a usual screen.
_LEAST = QSize(48 * GRID, 27 * GRID)
_USUAL = QSize(160 * GRID, 90 * GRID)

_LOW = 37 * GRID  # pixels: a screen of 768 lines at 300 %


class MainWindow(QMainWindow):
    """One company, one application. `remembered` keeps how a person arranged it.

    `company`: where the company's database is, by which the page that it opens on is remembered.
    """

    looked_at = Signal(bool)  # shown and not minimised
    closed = Signal()

    def __init__(
        self,
        application: Application,
        *,
        demonstration: bool = False,
        remembered: QSettings | None = None,
        company: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self._application = application
        self._remembered = remembered
        self._demonstration = demonstration
        self._company = company
        self._opening_page: OpeningPage
        self._body: WindowBuilder
        self._steps: Iterator[Step] | None = self._first_steps()
        self._pages_to_make: Iterator[Step] | None = None
        self._state: PanelState | None = None
        self._place = ""  # the page that is shown
        self._unseen = 0  # messages of « Échanges de données »
        self.setWindowTitle(window_title("", application))
        self.setCentralWidget(Skeleton(READING))
        self._restore_size()

    # --- building --------------------------------------------------------------------------------

    def build(self, then: Callable[[], None]) -> None:
        """Makes what is seen first step by step, the event loop running in between; `then` at the end."""
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

    def build_pages(self) -> None:
        """Makes the pages that nobody sees yet, in steps too; again: goes on where it was."""
        if self._pages_to_make is None:
            self._pages_to_make = self.body.page_steps()
            self._next_page()

    def _next_page(self) -> None:
        step = next(self._pages_to_make, None) if self._pages_to_make is not None else None
        if step is not None:
            step()
            QTimer.singleShot(1, self, self._next_page)

    def _first_steps(self) -> Iterator[Step]:
        # Imported only now: the skeleton has painted without it.
        from stockage_partage.ui.window.window_builder import WindowBuilder

        self._opening_page = OpeningPage(self._remembered, self._company)
        self._body = WindowBuilder(self, self._page_arrived, demonstration=self._demonstration)
        yield from self._body.steps(documents=self._opening_page.is_documents)
        yield self._connect

    def _page_arrived(self, page: AnyPage) -> None:
        from stockage_partage.activation.panel_rules import DocumentWork
        from stockage_partage.ui.pages.page_ids import PageId
        from stockage_partage.ui.pages.settings_page import SettingsPage

        if isinstance(page, SettingsPage):
            page.breadcrumb.place_wanted.connect(self.go_to)
            page.breadcrumb.file_menu_wanted.connect(self._body.menus.open_file_menu)
        else:
            page.exchanges_wanted.connect(lambda: self.go_to(PageId.EXCHANGES))
            page.deposit_wanted.connect(self._body.menus.works[DocumentWork.DEPOSIT].trigger)
            if self._remembered is not None:
                page.table.restore_columns(str(self._remembered.value("documents_columns", "")))
        if self._state is not None:
            page.show_state(self._state)

    @property
    def body(self) -> WindowBuilder:
        """The parts: what was not yet made is made now, each page when it is asked for."""
        while self._step():
            pass
        return self._body

    def _connect(self) -> None:
        from stockage_partage.ui.pages.page_ids import PageId
        from stockage_partage.ui.widgets.keys import AccessKeys

        body = self._body
        body.navigation.place_wanted.connect(self.go_to)
        body.menus.place_wanted.connect(self._go_with_keyboard)
        body.messages.clicked.connect(self._show_messages)
        body.exchanges.out_of_sight.connect(self._mark_messages)
        body.exchanges.troubles.changed.connect(lambda: self._mark_messages(self._unseen))
        body.menus.guide.triggered.connect(lambda: self.show_guide())
        body.menus.page_help.triggered.connect(self._help_on_page)
        body.menus.search.triggered.connect(self._search_commands)
        body.sidebar.search.clicked.connect(self._search_commands)
        body.menus.shortcuts.triggered.connect(self._show_shortcuts)
        body.menus.about.triggered.connect(self._show_about)
        body.menus.quit.triggered.connect(self.close)
        body.menus.open_folder.triggered.connect(body.exchanges.panel.open_link_wanted)
        body.menus.copy_link.triggered.connect(body.exchanges.panel.copy_link_wanted)
        body.exchanges.panel.documents_wanted.connect(self.show_documents)
        AccessKeys(self)
        self._show_company("")
        on_documents = self._opening_page.is_documents
        self._go_to(PageId.DOCUMENTS if on_documents else PageId.EXCHANGES)
        if on_documents:
            body.documents.go_to_search()
        if self._remembered is not None:
            widths = self._remembered.value("widths")
            if widths is not None:
                body.splitter.restoreState(widths)
            folded = self._remembered.value("tree_folded", defaultValue=False, type=bool)
            body.sidebar.fold_by_hand(bool(folded))

    # --- showing ---------------------------------------------------------------------------------

    def go_to(self, place: PageId) -> None:
        """Shows a page; the tree follows."""
        _ = self.body
        self._go_to(place)

    def _go_with_keyboard(self, place: PageId) -> None:
        """Shows a page that was asked for by its keys or its menu: what follows is typed there."""
        self.go_to(place)
        self._body.page(place).take_keyboard()

    def _go_to(self, place: PageId) -> None:
        self._body.stack.setCurrentWidget(self._body.page(place))
        self._body.navigation.show_place(place)
        self._place = place.value
        self._fit_notices()
        if self._steps is None:
            self._mark_messages(self._unseen)

    def _fit_notices(self) -> None:
        """In a window so low that a list would keep no row, notices stand on their own page alone.

        The tree tells beside « Documents » what waits.
        """
        exchanges = self._body.exchanges
        on_their_page = self._body.stack.currentWidget() is exchanges
        exchanges.notices.setVisible(on_their_page or self.height() >= _LOW)

    def show_documents(self, status: Status | None = None) -> None:
        """Goes to the list, ready to type; with all documents of one status when it is named."""
        from stockage_partage.ui.pages.page_ids import PageId

        self.go_to(PageId.DOCUMENTS)
        documents = self.body.documents
        if status is not None:
            documents.show_only(status)
        documents.go_to_search()

    def show_state(self, state: PanelState) -> None:
        """All pages at once: they never disagree."""
        from stockage_partage.activation.states import Functions
        from stockage_partage.messages import panel as panel_texts
        from stockage_partage.messages.document_menu import entry_refused
        from stockage_partage.ui.pages.page_ids import PageId
        from stockage_partage.ui.window.navigation import badges

        body = self.body
        first, self._state = self._state is None, state
        self._opening_page.note(state.functions is not Functions.NONE)
        self._show_company(state.facts.company_name)
        for page in body.standing():
            page.show_state(state)
        none = "" if state.link else panel_texts.NO_FOLDER
        body.menus.allow_link(
            none or panel_texts.open_refused(state), none or panel_texts.copy_refused(state)
        )
        body.navigation.show_badges(PageId.DOCUMENTS, badges(state))
        body.menus.allow_works(lambda work: entry_refused(work, state))
        body.menus.allow_journal("")
        self._show_sending(state)
        if first and self.focusWidget() is None:
            body.page(PageId(self._place)).take_keyboard()

    def _show_sending(self, state: PanelState) -> None:
        """What is on its way: in the status bar, where nothing of the page moves for it."""
        from stockage_partage.activation.states import Functions
        from stockage_partage.messages import window as texts
        from stockage_partage.ui.widgets.widget_updates import show, show_text

        on = state.functions is not Functions.NONE
        waiting = state.facts.documents.waiting if on else 0
        show_text(self._body.sending, texts.sending(state.leaving, waiting))
        show(self._body.sending_bar, state.leaving > 0)

    def show_trouble(
        self, trouble: Trouble, *, resuming: bool = False, by_itself: bool = False
    ) -> None:
        """Below the panel, where the person is brought back to.

        `by_itself`: nobody did anything just now, and nothing moves; the status bar leads there.
        """
        from stockage_partage.ui.pages.page_ids import PageId

        exchanges = self.body.exchanges
        exchanges.troubles.show_trouble(trouble, resuming=resuming)
        if not by_itself:
            self.go_to(PageId.EXCHANGES)
            exchanges.bring_messages()
        self._mark_messages(self._unseen)

    def show_information(
        self, text: str, label: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Tells for some seconds, in the window in front, what was done; the button `label` does `act`."""
        from stockage_partage.ui.widgets.toast import toast

        toast(self, text, label, act)

    def show_lasting(self, text: str) -> None:
        """Tells, below the panel and until it is closed, what nobody must miss."""
        self.body.exchanges.troubles.show_information(text)
        self._mark_messages(self._unseen)

    def _show_messages(self) -> None:
        from stockage_partage.ui.pages.page_ids import PageId

        self.go_to(PageId.EXCHANGES)
        self.body.exchanges.show_messages()

    def _mark_messages(self, unseen: int) -> None:
        """Counts, in the status bar, the messages that one does not see here: nothing moves there."""
        from stockage_partage.messages import window as texts
        from stockage_partage.ui.widgets.widget_updates import show_text

        self._unseen = unseen
        page = self.body.exchanges
        if self.body.stack.currentWidget() is not page:
            unseen = 0 if page.troubles.isHidden() else 1
        show_text(self.body.messages, texts.messages_waiting(unseen) if unseen else "")

    def show_guide(self, chapter: str = "", over: QWidget | None = None) -> None:
        """The guide, at the heading `chapter`; '' for its beginning. `over`: the window that asked."""
        from stockage_partage.ui.window.guide_window import open_guide

        open_guide(over or self, chapter)

    def _help_on_page(self) -> None:
        from stockage_partage.messages.window_help import chapter

        self.show_guide(chapter(self._place))

    def _search_commands(self) -> None:
        from stockage_partage.ui.window.commands import CommandSearch, commands_in, settings_in

        CommandSearch(
            [*commands_in(self), *settings_in(self.body.exchanges.panel, self.go_to)], self
        ).open()

    def _show_shortcuts(self) -> None:
        from stockage_partage.ui.window.commands import ShortcutsDialog, commands_of, letters_of

        ShortcutsDialog(commands_of(self), letters_of(self), self).open()

    def _show_about(self) -> None:
        about(self).open()

    def _show_company(self, company: str) -> None:
        from stockage_partage.messages import window as texts
        from stockage_partage.ui.widgets.base_dialog import put_company
        from stockage_partage.ui.widgets.widget_updates import show_text

        put_company(self, company)
        title = window_title(company, self._application)
        if self.windowTitle() != title:
            self.setWindowTitle(title)
        show_text(self._body.where, texts.where(company, self._application))

    # --- size ------------------------------------------------------------------------------------

    def _restore_size(self) -> None:
        self.setMinimumSize(_LEAST)
        self.resize(_USUAL.boundedTo(room_on_screen(self)))
        OnScreen(self)
        geometry = self._remembered.value("geometry") if self._remembered is not None else None
        if geometry is not None:
            self.restoreGeometry(geometry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tree folds where there is no room for its names."""
        super().resizeEvent(event)
        if self._steps is None:
            self._body.sidebar.fit(self.width())
            self._fit_notices()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keeps the size for the next time."""
        if self._remembered is not None:
            self._remembered.setValue("geometry", self.saveGeometry())
            if self._steps is None:
                self._remembered.setValue("tree_folded", self._body.sidebar.by_hand)
                if (columns := self._body.columns_state()) is not None:
                    self._remembered.setValue("documents_columns", columns)
                if not self._body.navigation.is_folded:
                    self._remembered.setValue("widths", self._body.splitter.saveState())
        super().closeEvent(event)
        if event.isAccepted():
            self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Tells that somebody looks at the window again."""
        super().showEvent(event)
        self.looked_at.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing needs to be asked."""
        super().hideEvent(event)
        self.looked_at.emit(False)


def about(parent: QWidget | None = None, version: str = __version__) -> Confirmation:
    """« À propos »: what the product is for and which version this is; there is only « Fermer » to press."""
    from stockage_partage.messages import window as texts
    from stockage_partage.ui.widgets.base_dialog import Verb, confirm

    text = texts.about(version)
    close = Verb("close", texts.CLOSE)
    return confirm(parent, "about_dialog", texts.ABOUT, (), cancel=close, text=text)
