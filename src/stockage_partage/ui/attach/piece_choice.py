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

from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.pieces import KnownPiece
from stockage_partage.documents.attaching.targets import TargetKind
from stockage_partage.documents.attaching.wishes import Wish
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.showing import show, show_text
from stockage_partage.ui.tiers.piece_fields import PieceFields
from stockage_partage.words import attach_window as words

_ROWS = 4


class PieceChoice(QWidget):
    """`changed` whenever the wish is another one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("piece_choice")
        self._party: ThirdParty | None = None
        self._pieces: Sequence[KnownPiece] = ()
        self.title = QLabel(words.PIECES)
        self.title.setObjectName("pieces_title")
        self.title.setFont(font(bold=True))
        self.list = QListWidget()
        self.list.setObjectName("pieces")
        self.list.setAccessibleName(words.PIECES_FOUND)
        self.title.setBuddy(self.list)
        self.note = wrapping("pieces_note", quiet=True)
        self.fields = PieceFields()
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

    def show_pieces(self, party: ThirdParty | None, pieces: Sequence[KnownPiece]) -> None:
        """The pieces of that third party, « another one » last."""
        self._party, self._pieces = party, pieces
        self.list.blockSignals(True)
        self.list.clear()
        for known in pieces:
            QListWidgetItem(words.piece(known), self.list)
        if party is not None:
            QListWidgetItem(words.BY_HAND, self.list)
            self.fields.suit(party)
        self.list.setCurrentRow(0 if pieces or party is not None else -1)
        self.list.blockSignals(False)
        row = self.fontMetrics().height() + 2 * GRID
        self.list.setFixedHeight(min(_ROWS, len(pieces) + 1) * row + GRID + 2)
        show(self.list, bool(pieces))
        empty = words.NO_PIECE if party is not None else words.CHOOSE_THIRD_PARTY
        show_text(self.note, "" if pieces else empty)
        self._picked()

    def show_folder_only(self) -> None:
        """The document is known: « Documents attachés » or « A transmettre » is all there is to say."""
        for widget in (self.title, self.list, self.note, self.fields):
            widget.hide()
        show(self.folder, True)

    def wish(self) -> Wish:
        """What is chosen, complete or not."""
        made = Wish(
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
        title = QLabel(words.FOLDER)
        title.setObjectName("folder_choice_title")
        title.setFont(font(bold=True))
        self.attached = QRadioButton(words.ATTACHED)
        self.attached.setObjectName("folder_attached")
        self.transmit = QRadioButton(words.TO_TRANSMIT)
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
            button.setAccessibleDescription(words.FOLDER)
        across.addStretch(1)
        self._group.buttonToggled.connect(self._toggled)

    @property
    def to_transmit(self) -> bool:
        """The second one."""
        return self.transmit.isChecked()

    def _toggled(self, _button: object, checked: bool) -> None:
        if checked:
            self.changed.emit()
