"""The pieces of an upload session: the rules of their order and size, and their way to disk."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request

from local_microsoft365.tenant.quickxor import QuickXor
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sessions import Session
from local_microsoft365.tenant.tenant import Tenant

MULTIPLE = 320 * 1024  # every piece but the last is a multiple of it
LARGEST = 60 * 1024 * 1024  # bytes in one request
_RANGE = re.compile(r"bytes\s+(\d+)-(\d+)/(\d+)")


@dataclass(frozen=True)
class Range:
    """What a piece says of itself: first and last byte, and the size of the whole file."""

    first: int
    last: int
    total: int

    @property
    def length(self) -> int:
        """Bytes in the piece."""
        return self.last - self.first + 1

    @property
    def is_last(self) -> bool:
        """True when nothing comes after it."""
        return self.last + 1 == self.total


def announced(request: Request) -> Range:
    """The range of a piece. Raises Refused when it is missing or makes no sense."""
    found = _RANGE.fullmatch(request.headers.get("content-range", "").strip())
    if found is None:
        raise Refused(Why.INVALID_REQUEST, "The Content-Range header is missing or malformed.")
    piece = Range(*(int(number) for number in found.groups()))
    length = request.headers.get("content-length")
    if length is None:
        raise Refused(Why.LENGTH_REQUIRED)
    if piece.length <= 0 or piece.last >= piece.total or int(length) != piece.length:
        raise Refused(Why.INVALID_REQUEST, "The Content-Range header does not fit the content.")
    if piece.length > LARGEST:
        raise Refused(Why.TOO_LARGE)
    if not piece.is_last and piece.length % MULTIPLE:
        raise Refused(Why.INVALID_REQUEST, "The fragment is not a multiple of 320 KiB.")
    return piece


class Fragments:
    """Takes pieces, one at a time for each session. A piece counts only once it is whole.

    A sender who was cut may come back before its first connection is known to be dead: the latest
    one has the say, and the earlier one writes nothing more.
    """

    def __init__(self, world: Tenant) -> None:
        self._world = world
        self._senders: dict[str, Request] = {}

    async def take(self, session: Session, request: Request) -> Session:
        """Writes a piece. Raises Refused; what was received before stays."""
        piece = announced(request)
        if session.whole and piece.is_last and piece.total == session.total:
            return session  # all is here, only the last step was refused: it will be tried again
        self._check_order(session, piece)
        self._senders[session.id] = request
        try:
            xor = QuickXor(session.xor, session.received)
            await self._write(session, request, xor)
        finally:
            if self._senders.get(session.id) is request:
                del self._senders[session.id]
        if xor.length != piece.last + 1:
            raise Refused(Why.INVALID_REQUEST, "The fragment is shorter than announced.")
        return self._world.sessions.advance(session, piece.total, xor)

    def _check_order(self, session: Session, piece: Range) -> None:
        if piece.first != session.received:
            raise Refused(Why.INVALID_RANGE)
        if session.total not in (None, piece.total):
            raise Refused(Why.INVALID_REQUEST, "The size of the file changed between fragments.")

    async def _write(self, session: Session, request: Request, xor: QuickXor) -> None:
        with self._world.blobs.path(session.blob).open("r+b") as file:
            file.seek(session.received)
            file.truncate()  # what an interrupted piece may have left
            async for part in request.stream():
                self._check_latest(session, request)
                file.write(part)
                file.flush()  # nothing of ours may reach the file after a later sender began
                xor.update(part)
        self._check_latest(session, request)

    def _check_latest(self, session: Session, request: Request) -> None:
        if self._senders.get(session.id) is not request:
            raise Refused(Why.INVALID_RANGE)
