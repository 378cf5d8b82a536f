"""The notices at the foot of the window: one at a time, in a line whose room is always kept.

Kept, so that nothing of a page moves when a notice comes or goes, even where the page scrolls.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stockage_partage.activation.panel_state import NoticeKind, PanelState
from stockage_partage.messages import panel_notices as texts
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.push_button import PushButton
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.widget_updates import show_text

_LINES = 2  # as tall as a button, and enough for most notices


class NoticeBar(QWidget):
    """Shows the most urgent notice; « 1 sur 3 › » leads to the next one, and round again."""

    action_wanted = Signal(object)  # NoticeKind

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notices")
        self._kinds: list[NoticeKind] = []
        self._shown: NoticeKind | None = None
        self._state: PanelState | None = None
        self._said_above: NoticeKind | None = None
        self.frame = InfoBar("notice")
        self.next = PushButton()
        self.next.setObjectName("next_notice")
        self.next.setProperty("flat", True)
        self.next.hide()
        self.frame.across.addWidget(self.next, 0, Qt.AlignmentFlag.AlignTop)
        self.frame.action.clicked.connect(self._press)
        self.next.clicked.connect(self._go_on)
        box = QVBoxLayout(self)
        box.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        box.addWidget(self.frame)
        box.addStretch(1)
        self._keep_room()

    @property
    def shown(self) -> NoticeKind | None:
        """The notice that is seen now; None while there is nothing to say."""
        return self._shown

    def show_state(self, state: PanelState) -> None:
        """The notices of `state`, in its order; the one that is read stays while it is true."""
        self._state = state
        had = set(self._kinds)
        self._kinds = [each.kind for each in state.notices if each.kind is not self._said_above]
        tones = {each.kind: each.tone for each in state.notices}
        first = self._kinds[0] if self._kinds else None
        if self._shown not in self._kinds or (first is not None and first not in had):
            self._shown = first
        if self._shown is None:
            self.frame.clear()
            return
        action = texts.NOTICE_ACTIONS.get(self._shown, "")
        self.frame.say(texts.notice(state, self._shown), action, tones[self._shown])
        place, count = self._kinds.index(self._shown) + 1, len(self._kinds)
        show_text(self.next, texts.place(place, count) if count > 1 else "")
        if count > 1:
            self.next.setAccessibleName(texts.place_name(place, count))
            tall = self.frame.action.sizeHint().height()
            self.next.setMinimumHeight(0 if self.frame.action.isHidden() else tall)
        self._keep_room()

    def leave_out(self, kind: NoticeKind | None) -> None:
        """The notice that is said above already, until that is closed; None for none."""
        if kind is not self._said_above:
            self._said_above = kind
            self._show_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wants other lines: what was kept for the longest notice so far is counted anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.setMinimumHeight(0)
            self._keep_room()

    def _keep_room(self) -> None:
        """Never less than before: given back, it would move a page that is scrolled to its end."""
        room = _LINES * self.fontMetrics().lineSpacing() + 3 * GRID
        inside = self.layout()
        if inside is not None and not self.frame.isHidden():
            room = max(room, inside.totalHeightForWidth(self.width()))
        if room > self.minimumHeight():
            self.setMinimumHeight(room)

    def _press(self) -> None:
        if self._shown is not None:
            self.action_wanted.emit(self._shown)

    def _go_on(self) -> None:
        if self._shown in self._kinds:
            place = self._kinds.index(self._shown) + 1
            self._shown = self._kinds[place % len(self._kinds)]
            self._show_again()

    def _show_again(self) -> None:
        if self._state is not None:
            self.show_state(self._state)
