"""Sends what waits for as long as a window is open: threads of its own, troubles to the panel's state."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from stockage_partage.activation.states import AccountState, PanelState, Phase
from stockage_partage.documents.sending.results import RoundResult
from stockage_partage.documents.sending.sending_service import SendingService, send_forever
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.errors import (
    DatabaseUnreachable,
    DocumentTrouble,
    GroupGone,
    Passing,
    RightsLost,
    SignInNeeded,
    SiteLocked,
    StorageInactive,
    Trouble,
)

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext

#: What the panel says by itself, from the database, the session or what was last met online. Not
#: DatabaseUnreachable, which is one of them: the panel only reads, and writing may fail alone.
_SAID_ALREADY = (
    DocumentTrouble,
    GroupGone,
    Passing,
    RightsLost,
    SignInNeeded,
    SiteLocked,
    StorageInactive,
)


class SendingWorker(QObject):
    """Lives as long as the company is open in this window. `wakeup` wakes it, and stops it for good."""

    sent = Signal(
        object
    )  # RoundResult: the register, the counters or what was met online have changed
    troubled = Signal(object)  # Trouble that the panel's state does not say; the same one once

    mended = Signal(object)  # Trouble of the database that was told and is over

    _told = Signal(object)

    def __init__(self, app: AppContext, wakeup: Wakeup, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        self._wakeup = wakeup
        self._able: bool | None = None
        self._unreachable: DatabaseUnreachable | None = None  # told, and not over
        self._thread = threading.Thread(target=self._work, name="sending", daemon=True)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """The first round follows at once."""
        self._thread.start()

    def show_state(self, state: PanelState) -> None:
        """Storage turned on, or somebody signed in: what waited for that leaves at once."""
        able = state.phase is Phase.READY and state.facts.account_state is AccountState.SIGNED_IN
        if able and self._able is False:
            self._wakeup.ring()
        self._able = able

    def shutdown(self, timeout_s: float = 2.0) -> bool:
        """No more requests; what is under way is marked or given back. False when it takes longer."""
        self._wakeup.stop()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        with SendingService(self._app, grace_s=1.0) as sending:
            send_forever(sending, self._wakeup, self._heard, met=self._app.service.met_online)

    def _heard(self, round_result: RoundResult) -> None:
        if not self._wakeup.stopped:
            self._told.emit(round_result)

    @Slot(object)
    def _tell(self, round_result: RoundResult) -> None:
        if self._wakeup.stopped:
            return
        self.sent.emit(round_result)
        trouble = round_result.trouble
        if isinstance(trouble, DatabaseUnreachable):
            self._unreachable = trouble
            self.troubled.emit(trouble)
            return
        if self._unreachable is not None:
            self.mended.emit(self._unreachable)
            self._unreachable = None
        if isinstance(trouble, Trouble) and not isinstance(trouble, _SAID_ALREADY):
            self.troubled.emit(trouble)
