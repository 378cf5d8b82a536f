"""Large files: a session, pieces in order, and the way back after a break.

The session's address is signed: whoever holds it may write. It is never printed, logged or shown the
token, and it is the caller's to keep sealed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from urllib.parse import quote

from stockage_partage import errors
from stockage_partage.graph.answers import (
    Asking,
    is_piece_refused,
    is_session_gone,
    value_of,
)
from stockage_partage.graph.client import Graph
from stockage_partage.graph.drive import Drive, same_bytes
from stockage_partage.graph.items import Item, item_of
from stockage_partage.graph.names import path_segments

PIECE_UNIT = 320 * 1024  # bytes; every piece but the last is a multiple of it
DEFAULT_PIECE = 32 * PIECE_UNIT  # 10 MiB, within the 5 to 10 MiB that Microsoft recommends
_STARTS = 3  # sessions begun for one file before giving up
_READING = 256 * 1024


@dataclass(frozen=True, slots=True)
class UploadSession:
    """A session under way; `address` is a credential."""

    address: str = field(repr=False)
    drive_id: str
    size: int


class SessionGone(Exception):
    """The session expired or was cancelled: its bytes are lost, start over from the first."""


class Uploads:
    """Sends files of any size with constant memory. Raises troubles; resumes, never duplicates."""

    def __init__(self, graph: Graph, piece_size: int = DEFAULT_PIECE) -> None:
        if piece_size <= 0 or piece_size % PIECE_UNIT:
            raise ValueError("pieces are multiples of 320 KiB")
        self._graph = graph
        self._piece_size = piece_size
        # Sessions left by a passing trouble, by what they upload. Each holds its name for as long as
        # it lives, so that a new one is refused; and the bytes received are not sent again.
        self._left: dict[tuple[str, str, int, str], UploadSession] = {}

    def upload(
        self,
        drive_id: str,
        path: str,
        content: BinaryIO,
        size: int,
        *,
        fingerprint: str = "",
        session: UploadSession | None = None,
        begun: Callable[[UploadSession], None] = lambda _: None,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Item:
        """Files `content` at `path`, from where `session` stopped if there is one.

        With a `fingerprint` of the bytes, a call after a passing trouble goes on where the same bytes
        for the same place stopped. `begun` is told each new session (to keep it sealed), `progress` the bytes received so far.
        Raises PlaceTaken when other bytes hold the place.
        """
        what = (drive_id, path, size, fingerprint)
        session = session or self._left.pop(what, None)
        for _ in range(_STARTS):
            try:
                if session is None:
                    session = self.create(drive_id, path, size)
                    begun(session)
                    position = 0
                else:
                    position = self.position(session)
                return self._send_from(position, session, content, progress)
            except SessionGone:
                session = None
            except errors.PlaceTaken:
                return self._there_already(drive_id, path, content, size)
            except errors.Passing:
                if session is not None and fingerprint:
                    self._left[what] = session
                raise
        raise errors.ServiceUnavailable("upload sessions do not last")

    def create(self, drive_id: str, path: str, size: int) -> UploadSession:
        """A new session for a place that must be free. `size` lets the service refuse at once."""
        if size <= 0:
            raise ValueError("an upload session cannot hold an empty file")
        name = path.rsplit("/", 1)[-1]
        made = self._graph.post(
            f"/drives/{quote(drive_id)}/root:/{path_segments(path)}:/createUploadSession",
            Asking.FILING,
            json={
                "item": {
                    "@microsoft.graph.conflictBehavior": "fail",
                    "name": name,
                    "fileSize": size,
                }
            },
        )
        return UploadSession(made["uploadUrl"], drive_id, size)

    def position(self, session: UploadSession) -> int:
        """The first byte that the service still misses. Raises SessionGone."""
        answer = self._graph.door.send("GET", session.address)
        if is_session_gone(answer):
            raise SessionGone
        return _first_missing(value_of(answer, Asking.UPLOAD)["nextExpectedRanges"], session.size)

    def cancel(self, session: UploadSession) -> None:
        """Gives the place back; harmless when the session is gone already."""
        answer = self._graph.door.send("DELETE", session.address)
        if not is_session_gone(answer):
            value_of(answer, Asking.UPLOAD)

    def _there_already(self, drive_id: str, path: str, content: BinaryIO, size: int) -> Item:
        """The last answer may have been lost: then what holds the place is ours."""
        there = Drive(self._graph).by_path(drive_id, path)
        if there is None:  # only another session holds the name: it expires by itself
            raise errors.ServiceUnavailable("another upload session holds the name")
        if not same_bytes(there, content, size):
            raise errors.PlaceTaken
        return replace(there, already=True)

    def _send_from(
        self,
        position: int,
        session: UploadSession,
        content: BinaryIO,
        progress: Callable[[int], None],
    ) -> Item:
        stalled = 0
        while True:
            progress(position)
            end = min(position + self._piece_size, session.size)
            content.seek(position)
            answer = self._graph.door.send(
                "PUT",
                session.address,
                data=Piece(content, end - position),
                headers={
                    "Content-Range": f"bytes {position}-{end - 1}/{session.size}",
                    "Content-Type": "application/octet-stream",
                },
            )
            if is_session_gone(answer):
                raise SessionGone
            if is_piece_refused(answer):  # received before, its answer lost: ask where we stand
                there = self.position(session)
            else:
                found = value_of(answer, Asking.UPLOAD)
                if "id" in found:
                    progress(session.size)
                    return item_of(found)
                there = _first_missing(found["nextExpectedRanges"], session.size)
            stalled = stalled + 1 if there <= position else 0
            if stalled >= _STARTS:
                raise errors.ServiceUnavailable("the upload does not move on")
            position = there


class Piece:
    """A window on the file, read little by little: one piece is never wholly in memory."""

    def __init__(self, content: BinaryIO, length: int) -> None:
        self._content = content
        self._left = length
        self._length = length

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        got = self._content.read(min(wanted, _READING))
        self._left -= len(got)
        return got


def _first_missing(ranges: list[str], size: int) -> int:
    starts = [int(text.split("-")[0]) for text in ranges]
    return min(starts, default=size)
