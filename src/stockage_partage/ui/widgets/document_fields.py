"""Type, number and date of a document, as the person gives them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

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
from stockage_partage.messages.documents import DAY_HINT, DOMAINS, NUMBER, type_label
from stockage_partage.messages.typography import day
from stockage_partage.ui.widgets.form_field import FormField, day_problem, day_typed
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import show

INTERNAL = f"{Domain.INTERNAL}/"


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


_NUMBER = 60


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
