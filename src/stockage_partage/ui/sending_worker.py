"""Sends what waits for as long as a window is open: threads of its own, troubles to the panel's state."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from stockage_partage.documents.sending.bell import Bell
from stockage_partage.documents.sending.draining import keep_draining
from stockage_partage.documents.sending.endings import Drained
from stockage_partage.documents.sending.sending_desk import SendingDesk
from stockage_partage.errors import (
    DocumentTrouble,
    GroupGone,
    Passing,
    RightsLost,
    SignInNeeded,
    StorageInactive,
    Trouble,
)
from stockage_partage.storage.panel_state import PanelState, Phase
from stockage_partage.storage.states import AccountState

if TYPE_CHECKING:
    from stockage_partage.documents.workplace import Workplace

#: What the panel says by itself, from the database, the session or what was last met online.
_SAID_ALREADY = (
    DocumentTrouble,
    GroupGone,
    Passing,
    RightsLost,
    SignInNeeded,
    StorageInactive,
)


class SendingWorker(QObject):
    """Lives as long as the company is open in this window."""

    sent = Signal(object)  # Drained: the register and the counters have changed
    troubled = Signal(object)  # Trouble that the panel's state does not say; the same one once

    _told = Signal(object)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._bell = Bell()
        self._able: bool | None = None
        self._thread = threading.Thread(target=self._work, name="sending", daemon=True)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """The first round follows at once."""
        self._thread.start()

    def wake(self) -> None:
        """Something was kept, or should be tried again: no waiting for the next look."""
        self._bell.ring()

    def show_state(self, state: PanelState) -> None:
        """Storage turned on, or somebody signed in: what waited for that leaves at once."""
        able = state.phase is Phase.READY and state.facts.account_state is AccountState.SIGNED_IN
        if able and self._able is False:
            self.wake()
        self._able = able

    def shutdown(self, timeout_s: float = 2.0) -> bool:
        """No more requests; what is under way is marked or given back. False when it takes longer."""
        self._bell.stop()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        with SendingDesk(self._workplace, grace_s=1.0) as desk:
            keep_draining(desk, self._bell, self._heard)

    def _heard(self, drained: Drained) -> None:
        self._workplace.service.met_online(drained.trouble)
        if not self._bell.stopped:
            self._told.emit(drained)

    @Slot(object)
    def _tell(self, drained: Drained) -> None:
        if self._bell.stopped:
            return
        if drained.filed or drained.postponed or drained.blocked:
            self.sent.emit(drained)
        trouble = drained.trouble
        if isinstance(trouble, Trouble) and not isinstance(trouble, _SAID_ALREADY):
            self.troubled.emit(trouble)
