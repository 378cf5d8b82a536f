"""« Tiers »: the third parties of the company, found as one types. It only shows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.messages import third_parties as texts
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.pages.settings_page import Access, SettingsPage
from stockage_partage.ui.third_parties.third_party_table import (
    Column,
    TableRequest,
    ThirdPartyTable,
)
from stockage_partage.ui.widgets.buttons import named_button
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import set_enabled, show, show_text

#: A pause in typing before the table follows.
_TYPED_MS = 120

_CLOSED: dict[Access, str] = {
    Access.NOT_OPEN: texts.NOT_OPEN,
    Access.READ_ONLY: texts.READ_ONLY,
    Access.OPEN: "",
}


class ThirdPartiesPage(SettingsPage):
    """The table, what can be done with it, and what is worth knowing above it."""

    wanted = Signal(object)  # Wanted
    add_wanted = Signal()
    modify_wanted = Signal(object)  # ThirdParty
    remove_wanted = Signal(object)  # ThirdParty
    import_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(PageId.THIRD_PARTIES)
        self._access = Access.NOT_OPEN
        self._wanted = TableRequest()
        self.troubles = TroubleBar()
        self.certain = InfoBar("now_certain")
        self.read_only = InfoBar("read_only")
        self.search = QLineEdit()
        self.search.setObjectName("third_party_search")
        self.search.setAccessibleName(texts.SEARCH)
        self.search.setPlaceholderText(texts.SEARCH_HINT)
        self.search.setClearButtonEnabled(True)
        emptying = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.search)
        emptying.setContext(Qt.ShortcutContext.WidgetShortcut)
        emptying.activated.connect(self.search.clear)
        self.add = named_button("add_third_party", texts.ADD)
        self.modify = named_button("modify_third_party", texts.MODIFY)
        self.remove = named_button("remove_third_party", texts.REMOVE)
        self.bring_in = named_button("import_third_parties", texts.IMPORT)
        self.table = ThirdPartyTable()
        self.count = QLabel()
        self.count.setObjectName("third_party_count")
        self.count.setProperty("role", "quiet")
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._lay_out()
        self._connect()
        self._allow()

    def _lay_out(self) -> None:
        explanation = wrapping("third_parties_help", quiet=True)
        explanation.setText(texts.HELP)
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        for button in (self.add, self.modify, self.remove):
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.bring_in)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, GRID // 2, 1, GRID // 2)
        self._middle = QStackedWidget()
        self._middle.setObjectName("third_party_middle")
        self._middle.addWidget(self.table)
        self._empty = self._empty_card()
        self._middle.addWidget(self._empty)
        inside.addWidget(self._middle)
        card.setMinimumHeight(30 * GRID)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.box.addWidget(explanation)
        self.box.addSpacing(2 * GRID)
        self.box.addWidget(self.search)
        self.box.addSpacing(GRID)
        self.box.addLayout(tools)
        self.box.addSpacing(GRID + GRID // 2)
        self.box.addWidget(card, 1)
        self.box.addSpacing(GRID)
        # Below: what comes by itself moves no row and no button.
        for told in (self.troubles, self.read_only, self.certain):
            self.box.addWidget(told)
        self.box.addSpacing(GRID // 2)
        self.box.addWidget(self.count)
        # The table takes the height that a page of facts leaves empty.
        self._margins.setStretchFactor(self._column, 100)
        order = (self.search, self.add, self.modify, self.remove, self.bring_in, self.table)
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _empty_card(self) -> QWidget:
        made = QWidget()
        made.setObjectName("rows")
        box = QVBoxLayout(made)
        box.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        self._empty_title = QLabel()
        self._empty_title.setObjectName("empty_title")
        self._empty_title.setFont(font(1.15, bold=True))
        self._empty_title.setWordWrap(True)
        self._empty_text = wrapping("empty_text", quiet=True)
        self.first_import = named_button("first_import", texts.IMPORT)
        self.first_import.setProperty("primary", True)
        box.addWidget(self._empty_title)
        box.addWidget(self._empty_text)
        box.addSpacing(GRID)
        box.addWidget(self.first_import, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return made

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._typed.start())
        self._typed.timeout.connect(self._ask)
        self.table.order_wanted.connect(self._order)
        self.table.chosen.connect(lambda _: self._allow())
        self.table.opened.connect(self._open)
        self.add.clicked.connect(self.add_wanted)
        self.modify.clicked.connect(lambda: self._open(self.table.party))
        self.remove.clicked.connect(lambda: self._remove(self.table.party))
        for button in (self.bring_in, self.first_import):
            button.clicked.connect(self.import_wanted)

    def show_parties(self, parties: Sequence[ThirdParty], known: int) -> None:
        """The rows asked for, out of `known`."""
        self.table.show_parties(parties)
        show_text(self.count, texts.count(len(parties), known) if known else "")
        show_text(self._empty_title, texts.EMPTY_TITLE if not known else "")
        show_text(self._empty_text, texts.NOTHING_FOUND if known else texts.EMPTY)
        show(self.first_import, not known)
        self._middle.setCurrentWidget(self.table if parties else self._empty)

    def show_access(self, access: Access) -> None:
        """Whether anything can be changed; what cannot is greyed, with the reason."""
        self._access = access
        self.read_only.say(texts.READ_ONLY_NOTICE if access is Access.READ_ONLY else "")
        self._allow()

    def _allow(self) -> None:
        closed = _CLOSED[self._access]
        chosen = "" if self.table.party is not None else texts.CHOOSE_FIRST
        for button in (self.add, self.bring_in, self.first_import):
            set_enabled(button, closed)
        for button in (self.modify, self.remove):
            set_enabled(button, closed or chosen)

    def _order(self, column: Column, descending: bool) -> None:
        self._wanted = TableRequest(self._wanted.text, column, descending)
        self.wanted.emit(self._wanted)

    def _ask(self) -> None:
        self._wanted = TableRequest(
            self.search.text(), self._wanted.column, self._wanted.descending
        )
        self.wanted.emit(self._wanted)

    def _open(self, party: ThirdParty | None) -> None:
        if party is not None and self._access is Access.OPEN:
            self.modify_wanted.emit(party)

    def _remove(self, party: ThirdParty | None) -> None:
        if party is not None:
            self.remove_wanted.emit(party)
