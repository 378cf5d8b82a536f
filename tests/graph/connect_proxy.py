"""A web proxy that knows where any name really is: every tunnel leads to one port of this computer."""

from __future__ import annotations

import contextlib
import select
import socket
import socketserver

from serving import Serving


class ConnectProxy(Serving):
    """Understands CONNECT only. `asked` holds the names it was asked for."""

    def __init__(self, port: int, *, refuses: bool = False) -> None:
        self.asked: list[str] = []
        self._leads_to = port
        self._refuses = refuses

    def make_server(self) -> socketserver.ThreadingTCPServer:
        proxy = self

        class Tunnel(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                proxy.asked.append(self.rfile.readline().split()[1].decode())
                while self.rfile.readline().strip():
                    continue
                if proxy._refuses:
                    self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
                    return
                with socket.create_connection(("127.0.0.1", proxy._leads_to)) as there:
                    self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    self.wfile.flush()
                    with contextlib.suppress(OSError):
                        _join(self.connection, there)

        return socketserver.ThreadingTCPServer(("127.0.0.1", 0), Tunnel)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


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
