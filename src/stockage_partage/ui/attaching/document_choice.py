"""Which document of a third party: one of the register, or another by its type, number and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.register.numbered_documents import NumberedDocument
from stockage_partage.documents.attaching.targets import AttachRequest, TargetKind
from stockage_partage.messages import attach_window as texts
from stockage_partage.ui.widgets.document_fields import DocumentFields
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import show, show_text

_ROWS = 4


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
