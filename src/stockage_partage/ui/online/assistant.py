"""An assistant in three steps: what is wanted, what goes on, what it came to.

One window from beginning to end: its steps take each other's place, its buttons stay where they are,
and it never closes by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from stockage_partage.errors import Trouble
from stockage_partage.ui.fact_row import wrapping
from stockage_partage.ui.look import GRID, font
from stockage_partage.ui.online.outcome_list import Group, OutcomeList
from stockage_partage.ui.online.progress_line import ProgressLine
from stockage_partage.ui.online.told_frame import ToldFrame
from stockage_partage.ui.question import Question
from stockage_partage.ui.showing import allow, announce, show, show_text

_WIDER = 1.35


class Step(StrEnum):
    """Where the person is."""

    CHOICE = "choice"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Labels:
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


class Assistant(Question):
    """Starts with `finish_wanted`; says `stop_wanted` once when it is interrupted or closed meanwhile."""

    finish_wanted = Signal()
    stop_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None, name: str, title: str, labels: Labels) -> None:
        super().__init__(parent, name, title)
        self._labels = labels
        self.step = Step.CHOICE
        self._closing = False
        self._pages = {step: self._page(step) for step in Step}
        self.choice = QVBoxLayout(self._pages[Step.CHOICE])
        self.choice.setContentsMargins(0, 0, 0, 0)
        self.choice.setSpacing(2 * GRID)
        self._lay_out_running()
        self._lay_out_over()
        self._add_buttons()
        column = self._inside.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101  # `Question` made it
        column.setStretchFactor(self.subject, 100)  # the list takes the room there is
        self.go_to(Step.CHOICE)

    def _page(self, step: Step) -> QWidget:
        page = QWidget()
        page.setObjectName(f"step_{step.value}")
        self.subject.addWidget(page)
        return page

    def _lay_out_running(self) -> None:
        box = QVBoxLayout(self._pages[Step.RUNNING])
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
        box = QVBoxLayout(self._pages[Step.OVER])
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(GRID + GRID // 2)
        self.came_to = QLabel()
        self.came_to.setObjectName("came_to")
        self.came_to.setFont(font(1.1, bold=True))
        self.came_to.setWordWrap(True)
        self.summary = wrapping("summary")
        self.told = ToldFrame("assistant_told")
        self.outcomes = OutcomeList("outcomes", self._labels.list_name)
        self.after = wrapping("after", quiet=True)
        for widget in (self.came_to, self.summary, self.told, self.outcomes, self.after):
            box.addWidget(widget)
        box.addStretch(1)  # what is left when there is no list
        box.setStretchFactor(self.outcomes, 100)

    def _add_buttons(self) -> None:
        labels = self._labels
        self.again = self.add_button("again", labels.again)
        self.finish = self.add_button("finish", labels.finish, primary=True, default=True)
        self.stop = self.add_button("stop", labels.stop)
        self.cancel = self.add_button("cancel", labels.cancel)
        self.close_button = self.add_button("close", labels.close)
        self.finish.clicked.connect(self.finish_wanted)
        self.again.clicked.connect(self.again_wanted)
        self.stop.clicked.connect(self._stop)
        self.cancel.clicked.connect(self.reject)
        self.close_button.clicked.connect(self.accept)

    # --- its steps -------------------------------------------------------------------------------

    def go_to(self, step: Step) -> None:
        """The step and its buttons; the focus goes to the one that Enter presses."""
        self.step = step
        for each, page in self._pages.items():
            show(page, each is step)
        for button, at in (
            (self.finish, Step.CHOICE),
            (self.cancel, Step.CHOICE),
            (self.stop, Step.RUNNING),
            (self.close_button, Step.OVER),
        ):
            show(button, step is at)
        show(self.again, False)
        default = {
            Step.CHOICE: self.finish,
            Step.RUNNING: self.stop,
            Step.OVER: self.close_button,
        }[step]
        for button in (self.finish, self.stop, self.close_button, self.again):
            button.setDefault(button is default)
        default.setFocus()

    def start(self, doing: str) -> None:
        """It goes on."""
        self._closing = False
        show_text(self.doing, doing)
        show_text(self.far, "")
        show_text(self.now, "")
        self.bar.show_progress(0, 0)
        self.stop.setText(self._labels.stop)
        allow(self.stop, "")
        self.go_to(Step.RUNNING)
        announce(self.doing, doing)

    def show_far(self, far: str, now: str = "", done: int = 0, total: int = 0) -> None:
        """How far it is, and what is being done now; a total of 0 is not known."""
        if self.step is Step.RUNNING and not self._closing:
            show_text(self.far, far)
            show_text(self.now, now)
            self.bar.show_progress(done, total)

    def end(
        self, came_to: str, summary: str, groups: Sequence[Group] = (), after: str = ""
    ) -> None:
        """What it came to."""
        self.told.clear()
        show_text(self.came_to, came_to)
        show_text(self.summary, summary)
        self.outcomes.show_groups(groups)
        show(self.outcomes, bool(groups))
        show_text(self.after, after)
        self.go_to(Step.OVER)
        announce(self.came_to, f"{came_to}. {summary}")

    def fail(self, came_to: str, trouble: Trouble, again: str, summary: str = "") -> None:
        """It was stopped by a trouble; `again` is what its button says then, "" for none."""
        self.end(came_to, summary)
        self.told.tell_trouble(trouble, self._labels.goes_on)
        self.offer_again(again)

    def offer_again(self, text: str = "") -> None:
        """The button that starts it once more."""
        show_text(self.again, text)
        if text:
            self.again.setDefault(True)
            self.close_button.setDefault(False)
            self.again.setFocus()

    def fit(self) -> None:
        """As large as its first step needs, and wide enough for paths: no step changes its size."""
        for step, page in self._pages.items():
            show(page, step is Step.CHOICE)
        super().fit()
        widest = self.screen().availableSize().width() - 2 * GRID
        self.resize(min(round(self.width() * _WIDER), widest), self.height())
        for step, page in self._pages.items():
            show(page, step is self.step)

    # --- leaving ---------------------------------------------------------------------------------

    def _stop(self) -> None:
        if not self._closing:
            self._closing = True
            show_text(self.doing, self._labels.stopping)
            allow(self.stop, self._labels.stopping)
            self.stop_wanted.emit()

    def reject(self) -> None:
        """Escape or the window's cross: what goes on is interrupted, and its outcome is shown first."""
        if self.step is Step.RUNNING:
            self._stop()
        else:
            super().reject()
