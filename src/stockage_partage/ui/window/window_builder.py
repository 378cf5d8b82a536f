"""The parts of the window, made in steps short enough for the window to stay alive meanwhile.

What is seen first comes first. The other pages follow once the state is true, each when it is asked for
if that is sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from stockage_partage.messages import window as texts
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.widgets.theme import GRID, put_sheet_on

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget

    from stockage_partage.ui.documents.documents_page import DocumentsPage
    from stockage_partage.ui.fiscal_years import FiscalYearsPage
    from stockage_partage.ui.pages.settings_page import SettingsPage
    from stockage_partage.ui.panel.exchange_page import ExchangePage
    from stockage_partage.ui.printing.templates_page import TemplatesPage
    from stockage_partage.ui.third_parties.third_parties_page import ThirdPartiesPage
    from stockage_partage.ui.widgets.buttons import PushButton
    from stockage_partage.ui.widgets.elided import ElidedLabel
    from stockage_partage.ui.widgets.thin_bar import ThinBar
    from stockage_partage.ui.window.identification_page import IdentificationPage
    from stockage_partage.ui.window.menus import Menus
    from stockage_partage.ui.window.navigation import Navigation
    from stockage_partage.ui.window.sidebar import Sidebar

Step = Callable[[], object]
AnyPage: TypeAlias = "SettingsPage | DocumentsPage"
Page = TypeVar("Page", bound=AnyPage)


class WindowBuilder:
    """Menus, tree, pages, status bar. Each of `steps` imports and makes one thing.

    `arrived` is called with each page once it stands in the window.
    """

    menus: Menus
    navigation: Navigation
    sidebar: Sidebar
    exchanges: ExchangePage
    stack: QStackedWidget
    splitter: QSplitter
    demonstration: QLabel
    where: ElidedLabel
    messages: PushButton
    sending: QLabel
    sending_bar: ThinBar

    def __init__(
        self,
        window: QMainWindow,
        arrived: Callable[[AnyPage], None] = lambda page: None,
        *,
        demonstration: bool,
    ) -> None:
        self._window = window
        self._arrived = arrived
        self._is_demonstration = demonstration
        self._standing: list[AnyPage] = []

    def steps(self, *, documents: bool = False) -> Iterator[Step]:
        """The steps to what is seen first, in the order to take them; `documents`: that page is.

        The panel is made in any case: it is what the company is first read for.
        """
        yield from (
            self._put_sheet_on,
            self._make_room,
            self._import_rows,
            self._import_notices,
            self._import_troubles,
            self._make_menus,
            self._make_navigation,
            self._make_panel,
            self._import_exchanges,
            self._make_exchanges,
            self._put_in,
            self._make_status_bar,
        )
        if documents:
            yield from self._documents_steps()
            yield lambda: self.stack.setCurrentWidget(self.documents)
        yield from (self._place_bars, self._place_middle)

    def _documents_steps(self) -> tuple[Step, ...]:
        return (
            self._import_words,
            self._import_table,
            self._import_details,
            self._import_documents,
            self._make_documents,
        )

    def page_steps(self) -> Iterator[Step]:
        """The steps to the other pages. Those that somebody asked for meanwhile are there already."""
        yield from self._documents_steps()
        yield from (
            self._make_identification,
            self._import_fiscal_years,
            self._make_fiscal_years,
            self._import_third_parties,
            self._make_third_parties,
            self._import_templates,
            self._make_templates,
        )

    def page(self, place: PageId) -> AnyPage:
        """The page of that place, made now if it was not."""
        match place:
            case PageId.DOCUMENTS:
                return self.documents
            case PageId.IDENTIFICATION:
                return self.identification
            case PageId.FISCAL_YEARS:
                return self.fiscal_years
            case PageId.THIRD_PARTIES:
                return self.third_parties
            case PageId.EXCHANGES:
                return self.exchanges
            case PageId.TEMPLATES:
                return self.templates

    @cached_property
    def documents(self) -> DocumentsPage:
        """« Documents », made when it is first asked for."""
        from stockage_partage.ui.documents.documents_page import DocumentsPage

        return self._placed(DocumentsPage())

    @cached_property
    def identification(self) -> IdentificationPage:
        """« Identification », made when it is first asked for."""
        from stockage_partage.ui.window.identification_page import IdentificationPage

        return self._placed(IdentificationPage())

    @cached_property
    def fiscal_years(self) -> FiscalYearsPage:
        """« Exercices », made when it is first asked for."""
        from stockage_partage.ui.fiscal_years import FiscalYearsPage

        return self._placed(FiscalYearsPage())

    @cached_property
    def third_parties(self) -> ThirdPartiesPage:
        """« Tiers », made when it is first asked for."""
        from stockage_partage.ui.third_parties.third_parties_page import ThirdPartiesPage

        return self._placed(ThirdPartiesPage())

    @cached_property
    def templates(self) -> TemplatesPage:
        """« Modèles », made when it is first asked for."""
        from stockage_partage.ui.printing.templates_page import TemplatesPage

        return self._placed(TemplatesPage())

    def columns_state(self) -> str | None:
        """How the columns of « Documents » are arranged; None while the page is not made."""
        made = vars(self).get("documents")
        return self.documents.table.columns_state() if made is not None else None

    def standing(self) -> Sequence[AnyPage]:
        """The pages that are made, in the order in which they were."""
        return tuple(self._standing)

    def _placed(self, page: Page) -> Page:
        self.stack.addWidget(page)
        self._notices_last()
        self._standing.append(page)
        self._arrived(page)
        return page

    def _notices_last(self) -> None:
        """Tab goes to the notices after what stands above them, and a page comes into its order when it is made."""
        bar = self.exchanges.notices
        if bar.window() is not self._window:
            return  # they are about to come, below the first page
        # What is made last is last in the order of Tab; Qt leaves out what takes no keyboard.
        last = QWidget(self.stack.parentWidget())
        last.hide()
        last.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for before, after in pairwise((last, bar.frame.action, bar.next)):
            QWidget.setTabOrder(before, after)
        last.deleteLater()

    def _put_sheet_on(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            put_sheet_on(application)
            from PySide6.QtGui import QAccessible

            from stockage_partage.ui.widgets import accessible_roles

            # With it the embedded browser of the sign-in ends the program (PySide6 6.11).
            if QAccessible.isActive():
                accessible_roles.install()

    def _make_room(self) -> None:
        from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

        # In the window from the start, unseen: a part that changed its window once made would be
        # styled and measured anew, all of them in one step.
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self._window)
        self.splitter.hide()
        self.splitter.setObjectName("splitter")
        self.splitter.setAccessibleName(texts.SPLITTER_NAME)
        self.splitter.setHandleWidth(1)
        column = QWidget(self.splitter)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.stack = QStackedWidget(column)
        self._column.addWidget(self.stack, 1)
        self.stack.setObjectName("pages")
        self.stack.setAccessibleName(texts.PAGES_NAME)
        self.stack.currentChanged.connect(lambda _: self._notices_last())

    def _put_in(self) -> None:
        """Puts in the page just made; apart, as making it is long enough."""
        self._placed(self.exchanges)
        self._column.addWidget(self.exchanges.notices)

    def _import_rows(self) -> None:
        import stockage_partage.ui.pages.settings_page  # noqa: F401  # what the next steps are made of

    def _import_notices(self) -> None:
        import stockage_partage.ui.widgets.info_bar  # noqa: F401  # same

    def _import_troubles(self) -> None:
        import stockage_partage.ui.widgets.trouble_bar  # noqa: F401  # same

    def _make_menus(self) -> None:
        from PySide6.QtWidgets import QMenuBar

        from stockage_partage.ui.window.menus import Menus

        # Put in place at the end: the window's parts appear all at once.
        self._bar = QMenuBar()
        self.menus = Menus(self._bar)

    def _make_navigation(self) -> None:
        from stockage_partage.ui.window.sidebar import Sidebar

        self.sidebar = Sidebar()
        self.navigation = self.sidebar.tree
        self.sidebar.fit(self._window.width())
        self.splitter.insertWidget(0, self.sidebar)
        self.splitter.setCollapsible(0, False)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)

    def _make_panel(self) -> None:
        from stockage_partage.ui.panel.storage_panel import StoragePanel

        self._panel = StoragePanel()

    def _import_exchanges(self) -> None:
        import stockage_partage.ui.panel.exchange_page  # noqa: F401  # what the next step is made of

    def _make_exchanges(self) -> None:
        from stockage_partage.ui.panel.exchange_page import ExchangePage

        self.exchanges = ExchangePage(self._panel)

    def _import_words(self) -> None:
        import stockage_partage.messages.documents  # noqa: F401  # what the next steps are made of

    def _import_table(self) -> None:
        import stockage_partage.ui.documents.document_table  # noqa: F401  # what the next steps are made of

    def _import_details(self) -> None:
        import stockage_partage.ui.documents.detail_pane  # noqa: F401  # same

    def _import_documents(self) -> None:
        import stockage_partage.ui.documents.documents_page  # noqa: F401  # same

    def _make_documents(self) -> None:
        _ = self.documents

    def _make_identification(self) -> None:
        _ = self.identification

    def _import_fiscal_years(self) -> None:
        import stockage_partage.ui.fiscal_years  # noqa: F401  # what the next step is made of

    def _make_fiscal_years(self) -> None:
        _ = self.fiscal_years

    def _import_third_parties(self) -> None:
        import stockage_partage.ui.third_parties.third_parties_page  # noqa: F401  # what the next step is made of

    def _make_third_parties(self) -> None:
        _ = self.third_parties

    def _import_templates(self) -> None:
        import stockage_partage.ui.printing.templates_page  # noqa: F401  # what the next step is made of

    def _make_templates(self) -> None:
        _ = self.templates

    def _make_status_bar(self) -> None:
        from PySide6.QtWidgets import QLabel, QStatusBar

        from stockage_partage.ui.widgets.buttons import PushButton
        from stockage_partage.ui.widgets.elided import ElidedLabel
        from stockage_partage.ui.widgets.thin_bar import ThinBar

        self._status = QStatusBar()
        self._status.setObjectName("status_bar")
        self._status.setSizeGripEnabled(False)
        self.demonstration = QLabel(texts.DEMONSTRATION)
        self.demonstration.setObjectName("demonstration")
        self.where = ElidedLabel()
        self.where.setObjectName("where")
        self._status.addWidget(self.demonstration)
        self.demonstration.setVisible(self._is_demonstration)
        self.messages = PushButton()
        self.messages.setObjectName("messages_waiting")
        self.messages.setProperty("flat", True)
        self.messages.hide()
        self._status.addWidget(self.messages)
        self.sending = QLabel()
        self.sending.setObjectName("sending")
        self.sending.hide()
        self.sending_bar = ThinBar(texts.SENDING_NAME)
        self.sending_bar.setObjectName("sending_bar")
        self.sending_bar.setFixedWidth(12 * GRID)
        self.sending_bar.hide()
        self._status.addWidget(self.sending)
        self._status.addWidget(self.sending_bar)
        self._status.addWidget(self.where, 1)
        self.demonstration.setVisible(self._is_demonstration)

    def _place_bars(self) -> None:
        self._window.setMenuBar(self._bar)
        self._window.setStatusBar(self._status)

    def _place_middle(self) -> None:
        self._window.setCentralWidget(self.splitter)
        self.splitter.show()
