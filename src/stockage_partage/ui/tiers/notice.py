"""A framed sentence, with a button where one click settles it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from stockage_partage.storage.panel_state import Tone
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.icon_label import SIDE, IconLabel
from stockage_partage.ui.look import GRID
from stockage_partage.ui.showing import announce, put_property, show, show_text
from stockage_partage.words.panel import TONES


class PlainNotice(QFrame):
    """Takes no room while it has nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.icon = IconLabel(Tone.INFORMATION.value)
        self.text = wrapping(f"{name}_text")
        self.action = QPushButton()
        self.action.setObjectName(f"{name}_action")
        self.action.hide()
        across = QHBoxLayout(self)
        across.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        across.setSpacing(GRID + 4)
        across.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.text, 1)
        across.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, text: str, action: str = "", tone: Tone = Tone.INFORMATION) -> None:
        """Shows `text`; hidden when there is none. A screen reader says what is new."""
        new = (
            bool(text) and self.text.accessibleName() != f"{TONES[tone]}\N{NO-BREAK SPACE}: {text}"
        )
        put_property(self, "tone", tone.value)
        self.icon.show_icon(tone.value, TONES[tone])
        show_text(self.text, text)
        show_text(self.action, action)
        self.text.setAccessibleName(f"{TONES[tone]}\N{NO-BREAK SPACE}: {text}" if text else "")
        tall = self.action.sizeHint().height() if action else SIDE + GRID
        above = max(0, (tall - self.fontMetrics().height()) // 2)
        self.text.setContentsMargins(0, above, 0, above)
        self.icon.set_room_above((tall - SIDE) // 2)
        show(self, bool(text))
        if new and self.isVisible():
            announce(self.text, self.text.accessibleName())
