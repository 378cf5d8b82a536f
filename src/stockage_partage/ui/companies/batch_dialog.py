"""What is done for several companies at once: said first where it matters, then told company by company."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.activation.company_overview import CompanyOverview
from stockage_partage.messages import company_batch as texts
from stockage_partage.messages import window
from stockage_partage.messages.company_batch import CompanyAct
from stockage_partage.ui.companies.result_table import ResultTable
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.thin_bar import ProgressLine
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import announce, show, show_text

_ROWS = 8  # that are seen without scrolling


class BatchDialog(BaseDialog):
    """A row for each company. Closing it while something goes on begins no other company."""

    columns = 96
    begin_wanted = Signal(bool)  # whether as who is connected already
    stop_wanted = Signal()

    def __init__(
        self, act: CompanyAct, rows: Sequence[CompanyOverview], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, "batch_dialog", texts.title(act, len(rows)))
        self._act = act
        self._done = self._failed = 0
        self.add_points(texts.POINTS[act])
        self.troubles = TroubleBar()
        self.troubles.ways_out = frozenset()
        self.table = ResultTable(
            "batch_table", texts.TABLE_NAME, texts.COMPANY, texts.RESULT, room=30
        )
        self._at = {row.place: self.table.add(texts.name(row), texts.WAITING) for row in rows}
        self.table.show_at_least(min(len(rows), _ROWS) + 1)
        self.subject.addWidget(self.table)
        self.progress = ProgressLine(texts.PROGRESS)
        self.progress.setObjectName("batch_progress")
        self.progress.show_progress(0, len(rows))
        self.subject.addWidget(self.progress)
        self.told = self.add_text("batch_told", texts.told(act, 0, 0, len(rows)))
        self.subject.addWidget(self.troubles)
        self.go_on = self.add_button("batch_go_on", "", primary=True)
        self.begin = self.add_button("batch_begin", texts.BEGIN[act], primary=True)
        self.stop = self.add_button("batch_stop", texts.STOP)
        self.close_button = self.add_button("batch_close", window.CANCEL)
        self.go_on.clicked.connect(lambda: self.begin_wanted.emit(True))
        self.begin.clicked.connect(lambda: self.begin_wanted.emit(False))
        self.stop.clicked.connect(self._stop)
        self.close_button.clicked.connect(self.reject)
        self.rejected.connect(self.stop_wanted)
        for button in (self.go_on, self.stop):
            show(button, False)

    def offer_account(self, account: str) -> None:
        """Somebody is connected: going on as such comes first, another account stays possible."""
        show_text(self.go_on, window.activate_with(account))
        self.begin.setText(window.ACTIVATE_OTHERWISE)
        self.begin.setProperty("primary", False)

    def show_begun(self) -> None:
        """Shows that it has begun: all one can do now is to interrupt it."""
        self._done = self._failed = 0
        self.troubles.clear()
        for button in (self.go_on, self.begin):
            show(button, False)
        show(self.stop, True)
        self.close_button.setText(window.CLOSE)
        self.stop.setFocus()

    def show_outcome(self, place: str, said: str, *, well: bool) -> None:
        """What became of one company."""
        self.table.tell(self._at[place], said, well=well)
        self._done += 1
        self._failed += not well
        self.progress.show_progress(self._done, len(self._at))
        self.told.setText(texts.told(self._act, self._done, self._failed, len(self._at)))

    def show_over(self) -> None:
        """Nothing goes on any more."""
        show(self.stop, False)
        self.close_button.setFocus()
        announce(self.told, self.told.text())

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.stop_wanted.emit()
