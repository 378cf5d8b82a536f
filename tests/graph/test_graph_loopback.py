"""The listener that the browser brings the sign-in's answer to, among connections of every kind."""

from __future__ import annotations

import socket
import struct
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from stockage_partage.graph.auth.loopback import Loopback

PAGE = "<p>merci</p>"
PARTS = [b"", b"GET / HT", b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00", b"G" * 70_000]


@pytest.fixture
def listener() -> Iterator[Loopback]:
    with Loopback(PAGE) as listener:
        yield listener


def port_of(listener: Loopback) -> int:
    return int(listener.redirect_uri.rpartition(":")[2])


def reset(port: int, said: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        other.sendall(said)


def answer(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/?state=s&code=c", timeout=10) as page:
        return str(page.read().decode())


def test_connections_that_are_reset_are_survived_in_silence(
    listener: Loopback, capfd: pytest.CaptureFixture[str]
) -> None:
    for said in PARTS * 5:
        reset(port_of(listener), said)
    pages: list[str] = []
    browser = threading.Timer(0.05, lambda: pages.append(answer(port_of(listener))))
    browser.start()
    assert listener.wait("s", lambda: False, timeout_s=10)["code"] == "c"
    browser.join()
    assert pages == [PAGE]
    assert capfd.readouterr() == ("", "")


def test_silent_connections_hold_up_nobody_and_do_not_add_up(listener: Loopback) -> None:
    before = threading.active_count()
    with ExitStack() as opened:
        for _ in range(200):
            opened.enter_context(socket.create_connection(("127.0.0.1", port_of(listener))))
        browser = threading.Timer(0.05, lambda: answer(port_of(listener)))
        browser.start()
        assert listener.wait("s", lambda: False, timeout_s=4)["code"] == "c"
        browser.join()
        assert threading.active_count() - before < 100
