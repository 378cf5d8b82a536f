"""One listening server for all the local Microsoft 365s that the tests of one process have, one by one.

Sockets, certificate and thread stay; the organisation behind them, with its folder, accounts, files,
faults and journal, is another for each test. Whoever is still connected at its end is cut off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.types import Receive, Scope, Send

from local_microsoft365.addresses import Door
from local_microsoft365.data_folder import write_json
from local_microsoft365.https_server import HttpsThread, LoopbackCertificate
from local_microsoft365.server import LocalMicrosoft365

_PATIENCE_S = 10.0


class OneServer:
    """Listens on three ports from the first organisation on; `stop` closes them.

    `doors` are those ports while it listens.
    """

    def __init__(self) -> None:
        self.doors: tuple[Door, ...] = ()
        self._thread: HttpsThread | None = None
        self._app: Any = None

    def answer(
        self, app: Any, doors: Sequence[Door], certificate: LoopbackCertificate
    ) -> HttpsThread:
        """Answers with `app` from now on. The certificate is looked at once: all have the same."""
        self._app = app
        if self._thread is None:
            self.doors = tuple(doors)
            sockets = [opened for http_client in doors for opened in http_client.sockets]
            self._thread = HttpsThread(self._serve, sockets, certificate)
            self._thread.start()
        return self._thread

    def cut(self) -> None:
        """Ends every connection and every answer under way."""
        if self._thread is not None:
            loop = self._thread._server.loop
            asyncio.run_coroutine_threadsafe(self._cut(), loop).result(_PATIENCE_S)

    def stop(self) -> None:
        """Closes the ports; harmless when they are."""
        if self._thread is not None:
            self._thread.stop()
            self._thread, self.doors = None, ()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    async def _cut(self) -> None:
        assert self._thread is not None
        state = self._thread._server.server_state
        for connection in list(state.connections):
            connection.transport.abort()
        if state.tasks:
            await asyncio.wait(state.tasks, timeout=0.3)
        for task in list(state.tasks):
            task.cancel()
        while state.tasks or state.connections:
            await asyncio.sleep(0.001)


class SharedMicrosoft365(LocalMicrosoft365):
    """An organisation of its own on the one server. `stop` closes the ports, as it always does."""

    def __init__(self, folder: Path, server: OneServer, **options: Any) -> None:
        super().__init__(folder, **options)
        self._one_server = server

    def leave(self) -> None:
        """The end of the test: everything but the ports is let go of."""
        if self._thread is not None:
            self._one_server.cut()
            self._thread = None
            self._let_go()

    def stop(self) -> None:
        if self._thread is not None:
            self._one_server.stop()
            self._thread = None
            self._let_go()

    def _open_doors(self) -> tuple[Door, ...]:
        if not self._one_server.doors:
            return super()._open_doors()
        # As everywhere: whoever starts on this folder later finds the same ports.
        write_json(
            self.folder / "ports.json", [http_client.port for http_client in self._one_server.doors]
        )
        return self._one_server.doors

    def _answer(self, app: Any, doors: Sequence[Door]) -> HttpsThread:
        return self._one_server.answer(app, doors, self.certificate)
