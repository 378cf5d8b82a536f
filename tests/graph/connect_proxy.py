"""A web proxy that knows where any name really is: every tunnel leads to one port of this computer."""

from __future__ import annotations

import contextlib
import select
import socket
import socketserver
import threading
from typing import Self


class ConnectProxy:
    """Understands CONNECT only. `asked` holds the names it was asked for."""

    def __init__(self, port: int, *, refuses: bool = False) -> None:
        self.asked: list[str] = []
        self._port = port
        self._refuses = refuses

    def __enter__(self) -> Self:
        proxy = self

        class Tunnel(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                proxy.asked.append(self.rfile.readline().split()[1].decode())
                while self.rfile.readline().strip():
                    continue
                if proxy._refuses:
                    self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
                    return
                with socket.create_connection(("127.0.0.1", proxy._port)) as there:
                    self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    self.wfile.flush()
                    with contextlib.suppress(OSError):
                        _join(self.connection, there)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tunnel)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"


def _join(one: socket.socket, other: socket.socket) -> None:
    ends = {one: other, other: one}
    while True:
        ready, _, _ = select.select(list(ends), [], [], 10)
        for end in ready:
            data = end.recv(65_536)
            if not data:
                return
            ends[end].sendall(data)
        if not ready:
            return
