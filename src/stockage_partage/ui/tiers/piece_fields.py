"""Type, number and date of a document, as the person gives them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from stockage_partage.company.facts import ThirdParty
from stockage_partage.documents.filing.proposing import Proposal, suited
from stockage_partage.documents.tree.document_types import named_type
from stockage_partage.ui.look import GRID
from stockage_partage.ui.showing import show
from stockage_partage.ui.tiers.day import day_typed
from stockage_partage.ui.tiers.form_field import FormField
from stockage_partage.ui.tiers.type_choice import INTERNAL, TypeChoice
from stockage_partage.words import classifying as words
from stockage_partage.words.typography import day

_NUMBER = 60


class PieceFields(QWidget):
    """`changed` whenever one of them is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("piece_fields")
        self.type = TypeChoice()
        self.number = QLineEdit()
        self.number.setMaxLength(_NUMBER)
        self.date = QLineEdit()
        self.date.setPlaceholderText(words.DAY_HINT)
        self.label = QLineEdit()
        self._date_field = FormField("document_date", words.DATE, self.date)
        self._label_field = FormField(
            "internal_label", words.INTERNAL_LABEL, self.label, words.INTERNAL_HELP
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.addWidget(FormField("document_type", words.TYPE, self.type), 0, 0)
        grid.addWidget(FormField("document_number", words.NUMBER, self.number), 0, 1)
        grid.addWidget(self._date_field, 0, 2)
        grid.addWidget(self._label_field, 1, 0, 1, 3)
        for column, share in enumerate((5, 4, 3)):
            grid.setColumnStretch(column, share)
        self.type.currentIndexChanged.connect(lambda _: self._type_changed())
        for typed in (self.number, self.date, self.label):
            typed.textChanged.connect(lambda _: self.changed.emit())
        self.date.editingFinished.connect(self._check_date)
        show(self._label_field, False)

    def begin(self, proposal: Proposal) -> None:
        """What is proposed."""
        self.blockSignals(True)
        self.type.show_name(proposal.document_type)
        named = named_type(proposal.document_type)
        internal = proposal.document_type.startswith(INTERNAL) and named is not None
        self.label.setText(named.label if internal and named is not None else "")
        self.number.setText(proposal.number[:_NUMBER] if len(proposal.number) <= _NUMBER else "")
        self.date.setText(day(proposal.date) if proposal.date is not None else "")
        self._date_field.say("")
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
        wrong = bool(self.date.text().strip()) and self.day is None
        self._date_field.say(words.DAY_WRONG if wrong else "")
