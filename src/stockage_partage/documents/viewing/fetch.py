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

from stockage_partage.activation.states import Function
from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.online_check import (
    notice_archived,
    notice_gone,
    notice_read,
    why_not_read,
    why_not_shown,
)
from stockage_partage.errors import (
    ArchivedOnline,
    DeletedOnline,
    DocumentWithdrawn,
    FileUnreadable,
    LockedOnline,
    Offline,
    RightsLost,
    StorageInactive,
    Trouble,
)
from stockage_partage.graph.library.items import DriveItem, QuickXor
from stockage_partage.streams import check, copy

#: Told the bytes so far and those expected.
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A whole document. `changed`: it is not what was sent any more, somebody changed it online."""

    size: int
    sha256: str
    changed: bool = False


def fetch(
    app: AppContext,
    document_id: int,
    to: BinaryIO,
    *,
    progress: Progress = lambda _done, _whole: None,
    stop: Event | None = None,
) -> FetchedFile:
    """Writes the document's bytes to `to`, whole and checked, or raises.

    Raises StorageInactive or FunctionLimited while consulting is closed, DocumentWithdrawn when the
    document was withdrawn, DeletedOnline, FolderForbidden, SignInNeeded, RightsLost and other troubles;
    Stopped once `stop` is set.
    """
    app.service.require(Function.CONSULT)
    row = _row(app, document_id)
    copying = _Copy(to, row.size, progress, stop or Event())
    if row.status is not Status.FILED and copying.take(app.database.contents.of(row.id)):
        return _as_kept(row, copying)
    row = _row(app, document_id)  # sent meanwhile, when nothing was kept any more
    if row.status is not Status.FILED:
        raise FileUnreadable("no bytes are kept")
    return _from_online(app, row, copying)


def place_online(app: AppContext, row: DocumentRow) -> str | None:
    """The web address of the document as it is now; the one known when it cannot be asked.

    None when it was deleted. Where this account sees nothing, SharePoint offers to ask for access. Raises
    StorageInactive, FunctionLimited, and AddressRefused for an address that is not of the organisation's
    own SharePoint.
    """
    app.service.require(Function.CONSULT)
    if row.item_id is None:
        return app.own(row.url)
    try:
        there = app.drive.by_id(_drive_of(app, row), row.item_id)
    except RightsLost:
        return _vouched(app, row, row.url)
    found = _address(app, row, there)
    if found is None:
        notice_gone(app, _drive_of(app, row), row)
    return found


def folder_online(app: AppContext, row: DocumentRow) -> str | None:
    """The web address of the folder that the document goes to; None when there is none.

    Raises StorageInactive, FunctionLimited, FolderForbidden, RightsLost, SignInNeeded and other troubles.
    """
    app.service.require(Function.CONSULT)
    drive_id, folder = _drive_of(app, row), (row.path or "").rpartition("/")[0]
    look = partial(app.drive.by_path, drive_id, folder)
    try:
        there = look()
    except RightsLost as refused:
        raise _why_refused(app, drive_id, look, refused) from None
    return _address(app, row, there)


def _address(app: AppContext, row: DocumentRow, there: DriveItem | None) -> str | None:
    """Where it is; None when it alone is gone. Raises GroupGone or RightsLost when all of it is."""
    if there is not None:
        return _vouched(app, row, there.url)
    if not app.drive.is_open(_drive_of(app, row)):
        raise app.why_refused(RightsLost())
    return None


def _vouched(app: AppContext, row: DocumentRow, address: str | None) -> str:
    """The address, of the organisation's own SharePoint; where its host is unknown, of the library's.

    Raises AddressRefused.
    """
    own = app.own(address)
    return own or app.drive.graph.vouched(_drive_of(app, row), address)


def _why_refused(
    app: AppContext,
    drive_id: str,
    look: Callable[[], DriveItem | None],
    refused: RightsLost,
) -> Trouble:
    why = why_not_shown(look, partial(app.drive.is_open, drive_id), refused)
    return app.why_refused(why) if isinstance(why, RightsLost) else why


class _Copy:
    """What was written so far, with its fingerprints."""

    def __init__(self, to: BinaryIO, expected: int, progress: Progress, stop: Event) -> None:
        self._to, self._expected = to, expected
        self._progress, self._stop = progress, stop
        self._sha256, self._quick_xor = hashlib.sha256(), QuickXor()
        self.size = 0

    def take(self, pieces: Iterator[bytes]) -> bool:
        """Writes them all; False when there was none."""
        self.size = copy(
            pieces,
            self._to,
            self._sha256,
            self._quick_xor,
            go_on=partial(check, self._stop),
            progress=lambda done: self._progress(done, max(self._expected, done)),
        )
        return self.size > 0

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    @property
    def quick_xor(self) -> str:
        return self._quick_xor.base64()


def _row(app: AppContext, document_id: int) -> DocumentRow:
    row = app.database.register.get(document_id)
    if row is None:
        raise DocumentWithdrawn
    return row


def _as_kept(row: DocumentRow, copied: _Copy) -> FetchedFile:
    if copied.sha256 != row.sha256:
        raise FileUnreadable("the bytes kept are not those handed over")
    return FetchedFile(copied.size, copied.sha256)


def _from_online(app: AppContext, row: DocumentRow, copying: _Copy) -> FetchedFile:
    if row.item_id is None:
        raise DeletedOnline
    drive_id = _drive_of(app, row)
    _take(app, row, drive_id, row.item_id, copying)
    notice_read(app, drive_id, row)
    if row.sha256 and copying.sha256 == row.sha256:
        return FetchedFile(copying.size, copying.sha256)
    there = app.drive.by_id(drive_id, row.item_id)
    if there is None:
        notice_gone(app, drive_id, row)
        raise DeletedOnline
    if there.size != copying.size or there.quick_xor_hash not in (None, copying.quick_xor):
        raise Offline("a download was cut short")
    return FetchedFile(copying.size, copying.sha256, _is_changed(row, copying))


def _take(app: AppContext, row: DocumentRow, drive_id: str, item_id: str, copying: _Copy) -> None:
    """Downloads the document's bytes into `copying`.

    A refusal is raised as what it is, and noted in the register where it tells of the file.
    """
    try:
        copying.take(app.drive.download(drive_id, item_id))
    except ArchivedOnline:
        notice_archived(app, drive_id, row)
        raise
    except RightsLost as refused:
        look = partial(app.drive.by_id, drive_id, item_id)
        why = _why_refused(app, drive_id, look, refused)
        if isinstance(why, DeletedOnline):
            notice_gone(app, drive_id, row)
        raise why from None
    except LockedOnline as locked:
        raise why_not_read(app.drive, drive_id, locked) from None


def _is_changed(row: DocumentRow, copied: _Copy) -> bool:
    """Whether somebody changed it. The service itself rewrites some files while it takes them."""
    if row.quick_xor:
        return copied.quick_xor != row.quick_xor
    if not row.sha256:
        return row.online == OnlineState.CHANGED
    rewritten = row.sent_size is not None and row.sent_size != row.size
    return not (rewritten and copied.size == row.sent_size) or row.online == OnlineState.CHANGED


def _drive_of(app: AppContext, row: DocumentRow) -> str:
    """The company's library; that of an earlier group for a document filed in its time."""
    library = app.library()
    group_id = app.database.activation.get().group_id
    if group_id is None:
        raise StorageInactive
    if row.group_id == group_id:
        return library
    return app.groups.library(row.group_id).drive_id
