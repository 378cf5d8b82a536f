"""An assistant in three steps: what is wanted, what goes on, what it came to.

One window from beginning to end: its steps take each other's place, its buttons stay where they are, and it
never closes by itself. The documents that a run came upon stand in a list, under a heading for each kind.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QLabel, QTextBrowser, QVBoxLayout, QWidget

from stockage_partage.errors import Trouble
from stockage_partage.plain_text import some_lines
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.screen_fit import room_on_screen
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.thin_bar import ProgressLine
from stockage_partage.ui.widgets.trouble_bar import say_trouble
from stockage_partage.ui.widgets.widget_updates import announce, set_enabled, show, show_text

_WIDER = 1.35
#: So soon, a press was meant for the button before.
_DOUBLE_PRESS_S = 0.5
#: The side of the mark beside which nothing else is to be seen, in pixels.
_MARK = 5 * GRID


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """`rest` is said last, where more were met than are listed. A line may have a second one."""

    heading: str
    lines: tuple[str, ...]
    rest: str = ""


class OutcomeList(QTextBrowser):
    """Read only; a path that is too long goes on on the next line."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(6 * (self.fontMetrics().height() + 2 * GRID))
        self.document().setDocumentMargin(GRID)

    def show_groups(self, groups: Sequence[OutcomeGroup]) -> None:
        """Shows these groups in place of the former ones."""
        told: list[str] = []
        for group in groups:
            told.append(f"<p style='margin-bottom: 4px'><b>{escape(group.heading)}</b></p>")
            told += [_line(line) for line in group.lines]
            if group.rest:
                told.append(_line(group.rest))
        self.setHtml("".join(told))


def _line(text: str) -> str:
    first, *others = (escape(part) for part in some_lines(text).split("\n"))
    below = "".join(f"<br/>{other}" for other in others)
    return f"<p style='margin-top: 4px; margin-bottom: 6px; margin-left: 8px'>{first}{below}</p>"


class AssistantStep(StrEnum):
    """Where the person is."""

    CHOICE = "choice"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class AssistantLabels:
    """The words of its buttons, of what cannot be seen, and of what was done when it stops."""

    finish: str
    cancel: str
    stop: str
    stopping: str
    again: str
    close: str
    progress_name: str
    list_name: str
    goes_on: str


