"""Large files: a session, pieces in order, and the way back after a break.

The session's address is signed: whoever holds it may write. It is never printed, logged or shown the
token. For the next process of the same person on this computer it is written nowhere but in a file that
the key in the keyring opens. Without a usable keyring it lives in memory, for this process alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from stockage_partage import errors
from stockage_partage.errors import KeyringUnusable
from stockage_partage.graph.auth.sealed_file import KeyringStore, SealBroken, SealedFile
from stockage_partage.graph.graph_client import GraphClient
from stockage_partage.graph.http.answer_headers import READ, WRITE
from stockage_partage.graph.http.http_types import Chunk, ChunkHashes, ChunkSource
from stockage_partage.graph.http.responses import (
    Operation,
    is_piece_refused,
    is_session_gone,
    value_of,
)
from stockage_partage.graph.library.drive import Drive, same_bytes
from stockage_partage.graph.library.items import DriveItem, is_named, item_of
from stockage_partage.graph.library.names import path_segments

#: Microsoft keeps a session for days at the very most; an older file is of no use to anybody.
_USEFUL_S = 4 * 24 * 3600.0
_log = logging.getLogger(__name__)
PIECE_UNIT = 320 * 1024  # bytes; every piece but the last is a multiple of it
DEFAULT_PIECE = 32 * PIECE_UNIT  # 10 MiB, within the 5 to 10 MiB that Microsoft recommends
#: On a fast line pieces grow, so that less time goes by waiting for answers: up to 40 MiB, where
#: Microsoft takes less than 60. What a break costs stays what was sent in a few seconds.
LARGEST_PIECE = 4 * DEFAULT_PIECE
_QUICK_S = 3.0
_STARTS = 3  # sessions begun for one file before giving up
_SPARE = 16  # requests that breaks may cost besides
#: As the service writes them; a number of twenty digits is no place in a file.
_RANGE = re.compile(r"([0-9]{1,15})(-[0-9]{0,15})?")


@dataclass(frozen=True, slots=True)
class UploadSession:
    """A session under way; `address` is a credential."""

    address: str = field(repr=False)
    drive_id: str
    size: int


@dataclass(frozen=True, slots=True)
class UploadUnderWay:
    """What is being uploaded where: the same one later is the same upload. `fingerprint`: its SHA-256."""

    drive_id: str
    path: str
    size: int
    fingerprint: str

    @property
    def name(self) -> str:
        """Says nothing of the document."""
        words = f"{self.drive_id}\n{self.path}\n{self.size}\n{self.fingerprint}"
        return hashlib.sha256(words.encode()).hexdigest()


class UploadSessionStore:
    """Keeps upload sessions in `folder`, this person's own; None keeps them in memory. Safe for threads."""

    def __init__(self, folder: Path | None = None, keys: KeyringStore | None = None) -> None:
        self._folder = folder
        self._keys = keys or KeyringStore()
        self._lock = threading.Lock()
        self._known: dict[str, UploadSession] = {}
        self._key: bytes | None = None

    def find(self, upload: UploadUnderWay) -> UploadSession | None:
        """The session of that upload, None when there is none that can be read."""
        with self._lock:
            known = self._known.get(upload.name)
            if known is None and self._folder is not None and self._path(upload).exists():
                known = self._read(upload)
            return known

    def keep(self, upload: UploadUnderWay, session: UploadSession) -> None:
        """Keeps an upload's session until it is forgotten; in memory alone when disk or keyring refuses."""
        with self._lock:
            self._known[upload.name] = session
            if self._folder is None:
                return
            try:
                self._file(upload).write(self._opened_key(), _encoded(session))
                self._sweep()
            except (KeyringUnusable, OSError) as error:
                _log.warning("an upload could not be remembered: %s", type(error).__name__)

    def forget(self, upload: UploadUnderWay) -> None:
        """Drops the session of an upload that has ended, on the disk too; harmless when there is none."""
        with self._lock:
            self._known.pop(upload.name, None)
            if self._folder is not None:
                with contextlib.suppress(OSError):
                    self._file(upload).shred()

    def _read(self, upload: UploadUnderWay) -> UploadSession | None:
        try:
            found = self._file(upload).read(self._opened_key())
            return None if found is None else UploadSession(**json.loads(found))
        except (KeyringUnusable, SealBroken, OSError, ValueError, TypeError) as error:
            _log.warning("an upload under way could not be read: %s", type(error).__name__)
            return None

    def _opened_key(self) -> bytes:
        if self._key is None:
            name = f"uploads-{hashlib.sha256(str(self._path_of_folder()).encode()).hexdigest()[:8]}"
            self._key = self._keys.find(name) or self._keys.make(name)
        return self._key

    def _path_of_folder(self) -> Path:
        assert self._folder is not None  # noqa: S101  # asked only where there is one
        return self._folder.resolve()

    def _path(self, upload: UploadUnderWay) -> Path:
        return self._path_of_folder() / f"{upload.name[:32]}.sealed"

    def _file(self, upload: UploadUnderWay) -> SealedFile:
        return SealedFile(self._path(upload), upload.name)

    def _sweep(self) -> None:
        for path in self._path_of_folder().glob("*.sealed"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _USEFUL_S:
                    path.unlink()


def _encoded(session: UploadSession) -> bytes:
    facts = {"address": session.address, "drive_id": session.drive_id, "size": session.size}
    return json.dumps(facts).encode()


class UploadSessionGone(Exception):
    """The session expired or was cancelled: its bytes are lost, start over from the first."""


class UploadSessionInvalid(UploadSessionGone):
    """What the session answers cannot be true: it is given back, and another one begun."""


class Uploads:
    """Sends files of any size with constant memory. Raises troubles; resumes, never duplicates."""

    def __init__(
        self,
        graph: GraphClient,
        piece_size: int = DEFAULT_PIECE,
        kept: UploadSessionStore | None = None,
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
        self._kept = kept or UploadSessionStore()

    def upload(
        self,
        drive_id: str,
        path: str,
        content: ChunkSource,
        size: int,
        *,
        fingerprint: str = "",
        progress: Callable[[int], None] = lambda _: None,
        go_on: Callable[[], None] = lambda: None,
    ) -> DriveItem:
        """Files `content` at `path`, from where an earlier upload of the same bytes stopped.

        `fingerprint` is their SHA-256; without it nothing is proved and nothing goes on later.
        `progress` is told the bytes received so far; `go_on` is called often and may raise, then the
        session is kept. Raises PlaceTaken when other bytes hold the place, FileUnreadable when these
        are not the ones of the fingerprint: then nothing is filed.
        """
        what = UploadUnderWay(drive_id, path, size, fingerprint)
        proof = ChunkHashes(content, fingerprint)
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
            except UploadSessionGone as gone:
                self._abandon(what, session if isinstance(gone, UploadSessionInvalid) else None)
            except errors.PlaceTaken:
                self._kept.forget(what)
                return self._there_already(drive_id, path, content, size)
            except (errors.FileUnreadable, errors.AddressRefused):
                self._abandon(what, session)
                raise
            else:
                self._kept.forget(what)
                return item
        raise errors.ServiceUnavailable("upload sessions do not last")

    def _abandon(self, what: UploadUnderWay, session: UploadSession | None) -> None:
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
            Operation.FILING,
            json={
                "item": {
                    "@microsoft.graph.conflictBehavior": "fail",
                    "name": name,
                    "fileSize": size,
                }
            },
        )
        given = made.get("uploadUrl") if isinstance(made, dict) else None
        return UploadSession(self._graph.vouched(drive_id, given), drive_id, size)

    def position(self, session: UploadSession) -> int:
        """The first byte that the service still misses. Raises UploadSessionGone."""
        self._graph.http_client.meter.spend(READ)
        answer = self._graph.http_client.send("GET", self._vouched(session))
        if is_session_gone(answer):
            raise UploadSessionGone
        return _first_missing(value_of(answer, Operation.UPLOAD), session.size)

    def cancel(self, session: UploadSession) -> None:
        """Gives the place back; harmless when the session is gone already."""
        answer = self._graph.http_client.send("DELETE", self._vouched(session))
        if not is_session_gone(answer):
            value_of(answer, Operation.UPLOAD)

    def _vouched(self, session: UploadSession) -> str:
        """The session's address: one that was kept is looked at like one that was just given."""
        return self._graph.vouched(session.drive_id, session.address)

    def _there_already(
        self, drive_id: str, path: str, content: ChunkSource, size: int
    ) -> DriveItem:
        """The last answer may have been lost: then what holds the place is ours."""
        there = Drive(self._graph).by_path(drive_id, path)
        if there is None:  # only another session holds the name: it expires by itself
            raise errors.ServiceUnavailable("another upload session holds the name")
        if not is_named(there, path) or not same_bytes(there, content, size):
            raise errors.PlaceTaken(occupant=there.name)
        return replace(there, already=True)

    def _send_from(
        self,
        position: int,
        session: UploadSession,
        content: ChunkSource,
        proof: ChunkHashes,
        progress: Callable[[int], None],
        go_on: Callable[[], None],
    ) -> DriveItem:
        stalled, furthest = 0, position
        piece_size = self._piece_size
        # Twice what an honest service needs at worst: it takes every piece, one after the other.
        for _ in range(_SPARE + 2 * -(-session.size // self._piece_size)):
            progress(position)
            end = min(position + piece_size, session.size)
            # Here and not in the request: reading a gigabyte again takes longer than a peer waits.
            proof.stand_at(position)
            self._graph.http_client.meter.spend(WRITE)
            began = self._timer()
            last = end == session.size
            answer = self._graph.http_client.send(
                "PUT",
                self._vouched(session),
                data=Chunk(content, position, end - position, proof, last=last, go_on=go_on),
                headers={
                    "Content-Range": f"bytes {position}-{end - 1}/{session.size}",
                    "Content-Type": "application/octet-stream",
                },
            )
            if is_session_gone(answer):
                raise UploadSessionGone
            if is_piece_refused(answer):  # received before, its answer lost: ask where we stand
                there = self.position(session)
            else:
                found = value_of(answer, Operation.UPLOAD)
                if isinstance(found, dict) and "id" in found:
                    progress(session.size)
                    return item_of(found)
                there = _first_missing(found, session.size)
                if there > end:
                    raise UploadSessionInvalid  # it was not sent yet
            piece_size = self._next_size(piece_size, self._timer() - began)
            # Going back and forth is no way on: only what was never reached before counts.
            stalled = stalled + 1 if there <= furthest else 0
            if stalled >= _STARTS:
                raise errors.ServiceUnavailable("the upload does not move on")
            position, furthest = there, max(there, furthest)
        raise errors.ServiceUnavailable("the upload does not end")

    def _next_size(self, piece_size: int, took_s: float) -> int:
        """Twice as much after a piece that went quickly, the ordinary size again after a slow one."""
        if took_s >= _QUICK_S:
            return self._piece_size
        return max(piece_size, min(2 * piece_size, self._largest_piece))


def _first_missing(answer: object, size: int) -> int:
    """The first byte that the service says it misses.

    Raises UploadSessionGone when it misses nothing, and yet has made no file of it; UploadSessionInvalid for
    anything but a list of ranges such as « 26- ».
    """
    ranges = answer.get("nextExpectedRanges") if isinstance(answer, dict) else None
    if not isinstance(ranges, list):
        raise UploadSessionInvalid
    starts = [_start_of(text) for text in ranges]
    if not starts or min(starts) >= size:
        raise UploadSessionGone
    return min(starts)


def _start_of(text: object) -> int:
    found = _RANGE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise UploadSessionInvalid
    return int(found[1])
