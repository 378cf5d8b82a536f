"""Listens for later starts of the same window: each brings it forward, and may have it show something."""

from __future__ import annotations

import os
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from stockage_partage.single_instance import HEARD, LARGEST, heard


class InstanceServer(QObject):
    """For the first start alone, who holds the claim. Only this person's processes reach it."""

    asked = Signal(object)  # WindowTarget

    def __init__(self, endpoint: str, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)
        # What a first one that was killed left behind: the claim says that nobody listens there.
        QLocalServer.removeServer(endpoint)
        self.listens = self._server.listen(endpoint)

    def _greet(self) -> None:
        while (line := self._server.nextPendingConnection()) is not None:
            line.readyRead.connect(partial(self._hear, line))
            line.disconnected.connect(line.deleteLater)
            self._hear(line)

    def _hear(self, line: QLocalSocket) -> None:
        if not line.canReadLine():
            if line.bytesAvailable() > LARGEST:
                line.abort()
            return
        try:
            target, token = heard(bytes(line.readLine(LARGEST).data()))
        except ValueError:
            line.abort()
            return
        line.write(HEARD)
        line.flush()
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt takes it from there, once
        self.asked.emit(target)

    def close(self) -> None:
        """Ends listening: later starts find nobody."""
        self._server.close()
