"""What a person tells of a document: its type, its number and its date, and its third party.

A third party is found as one types, or created where the document names a new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.documents.filing.suggestions import ProposedField, Suggestion, suited
from stockage_partage.documents.tree.document_types import (
    TYPES,
    DocumentType,
    Domain,
    domains_of,
    named_type,
    type_name,
)
from stockage_partage.messages import classifying as texts
from stockage_partage.messages import third_parties as party_texts
from stockage_partage.messages.documents import DAY_HINT, DOMAINS, NUMBER, type_label
from stockage_partage.messages.typography import day
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.flow_layout import FlowLayout
from stockage_partage.ui.widgets.form_field import FormField, day_problem, day_typed
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import show, show_text

INTERNAL = f"{Domain.INTERNAL}/"
_NUMBER = 60
_TYPED_MS = 100
_ROWS = 4


class TypeChoice(QComboBox):
    """Nothing chosen at first; the domains are titles that cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("document_type")
        self.setMaxVisibleItems(16)
        model = QStandardItemModel(self)
        model.appendRow(_item(texts.NO_TYPE, ""))
        for domain, title in DOMAINS.items():
            model.appendRow(_heading(title))
            if domain is Domain.INTERNAL:
                model.appendRow(_item(texts.INTERNAL_TYPE, INTERNAL))
            for kind in TYPES:
                if kind.domain is domain:
                    model.appendRow(_item(_label(kind), type_name(kind)))
        self.setModel(model)

    @property
    def name(self) -> str:
        """The exact name, '' for none, `internes/` for an internal one whose label is asked for."""
        return str(self.currentData() or "")

    def show_name(self, name: str) -> None:
        """Chooses it; nothing when there is no such type."""
        wanted = INTERNAL if name.startswith(INTERNAL) else name
        self.setCurrentIndex(max(0, self.findData(wanted)))


def _label(kind: DocumentType) -> str:
    label, side = type_label(kind.word), texts.SIDES.get(kind.domain)
    return f"{label} ({side})" if side and len(domains_of(kind.word)) > 1 else label


def _item(text: str, name: str) -> QStandardItem:
    made = QStandardItem(text)
    made.setData(name, Qt.ItemDataRole.UserRole)
    return made


def _heading(text: str) -> QStandardItem:
    made = QStandardItem(text)
    made.setFlags(Qt.ItemFlag.NoItemFlags)
    made.setFont(font(bold=True))
    return made


