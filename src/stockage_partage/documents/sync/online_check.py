"""Whether one filed document is still online: asked by its id, only when it matters.

What is seen to be gone is told to the register at once, so that every workstation shows the same. That
part is loaded when something is: every filing has this check at hand, and hardly any uses it.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import Trouble
from stockage_partage.graph.http.responses import UnexpectedAnswer

_log = logging.getLogger(__name__)


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
