"""« Sociétés »: the companies known here, what can be done with those that are chosen. It only shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.activation.company_overview import CompanyOverview
from stockage_partage.messages import companies as texts
from stockage_partage.messages.company_batch import CHOOSE_FIRST, LABELS, CompanyAct
from stockage_partage.messages.message import MessageAction
from stockage_partage.ui.companies.companies_table import CompaniesTable
from stockage_partage.ui.widgets.accessible_roles import heading as titled
from stockage_partage.ui.widgets.buttons import named_button
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.flow_layout import FlowLayout
from stockage_partage.ui.widgets.info_bar import InfoPage
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import set_enabled, show, show_text

#: A pause in typing before the table follows.
_TYPED_MS = 120
#: Average characters from which all buttons have room beside each other.
_WIDE = 140


class CompaniesPage(QWidget):
    """Before any company is known, a welcome; then the table. Tells what is wanted, does nothing itself."""

    open_wanted = Signal(object)  # CompanyOverview
    open_file_wanted = Signal()
    open_server_wanted = Signal()
    create_wanted = Signal()
    demonstration_wanted = Signal()
    find_wanted = Signal()
    export_wanted = Signal(object)  # the rows that are shown
    forget_wanted = Signal(object)  # the rows that are chosen
    link_wanted = Signal(str)
    address_wanted = Signal(object)  # CompanyOverview
    act_wanted = Signal(object, object)  # CompanyAct, the rows that are chosen

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("companies_page")
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset({MessageAction.RETRY})
        self.search = QLineEdit()
        self.search.setObjectName("company_search")
        self.search.setAccessibleName(texts.SEARCH)
        self.search.setPlaceholderText(texts.SEARCH_HINT)
        self.search.setClearButtonEnabled(True)
        self.to_settle = named_button("companies_to_settle", texts.TO_SETTLE)
        self.to_settle.setProperty("choice", True)
        self.to_settle.setCheckable(True)
        self.open_chosen = named_button("open_company", texts.OPEN)
        self.open_chosen.setProperty("primary", True)
        self.acts = {act: named_button(f"{act.value}_companies", LABELS[act]) for act in CompanyAct}
        self.find_more = named_button("find_companies", texts.FIND)
        self.export = named_button("export_companies", texts.EXPORT)
        self.table = CompaniesTable()
        self.count = QLabel()
        self.count.setObjectName("company_count")
        self.count.setProperty("role", "quiet")
        self.progress = ThinBar(texts.LOOKING)
        self.progress.setObjectName("companies_progress")
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        self.tools = QHBoxLayout()
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._make_ways_in()
        self._lay_out()
        self._connect()
        self._follow()

    def _make_ways_in(self) -> None:
        """The buttons that open, create and try a company, on the welcome and above the list."""
        self.welcome_open = named_button("welcome_open", texts.OPEN_FILE)
        self.welcome_open.setProperty("primary", True)
        self.welcome_server = named_button("welcome_server", texts.OPEN_SERVER_SHORT)
        self.welcome_create = named_button("welcome_create", texts.CREATE)
        self.welcome_find = named_button("welcome_find", texts.FIND)
        self.welcome_demonstration = named_button("welcome_demonstration", texts.DEMONSTRATION)
        buttons = (
            self.welcome_open,
            self.welcome_server,
            self.welcome_find,
            self.welcome_create,
            self.welcome_demonstration,
        )
        self.welcome = InfoPage("welcome", "folder", buttons)
        self.welcome.say(texts.WELCOME, texts.WELCOME_ADVICE, buttons)
        self.open_file = named_button("open_company_file", texts.OPEN_FILE)
        self.open_server = named_button("open_company_server", texts.OPEN_SERVER_SHORT)
        self.create_company = named_button("create_company", texts.CREATE)
        self.demonstration = named_button("open_demonstration", texts.DEMONSTRATION)
        self.show_all = named_button("show_all_companies", texts.SHOW_ALL)
        self.nothing = InfoPage("no_company", "search", [self.show_all])

    def _lay_out(self) -> None:
        heading = titled(texts.TITLE, "companies_heading")
        heading.setFont(font(1.65, bold=True))
        ways_in = QHBoxLayout()
        ways_in.setSpacing(GRID)
        ways_in.addWidget(heading)
        ways_in.addStretch(1)
        self._ways_in = (
            self.open_file,
            self.open_server,
            self.create_company,
            self.demonstration,
        )
        for button in self._ways_in:
            ways_in.addWidget(button)
        explanation = wrapping("companies_help", quiet=True)
        show_text(explanation, texts.HELP)
        looking = QHBoxLayout()
        looking.setSpacing(GRID)
        looking.addWidget(self.search, 1)
        looking.addWidget(self.to_settle)
        self.tools.setSpacing(GRID)
        acts = QWidget()
        flow = FlowLayout(acts, GRID, between_lines=GRID)
        for button in (self.open_chosen, *self.acts.values()):
            flow.addWidget(button)
        self.tools.addWidget(acts, 1)
        self.tools.addWidget(self.find_more)
        self.tools.addWidget(self.export)
        box = self._make_list()
        box.addLayout(ways_in)
        box.addSpacing(GRID // 2)
        box.addWidget(explanation)
        box.addSpacing(2 * GRID)
        box.addLayout(looking)
        box.addSpacing(GRID)
        box.addLayout(self.tools)
        box.addSpacing(GRID)
        box.addWidget(self.progress)
        box.addSpacing(GRID // 2)
        box.addWidget(self._card(), 1)
        box.addSpacing(GRID)
        box.addWidget(self.count)
        self._stand()

    def _card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, GRID // 2, 1, GRID // 2)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.nothing)
        inside.addWidget(self._middle)
        return card

    def _make_list(self) -> QVBoxLayout:
        self._list = QWidget()
        box = QVBoxLayout(self._list)
        box.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        box.setSpacing(0)
        return box

    def _stand(self) -> None:
        """The welcome and the list in one place, what is said below both, and the order of Tab."""
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self._list)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(self._pages, 1)
        told = QHBoxLayout()
        told.setContentsMargins(3 * GRID, 0, 3 * GRID, GRID)
        told.addWidget(self.troubles)
        outside.addLayout(told)
        order = (
            *self._ways_in,
            self.search,
            self.to_settle,
            self.open_chosen,
            *self.acts.values(),
            self.find_more,
            self.export,
            self.table,
        )
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        for button in (self.welcome_open, self.open_file):
            button.clicked.connect(self.open_file_wanted)
        for button in (self.welcome_server, self.open_server):
            button.clicked.connect(self.open_server_wanted)
        for button in (self.welcome_create, self.create_company):
            button.clicked.connect(self.create_wanted)
        for button in (self.welcome_demonstration, self.demonstration):
            button.clicked.connect(self.demonstration_wanted)
        self.search.textChanged.connect(lambda _: self._typed.start())
        self._typed.timeout.connect(self._filter)
        self.to_settle.toggled.connect(lambda _: self._filter())
        self.show_all.clicked.connect(self._show_all)
        self.open_chosen.clicked.connect(self._open)
        for button in (self.find_more, self.welcome_find):
            button.clicked.connect(self.find_wanted)
        self.export.clicked.connect(lambda: self.export_wanted.emit(self.table.shown))
        for act, button in self.acts.items():
            button.clicked.connect(
                lambda _=False, act=act: self.act_wanted.emit(act, self.table.chosen)
            )
        self.table.opened.connect(self.open_wanted)
        self.table.chosen_changed.connect(self._follow)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda at: self.context_menu().popup(self.table.viewport().mapToGlobal(at))
        )
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self.table.take_keyboard)
        to_search = QShortcut(QKeySequence.StandardKey.Find, self)
        to_search.activated.connect(self.search.setFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what the menu « Fichier » has too leaves its place to the others."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE * self.fontMetrics().averageCharWidth()
        for button in (*self._ways_in, self.find_more, self.export):
            show(button, wide)

    # --- showing ---------------------------------------------------------------------------------

    def show_companies(self, rows: Sequence[CompanyOverview]) -> None:
        """Shows these companies in place of the former ones; the welcome when there is none."""
        self.table.show_rows(rows)
        wanted = self._list if rows else self.welcome
        if self._pages.currentWidget() is not wanted:
            self._pages.setCurrentWidget(wanted)
            (self.search if rows else self.welcome_open).setFocus()
        self._follow()

    def update_companies(self, rows: Iterable[CompanyOverview]) -> None:
        """Shows what has just been read of some of them."""
        self.table.companies.update_rows(rows)
        self._follow()

    def show_looking(self, looking: bool) -> None:
        """Whether companies are still being read."""
        self.progress.setVisible(looking)

    def context_menu(self) -> QMenu:
        """What can be done with the rows that are chosen."""
        chosen = self.table.chosen
        menu = QMenu(self.table)
        menu.setObjectName("companies_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        one = chosen[0] if len(chosen) == 1 else None
        opening = menu.addAction(texts.OPEN, self._open)
        opening.setEnabled(one is not None)
        link = one.summary.link if one is not None and one.summary is not None else None
        leading = menu.addAction(texts.OPEN_LINK, lambda: self.link_wanted.emit(link or ""))
        leading.setEnabled(bool(link))
        copying = menu.addAction(texts.COPY_ADDRESS, lambda: self.address_wanted.emit(chosen[0]))
        copying.setObjectName("copy_company_address")
        copying.setEnabled(one is not None)
        menu.addSeparator()
        forgetting = menu.addAction(texts.FORGET, lambda: self.forget_wanted.emit(chosen))
        forgetting.setObjectName("forget_companies")
        forgetting.setEnabled(bool(chosen))
        return menu

    def _follow(self) -> None:
        """The counts, and what can be pressed, as the rows are now."""
        rows, chosen = self.table.companies.rows, self.table.chosen
        needing = sum(bool(row.attention) for row in rows)
        show_text(self.to_settle, texts.to_settle(needing))
        show_text(self.count, texts.chosen(len(rows), needing, len(chosen)))
        set_enabled(self.open_chosen, "" if len(chosen) == 1 else texts.CHOOSE_ONE)
        for button in self.acts.values():
            set_enabled(button, "" if chosen else CHOOSE_FIRST)
        set_enabled(self.export, texts.NOTHING_MATCHES if self.table.is_empty else "")
        if not self.table.is_empty:
            self._middle.setCurrentWidget(self.table)
        else:
            calm = self.to_settle.isChecked() and not self.search.text()
            self.nothing.say(
                texts.NOTHING_TO_SETTLE if calm else texts.NOTHING_MATCHES,
                "" if calm else texts.NOTHING_MATCHES_ADVICE,
                [self.show_all],
            )
            self._middle.setCurrentWidget(self.nothing)

    def _filter(self) -> None:
        self._typed.stop()
        self.table.show_only(self.search.text(), to_settle=self.to_settle.isChecked())

    def _show_all(self) -> None:
        self.search.clear()
        self.to_settle.setChecked(False)
        self._filter()
        self.search.setFocus()

    def _open(self) -> None:
        chosen = self.table.chosen
        if len(chosen) == 1:
            self.open_wanted.emit(chosen[0])
