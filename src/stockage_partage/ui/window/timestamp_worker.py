"""Fetches timestamps of the journal for as long as a window is open; what is wrong with the service is told."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from stockage_partage.documents.proof.timestamps import (
    DELAY_S,
    Timestamping,
    TimestampRound,
    TimestampThread,
)
from stockage_partage.errors import Passing, Trouble


class TimestampWorker(QObject):
    """Lives as long as the company is open in this window."""

    troubled = Signal(object)  # Trouble that somebody has to see to; the same one once
    mended = Signal(object)  # Trouble that was told and is over

    _told = Signal(object)

    def __init__(
        self, timestamping: Timestamping, parent: QObject, delay_s: float = DELAY_S
    ) -> None:
        super().__init__(parent)
        self._troubles: list[Trouble] = []
        self._thread = TimestampThread(timestamping, self._told.emit, delay_s=delay_s)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """The first look follows soon."""
        self._thread.start()

    def look_now(self) -> None:
        """Something changed that may have mended the service."""
        self._thread.look_now()

    def shutdown(self) -> bool:
        """Nothing more is asked; what comes now is not kept. False when the service still hangs."""
        return self._thread.stop()

    @Slot(object)
    def _tell(self, found: TimestampRound) -> None:
        if self._thread.stopped:
            return
        if found.trouble is None:
            for each in self._troubles:
                self.mended.emit(each)
            self._troubles.clear()
        elif not isinstance(found.trouble, Passing):  # nobody in front of a window can help that
            self._troubles.append(found.trouble)
            self.troubled.emit(found.trouble)
