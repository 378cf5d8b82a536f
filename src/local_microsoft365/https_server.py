"""One HTTPS server in a background thread, with all its sockets."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from local_microsoft365.tls import LoopbackCertificate

TRANSPORT = "emulator.transport"  # key of `scope["state"]`: the connection itself, to cut it

_PATIENCE_S = 5.0
_LAST_ANSWERS_S = 0.3


class _Protocol(H11Protocol):
    """Lets the application reach the connection that a request came by."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in its parent
        super().connection_made(transport)
        self.app_state = {**self.app_state, TRANSPORT: transport}


class _Server(uvicorn.Server):
    """uvicorn, waking at once when told to stop and saying when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()
        self.stopping = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % 864000
            try:
                await asyncio.wait_for(self.stopping.wait(), timeout=0.1)
            except TimeoutError:
                continue
            self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=_LAST_ANSWERS_S)
        # Clients keep idle connections open for as long as they like: do not wait for them.
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)

    def stop(self) -> None:
        """Asks the server to end, from any thread, and returns at once."""
        self.loop.call_soon_threadsafe(self.stopping.set)


class HttpsThread:
    """Serves `app` on `sockets` from `start` to `stop`; closes the sockets."""

    def __init__(
        self, app: Any, sockets: Sequence[socket.socket], certificate: LoopbackCertificate
    ) -> None:
        self._sockets = list(sockets)
        self._server = _Server(_config(app, certificate))
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="microsoft365-local", daemon=True)

    def start(self) -> None:
        """Returns once requests are answered. Raises what prevented it."""
        self._thread.start()
        while not self._server.listening.wait(0.05):
            if not self._thread.is_alive():
                raise RuntimeError("the local server did not start") from self._failure

    def stop(self) -> None:
        """Ends the answers under way and returns once every socket is closed."""
        self._server.stop()
        self._thread.join(_PATIENCE_S)

    def _run(self) -> None:
        try:
            self._server.run(sockets=self._sockets)
        except (OSError, RuntimeError, SystemExit) as error:
            self._failure = error


class _Config(uvicorn.Config):
    """The settings of uvicorn, with one kind of event loop on every system."""

    def get_loop_factory(self) -> Callable[[], asyncio.AbstractEventLoop]:
        """The selector event loop, on Windows too.

        There uvicorn takes the other kind, which closes its listening socket for good when a client goes away
        while it is being accepted (CPython's issue 93821).
        """
        return asyncio.SelectorEventLoop


def _config(app: Any, certificate: LoopbackCertificate) -> uvicorn.Config:
    return _Config(
        app,
        http=_Protocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        log_config=None,  # the host program's logging is not ours to change
        access_log=False,
        server_header=False,
        date_header=False,  # the gate tells the time, by the clock that tests move
        proxy_headers=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate.chain,
        ssl_keyfile=certificate.key,
    )
