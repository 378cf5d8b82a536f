"""What went wrong with the last thing somebody did, what to do, and the button that does it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from stockage_partage.errors import Trouble
from stockage_partage.storage.panel_state import Tone
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.icon_label import SIDE, IconLabel, icon
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.showing import announce, put_property, show, show_text
from stockage_partage.words import window as words
from stockage_partage.words.panel import TONES
from stockage_partage.words.troubles import UNCHANGED, Action, action_label, explain

_TROUBLE = "trouble"


class TroubleBar(QWidget):
    """Takes no room until `show_trouble`; goes when closed or when the next action starts."""

    action_wanted = Signal(object, object)  # Action, Trouble
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("troubles")
        self.outcome = UNCHANGED  # of what a trouble stops here
        self._trouble: Trouble | None = None
        self._action: Action | None = None
        self.icon = IconLabel("trouble", words.TROUBLE)
        self.what = wrapping("trouble_what")
        self.what.setFont(font(bold=True))
        self.advice = wrapping("trouble_advice")
        self.action = QPushButton()
        self.action.setObjectName("trouble_action")
        self.copy = QPushButton(words.COPY_DETAILS)
        self.copy.setObjectName("trouble_copy")
        self.copy.setProperty("flat", True)
        self.close_button = QToolButton()
        self.close_button.setObjectName("trouble_close")
        self.close_button.setAccessibleName(words.CLOSE_MESSAGE)
        self.close_button.setToolTip(words.CLOSE_MESSAGE)
        self._lay_out()
        self.action.clicked.connect(self._act)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.clear)
        self.hide()

    def _lay_out(self) -> None:
        self._frame = frame = QFrame()
        frame.setObjectName("trouble_frame")
        frame.setProperty("tone", _TROUBLE)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.action)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        words_box = QVBoxLayout()
        words_box.setSpacing(GRID // 2)
        words_box.addWidget(self.what)
        words_box.addWidget(self.advice)
        words_box.addSpacing(GRID // 2)
        words_box.addLayout(buttons)
        across = QHBoxLayout(frame)
        across.setContentsMargins(GRID + 4, GRID + 4, GRID, GRID + 4)
        across.setSpacing(GRID + 4)
        top = Qt.AlignmentFlag.AlignTop
        across.addWidget(self.icon, 0, top)
        across.addLayout(words_box, 1)
        across.addWidget(self.close_button, 0, top)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, GRID)
        outside.addWidget(frame)

    def show_trouble(self, trouble: Trouble, *, resuming: bool = False, undone: str = "") -> None:
        """Says it in French, with its way out, and has a screen reader say it too.

        `resuming`: signing in goes on with an activation. `undone`: what did not happen, and why, in
        the place of what happened.
        """
        told = explain(trouble, self.outcome)
        self._trouble, self._action = trouble, told.action
        show_text(self.action, action_label(trouble, resuming=resuming))
        show_text(self.copy, words.COPY_DETAILS if trouble.detail else "")
        if told.chosen:
            self._inform(told.what, told.advice)
        else:
            self._say(_TROUBLE, words.TROUBLE, undone or told.what, told.advice)

    def show_information(self, what: str) -> None:
        """Something worth knowing that came of the last action, and needs nothing done."""
        self._trouble = self._action = None
        show_text(self.action, "")
        show_text(self.copy, "")
        self._inform(what, "")

    def _inform(self, what: str, advice: str) -> None:
        tone = Tone.INFORMATION
        self._say(tone.value, TONES[tone], what, advice)

    def _say(self, tone: str, tone_words: str, what: str, advice: str) -> None:
        put_property(self._frame, "tone", tone)
        self.icon.show_icon(tone, tone_words)
        # The first line in the middle of the picture.
        drop = max(0, (SIDE - self.what.fontMetrics().height()) // 2)
        self.what.setContentsMargins(0, drop, 0, 0)
        self.close_button.setIcon(icon("close", self.palette().color(self.foregroundRole())))
        show_text(self.what, what)
        show_text(self.advice, advice)
        self.what.setAccessibleName(f"{tone_words}\N{NO-BREAK SPACE}: {what}")
        show(self, True)
        announce(self.what, f"{self.what.accessibleName()} {advice}")
        self.changed.emit()

    def clear(self) -> None:
        """Nothing to say any more."""
        self._trouble = None
        show(self, False)
        self.changed.emit()

    @property
    def trouble(self) -> Trouble | None:
        """What is being shown."""
        return self._trouble

    def _act(self) -> None:
        trouble, action = self._trouble, self._action
        self.clear()
        if trouble is not None and action is not None:
            self.action_wanted.emit(action, trouble)

    def _copy(self) -> None:
        if self._trouble is not None:
            QGuiApplication.clipboard().setText(details(self._trouble))
            self.copy.setText(words.DETAILS_COPIED)


def details(trouble: Trouble) -> str:
    """For support: the sentence, the trouble's kind, and what the service said of it."""
    return f"{explain(trouble).what}\n{trouble.kind}\n{trouble.detail}"
