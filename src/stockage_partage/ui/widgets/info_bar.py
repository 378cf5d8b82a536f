"""One thing to know, framed in its tone: a picture, what is so, what to do, and buttons that do it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from stockage_partage.activation.states import Tone
from stockage_partage.messages.panel_notices import TONES
from stockage_partage.messages.typography import unbroken
from stockage_partage.messages.window import TROUBLE as TROUBLE_NAME
from stockage_partage.ui.widgets.accessible_roles import be_alert
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.fact_row import FlowingText, wrapping
from stockage_partage.ui.widgets.icon_label import SIDE, IconLabel
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import announce, put_property, show, show_text

#: The tone of what went wrong, beside those of `Tone`.
TROUBLE: Final = "trouble"
_NAMES: dict[str, str] = {
    TROUBLE: TROUBLE_NAME,
    **{str(tone): name for tone, name in TONES.items()},
}


class InfoBar(QFrame):
    """Takes no room while it has nothing to say.

    In a line: a sentence, with `action` beside it. `stacked`: what is so in bold, what to do beneath,
    and below both the buttons that are added.
    """

    def __init__(self, name: str, *, stacked: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        be_alert(self)
        self.icon = IconLabel(Tone.INFORMATION.value)
        self.what = wrapping(f"{name}_what")
        self.advice = wrapping(f"{name}_advice")
        self.action = PushButton("", self)
        self.action.setObjectName(f"{name}_action")
        self.action.hide()
        self.across = QHBoxLayout(self)
        self.across.setSpacing(GRID + 4)
        self.across.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        self._stacked = stacked
        self._spoken = ""
        if stacked:
            self._stack()
        else:
            self._line_up()
        self.hide()

    def _line_up(self) -> None:
        self.across.setContentsMargins(GRID + 4, GRID, GRID + 4, GRID)
        self.across.addWidget(self.what, 1)
        self.across.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)

    def _stack(self) -> None:
        self.across.setContentsMargins(GRID + 4, GRID + 4, GRID + 4, GRID + 4)
        self.what.setFont(font(bold=True))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GRID // 2)
        self._lines.addWidget(self.what)
        self._lines.addWidget(self.advice)
        self.across.addLayout(self._lines, 1)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Adds buttons below what is said, from left to right; for a stacked bar, once."""
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._lines.addSpacing(GRID // 2)
        self._lines.addLayout(row)

    def say(
        self,
        what: str,
        action: str = "",
        tone: str = Tone.INFORMATION,
        *,
        advice: str = "",
        aloud: bool = True,
    ) -> bool:
        """Shows it, or hides the bar when there is neither `what` nor `advice`; True when it is new.

        `action`: the label of the button, '' for none. `tone`: one of `Tone`, or TROUBLE. `aloud`: a
        screen reader says at once what is new, while the bar can be seen.
        """
        first, text = (self.what, what) if what else (self.advice, advice)
        put_property(self, "tone", str(tone))
        self.icon.show_icon(str(tone), _NAMES[tone])
        show_text(self.what, what)
        show_text(self.advice, advice)
        show_text(self.action, action)
        first.setAccessibleName(f"{_NAMES[tone]}\N{NO-BREAK SPACE}: {text}" if text else "")
        spoken = f"{first.accessibleName()} {advice if what else ''}".strip()
        new, self._spoken = bool(text) and spoken != self._spoken, spoken
        if not self._stacked:
            self._align()
        show(self, bool(text))
        if new and aloud and self.isVisible():
            self.speak()
        return new

    def speak(self) -> None:
        """Has a screen reader say all of it, even what it said before."""
        announce(self.what, self._spoken)

    def clear(self) -> None:
        """Nothing to say any more."""
        self._spoken = ""
        show(self, False)

    def _align(self) -> None:
        """The picture, the first line and the button on one axis."""
        tall = SIDE + GRID if self.action.isHidden() else self.action.sizeHint().height()
        above = max(0, (tall - self.fontMetrics().height()) // 2)
        self.what.setContentsMargins(0, above, 0, above)
        self.icon.set_room_above((tall - SIDE) // 2)


class BarRoom(QWidget):
    """Room kept for a bar of so many `lines`: whatever is around it stays where it is."""

    def __init__(self, bar: InfoBar, lines: int) -> None:
        super().__init__()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(bar, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(lines * self.fontMetrics().lineSpacing() + 4 * GRID)


class InfoPage(QScrollArea):
    """A page in place of what cannot be shown: a picture, what is so, what to do, and buttons that do it.

    `centred`: everything in the middle, what to do in grey; else from the left. It scrolls where there is
    too little room.
    """

    def __init__(
        self, name: str, icon: str, buttons: Sequence[QPushButton], *, centred: bool = True
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.icon = IconLabel(icon, side=(5 if centred else 4) * GRID)
        self.what = wrapping(f"{name}_what")
        self.what.setFont(font(1.25 if centred else 1.2, bold=True))
        self.advice = wrapping(f"{name}_advice", quiet=centred)
        self._buttons = buttons
        across = self._across = QHBoxLayout()
        across.setSpacing(GRID)
        if centred:
            across.addStretch(1)
        for button in buttons:
            across.addWidget(button)
        across.addStretch(1)
        side = Qt.AlignmentFlag.AlignLeft
        if centred:
            side = Qt.AlignmentFlag.AlignHCenter
            self.what.setAlignment(side)
            self.advice.setAlignment(side)
        inside = self._scrolling()
        box = QVBoxLayout(inside)
        above = (2 if centred else 4) * GRID
        box.setContentsMargins(4 * GRID, above, 4 * GRID, above)
        box.setSpacing(GRID)
        box.addStretch(2 if centred else 1)
        box.addWidget(self.icon, 0, side)
        box.addWidget(self.what)
        box.addWidget(self.advice)
        box.addSpacing(GRID)
        box.addLayout(across)
        box.addStretch(3 if centred else 2)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons that have no room side by side stand one below the other."""
        super().resizeEvent(event)
        seen = [each for each in self._buttons if not each.isHidden()]
        wanted = sum(each.sizeHint().width() + GRID for each in seen) + 8 * GRID
        ways = QHBoxLayout.Direction
        self._across.setDirection(
            ways.TopToBottom if self.viewport().width() < wanted else ways.LeftToRight
        )

    def _scrolling(self) -> QWidget:
        """What scrolls, over the background of the page."""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside = FlowingText()
        inside.setObjectName(f"{self.objectName()}_page")
        return inside

    def say(self, what: str, advice: str, shown: Collection[QPushButton] = ()) -> bool:
        """Shows what is so and what to do, with those of the buttons that help; True when the words changed."""
        new = (self.what.text(), self.advice.text()) != (unbroken(what), unbroken(advice))
        show_text(self.what, what)
        show_text(self.advice, advice)
        for button in self._buttons:
            show(button, button in shown)
        return new

    def speak(self) -> None:
        """Has a screen reader say both sentences."""
        what = self.what.text()
        announce(self, f"{what if what.endswith('.') else what + '.'} {self.advice.text()}")
