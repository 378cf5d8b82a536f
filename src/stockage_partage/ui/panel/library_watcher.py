"""Looks at the group's library while somebody waits for it: every 5 s at first, then up to a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from stockage_partage.activation.panel_state import PanelState, Phase
from stockage_partage.errors import DatabaseUnreachable, Passing, SignInNeeded, Trouble
from stockage_partage.ui.runtime.background import Background, Job

if TYPE_CHECKING:
    from stockage_partage.activation.activation_service import ActivationService

FIRST_MS = 5_000
LONGEST_MS = 60_000
CALM_MS = 300_000  # once it is ready: to notice a group that is gone, at next to no cost


class LibraryWatcher(QObject):
    """Peers poll at 1.5 times the former wait; Microsoft asks for no more than one look in 5 s."""

    looked = Signal()
    troubled = Signal(object)  # Trouble that somebody has to settle; the same one is told once
    mended = Signal(object)  # Trouble of the database that was told and is over

    def __init__(self, service: ActivationService, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._service = service
        self._background = background
        self._job: Job | None = None
        self._wait = FIRST_MS
        self._phase: Phase | None = None
        self._told = ""
        self._unreachable: DatabaseUnreachable | None = None  # told, and not over
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def show_state(self, state: PanelState) -> None:
        """Looks at another rhythm when the panel's phase has changed."""
        if state.phase is self._phase:
            return
        self._phase = state.phase
        if state.link is None:
            self._timer.stop()
        else:
            self.look_soon()

    def look_soon(self) -> None:
        """Something was done: back to the quick rhythm."""
        self._wait = FIRST_MS
        self._timer.start(self._wait)

    def stop(self) -> None:
        """Ends the looks at the library."""
        self._timer.stop()

    def _look(self) -> None:
        if self._job is not None and not self._job.over:
            return
        self._job = self._background.run(
            self._service.watch_library, owner=self, done=self._seen, failed=self._not_seen
        )

    def _seen(self, _: None) -> None:
        self._told = ""
        self._reached()
        self._again()
        self.looked.emit()

    def _not_seen(self, trouble: Trouble) -> None:
        # Nobody signed in, or offline: the panel's own state says so, and a look costs nothing. The
        # database that cannot be written is said nowhere else: the panel only reads it.
        unreachable = isinstance(trouble, DatabaseUnreachable)
        if not unreachable:
            self._reached()
        said_already = isinstance(trouble, SignInNeeded | Passing) and not unreachable
        if not said_already and trouble.kind != self._told:
            self._told = trouble.kind
            self._unreachable = trouble if isinstance(trouble, DatabaseUnreachable) else None
            self.troubled.emit(trouble)
        self._again()

    def _reached(self) -> None:
        if self._unreachable is not None:
            self.mended.emit(self._unreachable)
            self._unreachable, self._told = None, ""

    def _again(self) -> None:
        self._wait = min(self._wait * 3 // 2, LONGEST_MS)
        self._timer.start(CALM_MS if self._phase is Phase.READY else self._wait)
