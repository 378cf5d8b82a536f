"""Large files: a session, pieces in order, and the way back after a break.

The session's address is signed: whoever holds it may write. It is never printed, logged or shown the
token, and it is the caller's to keep sealed.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
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
from stockage_partage.graph.kept_sessions import KeptSessions, Upload, UploadSession
from stockage_partage.graph.names import path_segments
from stockage_partage.graph.piece import Piece, Proof, Source
from stockage_partage.graph.rate import READ, WRITE

PIECE_UNIT = 320 * 1024  # bytes; every piece but the last is a multiple of it
DEFAULT_PIECE = 32 * PIECE_UNIT  # 10 MiB, within the 5 to 10 MiB that Microsoft recommends
#: On a fast line pieces grow, so that less time goes by waiting for answers: up to 40 MiB, where
#: Microsoft takes less than 60. What a break costs stays what was sent in a few seconds.
LARGEST_PIECE = 4 * DEFAULT_PIECE
_QUICK_S = 3.0
_STARTS = 3  # sessions begun for one file before giving up


class SessionGone(Exception):
    """The session expired or was cancelled: its bytes are lost, start over from the first."""


class Uploads:
    """Sends files of any size with constant memory. Raises troubles; resumes, never duplicates."""

    def __init__(
        self,
        graph: Graph,
        piece_size: int = DEFAULT_PIECE,
        kept: KeptSessions | None = None,
        *,
        largest_piece: int = LARGEST_PIECE,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        if piece_size <= 0 or piece_size % PIECE_UNIT or largest_piece % PIECE_UNIT:
            raise ValueError("pieces are multiples of 320 KiB")
        self._graph = graph
        self._piece_size = piece_size
        self._largest_piece = largest_piece
        self._timer = timer
        # A session holds its name for as long as it lives, so that a new one is refused; and the
        # bytes received are not sent again.
        self._kept = kept or KeptSessions()

    def upload(
        self,
        drive_id: str,
        path: str,
        content: Source,
        size: int,
        *,
        fingerprint: str = "",
        progress: Callable[[int], None] = lambda _: None,
        go_on: Callable[[], None] = lambda: None,
    ) -> Item:
        """Files `content` at `path`, from where an earlier upload of the same bytes stopped.

        `fingerprint` is their SHA-256; without it nothing is proved and nothing goes on later.
        `progress` is told the bytes received so far; `go_on` is called often and may raise, then the
        session is kept. Raises PlaceTaken when other bytes hold the place, FileUnreadable when these
        are not the ones of the fingerprint: then nothing is filed.
        """
        what = Upload(drive_id, path, size, fingerprint)
        proof = Proof(content, fingerprint)
        for _ in range(_STARTS):
            session = self._kept.find(what) if fingerprint else None
            try:
                if session is None:
                    session = self.create(drive_id, path, size)
                    if fingerprint:
                        self._kept.keep(what, session)
                    position = 0
                else:
                    position = self.position(session)
                item = self._send_from(position, session, content, proof, progress, go_on)
            except SessionGone:
                self._kept.forget(what)
            except errors.PlaceTaken:
                self._kept.forget(what)
                return self._there_already(drive_id, path, content, size)
            except errors.FileUnreadable:
                self._abandon(what, session)
                raise
            else:
                self._kept.forget(what)
                return item
        raise errors.ServiceUnavailable("upload sessions do not last")

    def _abandon(self, what: Upload, session: UploadSession | None) -> None:
        """Gives the place back, if it can be done: else the session expires by itself."""
        self._kept.forget(what)
        if session is not None:
            with contextlib.suppress(errors.Trouble):
                self.cancel(session)

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
        self._graph.door.meter.spend(READ)
        answer = self._graph.door.send("GET", session.address)
        if is_session_gone(answer):
            raise SessionGone
        return _first_missing(value_of(answer, Asking.UPLOAD)["nextExpectedRanges"], session.size)

    def cancel(self, session: UploadSession) -> None:
        """Gives the place back; harmless when the session is gone already."""
        answer = self._graph.door.send("DELETE", session.address)
        if not is_session_gone(answer):
            value_of(answer, Asking.UPLOAD)

    def _there_already(self, drive_id: str, path: str, content: Source, size: int) -> Item:
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
        content: Source,
        proof: Proof,
        progress: Callable[[int], None],
        go_on: Callable[[], None],
    ) -> Item:
        stalled = 0
        piece_size = self._piece_size
        while True:
            progress(position)
            end = min(position + piece_size, session.size)
            # Here and not in the request: reading a gigabyte again takes longer than a peer waits.
            proof.stand_at(position)
            self._graph.door.meter.spend(WRITE)
            began = self._timer()
            last = end == session.size
            answer = self._graph.door.send(
                "PUT",
                session.address,
                data=Piece(content, position, end - position, proof, last=last, go_on=go_on),
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
            piece_size = self._next_size(piece_size, self._timer() - began)
            stalled = stalled + 1 if there <= position else 0
            if stalled >= _STARTS:
                raise errors.ServiceUnavailable("the upload does not move on")
            position = there

    def _next_size(self, piece_size: int, took_s: float) -> int:
        """Twice as much after a piece that went quickly, the ordinary size again after a slow one."""
        if took_s >= _QUICK_S:
            return self._piece_size
        return max(piece_size, min(2 * piece_size, self._largest_piece))


def _first_missing(ranges: list[str], size: int) -> int:
    """Raises SessionGone when the service misses nothing, and yet has made no file of it."""
    starts = [int(text.split("-")[0]) for text in ranges]
    if not starts or min(starts) >= size:
        raise SessionGone
    return min(starts)
