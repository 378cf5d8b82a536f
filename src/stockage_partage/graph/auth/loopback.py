"""A small listener on this computer, where the system's browser brings the sign-in's answer.

Anything that does not carry our state (a favicon, a curious page, a port scan) is answered « not
here » and changes nothing.
"""

from __future__ import annotations

import contextlib
import errno
import hmac
import http.server
import queue
import socket
import socketserver
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from stockage_partage.closing import Closing
from stockage_partage.errors import SignInCancelled, SignInTimedOut

_PORTS_TRIED = 20
_GLANCE_S = 0.05  # how often `cancelled` is looked at
_REQUEST_TIMEOUT_S = 5.0  # a connection that says nothing must not hold the others
#: Connections kept open at once; beyond, the oldest is closed. A browser opens a handful.
_MOST_OPEN = 64


class Loopback(Closing):
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

    def close(self) -> None:
        """Stops listening and gives its port back."""
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
    """Servers at one port of both loopback addresses: a browser tries ::1 first for « localhost ».

    A port that somebody else holds on ::1 is not used at all: the answer would go to them. Only the first
    address without IPv6. Raises OSError when no port is free on both.
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
    request_queue_size = _MOST_OPEN

    def __init__(self, address: tuple[str, int], loopback: Loopback) -> None:
        self.loopback = loopback
        self._open: deque[socket.socket] = deque()
        super().__init__(address, _Request)

    def server_bind(self) -> None:
        # The parent class asks the name service for our own name, which may take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def get_request(self) -> tuple[socket.socket, Any]:
        """One more connection; those that were let go idle make room for it."""
        found = super().get_request()
        self._open.append(found[0])
        while len(self._open) > _MOST_OPEN:
            with contextlib.suppress(OSError):  # over already
                self._open.popleft().shutdown(socket.SHUT_RDWR)
        return found

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away, or a thread that could not start: nobody's affair, and no trace.

        The parent class would write the trace on the person's terminal.
        """


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
