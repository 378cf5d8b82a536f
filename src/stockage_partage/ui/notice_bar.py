"""The notices above the panel: most urgent first, two at most until the rest is asked for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stockage_partage.storage.panel_state import Notice, NoticeKind, PanelState
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.icon_label import SIDE, IconLabel
from stockage_partage.ui.look import GRID
from stockage_partage.ui.showing import announce, put_property, show, show_text
from stockage_partage.words import panel as words
from stockage_partage.words.typography import unbroken

SHOWN = 2


class NoticeFrame(QFrame):
    """One notice: picture, sentence, and a button where one click settles it."""

    action_wanted = Signal(object)

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setObjectName(f"notice_{number}")
        self._kind: NoticeKind | None = None
        self.icon = IconLabel("information")
        self.text = wrapping(f"notice_{number}_text")
        self.action = QPushButton()
        self.action.setObjectName(f"notice_{number}_action")
        self.action.clicked.connect(self._pressed)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        self._box.setSpacing(GRID + 4)
        self._box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(self.text, 1)
        self._box.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)

    def show_notice(self, notice: Notice, sentence: str) -> bool:
        """True when it says something else than before."""
        changed = self.text.text() != unbroken(sentence)
        tone = words.TONES[notice.tone]
        self._kind = notice.kind
        put_property(self, "tone", notice.tone.value)
        self.icon.show_icon(notice.tone.value, tone)
        show_text(self.text, sentence)
        said = f"{tone}\N{NO-BREAK SPACE}: {sentence}"
        if self.text.accessibleName() != said:
            self.text.setAccessibleName(said)
        show_text(self.action, words.NOTICE_ACTIONS.get(notice.kind, ""))
        self._align()
        return changed

    def _align(self) -> None:
        """The picture, the first line and the button on one axis."""
        tall = SIDE + GRID if self.action.isHidden() else self.action.sizeHint().height()
        above = max(0, (tall - self.fontMetrics().height()) // 2)
        self.text.setContentsMargins(0, above, 0, above)
        self.icon.set_room_above((tall - SIDE) // 2)

    def _pressed(self) -> None:
        if self._kind is not None:
            self.action_wanted.emit(self._kind)


class NoticeBar(QWidget):
    """Takes no room while there is nothing to say."""

    action_wanted = Signal(object)  # NoticeKind

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notices")
        self._frames: list[NoticeFrame] = []
        self._unfolded = False
        self._state: PanelState | None = None
        self._said_above: NoticeKind | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, GRID)
        self._box.setSpacing(GRID)
        self._make(SHOWN)
        self.more = QPushButton()
        self.more.setObjectName("more_notices")
        self.more.setProperty("flat", True)
        self.more.clicked.connect(self._unfold)
        self._box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_state(self, state: PanelState) -> None:
        """The notices of `state`, in its order."""
        self._state = state
        notices = [each for each in state.notices if each.kind is not self._said_above]
        count = len(notices) if self._unfolded else min(SHOWN, len(notices))
        self._make(count)
        for frame, notice in zip(self._frames, notices, strict=False):
            if frame.show_notice(notice, words.notice(state, notice.kind)) and self.isVisible():
                announce(frame.text, frame.text.accessibleName())
        for index, frame in enumerate(self._frames):
            show(frame, index < count)
        hidden = len(notices) - count
        show_text(self.more, words.more(hidden) if hidden else "")
        show(self, count > 0)

    def leave_out(self, kind: NoticeKind | None) -> None:
        """The notice that is said above already, until that is closed; None for none."""
        if kind is not self._said_above:
            self._said_above = kind
            self._show_again()

    def _make(self, count: int) -> None:
        while len(self._frames) < count:
            frame = NoticeFrame(len(self._frames) + 1)
            frame.action_wanted.connect(self.action_wanted)
            self._box.insertWidget(len(self._frames), frame)
            # Made late, it would come last under the Tab key.
            before = self._frames[-1].action if self._frames else None
            self._frames.append(frame)
            if before is not None:
                self.setTabOrder(before, frame.action)

    def _unfold(self) -> None:
        self._unfolded = True
        self._show_again()

    def _show_again(self) -> None:
        if self._state is not None:
            self.show_state(self._state)
