"""Instead of the table of documents: what there is to know, and the buttons that help."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.icon_label import IconLabel
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.showing import announce, show, show_text
from stockage_partage.words import consulting as words


class Way(StrEnum):
    """Where a button leads, in the order of the buttons."""

    SHOW_ALL = "show_all"
    EXCHANGES = "exchanges"
    BRING_BACK = "bring_back"


_LABELS: dict[Way, str] = {
    Way.SHOW_ALL: words.SHOW_ALL,
    Way.EXCHANGES: words.OPEN_EXCHANGES,
    Way.BRING_BACK: words.BRING_BACK,
}


class Message(QWidget):
    """A picture, a title, a sentence; said aloud when it is another one."""

    pressed = Signal(object)  # Way

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("documents_message")
        self.icon = IconLabel("document", side=40)
        self.title = wrapping("message_title")
        self.title.setFont(font(1.25, bold=True))
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text = wrapping("message_text", quiet=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.buttons = {way: self._button(way) for way in Way}
        self.buttons[Way.EXCHANGES].setProperty("primary", True)
        across = QHBoxLayout()
        across.setSpacing(GRID)
        across.addStretch(1)
        for button in self.buttons.values():
            across.addWidget(button)
        across.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(4 * GRID, 2 * GRID, 4 * GRID, 2 * GRID)
        box.setSpacing(GRID)
        box.addStretch(2)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.title)
        box.addWidget(self.text)
        box.addSpacing(GRID)
        box.addLayout(across)
        box.addStretch(3)

    def _button(self, way: Way) -> QPushButton:
        made = QPushButton(_LABELS[way])
        made.setObjectName(f"message_{way.value}")
        made.setAutoDefault(False)
        made.clicked.connect(lambda: self.pressed.emit(way))
        return made

    def say(self, title: str, text: str, icon: str, ways: Sequence[Way] = ()) -> None:
        """All of it."""
        new = (self.title.text(), self.text.text()) != (title, text)
        self.icon.show_icon(icon, "")
        show_text(self.title, title)
        show_text(self.text, text)
        for way, button in self.buttons.items():
            show(button, way in ways)
        if new:
            announce(self, f"{title}. {text}")
