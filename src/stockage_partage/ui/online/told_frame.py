"""One thing to know inside an assistant, framed: its picture, what is so, what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from stockage_partage.errors import Trouble
from stockage_partage.storage.panel_state import Tone
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.icon_label import IconLabel
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.showing import announce, put_property, show, show_text
from stockage_partage.words.panel import TONES
from stockage_partage.words.troubles import explain
from stockage_partage.words.typography import NBSP
from stockage_partage.words.window import TROUBLE

_TROUBLE = "trouble"


class ToldFrame(QFrame):
    """Takes no room until something is told."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.icon = IconLabel("information")
        self.what = wrapping(f"{name}_what")
        self.what.setFont(font(bold=True))
        self.advice = wrapping(f"{name}_advice")
        lines = QVBoxLayout()
        lines.setSpacing(GRID // 2)
        lines.addWidget(self.what)
        lines.addWidget(self.advice)
        across = QHBoxLayout(self)
        across.setContentsMargins(GRID + 4, GRID + 4, GRID + 4, GRID + 4)
        across.setSpacing(GRID + 4)
        across.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(lines, 1)
        self.hide()

    def tell(self, tone: Tone, what: str, advice: str = "") -> None:
        """Something worth knowing, or to settle."""
        self._say(tone.value, TONES[tone], what, advice)

    def tell_trouble(self, trouble: Trouble, outcome: str) -> None:
        """What stopped it, what to do, and what becomes of what was done."""
        told = explain(trouble, outcome)
        if told.chosen:
            self.tell(Tone.INFORMATION, told.what, told.advice)
        else:
            self._say(_TROUBLE, TROUBLE, told.what, told.advice)

    def clear(self) -> None:
        """Nothing any more."""
        show(self, False)

    def _say(self, tone: str, tone_words: str, what: str, advice: str) -> None:
        put_property(self, "tone", tone)
        self.icon.show_icon(tone, tone_words)
        show_text(self.what, what)
        show_text(self.advice, advice)
        self.what.setAccessibleName(f"{tone_words}{NBSP}: {what}")
        show(self, True)
        announce(self.what, f"{self.what.accessibleName()} {advice}")
