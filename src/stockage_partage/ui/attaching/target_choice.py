"""What the files should hang on: a third party, a document, an article, the application's archive.

A document of a third party is one of the register, or another, told by its type, number and date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.register.pieces import NumberedDocument
from stockage_partage.documents.attaching.targets import AttachRequest, TargetKind
from stockage_partage.messages import attaching as texts
from stockage_partage.ui.widgets.document_fields import DocumentFields, PartyPicker
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.form_field import FormField
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import put_property, set_enabled, show, show_text

_ROWS = 4
_CODE = 30


class DocumentChoice(QWidget):
    """`changed` whenever the wish is another one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("piece_choice")
        self._party: ThirdParty | None = None
        self._pieces: Sequence[NumberedDocument] = ()
        self.title = QLabel(texts.PIECES)
        self.title.setObjectName("pieces_title")
        self.title.setFont(font(bold=True))
        self.list = QListWidget()
        self.list.setObjectName("pieces")
        self.list.setAccessibleName(texts.PIECES_FOUND)
        self.title.setBuddy(self.list)
        self.note = wrapping("pieces_note", quiet=True)
        self.fields = DocumentFields()
        self.folder = FolderChoice()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        for widget in (self.title, self.list, self.note, self.fields, self.folder):
            box.addWidget(widget)
        self.list.currentRowChanged.connect(lambda _: self._picked())
        self.fields.changed.connect(self.changed)
        self.folder.changed.connect(self.changed)
        self.show_pieces(None, ())

    def show_pieces(self, party: ThirdParty | None, pieces: Sequence[NumberedDocument]) -> None:
        """The pieces of that third party, « another one » last."""
        self._party, self._pieces = party, pieces
        self.list.blockSignals(True)
        self.list.clear()
        for known in pieces:
            QListWidgetItem(texts.piece(known), self.list)
        if party is not None:
            QListWidgetItem(texts.BY_HAND, self.list)
            self.fields.suit(party)
        self.list.setCurrentRow(0 if pieces or party is not None else -1)
        self.list.blockSignals(False)
        row = self.fontMetrics().height() + 2 * GRID
        self.list.setFixedHeight(min(_ROWS, len(pieces) + 1) * row + GRID + 2)
        show(self.list, bool(pieces))
        empty = texts.NO_PIECE if party is not None else texts.CHOOSE_THIRD_PARTY
        show_text(self.note, "" if pieces else empty)
        self._picked()

    def show_folder_only(self) -> None:
        """The document is known: « Documents attachés » or « A transmettre » is all there is to say."""
        for widget in (self.title, self.list, self.note, self.fields):
            widget.hide()
        show(self.folder, True)

    def wish(self) -> AttachRequest:
        """What is chosen, complete or not."""
        made = AttachRequest(
            TargetKind.DOCUMENT,
            self._party.code if self._party else "",
            to_transmit=self.folder.to_transmit,
        )
        row = self.list.currentRow()
        if 0 <= row < len(self._pieces):
            return replace(made, document_id=self._pieces[row].document_id)
        return replace(
            made,
            document_type=self.fields.type_name or "",
            number=self.fields.number.text().strip(),
            day=self.fields.day,
        )

    def _picked(self) -> None:
        by_hand = self._party is not None and self.list.currentRow() == len(self._pieces)
        show(self.fields, by_hand)
        show(self.folder, self._party is not None)
        self.changed.emit()


