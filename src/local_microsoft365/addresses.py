"""Where the local Microsoft 365 is: three origins as in reality, and the sockets on which they are answered.

The origins are sign-in, Graph and SharePoint. The sockets are on loopback, and on nothing else: 127.0.0.1 and
::1 on the same port. Chromium tries ::1 first for `localhost`, others 127.0.0.1: both must answer.
"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

_FREE_PORT_TRIES = 20
_NO_IPV6 = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT})


@dataclass(frozen=True)
class Addresses:
    """Origins such as `https://localhost:8443`, without a trailing slash."""

    login: str
    graph: str
    sharepoint: str

    @classmethod
    def on_localhost(cls, login: int, graph: int, sharepoint: int) -> Addresses:
        """The origins for three ports of this computer."""
        return cls(*(f"https://localhost:{port}" for port in (login, graph, sharepoint)))


class PortTaken(Exception):
    """Another program listens on `port`."""

    def __init__(self, port: int) -> None:
        super().__init__(str(port))
        self.port = port


@dataclass(frozen=True)
class Door:
    """One port of this computer with its sockets, one per loopback family."""

    port: int
    sockets: tuple[socket.socket, ...]

    def close(self) -> None:
        for opened in self.sockets:
            opened.close()


def open_doors(ports: Sequence[int]) -> tuple[Door, ...]:
    """One door per port asked, 0 meaning any free one. Raises PortTaken; then none stays open."""
    with ExitStack() as opened:
        doors = []
        for port in ports:
            door = _open_door(port) if port else _open_free_door()
            opened.callback(door.close)
            doors.append(door)
        opened.pop_all()
    return tuple(doors)


def _open_free_door() -> Door:
    # A port free on 127.0.0.1 may be taken on ::1: then try another one.
    for _ in range(_FREE_PORT_TRIES - 1):
        try:
            return _open_door(0)
        except PortTaken:
            continue
    return _open_door(0)


def _open_door(port: int) -> Door:
    first = _listening(socket.AF_INET, "127.0.0.1", port)
    port = first.getsockname()[1]
    try:
        second = _listening(socket.AF_INET6, "::1", port)
    except PortTaken:
        first.close()
        raise
    except OSError as error:
        if error.errno not in _NO_IPV6:
            first.close()
            raise
        return Door(port, (first,))
    return Door(port, (first, second))


def _listening(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    # Without the protocol named, asyncio leaves Nagle on: 40 ms a request.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # on Windows the option would let two programs share the port
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind((host, port))
        # Listening at once claims the port, before the server itself runs.
        opened.listen(128)
    except OSError as error:
        opened.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(port) from error
        raise
    return opened
