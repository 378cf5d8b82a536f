"""An account that is refused: everywhere in the library, or at a folder closed to it?

An administrator may close a folder online (« Salariés ») to some accounts. The service answers as it
does to who reaches nothing any more; then the queue rests, but one closed folder must not hold the
others back, nor be told as a group that was lost.
"""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage.errors import DeletedOnline, FolderForbidden, RightsLost, Trouble
from stockage_partage.graph.drive import Drive
from stockage_partage.graph.items import Item


def why_not_written(drive: Drive, drive_id: str, path: str, refused: RightsLost) -> Trouble:
    """FolderForbidden for a file that was refused at `path` while others pass, else `refused`."""
    folder = path.rpartition("/")[0]
    if folder and drive.may_write(drive_id, folder):
        return FolderForbidden(refused.detail)
    return refused


def why_not_shown(
    look: Callable[[], Item | None], is_open: Callable[[], bool], refused: RightsLost
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
