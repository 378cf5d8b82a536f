"""« Tiers »: those the company knows, found as one types. It only shows; `desk` does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.facts import ThirdParty
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.page import Page
from stockage_partage.ui.places import Place
from stockage_partage.ui.showing import allow, show, show_text
from stockage_partage.ui.tiers.notice import PlainNotice
from stockage_partage.ui.tiers.rows import Column, Wanted
from stockage_partage.ui.tiers.table import ThirdPartyTable
from stockage_partage.ui.trouble_bar import TroubleBar
from stockage_partage.words import third_parties as words

#: A pause in typing before the table follows.
_TYPED_MS = 120


class ThirdPartiesPage(Page):
    """The table, what can be done with it, and what is worth knowing above it."""

    looked_at = Signal()
    wanted = Signal(object)  # Wanted
    add_wanted = Signal()
    modify_wanted = Signal(object)  # ThirdParty
    remove_wanted = Signal(object)  # ThirdParty
    import_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(Place.THIRD_PARTIES)
        self._closed = words.NOT_OPEN
        self._wanted = Wanted()
        self.troubles = TroubleBar()
        self.certain = PlainNotice("now_certain")
        self.read_only = PlainNotice("read_only")
        self.search = QLineEdit()
        self.search.setObjectName("third_party_search")
        self.search.setAccessibleName(words.SEARCH)
        self.search.setPlaceholderText(words.SEARCH_HINT)
        self.search.setClearButtonEnabled(True)
        self.add = _button("add_third_party", words.ADD)
        self.modify = _button("modify_third_party", words.MODIFY)
        self.remove = _button("remove_third_party", words.REMOVE)
        self.bring_in = _button("import_third_parties", words.IMPORT)
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
        explanation.setText(words.HELP)
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
        for above in (self.troubles, self.read_only, self.certain):
            self.box.addWidget(above)
        self.box.addSpacing(GRID)
        self.box.addWidget(self.search)
        self.box.addSpacing(GRID)
        self.box.addLayout(tools)
        self.box.addSpacing(GRID + GRID // 2)
        self.box.addWidget(card, 1)
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
        self.first_import = _button("first_import", words.IMPORT)
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
        show_text(self.count, words.count(len(parties), known) if known else "")
        show_text(self._empty_title, words.EMPTY_TITLE if not known else "")
        show_text(self._empty_text, words.NOTHING_FOUND if known else words.EMPTY)
        show(self.first_import, not known)
        self._middle.setCurrentWidget(self.table if parties else self._empty)

    def close_to_changes(self, reason: str) -> None:
        """Nothing can be changed, and why; '' when all can."""
        self._closed = reason
        self.read_only.say(words.READ_ONLY_NOTICE if reason == words.READ_ONLY else "")
        self._allow()

    def _allow(self) -> None:
        chosen = "" if self.table.party is not None else words.CHOOSE_FIRST
        for button in (self.add, self.bring_in, self.first_import):
            allow(button, self._closed)
        for button in (self.modify, self.remove):
            allow(button, self._closed or chosen)

    def _order(self, column: Column, descending: bool) -> None:
        self._wanted = Wanted(self._wanted.text, column, descending)
        self.wanted.emit(self._wanted)

    def _ask(self) -> None:
        self._wanted = Wanted(self.search.text(), self._wanted.column, self._wanted.descending)
        self.wanted.emit(self._wanted)

    def _open(self, party: ThirdParty | None) -> None:
        if party is not None and not self._closed:
            self.modify_wanted.emit(party)

    def _remove(self, party: ThirdParty | None) -> None:
        if party is not None:
            self.remove_wanted.emit(party)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: what is shown must be so."""
        super().showEvent(event)
        self.looked_at.emit()


def _button(name: str, text: str) -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    return made
