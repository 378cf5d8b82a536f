"""What every request passes first: origin, latency, faults, journal.

The journal tells what was asked and answered: one JSON line a request, free of tokens, codes and passwords.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import Mapping, MutableMapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from local_microsoft365.clock import Clock, http_date, timestamp
from local_microsoft365.fault_injector import Saboteur
from local_microsoft365.faults import Asked, kind_of
from local_microsoft365.tokens import TokenBook, TokenRefused

_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
MASK = "***"
_KEPT = 10_000
# Query parameters that say nothing secret; every other one is masked.
_PLAIN = re.compile(
    r"\$\w+|@microsoft\.graph\.\w+|prompt|response_mode|response_type|api-version|format|target|id"
)
_SECRET_SEGMENTS = re.compile(r"(/signin/)[^/]+")


@dataclass(frozen=True)
class Entry:
    """One request. `status` is 0 when the connection was cut; `fault` names what was done to it."""

    time: str
    origin: str
    method: str
    path: str
    kind: str
    status: int
    user: str | None
    received: int
    sent: int
    duration_ms: float
    fault: str | None = None


class Journal:
    """The latest requests, in memory; all of them in `file` when one is given."""

    def __init__(self, file: Path | None = None) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()
        self._file = file.open("a", encoding="utf-8") if file else None

    @property
    def entries(self) -> list[Entry]:
        """A copy of the entries, oldest first."""
        with self._lock:
            return list(self._entries)

    def of_kind(self, *kinds: str) -> list[Entry]:
        """The entries of those kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def clear(self) -> None:
        """Forgets the entries in memory."""
        with self._lock:
            self._entries.clear()

    def add(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)
            del self._entries[:-_KEPT]
            if self._file:
                self._file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
                self._file.flush()

    def close(self) -> None:
        with self._lock:
            if self._file:
                self._file.close()
                self._file = None

    def as_json(self) -> list[dict[str, Any]]:
        """The entries as objects, for another process."""
        return [asdict(entry) for entry in self.entries]


def masked(path: str, query: str) -> str:
    """A path with its query, its secrets replaced."""
    path = _SECRET_SEGMENTS.sub(rf"\1{MASK}", path)
    if not query:
        return path
    fields = parse_qsl(query, keep_blank_values=True)
    shown = (f"{name}={value if _PLAIN.fullmatch(name) else MASK}" for name, value in fields)
    return f"{path}?{'&'.join(shown)}"


@dataclass(frozen=True)
class Origin:
    """One of the three services: sign-in, Graph or SharePoint."""

    name: str
    app: ASGIApp


@dataclass
class _Seen:
    """What went through while a request was served."""

    received: int = 0
    sent: int = 0
    status: int = 0
    recorded: bool = False
    started: float = field(default_factory=time.perf_counter)


class Gate:
    """Leads each request to its origin by the port it came to."""

    def __init__(
        self,
        origins: Mapping[int, Origin],
        tokens: TokenBook,
        saboteur: Saboteur,
        journal: Journal,
        clock: Clock,
        latency_ms: int,
    ) -> None:
        self._origins = origins
        self._tokens = tokens
        self._saboteur = saboteur
        self._journal = journal
        self._clock = clock
        self._latency_s = latency_ms / 1000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        origin = self._origins[scope["server"][1]]
        asked, seen = self._asked(scope, origin), _Seen()
        asked.record = partial(self._record, asked, scope, seen)
        if self._latency_s:
            await asyncio.sleep(self._latency_s)
        receive, send = _counting(asked, seen, receive, _dated(send, self._clock))
        try:
            if _host(scope) in _LOOPBACK_HOSTS:
                await self._saboteur.serve(asked, origin.app, scope, receive, send)
            else:
                # A page on the Internet whose name is made to point here must get nothing.
                await PlainTextResponse("misdirected", 421)(scope, receive, send)
        finally:
            asked.record()

    def _asked(self, scope: Scope, origin: Origin) -> Asked:
        headers = dict(scope["headers"])
        authorization = headers.get(b"authorization", b"").decode("latin-1")
        user = None
        if authorization:
            try:
                user = self._tokens.read(authorization).user
            except TokenRefused:
                user = None
        kind = kind_of(scope["method"], scope["path"])
        return Asked(origin.name, kind, scope["method"], scope["path"], user)

    def _record(self, asked: Asked, scope: Scope, seen: _Seen) -> None:
        if seen.recorded or asked.kind == "control":
            return
        seen.recorded = True
        signed_in = scope.get("state", {}).get("signed_in")
        entry = Entry(
            time=timestamp(self._clock),
            origin=asked.origin,
            method=asked.method,
            path=masked(asked.path, scope["query_string"].decode("latin-1")),
            kind=asked.kind,
            status=seen.status,
            user=asked.user.username if asked.user else signed_in,
            received=seen.received,
            sent=seen.sent,
            duration_ms=round((time.perf_counter() - seen.started) * 1000, 2),
            fault=asked.fault,
        )
        self._journal.add(entry)


def _dated(send: Send, clock: Clock) -> Send:
    async def dated_send(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"date", http_date(clock))]}
        await send(message)

    return dated_send


def _counting(asked: Asked, seen: _Seen, receive: Receive, send: Send) -> tuple[Receive, Send]:
    async def counted_receive() -> Message:
        message: MutableMapping[str, Any] = await receive()
        seen.received += len(message.get("body", b""))
        return message

    async def counted_send(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen.status = message["status"]
        seen.sent += len(message.get("body", b""))
        if message["type"] == "http.response.body" and not message.get("more_body"):
            asked.record()
        await send(message)

    return counted_receive, counted_send


def _host(scope: Scope) -> str:
    host: str = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host
