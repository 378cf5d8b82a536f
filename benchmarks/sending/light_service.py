"""A stand-in for Microsoft Graph that costs next to nothing: takes bodies, answers after a delay.

The local Microsoft 365 keeps, hashes and journals what it takes; on two cores it would be what is
measured. This one only knows PUT content, upload sessions and their pieces. It prints its address and
its certificate as one JSON object, and ends with its standard input.

    python -m benchmarks.sending.light_service FOLDER LATENCY_MS
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

from local_microsoft365.https_server import LoopbackCertificate

MOST_HEADERS = 64 * 1024


class Connection(asyncio.BufferedProtocol):
    """One connection, one request at a time. Bodies are counted and forgotten."""

    def __init__(self, answer: Callable[[bytes, bytes], bytes], latency_s: float) -> None:
        self._answer = answer
        self._latency_s = latency_s
        self._buffer = bytearray(256 * 1024)
        self._head = bytearray()
        self._left = -1
        self._request = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        data = memoryview(self._buffer)[:nbytes]
        if self._left < 0:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            self._request = bytes(self._head[: end + 4])
            body = len(self._head) - end - 4
            self._head = bytearray()
            self._left = int(header(self._request, b"content-length") or b"0") - body
        else:
            self._left -= nbytes
        if self._left == 0:
            self._left = -1
            asyncio.get_running_loop().call_later(self._latency_s, self._tell, self._request)

    def eof_received(self) -> bool:
        return False

    def _tell(self, request: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(self._answer(request.split(b" ", 2)[0], request))


def header(request: bytes, name: bytes) -> bytes | None:
    """The value of a header; None when it is not there."""
    for line in request.split(b"\r\n"):
        if line[: len(name) + 1].lower() == name + b":":
            return line[len(name) + 1 :].strip()
    return None


class Service:
    """What is answered."""

    def __init__(self) -> None:
        self.address = ""
        self._made = 0

    def answer(self, method: bytes, request: bytes) -> bytes:
        if method == b"GET":  # the library, whose own address vouches for those of its uploads
            return said(200, {"id": "drive-1", "webUrl": f"{self.address}/sites/light"})
        self._made += 1
        if method == b"POST":
            return said(200, {"uploadUrl": f"{self.address}/upload/{self._made}"})
        sent = header(request, b"content-range")
        if sent is None:
            return self._item(int(header(request, b"content-length") or b"0"))
        span, _, total = sent.removeprefix(b"bytes ").partition(b"/")
        end = int(span.split(b"-")[1])
        if end + 1 == int(total):
            return self._item(int(total))
        return said(202, {"nextExpectedRanges": [f"{end + 1}-"]})

    def _item(self, size: int) -> bytes:
        item = {"id": f"01ITEM{self._made}", "name": "a.pdf", "size": size, "file": {}}
        return said(201, {**item, "webUrl": "https://light.example/a.pdf", "eTag": '"{1},1"'})


def said(status: int, body: object) -> bytes:
    """An answer, whole."""
    text = json.dumps(body).encode()
    head = f"HTTP/1.1 {status} OK\r\ncontent-type: application/json\r\ncontent-length: {len(text)}\r\n\r\n"
    return head.encode() + text


async def serve(folder: Path, latency_s: float) -> None:
    """Until standard input ends."""
    certificate = LoopbackCertificate.kept_in(folder / "tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    service = Service()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Connection(service.answer, latency_s), "localhost", 0, ssl=context, backlog=256
    )
    port = server.sockets[0].getsockname()[1]
    # One family is enough, and both would not have the same port.
    service.address = f"https://localhost:{port}"
    told = {"address": service.address, "ca_file": str(certificate.authority)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[2]) / 1000))