class DocumentFields(QWidget):
    """`changed` whenever one of them is. `tall`: the type on a line of its own, with room to say more of each."""

    changed = Signal()

    def __init__(self, *, tall: bool = False) -> None:
        super().__init__()
        self.setObjectName("piece_fields")
        self.type = TypeChoice()
        self.number = QLineEdit()
        self.number.setMaxLength(_NUMBER)
        self.date = QLineEdit()
        self.date.setPlaceholderText(DAY_HINT)
        self.label = QLineEdit()
        kept = 1 if tall else 0
        self._type_field = FormField("document_type", texts.TYPE, self.type, kept=kept)
        self._number_field = FormField("document_number", NUMBER, self.number, kept=kept)
        self._date_field = FormField("document_date", texts.DATE, self.date, kept=kept)
        self._label_field = FormField(
            "internal_label", texts.INTERNAL_LABEL, self.label, texts.INTERNAL_HELP
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        if tall:
            grid.addWidget(self._type_field, 0, 0, 1, 2)
            grid.addWidget(self._label_field, 1, 0, 1, 2)
            grid.addWidget(self._number_field, 2, 0)
            grid.addWidget(self._date_field, 2, 1)
        else:
            grid.addWidget(self._type_field, 0, 0)
            grid.addWidget(self._number_field, 0, 1)
            grid.addWidget(self._date_field, 0, 2)
            grid.addWidget(self._label_field, 1, 0, 1, 3)
        for column, share in enumerate((1, 1) if tall else (5, 4, 3)):
            grid.setColumnStretch(column, share)
        self.type.currentIndexChanged.connect(lambda _: self._type_changed())
        self.type.activated.connect(lambda _: self._type_field.explain(""))
        self.number.textEdited.connect(lambda _: self._number_field.explain(""))
        self.date.textEdited.connect(lambda _: self._date_field.explain(""))
        for typed in (self.number, self.date, self.label):
            typed.textChanged.connect(lambda _: self.changed.emit())
        self.date.editingFinished.connect(self._check_date)
        show(self._label_field, False)

    def begin(self, proposal: Suggestion, notes: Mapping[ProposedField, str] | None = None) -> None:
        """Fills the fields in with what is proposed. `notes`: what is said of each, until it is changed."""
        said = notes or {}
        self.blockSignals(True)
        self.type.show_name(proposal.document_type)
        named = named_type(proposal.document_type)
        internal = proposal.document_type.startswith(INTERNAL) and named is not None
        self.label.setText(named.label if internal and named is not None else "")
        self.number.setText(proposal.number[:_NUMBER] if len(proposal.number) <= _NUMBER else "")
        self.date.setText(day(proposal.date) if proposal.date is not None else "")
        self._type_field.explain(said.get(ProposedField.TYPE, ""))
        self._number_field.explain(said.get(ProposedField.NUMBER, ""))
        self._date_field.explain(said.get(ProposedField.DATE, ""))
        self.blockSignals(False)
        self._type_changed()

    def suit(self, party: ThirdParty) -> None:
        """Sold or bought follows the third party."""
        self.type.show_name(suited(self.type.name, party))

    @property
    def type_name(self) -> str | None:
        """The exact name; None for none."""
        name = self.type.name
        if name == INTERNAL:
            name = f"{INTERNAL}{self.label.text().strip()}" if self.label.text().strip() else ""
        return name or None

    @property
    def day(self) -> date | None:
        """None when nothing that is a date is typed."""
        return day_typed(self.date.text())

    def _type_changed(self) -> None:
        show(self._label_field, self.type.name == INTERNAL)
        self.changed.emit()

    def _check_date(self) -> None:
        self._date_field.say(day_problem(self.date.text()))


class PartyPicker(QWidget):
    """`search_wanted` as one types; the answer comes by `show_found`.

    `steady`: how many rows the list always has the room of, and a line says where a proposal comes from;
    0 for a list that comes and goes.
    `creating`: whether a third party can be created here.
    """

    search_wanted = Signal(str)
    chosen = Signal(object)  # ThirdParty, or None
    create_wanted = Signal(object)  # ThirdParty
    form_wanted = Signal(str)  # what was typed

    def __init__(self, *, steady: int = 0, creating: bool = True) -> None:
        super().__init__()
        self.setObjectName("party_picker")
        self._steady = steady
        self._creating = creating
        self.party: ThirdParty | None = None
        self._found: Sequence[ThirdParty] = ()
        self._newcomer: ThirdParty | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(texts.THIRD_PARTY_HINT)
        self.search.setClearButtonEnabled(True)
        kept = 1 if steady else 0
        self.field = FormField("party_search", texts.THIRD_PARTY, self.search, kept=kept)
        self.list = QListWidget()
        self.list.setObjectName("parties_found")
        self.list.setAccessibleName(texts.FOUND_NAME)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nobody = wrapping("nobody_found", quiet=True)
        self.create_button = PushButton(texts.CREATE)
        self.create_button.setObjectName("create_party")
        self.newcomer = wrapping("newcomer", quiet=True)
        self.form_button = PushButton(texts.CREATE_FORM)
        self.form_button.setObjectName("create_party_form")
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPED_MS)
        self._lay_out()
        self._size_list()
        for said_later in (self.nobody, self.newcomer):
            show_text(said_later, "")
        self._connect()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addWidget(self.field)
        box.addWidget(self.list)
        box.addWidget(self.nobody)
        self._put_buttons(box)
        if self._steady:
            box.addWidget(self.newcomer)

        for button in (self.create_button, self.form_button):
            button.setVisible(self._creating)

    def _put_buttons(self, box: QVBoxLayout) -> None:
        """Side by side, on two lines where there is little room; what they would create is told beside."""
        gap = GRID + GRID // 2
        if self._steady and self._creating:
            held = QWidget()
            flow = FlowLayout(held, gap, between_lines=GRID)
            flow.addWidget(self.create_button)
            flow.addWidget(self.form_button)
            box.addWidget(held)
            return
        across = QHBoxLayout()  # no widget: hidden buttons leave no room behind
        across.setSpacing(gap)
        left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        across.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignTop)
        if not self._steady:
            across.addWidget(self.newcomer, 1, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(self.form_button, 1 if self._steady else 0, left)
        box.addLayout(across)

    def _connect(self) -> None:
        self.search.textEdited.connect(lambda _: self._typed.start())
        self.search.installEventFilter(self)
        self._typed.timeout.connect(self._ask)
        self.list.currentRowChanged.connect(self._pick)
        self.create_button.clicked.connect(self._create)
        self.form_button.clicked.connect(lambda: self.form_wanted.emit(self.search.text().strip()))

    @property
    def code(self) -> str | None:
        """The code of the one that is chosen, else what is typed, which may be nobody's; None for neither."""
        return self.party.code if self.party is not None else self.search.text().strip() or None

    def begin(
        self, found: Sequence[ThirdParty], newcomer: ThirdParty | None, note: str = ""
    ) -> None:
        """What is proposed: chosen when it is a single one. `note`: where it comes from, '' for nowhere."""
        self._newcomer = newcomer
        self.search.clear()
        self._fill(found)
        self.field.explain(note)
        show_text(self.newcomer, texts.newcomer(newcomer) if newcomer is not None else "")
        show(self.create_button, newcomer is not None)
        show(self.nobody, False)

    def show_found(self, found: Sequence[ThirdParty]) -> None:
        """What the search gave; a single one is chosen, of several the person chooses."""
        self._fill(found)
        self.field.explain("" if found or not self._steady else texts.NOBODY_FOUND)

    def _fill(self, found: Sequence[ThirdParty]) -> None:
        self._found = found
        self.list.blockSignals(True)
        self.list.clear()
        for party in found:
            item = QListWidgetItem(party_texts.described(party), self.list)
            item.setToolTip(party_texts.line(party))
        self.list.setCurrentRow(0 if len(found) == 1 else -1)
        self.list.blockSignals(False)
        self._size_list()
        show(self.list, bool(found) or bool(self._steady))
        show_text(self.nobody, "" if found or self._steady else texts.NOBODY_FOUND)
        self._choose(found[0] if len(found) == 1 else None)

    def _size_list(self) -> None:
        """From the beginning: a list that nothing was put into yet is as high as seven rows."""
        row = self.fontMetrics().height() + 2 * GRID
        rows = self._steady or min(_ROWS, max(1, len(self._found)))
        self.list.setFixedHeight(rows * row + GRID + 2)

    def _ask(self) -> None:
        self.search_wanted.emit(self.search.text().strip())

    def _pick(self, row: int) -> None:
        self.field.explain("")
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
