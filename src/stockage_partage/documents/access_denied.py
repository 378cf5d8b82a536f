"""Where a refusal or a lock ends: at the whole library, at one folder, or at one document.

An administrator may close a folder online (« Salariés ») to some accounts. The service answers as it
does to who reaches nothing any more; then the queue rests, but one closed folder must not hold the
others back, nor be told as a group that was lost. An administrator may lock the whole site too: it
answers as for a document that somebody has open.
"""

from __future__ import annotations

from collections.abc import Callable

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
from stockage_partage.graph.http.responses import best_effort
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.items import DriveItem


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
