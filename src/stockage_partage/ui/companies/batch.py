"""What is done for several companies at once: said first where it matters, then told company by company.

It goes on in the background; each result is told as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.activation.company_overview import ActOutcome, CompanyOverview
from stockage_partage.errors import ConsentMissing, Trouble
from stockage_partage.messages import company_batch as texts
from stockage_partage.messages import window
from stockage_partage.messages.company_batch import CompanyAct
from stockage_partage.messages.message import MessageAction
from stockage_partage.messages.sign_in import CONSENT_COPIED, consent_message
from stockage_partage.ui.runtime.background import Background, Held
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.given_files import ask_files
from stockage_partage.ui.widgets.row_table import ResultTable
from stockage_partage.ui.widgets.thin_bar import ProgressLine
from stockage_partage.ui.widgets.trouble_bar import TroubleBar
from stockage_partage.ui.widgets.widget_updates import announce, show, show_text

if TYPE_CHECKING:
    from stockage_partage.ui.companies.companies_work import CompaniesWork, Outcomes, SharedSignIn
    from stockage_partage.ui.sign_in.sign_in_flow import SignInFlow

_ROWS = 8  # that are seen without scrolling
#: What a sign-in that failed is followed by: another one.
_SIGN_IN = (
    MessageAction.RETRY,
    MessageAction.SIGN_IN,
    MessageAction.SIGN_IN_AGAIN,
    MessageAction.OPEN_BROWSER,
)


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


@dataclass(eq=False, slots=True)
class _Batch:
    """One thing done for some companies. Its dialog may be closed, and another one opened, before it is over."""

    act: CompanyAct
    dialog: BatchDialog
    places: Sequence[str]
    stop: Event = field(default_factory=Event)
    held: Held[SharedSignIn] = field(default_factory=Held)
    flow: SignInFlow | None = None
    goes_on: bool = False
    closed: bool = False


class BatchController(QObject):
    """One dialog at a time: it is modal. `finished` once nothing goes on, whatever came of it."""

    _came = Signal(object, object)  # _Batch, ActOutcome
    finished = Signal()

    def __init__(self, work: CompaniesWork, background: Background, over: QWidget) -> None:
        super().__init__(over)
        self._work = work
        self._background = background
        self._over = over
        self._batch: _Batch | None = None  # the one whose dialog is open
        self._came.connect(self._tell)

    def begin(self, act: CompanyAct, rows: Sequence[CompanyOverview]) -> None:
        """Asks what has to be asked, then does it for these companies."""
        if act is CompanyAct.INSTALL:
            ask_files(
                self._over,
                "licences_dialog",
                texts.CHOOSE_LICENCES,
                lambda files: self._install(rows, files),
            )
            return
        batch = self._open(act, rows)
        if act is CompanyAct.DIAGNOSE:
            self._run(batch, lambda: self._work.diagnose(batch.places, batch.stop))
            return
        batch.dialog.begin.setEnabled(False)
        batch.dialog.begin_wanted.connect(lambda going_on: self._sign_in(batch, going_on=going_on))
        self._background.run(
            lambda: self._prepare(batch),
            owner=batch.dialog,
            done=lambda account: self._may_activate(batch, account),
            failed=batch.dialog.troubles.show_trouble,
        )

    def _open(self, act: CompanyAct, rows: Sequence[CompanyOverview]) -> _Batch:
        dialog = BatchDialog(act, rows, self._over)
        batch = self._batch = _Batch(act, dialog, [row.place for row in rows])
        dialog.stop_wanted.connect(batch.stop.set)
        dialog.finished.connect(lambda _: self._closed(batch))
        dialog.open()
        return batch

    # --- licences --------------------------------------------------------------------------------

    def _install(self, rows: Sequence[CompanyOverview], files: Sequence[Path]) -> None:
        batch = self._open(CompanyAct.INSTALL, rows)
        self._run(batch, lambda: self._work.install(batch.places, files, batch.stop))

    # --- activating ------------------------------------------------------------------------------

    def _prepare(self, batch: _Batch) -> str | None:
        """In a worker: what they share; who is connected already, None when nobody is."""
        shared = batch.held.open(lambda: self._work.begin_activations(batch.places))
        return shared.account if shared is not None else None

    def _may_activate(self, batch: _Batch, account: str | None) -> None:
        dialog = batch.dialog
        if account:
            dialog.offer_account(account)
        dialog.begin.setEnabled(True)
        (dialog.go_on if account else dialog.begin).setFocus()

    def _sign_in(self, batch: _Batch, *, going_on: bool) -> None:
        if going_on:
            self._activate(batch)
        elif (flow := self._flow_of(batch)) is not None:
            batch.dialog.troubles.clear()
            flow.start()

    def _flow_of(self, batch: _Batch) -> SignInFlow | None:
        """One for the whole batch: pressed twice, it signs in once."""
        shared, dialog = batch.held.value, batch.dialog
        if batch.flow is None and shared is not None:
            from stockage_partage.ui.sign_in.sign_in_flow import SignInFlow

            flow = batch.flow = SignInFlow(
                shared.service,
                self._background,
                dialog,
                ca_file=shared.ca_file,
                demonstration=shared.demonstration,
            )
            flow.signed_in.connect(lambda _: self._activate(batch))
            flow.gave_up.connect(dialog.troubles.show_trouble)
            dialog.troubles.ways_out = frozenset(_SIGN_IN) | {MessageAction.COPY_CONSENT}
            dialog.troubles.action_wanted.connect(partial(self._way_out, batch, flow))
        return batch.flow

    def _way_out(
        self, batch: _Batch, flow: SignInFlow, action: MessageAction, trouble: Trouble
    ) -> None:
        if action is MessageAction.OPEN_BROWSER:
            flow.start_in_browser()
        elif action in _SIGN_IN:
            flow.start()
        elif isinstance(trouble, ConsentMissing) and trouble.consent_url:
            QGuiApplication.clipboard().setText(consent_message(trouble.consent_url))
            batch.dialog.troubles.show_information(CONSENT_COPIED)

    def _activate(self, batch: _Batch) -> None:
        shared = batch.held.value
        if shared is not None:
            self._run(batch, lambda: self._work.activate(shared, batch.places, batch.stop))

    # --- what they share -------------------------------------------------------------------------

    def _run(self, batch: _Batch, outcomes: Callable[[], Outcomes]) -> None:
        if batch.goes_on or batch.closed:
            return
        batch.goes_on = True
        batch.dialog.show_begun()

        def work() -> None:
            # The company in hand is brought to its end, whoever closes the dialog meanwhile.
            with batch.held.used():
                for outcome in outcomes():
                    self._came.emit(batch, outcome)

        self._background.run(
            work,
            owner=self,
            done=lambda _: self._over_now(batch),
            failed=lambda trouble: self._fail(batch, trouble),
        )

    @Slot(object, object)
    def _tell(self, batch: _Batch, outcome: ActOutcome) -> None:
        if not batch.closed:
            said = texts.outcome(batch.act, outcome.trouble, outcome.until)
            batch.dialog.show_outcome(outcome.place, said, well=outcome.trouble is None)

    def _over_now(self, batch: _Batch) -> None:
        batch.goes_on = False
        if not batch.closed:
            batch.dialog.show_over()
        self.finished.emit()

    def _fail(self, batch: _Batch, trouble: Trouble) -> None:
        if not batch.closed:
            batch.dialog.troubles.show_trouble(trouble)
        self._over_now(batch)

    def _closed(self, batch: _Batch) -> None:
        batch.closed = True
        if self._batch is batch:
            self._batch = None
        if batch.flow is not None:
            batch.flow.shutdown()
            batch.flow = None
        self._background.run(batch.held.close, owner=self, done=lambda _: None)

    def shutdown(self) -> None:
        """The window closes: no other company is begun."""
        batch = self._batch
        if batch is not None:
            batch.stop.set()
            if batch.flow is not None:
                batch.flow.shutdown()
            batch.held.close()
