"""A server of a test's own on this computer, in a thread, for as long as a `with`."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from http.server import ThreadingHTTPServer
from socketserver import ThreadingTCPServer
from typing import Self

Server = ThreadingHTTPServer | ThreadingTCPServer

_GLANCE_S = 0.05  # how long stopping may take


class Serving(ABC):
    """`make_server` says what listens. Whoever is still connected at the end is not waited for."""

    _server: Server

    @abstractmethod
    def make_server(self) -> Server:
        """Listens already, on 127.0.0.1."""

    def __enter__(self) -> Self:
        self._server = self.make_server()
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, args=(_GLANCE_S,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])
