"""Sends what waits: one claim, one request, one mark; the three families of trouble each its way.

    Passing          that document waits; when the service said how long, every workstation does
    AccountTrouble   the document is given back untried and the trouble goes up: the queue rests
    DocumentTrouble  that document steps aside with its reason, the others go on

A replay is harmless: an answer that was lost leaves a file of the same bytes at the same place, which
the next try recognises and counts as filed.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import BinaryIO, cast

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Claimed
from stockage_partage.errors import (
    DocumentTrouble,
    FileUnreadable,
    Passing,
    PlaceTaken,
    Throttled,
    Trouble,
)
from stockage_partage.graph.drive import Drive
from stockage_partage.graph.items import Item
from stockage_partage.graph.upload_session import Uploads

Clock = Callable[[], datetime]

#: Longer than any single request may take; a large document renews it piece by piece.
LEASE = timedelta(minutes=5)
#: Above it Microsoft recommends an upload session. Bytes.
ONE_REQUEST = 10 * 1024 * 1024
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)


class Outcome(StrEnum):
    """How one try ended."""

    FILED = "filed"
    POSTPONED = "postponed"
    BLOCKED = "blocked"
    TAKEN_OVER = "taken_over"  # our lease ended meanwhile: another worker settles it


@dataclass(frozen=True, slots=True)
class Sent:
    """One try. `already`: the bytes were there from an earlier one."""

    document_id: int
    outcome: Outcome
    url: str | None = None
    already: bool = False
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """The library that documents go to, and how. `owner` names this worker in claims."""

    drive: Drive
    uploads: Uploads
    drive_id: str
    owner: str


def send_one(db: CompanyDatabase, to: Destination, clock: Clock) -> Sent | None:
    """Sends the next document that is due; None when there is none.

    Raises AccountTrouble and SetupTrouble with the document given back, and the database troubles.
    """
    claimed = db.outbox.claim(to.owner, LEASE, clock())
    if claimed is None:
        return None
    try:
        item = _put(db, to, claimed)
    except Passing as trouble:
        return _postpone(db, to, claimed, trouble, clock())
    except DocumentTrouble as trouble:
        held = db.outbox.block(claimed.document_id, to.owner, trouble.kind, trouble.detail)
        return _ended(claimed, Outcome.BLOCKED, held=held, trouble=trouble)
    except BaseException as trouble:
        _give_back(db, to, claimed, trouble, clock())
        raise
    held = db.outbox.mark_filed(claimed.document_id, to.owner, item.id, item.url, item.size)
    return _ended(claimed, Outcome.FILED, held=held, item=item)


def wait_before(attempts: int, spread: Callable[[], float] = random.random) -> timedelta:
    """How long to wait after that many earlier tries: doubling up to a limit, never all at once."""
    doubled = min(FIRST_WAIT * float(1 << min(attempts, 16)), LONGEST_WAIT)
    return doubled * (0.5 + spread() / 2)


def _put(db: CompanyDatabase, to: Destination, claimed: Claimed) -> Item:
    """One request, or a session for a large document."""
    with _bytes_of(db, claimed) as content:
        try:
            return _put_content(db, to, claimed, content)
        except PlaceTaken:
            there = _ours_there(to, claimed, content)
            if there is None:
                raise
            return there


def _put_content(db: CompanyDatabase, to: Destination, claimed: Claimed, content: BinaryIO) -> Item:
    if claimed.size <= ONE_REQUEST:
        return to.drive.put_new(
            to.drive_id, claimed.path, content.read(), claimed.size, claimed.content_type
        )
    return to.uploads.upload(
        to.drive_id,
        claimed.path,
        content,
        claimed.size,
        fingerprint=claimed.sha256,
        progress=lambda _sent: _still_sending(db, to, claimed),
    )


@contextmanager
def _bytes_of(db: CompanyDatabase, claimed: Claimed) -> Iterator[BinaryIO]:
    """The bytes kept. Raises FileUnreadable when they are not those that were handed over.

    So they are when our lease has ended and somebody else has filed the document meanwhile.
    """
    digest = hashlib.sha256()
    # A large one on the disk and not in memory: a session goes back and forth in a gigabyte.
    with tempfile.SpooledTemporaryFile(ONE_REQUEST) as content:
        for piece in db.outbox.content(claimed.document_id):
            digest.update(piece)
            content.write(piece)
        if digest.hexdigest() != claimed.sha256:
            raise FileUnreadable("the bytes kept are not those handed over")
        content.seek(0)
        yield cast(BinaryIO, content)


def _ours_there(to: Destination, claimed: Claimed, content: BinaryIO) -> Item | None:
    """The file there, when it is ours by its bytes, with something added to its end or not.

    SharePoint writes its own properties into some files after taking them. If then its answer was
    lost, the file that holds the place has neither our size nor our fingerprint, but our beginning.
    Right after some writes a file has no fingerprint at all.
    """
    there = to.drive.by_path(to.drive_id, claimed.path)
    if there is None or there.is_folder or there.size < claimed.size:
        return None
    content.seek(0)
    for piece in to.drive.download(to.drive_id, there.id):
        ours = content.read(len(piece))
        if ours != piece[: len(ours)]:
            return None
        if len(ours) < len(piece):
            break
    # Cut short, it has proved nothing: what is taken for filed is dropped here.
    return None if content.read(1) else replace(there, already=True)


def _still_sending(db: CompanyDatabase, to: Destination, claimed: Claimed) -> None:
    db.outbox.renew(claimed.document_id, to.owner, LEASE)


def _postpone(
    db: CompanyDatabase, to: Destination, claimed: Claimed, trouble: Passing, now: datetime
) -> Sent:
    wait = wait_before(claimed.attempts)
    if trouble.retry_after is not None:
        wait = timedelta(seconds=trouble.retry_after)
    if trouble.retry_after is not None or isinstance(trouble, Throttled):
        # Asked of the whole organisation: asking again from elsewhere prolongs it.
        db.outbox.pause(now + wait, trouble.kind)
    held = db.outbox.postpone(
        claimed.document_id, to.owner, now + wait, trouble.kind, trouble.detail
    )
    return _ended(claimed, Outcome.POSTPONED, held=held, trouble=trouble)


def _give_back(
    db: CompanyDatabase, to: Destination, claimed: Claimed, raised: BaseException, now: datetime
) -> None:
    if isinstance(raised, Trouble) or not isinstance(raised, Exception):
        db.outbox.release(claimed.document_id, to.owner)
    else:
        # Our own mistake: loud, but it must not come straight back and stop the others.
        db.outbox.postpone(claimed.document_id, to.owner, now + LONGEST_WAIT, type(raised).__name__)


def _ended(
    claimed: Claimed,
    outcome: Outcome,
    *,
    held: bool,
    item: Item | None = None,
    trouble: Trouble | None = None,
) -> Sent:
    return Sent(
        claimed.document_id,
        outcome if held else Outcome.TAKEN_OVER,
        item.url if item else None,
        bool(item and item.already),
        trouble,
    )