class FolderChoice(QWidget):
    """« Documents attachés » or « A transmettre »."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("folder_choice")
        title = QLabel(texts.FOLDER)
        title.setObjectName("folder_choice_title")
        title.setFont(font(bold=True))
        self.attached = QRadioButton(texts.ATTACHED)
        self.attached.setObjectName("folder_attached")
        self.transmit = QRadioButton(texts.TO_TRANSMIT)
        self.transmit.setObjectName("folder_to_transmit")
        self.attached.setChecked(True)
        self._group = QButtonGroup(self)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        across.addWidget(title)
        for button in (self.attached, self.transmit):
            self._group.addButton(button)
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            button.setAccessibleDescription(texts.FOLDER)
        across.addStretch(1)
        self._group.buttonToggled.connect(self._toggled)

    @property
    def to_transmit(self) -> bool:
        """True when « A transmettre » is chosen, False for « Documents attachés »."""
        return self.transmit.isChecked()

    def _toggled(self, _button: object, checked: bool) -> None:
        if checked:
            self.changed.emit()


class TargetChoice(QWidget):
    """`changed` whenever the wish is another one; `party_chosen` when its pieces are wanted."""

    changed = Signal()
    party_chosen = Signal(object)  # ThirdParty or None

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setObjectName("target_choice")
        self._fixed = False
        self._kinds = QButtonGroup(self)
        self.buttons = {kind: self._button(kind) for kind in TargetKind}
        self.limits = wrapping("target_limits", quiet=True)
        self.party = PartyPicker()
        for creating in (self.party.create_button, self.party.newcomer, self.party.form_button):
            creating.setVisible(False)  # a third party is created in its own page
        self.pieces = DocumentChoice()
        self.family, self.reference, self.year = QLineEdit(), QLineEdit(), QLineEdit()
        self.year.setValidator(QIntValidator(1900, 2999, self))
        self.year.setText(str(today.year))
        self.article = self._article()
        self.archive = FormField("archive_year", texts.YEAR_LABEL, self.year, texts.ARCHIVE_HELP)
        self.destination = wrapping("destination", quiet=True)
        self._lay_out()
        self._connect()
        self.choose(TargetKind.THIRD_PARTY)
        self.show_allowed({}, "")

    def _button(self, kind: TargetKind) -> QRadioButton:
        button = QRadioButton(texts.TARGETS[kind])
        button.setObjectName(f"target_{kind.value}")
        self._kinds.addButton(button)
        return button

    def _article(self) -> QWidget:
        made = QWidget()
        made.setObjectName("article_fields")
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2 * GRID)
        for name, title, edit in (
            ("article_family", texts.FAMILY, self.family),
            ("article_reference", texts.REFERENCE, self.reference),
        ):
            edit.setMaxLength(_CODE)
            across.addWidget(FormField(name, title, edit))
        return made

    def _lay_out(self) -> None:
        title = self._title = QLabel(texts.TARGETS_LABEL)
        title.setObjectName("targets_title")
        title.setFont(font(bold=True))
        across = QHBoxLayout()
        across.setSpacing(2 * GRID)
        for button in self.buttons.values():
            across.addWidget(button)
        across.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID)
        box.addWidget(title)
        box.addLayout(across)
        box.addWidget(self.limits)
        box.addSpacing(GRID // 2)
        for widget in (self.party, self.pieces, self.article, self.archive, self.destination):
            box.addWidget(widget)

    def _connect(self) -> None:
        self._kinds.buttonToggled.connect(self._toggled)
        self.party.chosen.connect(self._party_chosen)
        self.pieces.changed.connect(self.changed)
        for edit in (self.family, self.reference, self.year):
            edit.textChanged.connect(lambda _: self.changed.emit())
        for edit in (self.party.search, self.family, self.reference, self.year):
            edit.setAcceptDrops(False)  # a dropped file is not a text

    # --- what is chosen --------------------------------------------------------------------------

    @property
    def kind(self) -> TargetKind:
        """The one that is checked."""
        return next(kind for kind, button in self.buttons.items() if button.isChecked())

    @property
    def wish(self) -> AttachRequest:
        """What is chosen or typed so far."""
        party = self.party.party
        match self.kind:
            case TargetKind.THIRD_PARTY:
                return AttachRequest(TargetKind.THIRD_PARTY, party.code if party else "")
            case TargetKind.DOCUMENT:
                return self.pieces.wish()
            case TargetKind.ARTICLE:
                family, reference = self.family.text(), self.reference.text()
                return AttachRequest(TargetKind.ARTICLE, family=family, reference=reference)
            case TargetKind.ARCHIVE:
                fits = self.year.hasAcceptableInput()
                return AttachRequest(TargetKind.ARCHIVE, year=int(self.year.text()) if fits else 0)

    def choose(self, kind: TargetKind) -> None:
        """Checks it and shows what it asks for."""
        self.buttons[kind].setChecked(True)
        self._show_parts()

    def fix_on_document(self) -> None:
        """The document was chosen elsewhere: only its folder is left to choose."""
        self._fixed = True
        for widget in (self._title, self.limits, *self.buttons.values()):
            widget.hide()
        self._show_parts()

    # --- what is shown ---------------------------------------------------------------------------

    def show_allowed(self, refused: Mapping[TargetKind, str], limits: str) -> None:
        """Greys what this application may not attach to, with the reason beside and on each."""
        for kind, button in self.buttons.items():
            set_enabled(button, refused.get(kind, ""))
        show_text(self.limits, limits)
        if not self.buttons[self.kind].isEnabled():
            enabled = (kind for kind, button in self.buttons.items() if button.isEnabled())
            self.choose(next(enabled, TargetKind.THIRD_PARTY))

    def show_parties(self, found: Sequence[ThirdParty]) -> None:
        """What the search gave."""
        self.party.show_found(found)

    def show_pieces(self, party: ThirdParty, pieces: Sequence[NumberedDocument]) -> None:
        """The pieces of the chosen third party."""
        if self.party.party == party:
            self.pieces.show_pieces(party, pieces)

    def show_destination(self, text: str, *, wrong: bool = False) -> None:
        """Where the files will go, or why that is not known."""
        put_property(self.destination, "role", "wrong" if wrong else "quiet")
        show_text(self.destination, text)

    def _toggled(self, _button: object, checked: bool) -> None:
        if checked:
            self._show_parts()
            self.changed.emit()

    def _show_parts(self) -> None:
        kind = self.kind
        if self._fixed:
            kind = TargetKind.DOCUMENT
            self.pieces.show_folder_only()
        show(self.party, not self._fixed and kind in (TargetKind.THIRD_PARTY, TargetKind.DOCUMENT))
        show(self.pieces, kind is TargetKind.DOCUMENT)
        show(self.article, kind is TargetKind.ARTICLE)
        show(self.archive, kind is TargetKind.ARCHIVE)

    def _party_chosen(self, party: ThirdParty | None) -> None:
        if party is None:
            self.pieces.show_pieces(None, ())
        self.party_chosen.emit(party)
        self.changed.emit()
