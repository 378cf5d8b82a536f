"""What is asked online about one document: whether it is still there, and where a refusal or a lock ends.

It is asked by its id, only when it matters. What is seen to be gone is told to the register at once, so
that every workstation shows the same. That part is loaded when something is: every filing has this check
at hand, and hardly any uses it.

An administrator may close a folder online (« Salariés ») to some accounts. The service answers as it
does to who reaches nothing any more; then the queue rests, but one closed folder must not hold the
others back, nor be told as a group that was lost. An administrator may lock the whole site too: it
answers as for a document that somebody has open.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress

from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import (
    AnsweredByPage,
    DeletedOnline,
    FolderForbidden,
    LockedOnline,
    ProxyUnreachable,
    RightsLost,
    SiteLocked,
    Trouble,
)
from stockage_partage.graph.http.responses import UnexpectedAnswer, best_effort
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.items import DriveItem

_log = logging.getLogger(__name__)


class OnlineCheck:
    """Whether filed documents are still online. Used for one batch: what cannot be reached is asked once."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._out_of_reach = False

    def is_there(self, document_id: int) -> bool:
        """False only for a document that is seen to be gone, and the register then knows.

        True where nobody can tell: nobody is signed in, the service does not answer, the account sees
        nothing of that library.
        """
        row = self._app.database.register.get(document_id)
        if row is None or row.status is not Status.FILED or row.item_id is None:
            return True
        if self._out_of_reach or self._app.sign_in.account() is None:
            return True
        try:
            return self._seen(row, row.item_id)
        except (Trouble, UnexpectedAnswer) as error:
            _log.info("a filed document could not be looked at: %s", type(error).__name__)
            self._out_of_reach = True
            return True

    def _seen(self, row: DocumentRow, item_id: str) -> bool:
        app = self._app
        drive_id = app.library()
        if row.group_id != app.database.activation.get().group_id:
            return True  # of an earlier group: the same bytes are not looked for there
        if app.drive.by_id(drive_id, item_id) is not None:
            return True
        if not app.drive.is_open(drive_id):
            return True
        notice_gone(app, drive_id, row)
        return False


def notice_gone(app: AppContext, drive_id: str, row: DocumentRow) -> None:
    """The register learns that somebody deleted it online; a trouble of the database changes nothing."""
    if row.item_id is None or row.online == OnlineState.DELETED:
        return
    from stockage_partage.company.online.online_records import ChangesPage, DeletedItem

    seen = ChangesPage(row.group_id, drive_id, gone=(DeletedItem(row.item_id),))
    with suppress(Trouble):
        app.database.online.look(seen, lambda _: True)


def notice_archived(app: AppContext, drive_id: str, row: DocumentRow) -> None:
    """The register learns that it cannot be read before somebody reactivates it."""
    if row.online not in (OnlineState.ARCHIVED, OnlineState.DELETED):
        _notice_archive(app, drive_id, row, archived=True)


def notice_read(app: AppContext, drive_id: str, row: DocumentRow) -> None:
    """The register learns that the document was read: it is archived no more, if it was."""
    if row.online == OnlineState.ARCHIVED:
        _notice_archive(app, drive_id, row, archived=False)


def _notice_archive(app: AppContext, drive_id: str, row: DocumentRow, *, archived: bool) -> None:
    if row.item_id is None or row.path is None:
        return
    from stockage_partage.company.online.online_records import ChangesPage, FileChange

    size = row.sent_size if row.sent_size is not None else row.size
    file = FileChange(row.item_id, row.path, size, row.quick_xor, row.url or "", archived=archived)
    with suppress(Trouble):
        app.database.online.look(ChangesPage(row.group_id, drive_id, files=(file,)), lambda _: True)


def why_not_written(drive: Drive, drive_id: str, path: str, refused: RightsLost) -> Trouble:
    """FolderForbidden for a file that was refused at `path` while others pass, else `refused`."""
    folder = path.rpartition("/")[0]
    if folder and drive.may_write(drive_id, folder):
        return FolderForbidden(refused.detail)
    return refused


def why_not_shown(
    look: Callable[[], DriveItem | None], is_open: Callable[[], bool], refused: RightsLost
) -> Trouble:
    """DeletedOnline, FolderForbidden, or `refused` where the account reaches nothing, or nothing is left.

    `look` looks at the item that was refused, `is_open` at the library. Raises what they raise.
    """
    try:
        gone = look() is None
    except RightsLost:
        gone = False
    if not is_open():
        return refused
    return DeletedOnline() if gone else FolderForbidden(refused.detail)


def why_locked(drive: Drive, drive_id: str, path: str, locked: LockedOnline) -> Trouble:
    """SiteLocked where nothing at all may be written, else `locked`: that document alone is."""
    with best_effort():  # that document's own trouble says enough
        try:
            drive.may_write(drive_id, path)
        except SiteLocked as site:
            return site
    return locked


def why_not_read(drive: Drive, drive_id: str, locked: LockedOnline) -> Trouble:
    """SiteLocked where nothing at all can be read, else `locked`: that document alone is.

    It is for reading: some locked sites may still be read.
    """
    with best_effort():
        try:
            drive.is_open(drive_id)
        except SiteLocked as site:
            return site
    return locked


def why_a_page(drive: Drive, drive_id: str, refused: ProxyUnreachable) -> Trouble:
    """AnsweredByPage where the service answers for the rest, else `refused`.

    What keeps one document back (a protection that reads what leaves) must not stop the others; it may
    also keep back all of them, so that none is set aside for good.
    """
    with best_effort():
        drive.is_open(drive_id)
        return AnsweredByPage(refused.detail)
    return refused
