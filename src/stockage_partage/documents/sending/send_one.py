"""Sends one document: one request, or a session for a large one, and decides what counts as filed.

    Passing          that document waits; when the service said how long, every workstation does
    AccountTrouble   the document is given back untried and the trouble goes up: the queue rests
    DocumentTrouble  that document steps aside with its reason, the others go on

A replay is harmless: an answer that was lost leaves a file of the same bytes at the same place, which
the next try recognises and counts as filed.

The bytes of a large document are read from the database as they are needed: never all in memory.
"""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import BinaryIO, Protocol

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ClaimedDocument
from stockage_partage.company.outbox.content import PIECE
from stockage_partage.documents.online_check import why_a_page, why_locked, why_not_written
from stockage_partage.errors import (
    FileUnreadable,
    LockedOnline,
    PlaceTaken,
    ProxyUnreachable,
    RightsLost,
    ServiceUnavailable,
    Trouble,
)
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.drive_copy import DriveCopies
from stockage_partage.graph.library.items import DriveItem, is_named
from stockage_partage.graph.library.upload_session import Uploads

#: Longer than any single request may take; renewed while a large document goes piece by piece.
LEASE = timedelta(minutes=5)
#: Above it Microsoft recommends an upload session. Bytes.
ONE_REQUEST = 10 * 1024 * 1024
#: Resource units of one upload.
UNITS = 2
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=15)
#: Some three quarters of an hour: then somebody must look at the name.
_TRIES_AT_A_TAKEN_NAME = 12
_NEVER_SHORTER = (".pdf", ".xml", ".zip", ".csv", ".txt", ".jpg", ".jpeg", ".png", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """Who reads the next `pieces` of the database (1 MiB each) while the present one is sent."""

    readers: Executor
    pieces: int


class StoredContent:
    """Read and sought like a file. One piece is in memory at a time, and those being read ahead.

    A reading raises FileUnreadable when the bytes are not there any more, and the database troubles.
    """

    def __init__(
        self,
        db: CompanyDatabase,
        document_id: int,
        size: int,
        ahead: ReadAhead | None = None,
    ) -> None:
        self._db = db
        self._document_id = document_id
        self._size = size
        self._ahead = ahead
        self._position = 0
        self._number = -1
        self._piece = b""
        self._coming: dict[int, Future[bytes]] = {}

    def seek(self, position: int) -> int:
        """Goes to a position, in bytes from the beginning, and gives it."""
        self._position = position
        return position

    def tell(self) -> int:
        """Where the next reading begins."""
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, fewer at the end; everything that is left when it is negative."""
        end = self._size if size < 0 else min(self._size, self._position + size)
        parts = []
        while self._position < end:
            part = self._part(end)
            self._position += len(part)
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _part(self, end: int) -> bytes:
        number, start = divmod(self._position, PIECE)
        if number != self._number:
            self._piece, self._number = self._take(number)(), number
        part = self._piece[start : start + end - self._position]
        if not part:
            raise FileUnreadable("the bytes kept are not there any more")
        return part

    def _take(self, number: int) -> Callable[[], bytes]:
        """A way to the piece; what follows it is being read from now on."""
        if self._ahead is None:
            return lambda: self._db.contents.piece(self._document_id, number)
        wanted = range(number, min(number + 1 + self._ahead.pieces, -(-self._size // PIECE)))
        self._coming = {
            each: self._coming.get(each)
            or self._ahead.readers.submit(self._db.contents.piece, self._document_id, each)
            for each in wanted
        }
        return self._coming.pop(number).result


Content = bytes | StoredContent


@dataclass(frozen=True, slots=True)
class UploadDestination:
    """The library that documents go to, and how. `owner` names this worker in claims."""

    drive: Drive
    uploads: Uploads
    drive_id: str
    owner: str


class StopCheck(Protocol):
    """Whether a long upload may go on; both raise when it may not, and the session is kept."""

    def for_next_piece(self) -> None:
        """Asked when nothing of what was sent would be lost."""
        ...

    def for_next_part(self) -> None:
        """Asked in the middle of a piece, which then has to be sent again."""
        ...


def send(
    to: UploadDestination, claimed: ClaimedDocument, content: Content, leave: StopCheck
) -> DriveItem:
    """Puts the document where it belongs; what is there now.

    Raises troubles of all three families; FileUnreadable when the bytes kept are not those handed over,
    FolderForbidden when an administrator closed that one folder to the account, SiteLocked when one
    locked the whole site.
    """
    try:
        there = _send_unless_refused(to, claimed, content, leave)
    except ProxyUnreachable as refused:
        raise why_a_page(to.drive, claimed.drive_id, refused) from None
    except LockedOnline as locked:
        raise why_locked(to.drive, claimed.drive_id, claimed.path, locked) from None
    except PlaceTaken:
        raise _why_taken(to, claimed, content) from None
    if there.size < claimed.size and not _may_shrink(claimed):
        raise ServiceUnavailable("shorter than what was sent")  # looked at again at the next try
    return there


def _send_unless_refused(
    to: UploadDestination, claimed: ClaimedDocument, content: Content, leave: StopCheck
) -> DriveItem:
    try:
        return _send(to, claimed, content, leave)
    except RightsLost as refused:
        why = why_not_written(to.drive, claimed.drive_id, claimed.path, refused)
        if why is refused:
            raise
    # Others pass: rights may have been given back between the two requests. Blocked is for a person
    # to settle, so the folder is called closed only when it refuses once more.
    try:
        return _send(to, claimed, content, leave)
    except RightsLost:
        raise why from None


def _why_taken(to: UploadDestination, claimed: ClaimedDocument, content: Content) -> Trouble:
    """PlaceTaken by whom; by nobody while a file is being written, and then it is tried again.

    Without a name it blocks the document: what an earlier try of ours left cut short is no other file.
    """
    occupant = to.drive.by_path(claimed.drive_id, claimed.path)
    if occupant is None:
        if claimed.attempts < _TRIES_AT_A_TAKEN_NAME:
            return ServiceUnavailable("a name that is taken by nothing")
        return PlaceTaken()
    tried_before = claimed.trouble is not None and not claimed.copied_from
    if tried_before and _is_our_beginning(to, claimed, occupant, content):
        return PlaceTaken("cut short")
    return PlaceTaken(occupant=occupant.name)


def _is_our_beginning(
    to: UploadDestination, claimed: ClaimedDocument, there: DriveItem, content: Content
) -> bool:
    if there.is_folder or not 0 < there.size < claimed.size or not is_named(there, claimed.path):
        return False
    ours = _from_the_start(content)
    return all(
        ours.read(len(piece)) == piece for piece in to.drive.download(claimed.drive_id, there.id)
    )


def _may_shrink(claimed: ClaimedDocument) -> bool:
    """SharePoint packs Office files and pages anew; to anything else it only ever adds."""
    return bool(claimed.copied_from) or not claimed.path.lower().endswith(_NEVER_SHORTER)


def _send(
    to: UploadDestination, claimed: ClaimedDocument, content: Content, leave: StopCheck
) -> DriveItem:
    if claimed.copied_from:
        return DriveCopies(to.drive).copy(
            claimed.drive_id,
            claimed.copied_from,
            claimed.path,
            still=lambda _: leave.for_next_piece(),
        )
    try:
        if is_large(claimed) and isinstance(content, StoredContent):
            return _by_session(to, claimed, content, leave)
        if isinstance(content, bytes) and hashlib.sha256(content).hexdigest() != claimed.sha256:
            raise FileUnreadable("the bytes kept are not those handed over")
        return to.drive.put_new(
            claimed.drive_id,
            claimed.path,
            content,
            claimed.size,
            claimed.content_type,
            fingerprint=claimed.sha256,
            go_on=leave.for_next_part,
        )
    except PlaceTaken:
        there = _ours_there(to, claimed, content)
        if there is None:
            raise
        return there


def _by_session(
    to: UploadDestination, claimed: ClaimedDocument, content: StoredContent, leave: StopCheck
) -> DriveItem:
    return to.uploads.upload(
        claimed.drive_id,
        claimed.path,
        content,
        claimed.size,
        fingerprint=claimed.sha256,
        progress=lambda _: leave.for_next_piece(),
        go_on=leave.for_next_part,
    )


def _ours_there(
    to: UploadDestination, claimed: ClaimedDocument, content: Content
) -> DriveItem | None:
    """The file there, when it is ours by its bytes, with something added to its end or not.

    SharePoint writes its own properties into some files after taking them. If then its answer was
    lost, the file that holds the place has neither our size nor our fingerprint, but our beginning.
    Right after some writes a file has no fingerprint at all.
    """
    there = to.drive.by_path(claimed.drive_id, claimed.path)
    if there is None or there.is_folder or there.size < claimed.size:
        return None
    if not is_named(there, claimed.path):
        return None
    ours = _from_the_start(content)
    for piece in to.drive.download(claimed.drive_id, there.id):
        beginning = ours.read(len(piece))
        if beginning != piece[: len(beginning)]:
            return None
        if len(beginning) < len(piece):
            break
    # Cut short, it has proved nothing: what is taken for filed is dropped here.
    return None if ours.read(1) else replace(there, already=True)


def _from_the_start(content: Content) -> BinaryIO | StoredContent:
    ours: BinaryIO | StoredContent = io.BytesIO(content) if isinstance(content, bytes) else content
    ours.seek(0)
    return ours


def is_large(claimed: ClaimedDocument) -> bool:
    """True when its bytes go by an upload session; those of a copy never leave from here."""
    return claimed.size > ONE_REQUEST and not claimed.copied_from


def wait_before(attempts: int, spread: Callable[[], float] = random.random) -> timedelta:
    """How long to wait after that many earlier tries: doubling up to a limit, never all at once."""
    doubled = min(FIRST_WAIT * float(1 << min(attempts, 16)), LONGEST_WAIT)
    return doubled * (0.5 + spread() / 2)