class Assistant(BaseDialog):
    """Starts with `finish_wanted`; says `stop_wanted` once when it is interrupted or closed meanwhile."""

    finish_wanted = Signal()
    stop_wanted = Signal()
    again_wanted = Signal()

    def __init__(
        self, parent: QWidget | None, name: str, title: str, labels: AssistantLabels
    ) -> None:
        super().__init__(parent, name, title)
        self._labels = labels
        self.step = AssistantStep.CHOICE
        self._closing = False
        self._started_at = -_DOUBLE_PRESS_S
        self._pages = {step: self._page(step) for step in AssistantStep}
        self.choice = QVBoxLayout(self._pages[AssistantStep.CHOICE])
        self.choice.setContentsMargins(0, 0, 0, 0)
        self.choice.setSpacing(2 * GRID)
        self._lay_out_running()
        self._lay_out_over()
        self._add_buttons()
        column = self._inside.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101  # `BaseDialog` made it
        column.setStretchFactor(self.subject, 100)  # the list takes the room there is
        self.go_to(AssistantStep.CHOICE)

    def _page(self, step: AssistantStep) -> QWidget:
        page = QWidget()
        page.setObjectName(f"step_{step.value}")
        self.subject.addWidget(page)
        return page

    def _lay_out_running(self) -> None:
        box = QVBoxLayout(self._pages[AssistantStep.RUNNING])
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID + GRID // 2)
        self.doing = wrapping("doing")
        self.bar = ProgressLine(self._labels.progress_name)
        self.bar.setObjectName("assistant_progress")
        self.far = wrapping("how_far", quiet=True)
        self.now = wrapping("now", quiet=True)
        for widget in (self.doing, self.bar, self.far, self.now):
            box.addWidget(widget)
        box.addStretch(1)

    def _lay_out_over(self) -> None:
        box = QVBoxLayout(self._pages[AssistantStep.OVER])
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID + GRID // 2)
        box.addStretch(1)  # what is left when there is no list: half above, half below
        self.mark = IconLabel("done", side=_MARK)
        box.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignHCenter)
        self.came_to = QLabel()
        self.came_to.setObjectName("came_to")
        self.came_to.setFont(font(1.1, bold=True))
        self.came_to.setWordWrap(True)
        self.summary = wrapping("summary")
        self.told = InfoBar("assistant_told", stacked=True)
        self.outcomes = OutcomeList("outcomes", self._labels.list_name)
        self.after = wrapping("after", quiet=True)
        for widget in (self.came_to, self.summary, self.told, self.outcomes, self.after):
            box.addWidget(widget)
        box.addStretch(1)
        box.setStretchFactor(self.outcomes, 100)
        self._over = box

    def _add_buttons(self) -> None:
        labels = self._labels
        self.again = self.add_button("again", labels.again)
        self.finish = self.add_button("finish", labels.finish, primary=True, default=True)
        self.stop = self.add_button("stop", labels.stop)
        self.cancel = self.add_button("cancel", labels.cancel)
        self.close_button = self.add_button("close", labels.close)
        self.finish.clicked.connect(self.finish_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.stop.clicked.connect(self._stop_pressed)
        self.cancel.clicked.connect(self.reject)
        self.close_button.clicked.connect(self.accept)

    # --- its steps -------------------------------------------------------------------------------

    def go_to(self, step: AssistantStep) -> None:
        """The step and its buttons; the focus goes to the one that Enter presses."""
        self.step = step
        for each, page in self._pages.items():
            show(page, each is step)
        for button, at in (
            (self.finish, AssistantStep.CHOICE),
            (self.cancel, AssistantStep.CHOICE),
            (self.stop, AssistantStep.RUNNING),
            (self.close_button, AssistantStep.OVER),
        ):
            show(button, step is at)
        show(self.again, False)
        default = {
            AssistantStep.CHOICE: self.finish,
            AssistantStep.RUNNING: self.stop,
            AssistantStep.OVER: self.close_button,
        }[step]
        for button in (self.finish, self.stop, self.close_button, self.again):
            button.setDefault(button is default)
        default.setFocus()

    def start(self, doing: str) -> None:
        """Shows that the work has begun; `doing` says which."""
        self._closing = False
        show_text(self.doing, doing)
        show_text(self.far, "")
        show_text(self.now, "")
        self.bar.show_progress(0, 0)
        self.stop.setText(self._labels.stop)
        set_enabled(self.stop, "")
        self.go_to(AssistantStep.RUNNING)
        self._started_at = time.monotonic()
        announce(self.doing, doing)

    def show_far(self, far: str, now: str = "", done: int = 0, total: int = 0) -> None:
        """How far it is, and what is being done now; a total of 0 is not known."""
        if self.step is AssistantStep.RUNNING and not self._closing:
            show_text(self.far, far)
            show_text(self.now, now)
            self.bar.show_progress(done, total)

    def end(
        self, came_to: str, summary: str, groups: Sequence[OutcomeGroup] = (), after: str = ""
    ) -> None:
        """What it came to."""
        self.told.clear()
        show_text(self.came_to, came_to)
        show_text(self.summary, summary)
        self.outcomes.show_groups(groups)
        show(self.outcomes, bool(groups))
        self._place(alone=not groups)
        show_text(self.after, after)
        self.go_to(AssistantStep.OVER)
        announce(self.came_to, f"{came_to}. {summary}")

    def _place(self, *, alone: bool) -> None:
        """A list takes the page; a few lines alone stand in its middle, under their mark."""
        self._over.setStretch(0, 1 if alone else 0)
        show(self.mark, alone)
        across = Qt.AlignmentFlag.AlignHCenter if alone else Qt.AlignmentFlag.AlignLeft
        for label in (self.came_to, self.summary, self.after):
            label.setAlignment(Qt.AlignmentFlag.AlignTop | across)

    def fail(self, came_to: str, trouble: Trouble, again: str, summary: str = "") -> None:
        """Shows the trouble that stopped the work; `again` is what the button says that starts it once more, "" for none."""
        self.end(came_to, summary)
        show(self.mark, False)  # the bar has its own
        say_trouble(self.told, trouble, self._labels.goes_on)
        self.told.speak()
        self.offer_again(again)

    def offer_again(self, text: str = "") -> None:
        """The button that starts it once more."""
        show_text(self.again, text)
        if text:
            self.again.setDefault(True)
            self.close_button.setDefault(False)
            self.again.setFocus()

    def fit(self) -> None:
        """Sizes the assistant for its first step, wide enough for paths: no step changes its size."""
        for step, page in self._pages.items():
            show(page, step is AssistantStep.CHOICE)
        super().fit()
        widest = room_on_screen(self).width()
        self.resize(min(round(self.width() * _WIDER), widest), self.height())
        for step, page in self._pages.items():
            show(page, step is self.step)

    # --- leaving ---------------------------------------------------------------------------------

    def _stop_pressed(self) -> None:
        """Not by the second half of a double press on the button that was there a moment ago."""
        if time.monotonic() - self._started_at >= _DOUBLE_PRESS_S:
            self._stop()

    def _stop(self) -> None:
        if not self._closing:
            self._closing = True
            show_text(self.doing, self._labels.stopping)
            set_enabled(self.stop, self._labels.stopping)
            self.stop_wanted.emit()

    def reject(self) -> None:
        """Escape or the window's cross: what goes on is interrupted, and its outcome is shown first."""
        if self.step is AssistantStep.RUNNING:
            self._stop()
        else:
            super().reject()
