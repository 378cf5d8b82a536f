"""The bytes of one document, wherever they are: kept here until they are sent, online afterwards.

Online it is found by its item id: a document moved or renamed there is the same document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import BinaryIO

from stockage_partage.company.facts import DocumentRow, Online, Status
from stockage_partage.documents.closed_folder import why_not_shown
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import (
    DeletedOnline,
    DocumentWithdrawn,
    FileUnreadable,
    Offline,
    RightsLost,
    StorageInactive,
    Trouble,
)
from stockage_partage.graph.items import Item
from stockage_partage.graph.quickxor import QuickXor
from stockage_partage.storage.states import Function

#: Told the bytes so far and those expected.
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole document. `changed`: it is not what was sent any more, somebody changed it online."""

    size: int
    sha256: str
    changed: bool = False


class Stopped(Exception):
    """The person changed their mind; no trouble of anybody's."""


def fetch(
    workplace: Workplace,
    document_id: int,
    to: BinaryIO,
    *,
    progress: Progress = lambda _done, _whole: None,
    stop: Event | None = None,
) -> Fetched:
    """Writes the document's bytes to `to`, whole and checked, or raises.

    Raises StorageInactive or FunctionLimited while consulting is closed, DocumentWithdrawn when the
    document was withdrawn, DeletedOnline, FolderForbidden, SignInNeeded, RightsLost and other troubles;
    Stopped once `stop` is set.
    """
    workplace.require(Function.CONSULT)
    row = _row(workplace, document_id)
    copying = _Copy(to, row.size, progress, stop or Event())
    if row.status is not Status.FILED and copying.take(workplace.database.outbox.content(row.id)):
        return _as_kept(row, copying)
    row = _row(workplace, document_id)  # sent meanwhile, when nothing was kept any more
    if row.status is not Status.FILED:
        raise FileUnreadable("no bytes are kept")
    return _from_online(workplace, row, copying)


def place_online(workplace: Workplace, row: DocumentRow) -> str | None:
    """The web address of the document as it is now; the one known when it cannot be asked.

    None when it was deleted. Where this account sees nothing, SharePoint offers to ask for access. Raises StorageInactive or FunctionLimited.
    """
    workplace.require(Function.CONSULT)
    if row.item_id is None:
        return row.url
    try:
        there = workplace.drive.by_id(_drive_of(workplace, row), row.item_id)
    except RightsLost:
        return row.url
    return _address(workplace, row, there)


def folder_online(workplace: Workplace, row: DocumentRow) -> str | None:
    """The web address of the folder that the document goes to; None when there is none.

    Raises StorageInactive, FunctionLimited, FolderForbidden, RightsLost, SignInNeeded and other troubles.
    """
    workplace.require(Function.CONSULT)
    drive_id, folder = _drive_of(workplace, row), (row.path or "").rpartition("/")[0]
    look = partial(workplace.drive.by_path, drive_id, folder)
    try:
        there = look()
    except RightsLost as refused:
        raise _why_refused(workplace, drive_id, look, refused) from None
    return _address(workplace, row, there)


def _address(workplace: Workplace, row: DocumentRow, there: Item | None) -> str | None:
    """Where it is; None when it alone is gone. Raises GroupGone or RightsLost when all of it is."""
    if there is None and not workplace.drive.is_open(_drive_of(workplace, row)):
        raise workplace.why_refused(RightsLost())
    return there.url if there is not None else None


def _why_refused(
    workplace: Workplace, drive_id: str, look: Callable[[], Item | None], refused: RightsLost
) -> Trouble:
    why = why_not_shown(look, partial(workplace.drive.is_open, drive_id), refused)
    return workplace.why_refused(why) if isinstance(why, RightsLost) else why


class _Copy:
    """What was written so far, with its fingerprints."""

    def __init__(self, to: BinaryIO, expected: int, progress: Progress, stop: Event) -> None:
        self._to, self._expected = to, expected
        self._progress, self._stop = progress, stop
        self._sha256, self._quick_xor = hashlib.sha256(), QuickXor()
        self.size = 0

    def take(self, pieces: Iterator[bytes]) -> bool:
        """Writes them all; False when there was none."""
        for piece in pieces:
            if self._stop.is_set():
                raise Stopped
            self._to.write(piece)
            self._sha256.update(piece)
            self._quick_xor.update(piece)
            self.size += len(piece)
            self._progress(self.size, max(self._expected, self.size))
        return self.size > 0

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    @property
    def quick_xor(self) -> str:
        return self._quick_xor.base64()


def _row(workplace: Workplace, document_id: int) -> DocumentRow:
    row = workplace.database.register.get(document_id)
    if row is None:
        raise DocumentWithdrawn
    return row


def _as_kept(row: DocumentRow, copied: _Copy) -> Fetched:
    if copied.sha256 != row.sha256:
        raise FileUnreadable("the bytes kept are not those handed over")
    return Fetched(copied.size, copied.sha256)


def _from_online(workplace: Workplace, row: DocumentRow, copying: _Copy) -> Fetched:
    if row.item_id is None:
        raise DeletedOnline
    drive_id = _drive_of(workplace, row)
    try:
        copying.take(workplace.drive.download(drive_id, row.item_id))
    except RightsLost as refused:
        look = partial(workplace.drive.by_id, drive_id, row.item_id)
        raise _why_refused(workplace, drive_id, look, refused) from None
    if row.sha256 and copying.sha256 == row.sha256:
        return Fetched(copying.size, copying.sha256)
    there = workplace.drive.by_id(drive_id, row.item_id)
    if there is None:
        raise DeletedOnline
    if there.size != copying.size or there.quick_xor_hash not in (None, copying.quick_xor):
        raise Offline("a download was cut short")
    return Fetched(copying.size, copying.sha256, _is_changed(row, copying))


def _is_changed(row: DocumentRow, copied: _Copy) -> bool:
    """Whether somebody changed it. The service itself rewrites some files while it takes them."""
    if row.quick_xor:
        return copied.quick_xor != row.quick_xor
    if not row.sha256:
        return row.online == Online.CHANGED
    rewritten = row.sent_size is not None and row.sent_size != row.size
    return not (rewritten and copied.size == row.sent_size) or row.online == Online.CHANGED


def _drive_of(workplace: Workplace, row: DocumentRow) -> str:
    """The company's library; that of an earlier group for a document filed in its time."""
    library = workplace.library()
    group_id = workplace.database.activation.get().group_id
    if group_id is None:
        raise StorageInactive
    if row.group_id == group_id:
        return library
    return workplace.groups.library(row.group_id).drive_id
