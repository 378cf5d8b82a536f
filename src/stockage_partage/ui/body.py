"""The parts of the window, made in steps short enough for the window to stay alive meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMainWindow

from stockage_partage.ui.look import put_sheet_on
from stockage_partage.ui.places import Place
from stockage_partage.words import window as words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget

    from stockage_partage.ui.elided_label import ElidedLabel
    from stockage_partage.ui.exchange_page import ExchangePage
    from stockage_partage.ui.fiscal.page import FiscalYearsPage
    from stockage_partage.ui.identification_page import IdentificationPage
    from stockage_partage.ui.menus import Menus
    from stockage_partage.ui.navigation import Navigation
    from stockage_partage.ui.page import Page
    from stockage_partage.ui.printing.templates_page import TemplatesPage
    from stockage_partage.ui.tiers.page import ThirdPartiesPage

Step = Callable[[], object]


class Body:
    """Menus, tree, pages, status bar. Each step imports and makes one thing; all, then `assemble`."""

    menus: Menus
    navigation: Navigation
    exchanges: ExchangePage
    identification: IdentificationPage
    fiscal_years: FiscalYearsPage
    third_parties: ThirdPartiesPage
    templates: TemplatesPage
    stack: QStackedWidget
    splitter: QSplitter
    demonstration: QLabel
    where: ElidedLabel

    def __init__(self, window: QMainWindow, *, demonstration: bool) -> None:
        self._window = window
        self._is_demonstration = demonstration
        self.pages: dict[Place, Page] = {}

    def steps(self) -> Iterator[Step]:
        """In the order to take them."""
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
            self._make_identification,
            self._put_in,
            self._import_fiscal_years,
            self._make_fiscal_years,
            self._put_in,
            self._import_third_parties,
            self._make_third_parties,
            self._put_in,
            self._import_templates,
            self._make_templates,
            self._put_in,
            self._make_status_bar,
            self._place_bars,
            self._place_middle,
        )

    def _put_sheet_on(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            put_sheet_on(application)

    def _make_room(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QSplitter, QStackedWidget

        # In the window from the start, unseen: a part that changed its window once made would be
        # styled and measured anew, all of them in one step.
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self._window)
        self.splitter.hide()
        self.splitter.setObjectName("splitter")
        self.splitter.setAccessibleName(words.SPLITTER_NAME)
        self.splitter.setHandleWidth(1)
        self.stack = QStackedWidget(self.splitter)
        self.stack.setObjectName("pages")
        self.stack.setAccessibleName(words.PAGES_NAME)

    def _put_in(self) -> None:
        """The page just made; apart, as making it is long enough."""
        self.stack.addWidget(self.pages[next(reversed(self.pages))])

    def _import_rows(self) -> None:
        import stockage_partage.ui.page  # noqa: F401  # what the next steps are made of

    def _import_notices(self) -> None:
        import stockage_partage.ui.notice_bar  # noqa: F401  # same

    def _import_troubles(self) -> None:
        import stockage_partage.ui.trouble_bar  # noqa: F401  # same

    def _make_menus(self) -> None:
        from PySide6.QtWidgets import QMenuBar

        from stockage_partage.ui.menus import Menus

        # Put in place at the end: the window's parts appear all at once.
        self._bar = QMenuBar()
        self.menus = Menus(self._bar)

    def _make_navigation(self) -> None:
        from stockage_partage.ui.navigation import Navigation

        self.navigation = Navigation()
        self.splitter.insertWidget(0, self.navigation)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)

    def _make_panel(self) -> None:
        from stockage_partage.ui.panel import StoragePanel

        self._panel = StoragePanel()

    def _import_exchanges(self) -> None:
        import stockage_partage.ui.exchange_page  # noqa: F401  # what the next step is made of

    def _make_exchanges(self) -> None:
        from stockage_partage.ui.exchange_page import ExchangePage

        self.exchanges = ExchangePage(self._panel)
        self.pages[Place.EXCHANGES] = self.exchanges

    def _make_identification(self) -> None:
        from stockage_partage.ui.identification_page import IdentificationPage

        self.identification = IdentificationPage()
        self.pages[Place.IDENTIFICATION] = self.identification

    def _import_fiscal_years(self) -> None:
        import stockage_partage.ui.fiscal.page  # noqa: F401  # what the next step is made of

    def _make_fiscal_years(self) -> None:
        from stockage_partage.ui.fiscal.page import FiscalYearsPage

        self.fiscal_years = FiscalYearsPage()
        self.pages[Place.FISCAL_YEARS] = self.fiscal_years

    def _import_third_parties(self) -> None:
        import stockage_partage.ui.tiers.page  # noqa: F401  # what the next step is made of

    def _make_third_parties(self) -> None:
        from stockage_partage.ui.tiers.page import ThirdPartiesPage

        self.third_parties = ThirdPartiesPage()
        self.pages[Place.THIRD_PARTIES] = self.third_parties

    def _import_templates(self) -> None:
        import stockage_partage.ui.printing.templates_page  # noqa: F401  # same

    def _make_templates(self) -> None:
        from stockage_partage.ui.printing.templates_page import TemplatesPage

        self.templates = TemplatesPage()
        self.pages[Place.TEMPLATES] = self.templates

    def _make_status_bar(self) -> None:
        from PySide6.QtWidgets import QLabel, QStatusBar

        from stockage_partage.ui.elided_label import ElidedLabel

        self._status = QStatusBar()
        self._status.setObjectName("status_bar")
        self._status.setSizeGripEnabled(False)
        self.demonstration = QLabel(words.DEMONSTRATION)
        self.demonstration.setObjectName("demonstration")
        self.demonstration.setVisible(self._is_demonstration)
        self.where = ElidedLabel()
        self.where.setObjectName("where")
        self._status.addWidget(self.demonstration)
        self._status.addWidget(self.where, 1)
        self.demonstration.setVisible(self._is_demonstration)

    def _place_bars(self) -> None:
        self._window.setMenuBar(self._bar)
        self._window.setStatusBar(self._status)

    def _place_middle(self) -> None:
        self._window.setCentralWidget(self.splitter)
        self.splitter.show()
