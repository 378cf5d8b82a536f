"""What went wrong with the last thing somebody did, what to do, and the button that does it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockage_partage import __version__
from stockage_partage.errors import Trouble
from stockage_partage.messages import window as texts
from stockage_partage.messages.message import UNCHANGED, Message, MessageAction
from stockage_partage.messages.troubles import action_label, explain
from stockage_partage.ui.widgets.base_dialog import company_above
from stockage_partage.ui.widgets.buttons import IconButton, PushButton
from stockage_partage.ui.widgets.icon_label import SIDE, icon
from stockage_partage.ui.widgets.info_bar import TROUBLE, InfoBar
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import show, show_text


class TroubleBar(QWidget):
    """Takes no room until `show_trouble`; goes when closed or when the next action starts."""

    action_wanted = Signal(object, object)  # Action, Trouble
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("troubles")
        self.outcome = UNCHANGED  # of what a trouble stops here
        #: What can be done from here: no button is shown for anything else.
        self.ways_out = frozenset(MessageAction)
        self._trouble: Trouble | None = None
        self._action: MessageAction | None = None
        self.bar = bar = InfoBar("trouble", stacked=True)
        self.icon, self.what, self.advice, self.action = bar.icon, bar.what, bar.advice, bar.action
        self.copy = PushButton(texts.COPY_DETAILS)
        self.copy.setObjectName("trouble_copy")
        self.copy.setProperty("flat", True)
        self.close_button = IconButton()
        self.close_button.setObjectName("trouble_close")
        self.close_button.setAccessibleName(texts.CLOSE_MESSAGE)
        self.close_button.setToolTip(texts.CLOSE_MESSAGE)
        self._lay_out()
        self.action.clicked.connect(self._act)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.clear)
        self.hide()

    def _lay_out(self) -> None:
        self.bar.add_buttons(self.action, self.copy)
        self.bar.across.setContentsMargins(GRID + 4, GRID + 4, GRID, GRID + 4)
        self.bar.across.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._outside = QVBoxLayout(self)
        self._outside.setContentsMargins(0, 0, 0, GRID)
        self._outside.addWidget(self.bar)

    def show_trouble(self, trouble: Trouble, *, resuming: bool = False, undone: str = "") -> None:
        """Says it in French, with its way out, and has a screen reader say it too.

        `resuming`: signing in goes on with an activation. `undone`: what did not happen, and why, in
        the place of what happened.
        """
        self._trouble = trouble
        show_text(self.copy, texts.COPY_DETAILS if trouble.detail else "")
        offered = explain(trouble).action in self.ways_out
        label = action_label(trouble, resuming=resuming) if offered else ""
        self._action = say_trouble(self.bar, trouble, self.outcome, label, undone).action
        self._come_up()

    def show_information(self, what: str) -> None:
        """Something worth knowing that came of the last action, and needs nothing done."""
        self._trouble = self._action = None
        show_text(self.copy, "")
        self.bar.say(what, aloud=False)
        self._come_up()

    def _come_up(self) -> None:
        # The first line in the middle of the picture.
        drop = max(0, (SIDE - self.what.fontMetrics().height()) // 2)
        self.what.setContentsMargins(0, drop, 0, 0)
        self.close_button.setIcon(icon("close", self.palette().color(self.foregroundRole())))
        show(self, True)
        self.bar.speak()
        self.changed.emit()

    def keep_above(self, room: int) -> None:
        """Pixels between it and what stands above, while it says something."""
        margins = self._outside.contentsMargins()
        margins.setTop(room)
        self._outside.setContentsMargins(margins)

    def clear(self) -> None:
        """Nothing to say any more."""
        self._trouble = None
        show(self, False)
        self.changed.emit()

    def unsay(self, trouble: Trouble) -> None:
        """Takes the trouble away, which is over, unless something else was said meanwhile."""
        if self._trouble is trouble:
            self.clear()

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
            QGuiApplication.clipboard().setText(details(self._trouble, company_above(self)))
            self.copy.setText(texts.DETAILS_COPIED)


def say_trouble(
    bar: InfoBar, trouble: Trouble, outcome: str, action: str = "", undone: str = ""
) -> Message:
    """What went wrong and what to do, in `bar`; what a person chose is only worth knowing.

    `outcome`: what becomes of what was done. `undone`: what did not happen, in the place of what did.
    """
    told = explain(trouble, outcome)
    if told.chosen:
        bar.say(told.what, action, advice=told.advice, aloud=False)
    else:
        bar.say(undone or told.what, action, TROUBLE, advice=told.advice, aloud=False)
    return told


def details(trouble: Trouble, company: str) -> str:
    """What support needs: program, company and moment, the sentence, the trouble's kind, what the service said."""
    known = f"{trouble.kind} {trouble.detail}".strip()
    told = explain(trouble).what
    return texts.copied_details(told, known, datetime.now(), __version__, company)
