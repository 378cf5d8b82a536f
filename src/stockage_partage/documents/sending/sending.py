"""One document on its way: one request, or a session for a large one, and what counts as filed.

    Passing          that document waits; when the service said how long, every workstation does
    AccountTrouble   the document is given back untried and the trouble goes up: the queue rests
    DocumentTrouble  that document steps aside with its reason, the others go on

A replay is harmless: an answer that was lost leaves a file of the same bytes at the same place, which
the next try recognises and counts as filed.
"""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import BinaryIO, Protocol

from stockage_partage.company.facts import Claimed
from stockage_partage.documents.closed_folder import why_not_written
from stockage_partage.documents.sending.stored_content import StoredContent
from stockage_partage.errors import FileUnreadable, PlaceTaken, RightsLost, ServiceUnavailable
from stockage_partage.graph.drive import Drive
from stockage_partage.graph.drive_copy import Copies
from stockage_partage.graph.items import Item
from stockage_partage.graph.upload_session import Uploads

Clock = Callable[[], datetime]
Content = bytes | StoredContent

#: Longer than any single request may take; renewed while a large document goes piece by piece.
LEASE = timedelta(minutes=5)
#: Above it Microsoft recommends an upload session. Bytes.
ONE_REQUEST = 10 * 1024 * 1024
#: Resource units of one upload.
UNITS = 2
FIRST_WAIT = timedelta(seconds=1)
#: Some three quarters of an hour: then somebody must look at the name.
_TRIES_AT_A_TAKEN_NAME = 12
_NEVER_SHORTER = (".pdf", ".xml", ".zip", ".csv", ".txt", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Destination:
    """The library that documents go to, and how. `owner` names this worker in claims."""

    drive: Drive
    uploads: Uploads
    drive_id: str
    owner: str


class Leave(Protocol):
    """Whether a long upload may go on; both raise when it may not, and the session is kept."""

    def for_next_piece(self) -> None:
        """Asked when nothing of what was sent would be lost."""
        ...

    def for_next_part(self) -> None:
        """Asked in the middle of a piece, which then has to be sent again."""
        ...


def send(to: Destination, claimed: Claimed, content: Content, leave: Leave) -> Item:
    """Puts the document where it belongs; what is there now.

    Raises troubles of all three families; FileUnreadable when the bytes kept are not those handed over,
    FolderForbidden when an administrator closed that one folder to the account.
    """
    try:
        there = _send(to, claimed, content, leave)
    except RightsLost as refused:
        raise why_not_written(to.drive, claimed.drive_id, claimed.path, refused) from None
    except PlaceTaken:
        # While a file is being written, its name is taken and nothing is there.
        nothing = to.drive.by_path(claimed.drive_id, claimed.path) is None
        if nothing and claimed.attempts < _TRIES_AT_A_TAKEN_NAME:
            raise ServiceUnavailable("a name that is taken by nothing") from None
        raise
    if there.size < claimed.size and not _may_shrink(claimed):
        raise ServiceUnavailable("shorter than what was sent")  # looked at again at the next try
    return there


def _may_shrink(claimed: Claimed) -> bool:
    """SharePoint packs Office files and pages anew; to anything else it only ever adds."""
    return bool(claimed.copied_from) or not claimed.path.lower().endswith(_NEVER_SHORTER)


def _send(to: Destination, claimed: Claimed, content: Content, leave: Leave) -> Item:
    if claimed.copied_from:
        return Copies(to.drive).copy(
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


def is_large(claimed: Claimed) -> bool:
    """True when its bytes go by an upload session; those of a copy never leave from here."""
    return claimed.size > ONE_REQUEST and not claimed.copied_from


def wait_before(attempts: int, spread: Callable[[], float] = random.random) -> timedelta:
    """How long to wait after that many earlier tries: doubling up to a limit, never all at once."""
    doubled = min(FIRST_WAIT * float(1 << min(attempts, 16)), LONGEST_WAIT)
    return doubled * (0.5 + spread() / 2)


def _by_session(to: Destination, claimed: Claimed, content: StoredContent, leave: Leave) -> Item:
    return to.uploads.upload(
        claimed.drive_id,
        claimed.path,
        content,
        claimed.size,
        fingerprint=claimed.sha256,
        progress=lambda _: leave.for_next_piece(),
        go_on=leave.for_next_part,
    )


def _ours_there(to: Destination, claimed: Claimed, content: Content) -> Item | None:
    """The file there, when it is ours by its bytes, with something added to its end or not.

    SharePoint writes its own properties into some files after taking them. If then its answer was
    lost, the file that holds the place has neither our size nor our fingerprint, but our beginning.
    Right after some writes a file has no fingerprint at all.
    """
    there = to.drive.by_path(claimed.drive_id, claimed.path)
    if there is None or there.is_folder or there.size < claimed.size:
        return None
    ours: BinaryIO | StoredContent = io.BytesIO(content) if isinstance(content, bytes) else content
    ours.seek(0)
    for piece in to.drive.download(claimed.drive_id, there.id):
        beginning = ours.read(len(piece))
        if beginning != piece[: len(beginning)]:
            return None
        if len(beginning) < len(piece):
            break
    # Cut short, it has proved nothing: what is taken for filed is dropped here.
    return None if ours.read(1) else replace(there, already=True)
