"""« Réparer »: what is wrong said first, then asked, then mended in the background, then said again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stockage_partage.activation.states import Tone
from stockage_partage.documents.repair.findings import FaultFinding, RepairOutcome
from stockage_partage.documents.repair.repairing import examine, repair
from stockage_partage.messages import repairing as texts
from stockage_partage.messages import window
from stockage_partage.messages.repairing import NOTHING_WRONG
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.runtime.background import Background, Latest
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.fact_row import wrapping
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import announce, show, show_text

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.errors import Trouble


class RepairDialog(BaseDialog):
    """Shows one state after the other; closing it interrupts what goes on. `start_repair` does the work behind it."""

    columns = 88

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "repair_dialog", texts.REPAIR_TITLE)
        self.told = InfoBar("repair_told", stacked=True)
        self.subject.addWidget(self.told)
        self.state = self.add_text("repair_state", texts.LOOKING)
        self.progress = ThinBar(texts.REPAIR_TITLE)
        self.progress.setObjectName("repair_progress")
        self.subject.addWidget(self.progress)
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset()
        self.subject.addWidget(self.troubles)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GRID + GRID // 2)
        self.subject.addLayout(self._rows)
        self.go_on = self.add_button("repair_go_on", texts.REPAIR, primary=True)
        self.stop = self.add_button("repair_stop", texts.STOP_REPAIR)
        self.close_button = self.add_button("close", window.CANCEL, default=True)
        self.close_button.clicked.connect(self.reject)
        show(self.go_on, False)

    def show_found(self, findings: Sequence[FaultFinding]) -> None:
        """Shows what is wrong, and asks whether to mend it where that can be."""
        self._rest()
        mendable = any(each.mendable for each in findings)
        if not findings:
            self._conclude(NOTHING_WRONG)
            return
        self.told.say(
            texts.counted_faults(len(findings)), tone=Tone.TO_SETTLE, advice=_advice(mendable)
        )
        show_text(self.state, texts.QUESTION if mendable else "")
        for each in findings:
            self._add_row("to_settle", *texts.found_row(each))
        show(self.go_on, mendable)
        self.close_button.setText(window.CANCEL if mendable else window.CLOSE)
        announce(self.told, self.told.what.text())

    def show_mending(self) -> None:
        """Shows that it has begun: all one can do now is to interrupt it."""
        self._clear()
        self.told.say("")
        show_text(self.state, texts.MENDING)
        show(self.progress, True)
        show(self.go_on, False)
        show(self.stop, True)
        self.close_button.setText(window.CLOSE)
        self.stop.setFocus()

    def show_mended(self, outcomes: Sequence[RepairOutcome], *, stopped: bool = False) -> None:
        """Shows what became of each finding."""
        self._rest()
        left = [each for each in outcomes if not each.mended]
        if stopped:
            self._conclude(texts.MENDING_STOPPED)
        elif left:
            self._conclude(texts.SOME_LEFT, texts.SOME_LEFT_ADVICE)
        else:
            self._conclude(texts.ALL_MENDED if outcomes else NOTHING_WRONG)
        for each in outcomes:
            self._add_row("done" if each.mended else "to_settle", *texts.became_row(each))

    def show_stopped(self) -> None:
        """Shows that somebody interrupted the look, which changes nothing."""
        self._rest()
        self._conclude(texts.LOOKING_STOPPED)

    def show_failed(self, trouble: Trouble) -> None:
        """Shows what kept it from its end."""
        self._rest()
        show_text(self.state, texts.LOOKING_FAILED)
        self.troubles.show_trouble(trouble)
        self.close_button.setText(window.CLOSE)

    def _conclude(self, said: str, advice: str = "") -> None:
        self.told.say(said, tone=Tone.TO_SETTLE if advice else Tone.INFORMATION, advice=advice)
        self.close_button.setText(window.CLOSE)
        announce(self.told, said)

    def _rest(self) -> None:
        self._clear()
        show_text(self.state, "")
        for each in (self.progress, self.stop, self.go_on):
            show(each, False)
        self.close_button.setFocus()

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()  # at once: what is deleted later would still be painted over
                row.deleteLater()

    def _add_row(self, icon: str, what: str, advice: str) -> None:
        number = self._rows.count() + 1
        row = QWidget()
        row.setObjectName(f"repair_row_{number}")
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(GRID)
        across.addWidget(IconLabel(icon), 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(GRID // 4)
        for name, text in (("what", what), ("advice", advice)):
            if text:
                label = wrapping(f"repair_{name}_{number}", quiet=name == "advice")
                label.setText(unbroken(text))
                lines.addWidget(label)
        across.addLayout(lines, 1)
        self._rows.addWidget(row)


def start_repair(app: AppContext, background: Background, over: QWidget) -> RepairDialog:
    """Opens the dialog on a company and looks at once; mends when it is asked to. Nothing is written before."""
    dialog = RepairDialog(over)
    work = Latest(background, dialog)

    def mend() -> None:
        outcomes: list[RepairOutcome] = []

        def run(stop: Event) -> bool:
            outcomes.extend(repair(app, stop))
            return True

        def done(ended: bool | None) -> None:
            dialog.show_mended(outcomes, stopped=ended is None)

        dialog.show_mending()
        work.run_stoppable(run, done=done, failed=dialog.show_failed)

    def looked(found: Sequence[FaultFinding] | None) -> None:
        if found is None:
            dialog.show_stopped()
        else:
            dialog.show_found(found)

    dialog.stop.clicked.connect(work.stop)
    dialog.go_on.clicked.connect(mend)
    dialog.finished.connect(lambda _: work.cancel())
    look = partial(_findings, app)
    work.run_stoppable(look, done=looked, failed=dialog.show_failed)
    dialog.open()
    return dialog


def _findings(app: AppContext, stop: Event) -> list[FaultFinding]:
    return list(examine(app, stop))


def _advice(mendable: bool) -> str:
    return texts.CONCERNS_ALL if mendable else texts.NOTHING_TO_MEND
