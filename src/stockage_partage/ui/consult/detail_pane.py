"""One document: what it is, where it stands, what may be done with it, and how it looks."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.company.facts import DocumentRow, Online, Status
from stockage_partage.errors import PlaceTaken
from stockage_partage.storage.panel_state import Tone
from stockage_partage.ui.consult.preview import Preview
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.icon_label import IconLabel
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.page import Flowing
from stockage_partage.ui.showing import allow, put_property, show, show_text
from stockage_partage.words import consulting as words
from stockage_partage.words import panel as panel_words
from stockage_partage.words import window as window_words
from stockage_partage.words.typography import unbroken


class Deed(StrEnum):
    """What may be done with a document, in the order of the buttons."""

    OPEN = "open"
    SAVE = "save"
    OPEN_ONLINE = "open_online"
    OPEN_FOLDER = "open_folder"
    COPY_LINK = "copy_link"
    CLASSIFY = "classify"
    RETRY = "retry"
    WITHDRAW = "withdraw"
    RECYCLE_BIN = "recycle_bin"


LABELS: dict[Deed, str] = {
    Deed.OPEN: words.OPEN,
    Deed.SAVE: words.SAVE_AS,
    Deed.OPEN_ONLINE: words.OPEN_ONLINE,
    Deed.OPEN_FOLDER: words.OPEN_FOLDER,
    Deed.COPY_LINK: words.COPY_LINK,
    Deed.CLASSIFY: words.CLASSIFY,
    Deed.RETRY: words.RETRY,
    Deed.WITHDRAW: words.WITHDRAW,
    Deed.RECYCLE_BIN: words.RECYCLE_BIN,
}


def deeds_for(row: DocumentRow, *, deleted: bool = False) -> tuple[Deed, ...]:
    """What is possible now; a table, so that nothing greyed needs a reason."""
    if deleted or row.online == Online.DELETED:
        return (Deed.RECYCLE_BIN,)
    if row.status is Status.BLOCKED and row.trouble == PlaceTaken.__name__:
        # What is in the way is there: trying again comes after.
        return (Deed.OPEN_FOLDER, Deed.RETRY, Deed.OPEN, Deed.SAVE, Deed.WITHDRAW)
    return {
        Status.FILED: (Deed.OPEN, Deed.SAVE, Deed.OPEN_ONLINE, Deed.COPY_LINK),
        Status.WAITING: (Deed.OPEN, Deed.SAVE, Deed.RETRY, Deed.WITHDRAW),
        Status.BLOCKED: (Deed.RETRY, Deed.OPEN, Deed.SAVE, Deed.WITHDRAW),
        Status.TO_CLASSIFY: (Deed.CLASSIFY, Deed.OPEN, Deed.SAVE, Deed.WITHDRAW),
    }[row.status]


class DetailPane(QScrollArea):
    """Scrolls as a whole where the window is small."""

    wanted = Signal(object)  # Deed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_scroll")
        self.setAccessibleName(words.DETAILS)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.row: DocumentRow | None = None
        self._deeds: tuple[Deed, ...] = ()
        self._across = 0
        self.heading = wrapping("detail_heading")
        self.heading.setFont(font(1.25, bold=True))
        self.party = wrapping("detail_party", quiet=True)
        self.note = _Note()
        self.preview = Preview()
        self.buttons: dict[Deed, QPushButton] = {}
        self._buttons = QGridLayout()
        self._buttons.setSpacing(GRID)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(GRID // 2)
        self._lay_out()
        self.show_row(None, datetime.now().astimezone())

    def _lay_out(self) -> None:
        for deed, label in LABELS.items():
            button = QPushButton(label)
            button.setObjectName(f"deed_{deed.value}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, deed=deed: self.wanted.emit(deed))
            self.buttons[deed] = button
        allow(self.buttons[Deed.OPEN_FOLDER], "", words.OPEN_FOLDER_TIP)
        inside = Flowing()
        self.setWidget(inside)
        inside.setObjectName("page")
        box = QVBoxLayout(inside)
        box.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        box.setSpacing(0)
        box.addWidget(self.heading)
        box.addWidget(self.party)
        box.addSpacing(GRID)
        box.addWidget(self.note)
        box.addLayout(self._buttons)
        box.addSpacing(2 * GRID)
        box.addWidget(self.preview, 1)
        box.addSpacing(2 * GRID)
        box.addLayout(self._facts)

    def show_row(
        self,
        row: DocumentRow | None,
        now: datetime,
        *,
        deleted: bool = False,
        changed: bool = False,
    ) -> None:
        """Its facts and deeds; the preview is told apart. `deleted`, `changed`: just seen online."""
        self.row = row
        show_text(self.heading, words.heading(row) if row else "")
        show_text(self.party, words.third_party(row) if row else "")
        self._show_note(row, deleted=deleted, changed=changed)
        self._show_deeds(deeds_for(row, deleted=deleted) if row else ())
        self._show_facts(words.facts(row, now) if row else [])
        if row is None:
            self.preview.say(words.NO_SELECTION)

    def _show_note(self, row: DocumentRow | None, *, deleted: bool, changed: bool) -> None:
        if row is None:
            self.note.say(None, "")
        elif deleted or row.online == Online.DELETED:
            self.note.say(Tone.TO_SETTLE, words.deleted())
        elif changed:
            self.note.say(Tone.INFORMATION, words.CHANGED)
        else:
            tone = {Status.BLOCKED: "trouble", Status.TO_CLASSIFY: Tone.TO_SETTLE}
            self.note.say(tone.get(row.status, Tone.INFORMATION), words.reason(row))

    def _show_deeds(self, deeds: tuple[Deed, ...]) -> None:
        for deed, button in self.buttons.items():
            self._buttons.removeWidget(button)
            button.setParent(self.widget())
            show(button, deed in deeds)
        self._deeds, self._across = deeds, 0
        for place, deed in enumerate(deeds):
            button = self.buttons[deed]
            put_property(button, "primary", place == 0)
            if place:
                self.setTabOrder(self.buttons[deeds[place - 1]], button)
        self._place_buttons()

    def _place_buttons(self) -> None:
        """Two in a line where there is room for two."""
        widest = max((self.buttons[deed].sizeHint().width() for deed in self._deeds), default=0)
        two = 2 * widest + GRID + 4 * GRID  # between them, and the margins
        across = 2 if self.viewport().width() >= two else 1
        if across == self._across:
            return
        self._across = across
        for place, deed in enumerate(self._deeds):
            self._buttons.addWidget(self.buttons[deed], place // across, place % across)
            self.buttons[deed].show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons follow."""
        super().resizeEvent(event)
        self._place_buttons()

    def _show_facts(self, facts: list[tuple[str, str]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if (told_before := item.widget()) is not None:
                told_before.hide()  # at once: what is deleted later would still be painted over
                told_before.deleteLater()
        titles = self.fontMetrics().horizontalAdvance(
            max((n for n, _ in facts), key=len, default="")
        )
        for line, (name, value) in enumerate(facts):
            self._facts.addWidget(_Fact(line, name, value, titles + 2 * GRID))


class _Fact(QWidget):
    """A title and what it is, in as many lines as it takes."""

    def __init__(self, line: int, name: str, value: str, title_width: int) -> None:
        super().__init__()
        title = QLabel(name)
        title.setProperty("role", "quiet")
        title.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        title.setFixedWidth(title_width)
        self._told = told = wrapping(f"fact_{line}")
        told.setText(unbroken(value))
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told.setAccessibleName(f"{name}\N{NO-BREAK SPACE}: {value}")
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(title)
        across.addWidget(told, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Nested layouts forget the lines that a narrow place takes."""
        super().resizeEvent(event)
        self._told.setMinimumHeight(self._told.heightForWidth(self._told.width()))


class _Note(QWidget):
    """Why it is not filed, or what happened to it online; takes no room when all is well."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("detail_note")
        self.frame = QFrame()
        self.frame.setObjectName("detail_note_frame")
        self.icon = IconLabel("information")
        self.text = wrapping("detail_note_text")
        across = QHBoxLayout(self.frame)
        across.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        across.setSpacing(GRID)
        across.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.text, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, GRID + GRID // 2)
        box.addWidget(self.frame)

    def say(self, tone: str | None, text: str) -> None:
        """In that tone; nothing to say hides it."""
        if tone is not None and text:
            spoken = window_words.TROUBLE if tone == "trouble" else panel_words.TONES[Tone(tone)]
            put_property(self.frame, "tone", str(tone))
            self.icon.show_icon(str(tone), spoken)
            show_text(self.text, text)
        show(self, bool(text))
