"""A small listener on this computer, where the system's browser brings the sign-in's answer.

Anything that does not carry our state (a favicon, a curious page, a port scan) is answered « not
here » and changes nothing.
"""

from __future__ import annotations

import errno
import hmac
import http.server
import queue
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from stockage_partage.errors import SignInCancelled, SignInTimedOut

_PORTS_TRIED = 20
_GLANCE_S = 0.05  # how often `cancelled` is looked at
_REQUEST_TIMEOUT_S = 5.0  # a connection that says nothing must not hold the others


class Loopback:
    """Listens on 127.0.0.1 and, where there is one, on ::1, at a port of the system's choice.

    `page` is the HTML shown once the answer has come.
    """

    def __init__(self, page: str) -> None:
        self._page = page.encode()
        self._landed: queue.Queue[dict[str, str]] = queue.Queue()
        self._state = ""
        self._servers: list[_Server] = []

    def __enter__(self) -> Self:
        self._servers = _listeners(self)
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(_GLANCE_S,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    @property
    def redirect_uri(self) -> str:
        """The address to register with the attempt; Entra lets the port vary for localhost."""
        return f"http://localhost:{self._servers[0].server_port}"

    def wait(
        self, state: str, cancelled: Callable[[], bool], timeout_s: float
    ) -> Mapping[str, str]:
        """The query of the answer to `state`. Raises SignInCancelled, SignInTimedOut."""
        self._state = state
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            if cancelled():
                raise SignInCancelled
            try:
                return self._landed.get(timeout=_GLANCE_S)
            except queue.Empty:
                continue
        raise SignInTimedOut

    def take(self, target: str) -> bytes | None:
        """The page for an answer of ours, None for a stray request."""
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        given = query.get("state", "").encode()
        if (
            parts.path != "/"
            or not self._state
            or not hmac.compare_digest(given, self._state.encode())
        ):
            return None
        self._landed.put(query)
        return self._page


def _listeners(loopback: Loopback) -> list[_Server]:
    """The same port on both loopback addresses: a browser tries ::1 first for « localhost ».

    A port that somebody else holds on ::1 is not used at all: the answer would go to them.
    """
    for _ in range(_PORTS_TRIED):
        first = _Server(("127.0.0.1", 0), loopback)
        try:
            return [first, _ServerOnSix(("::1", first.server_port), loopback)]
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                return [first]  # no IPv6 on this computer
            first.server_close()
    raise OSError(errno.EADDRINUSE, "no port is free on both loopback addresses")


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False

    def __init__(self, address: tuple[str, int], loopback: Loopback) -> None:
        self.loopback = loopback
        super().__init__(address, _Request)

    def server_bind(self) -> None:
        # The parent class asks the name service for our own name, which may take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]


class _ServerOnSix(_Server):
    address_family = socket.AF_INET6


class _Request(http.server.BaseHTTPRequestHandler):
    timeout = _REQUEST_TIMEOUT_S
    server: _Server

    def do_GET(self) -> None:
        page = self.server.loopback.take(self.path)
        self.send_response(404 if page is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page or b"")))
        self.send_header("Referrer-Policy", "no-referrer")  # the address holds the code
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(page or b"")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the line would hold the code."""
