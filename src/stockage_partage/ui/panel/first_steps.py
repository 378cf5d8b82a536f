"""« Pour commencer »: what comes after a first activation, each step a link to its place."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from stockage_partage.activation.panel_state import PanelState
from stockage_partage.messages import first_steps as texts
from stockage_partage.messages.first_steps import FirstStep
from stockage_partage.ui.widgets.accessible_roles import heading as titled
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.link_button import LinkButton
from stockage_partage.ui.widgets.theme import GRID, font
from stockage_partage.ui.widgets.widget_updates import show, show_text

_MARK = 16


class FirstSteps(QWidget):
    """Shown while storage is on and nothing was ever kept; goes with the first document."""

    wanted = Signal(object)  # FirstStep
    shown = Signal()  # it came: what is done of it is worth asking

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("first_steps")
        card = QFrame()
        card.setObjectName("card")
        card.setAccessibleName(texts.TITLE)
        around = QVBoxLayout(self)
        # With the room below it, which goes when the steps do.
        around.setContentsMargins(0, 0, 0, 2 * GRID)
        around.addWidget(card)
        self._done: Mapping[FirstStep, bool] = {}
        self._ready = False
        self._marks: dict[FirstStep, IconLabel] = {}
        self._helps: dict[FirstStep, QLabel] = {}
        self.links: dict[FirstStep, LinkButton] = {}
        self.space = wrapping("first_step_space")
        title = titled(texts.TITLE, "first_steps_title")
        title.setFont(font(1.2, bold=True))
        box = QVBoxLayout(card)
        box.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        box.setSpacing(GRID)
        box.addWidget(title)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID + 4)
        self._grid.setVerticalSpacing(GRID // 2 + 2)
        self._grid.setColumnStretch(2, 1)
        box.addLayout(self._grid)
        for step in FirstStep:
            self._add(step)
        self.hide()

    def _add(self, step: FirstStep) -> None:
        mark = self._marks[step] = IconLabel("point", side=_MARK)
        told = self._helps[step] = wrapping(f"first_step_{step.value}_help", quiet=True)
        row, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(mark, row, 0, top)
        if step is FirstStep.SPACE:
            self._grid.addWidget(self.space, row, 1, 1, 2, top)
            return
        link = self.links[step] = LinkButton()
        link.setObjectName(f"first_step_{step.value}")
        link.setText(texts.NAMES[step])
        link.setAccessibleDescription(texts.explanation(step, done=False))
        link.clicked.connect(lambda _=False, step=step: self.wanted.emit(step))
        self._grid.addWidget(link, row, 1, top)
        self._grid.addWidget(told, row, 2, top)

    def show_state(self, state: PanelState) -> None:
        """Comes with an activation under which nothing was kept yet, and goes with the first document."""
        came = state.begins and self.isHidden()
        self._ready = state.link is not None and state.link.ready
        self._tell()
        show(self, state.begins)
        if came:
            self.shown.emit()

    def show_done(self, done: Mapping[FirstStep, bool]) -> None:
        """Ticks the steps that are done already."""
        self._done = done
        self._tell()

    def _tell(self) -> None:
        show_text(self.space, texts.space(ready=self._ready))
        for step, mark in self._marks.items():
            done = self._ready if step is FirstStep.SPACE else self._done.get(step, False)
            mark.show_icon("done" if done else "point", texts.DONE if done else texts.TO_DO)
            if step in self.links:
                show_text(self._helps[step], texts.explanation(step, done=done))
