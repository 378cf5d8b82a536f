"""Finding a third party as one types, or creating the one that the document names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.facts import ThirdParty
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID
from stockage_partage.ui.showing import show, show_text
from stockage_partage.ui.tiers.form_field import FormField
from stockage_partage.words import classifying as words
from stockage_partage.words import third_parties as party_words

_TYPED_MS = 100
_ROWS = 4


class PartyPicker(QWidget):
    """`search_wanted` as one types; the answer comes by `show_found`."""

    search_wanted = Signal(str)
    chosen = Signal(object)  # ThirdParty, or None
    create_wanted = Signal(object)  # ThirdParty
    form_wanted = Signal(str)  # what was typed

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("party_picker")
        self.party: ThirdParty | None = None
        self._found: Sequence[ThirdParty] = ()
        self._newcomer: ThirdParty | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(words.THIRD_PARTY_HINT)
        self.search.setClearButtonEnabled(True)
        self.field = FormField("party_search", words.THIRD_PARTY, self.search)
        self.list = QListWidget()
        self.list.setObjectName("parties_found")
        self.list.setAccessibleName(words.FOUND_NAME)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nobody = wrapping("nobody_found", quiet=True)
        self.create_button = QPushButton(words.CREATE)
        self.create_button.setObjectName("create_party")
        self.newcomer = wrapping("newcomer", quiet=True)
        self.form_button = QPushButton(words.CREATE_FORM)
        self.form_button.setObjectName("create_party_form")
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(GRID + GRID // 2)
        across.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.newcomer, 1, Qt.AlignmentFlag.AlignVCenter)
        left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        across.addWidget(self.form_button, 0, left)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addWidget(self.field)
        box.addWidget(self.list)
        box.addWidget(self.nobody)
        box.addLayout(across)
        for button in (self.create_button, self.form_button):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.search.textEdited.connect(lambda _: self._typed.start())
        self.search.installEventFilter(self)
        self._typed.timeout.connect(self._ask)
        self.list.currentRowChanged.connect(self._pick)
        self.create_button.clicked.connect(self._create)
        self.form_button.clicked.connect(lambda: self.form_wanted.emit(self.search.text().strip()))

    def begin(self, found: Sequence[ThirdParty], newcomer: ThirdParty | None) -> None:
        """What is proposed: chosen when it is a single one."""
        self._newcomer = newcomer
        self.search.clear()
        self.show_found(found)
        show_text(self.newcomer, words.newcomer(newcomer) if newcomer is not None else "")
        show(self.create_button, newcomer is not None)
        show(self.nobody, False)

    def show_found(self, found: Sequence[ThirdParty]) -> None:
        """What the search gave; a single one is chosen, of several the person chooses."""
        self._found = found
        self.list.blockSignals(True)
        self.list.clear()
        for party in found:
            item = QListWidgetItem(party_words.described(party), self.list)
            item.setToolTip(party_words.line(party))
        self.list.setCurrentRow(0 if len(found) == 1 else -1)
        self.list.blockSignals(False)
        row = self.fontMetrics().height() + 2 * GRID
        self.list.setFixedHeight(min(_ROWS, max(1, len(found))) * row + GRID + 2)
        show(self.list, bool(found))
        show_text(self.nobody, "" if found else words.NOBODY_FOUND)
        self._choose(found[0] if len(found) == 1 else None)

    def _ask(self) -> None:
        self.search_wanted.emit(self.search.text().strip())

    def _pick(self, row: int) -> None:
        self._choose(self._found[row] if row >= 0 else None)

    def _choose(self, party: ThirdParty | None) -> None:
        self.party = party
        self.chosen.emit(party)

    def _create(self) -> None:
        if self._newcomer is not None:
            self.create_wanted.emit(self._newcomer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes into the list."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and self._found
        ):
            self.list.setFocus()
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            return True
        return super().eventFilter(watched, event)
