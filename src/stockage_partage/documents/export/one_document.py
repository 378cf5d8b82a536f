"""One document brought back: found where it is, written, checked, named; or why it cannot be.

Whether the file that came is the document that was filed is told by its bytes, never by its name or its date.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from threading import Event, Lock

from stockage_partage.company.document_records import DocumentRow
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext, patiently
from stockage_partage.documents.export.target_folder import TargetFolder
from stockage_partage.documents.online_check import (
    notice_archived,
    notice_gone,
    why_not_read,
    why_not_shown,
)
from stockage_partage.errors import (
    ArchivedOnline,
    BeingPrepared,
    DeletedOnline,
    DocumentTrouble,
    GroupGone,
    LinkInTheWay,
    LockedOnline,
    RightsLost,
    Trouble,
    Unexpected,
)
from stockage_partage.graph.http.responses import UnexpectedAnswer, best_effort
from stockage_partage.graph.library.items import DriveItem, QuickXor
from stockage_partage.streams import check, copy

_log = logging.getLogger(__name__)


class FileMatch(StrEnum):
    """What a file is, compared with what is known of the document."""

    IDENTICAL = "identical"  # the very bytes that were filed, by their SHA-256
    COMPLETED = "completed"  # ours, to which SharePoint has added its own properties
    AS_ONLINE = "as_online"  # put online by somebody: as Microsoft holds it, nothing older is known
    CHANGED = "changed"  # somebody has changed it online since it was filed
    DAMAGED = "damaged"  # neither what was filed nor what Microsoft holds: must not be kept


class Fingerprints:
    """Fed with a file's bytes; memory stays constant. `beginning` is how much of it may be ours."""

    def __init__(self, beginning: int) -> None:
        self.size = 0
        self._left = beginning
        self._all = hashlib.sha256()
        self._beginning = hashlib.sha256()
        self._quick = QuickXor()

    def update(self, piece: bytes) -> None:
        """Takes the next bytes of the file into every fingerprint."""
        self.size += len(piece)
        self._all.update(piece)
        self._quick.update(piece)
        if self._left > 0:
            self._beginning.update(piece[: self._left])
            self._left -= len(piece)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the whole file, in hexadecimal."""
        return self._all.hexdigest()

    @property
    def beginning(self) -> str:
        """The SHA-256 of the file's beginning alone, in hexadecimal."""
        return self._beginning.hexdigest()

    @property
    def quick_xor(self) -> str:
        """The quickXorHash of the whole file, in base64 as Microsoft writes it."""
        return self._quick.base64()


def verdict(
    row: DocumentRow, prints: Fingerprints, online: Callable[[], DriveItem | None]
) -> FileMatch:
    """`online` looks at the item as it is now; it is asked only when nothing else tells."""
    if row.sha256 and (prints.size, prints.sha256) == (row.size, row.sha256):
        return FileMatch.IDENTICAL
    if row.quick_xor and prints.quick_xor == row.quick_xor:
        return FileMatch.COMPLETED if row.sha256 else FileMatch.AS_ONLINE
    there = online()
    if there is None or not _is(there, prints):
        return FileMatch.DAMAGED
    if not row.sha256:
        return FileMatch.CHANGED if row.quick_xor else FileMatch.AS_ONLINE
    ours_inside = prints.size > row.size and prints.beginning == row.sha256
    return FileMatch.COMPLETED if ours_inside else FileMatch.CHANGED


def _is(item: DriveItem, prints: Fingerprints) -> bool:
    if item.quick_xor_hash is None:
        return item.size == prints.size
    return item.quick_xor_hash == prints.quick_xor


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """Why a document is not there. `deleted`: online; neither: its bytes are not those that were filed."""

    deleted: bool = False
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class ExportedDocument:
    """One document, for the index. `path` is below the folder; `size` in bytes."""

    row: DocumentRow
    path: str
    sha256: str = ""
    size: int = 0
    verdict: FileMatch | None = None
    already: bool = False
    missing: MissingDocument | None = None

    @property
    def is_changed(self) -> bool:
        """True when what is there is not what was filed."""
        return self.verdict is FileMatch.CHANGED


class Exporter:
    """Fetches documents for several threads at once. `stop` ends all of them."""

    def __init__(self, app: AppContext, target: TargetFolder, stop: Event) -> None:
        self.stop = stop
        self._app = app
        self._target = target
        self._gave_up = Event()
        self._drives: dict[str, str | Trouble] = {}
        self._finding = Lock()

    def give_up(self) -> None:
        """One met a trouble of everything: the others need not begin."""
        self._gave_up.set()

    def fetch(self, row: DocumentRow) -> ExportedDocument:
        """Brings that document back. Raises Stopped and the troubles that stop everything."""
        self._go_on()
        try:
            return self._there(row) or self._from_somewhere(row)
        except (DocumentTrouble, GroupGone, BeingPrepared, RightsLost, LinkInTheWay) as trouble:
            if isinstance(trouble, ArchivedOnline):
                notice_archived(self._app, self._drive_of(row), row)
            return self._missing(row, MissingDocument(trouble=trouble))
        except UnexpectedAnswer as error:
            # Our own mistake, or the service's: loud in the log, and the others still come back.
            _log.error("a document could not be brought back", exc_info=error)
            return self._missing(row, MissingDocument(trouble=Unexpected(str(error))))

    # --- already there ---------------------------------------------------------------------------

    def _there(self, row: DocumentRow) -> ExportedDocument | None:
        """The file of an earlier run, when it is right; a half file never has that name."""
        for path in self._target.candidates(row.path, row.title):
            is_file = self._target.is_file(path)
            if is_file is None:
                return None
            if not is_file:
                continue
            prints = Fingerprints(row.size if row.sha256 else 0)
            copy(self._target.read(path), None, prints, go_on=partial(check, self.stop))
            found = verdict(row, prints, partial(self._item, row))
            if found is not FileMatch.DAMAGED:
                return self._brought(row, path, prints, found, already=True)
        return None

    # --- fetched ---------------------------------------------------------------------------------

    def _from_somewhere(self, row: DocumentRow) -> ExportedDocument:
        if row.status is Status.FILED:
            return self._from_online(row, row.item_id or "")
        brought = self._kept(row, self._app.database.contents.of(row.id))
        if brought is not None:
            return brought
        # Sent meanwhile: its bytes have left the database.
        now = self._app.database.register.get(row.id)
        if now is not None and now.item_id:
            return self._from_online(now, now.item_id)
        if row.copied_from:
            return self._from_online(row, row.copied_from)
        return self._missing(row, MissingDocument())

    def _from_online(self, row: DocumentRow, item_id: str) -> ExportedDocument:
        drive_id = self._drive_of(row)
        try:
            brought = patiently(
                self._app,
                self.stop,
                lambda: self._kept(row, self._app.drive.download(drive_id, item_id)),
            )
        except RightsLost as refused:
            return self._missing(row, self._why_refused(row, item_id, drive_id, refused))
        except LockedOnline as locked:
            raise why_not_read(self._app.drive, drive_id, locked) from None
        return brought or self._missing(row, MissingDocument())

    def _kept(self, row: DocumentRow, pieces: Iterable[bytes]) -> ExportedDocument | None:
        """The file in its place; None when the bytes are not the document's."""
        prints = Fingerprints(row.size if row.sha256 else 0)
        half = self._target.write(row.id, pieces, prints, go_on=self._go_on)
        try:
            found = verdict(row, prints, partial(self._item, row))
            if found is FileMatch.DAMAGED or (row.item_id is None and found is FileMatch.CHANGED):
                return None
            return self._settled(row, half, prints, found)
        finally:
            self._target.drop(half)

    def _settled(
        self, row: DocumentRow, half: Path, prints: Fingerprints, found: FileMatch
    ) -> ExportedDocument | None:
        for path in self._target.candidates(row.path, row.title):
            if self._target.settle(half, path):
                return self._brought(row, path, prints, found)
        return None

    def _go_on(self) -> None:
        check(self.stop, self._gave_up)

    # --- online ----------------------------------------------------------------------------------

    def _item(self, row: DocumentRow, item_id: str = "") -> DriveItem | None:
        wanted = item_id or row.item_id or row.copied_from
        if not wanted:
            return None
        drive_id = self._drive_of(row)
        return self._ask(lambda: self._app.drive.by_id(drive_id, wanted))

    def _is_open(self, drive_id: str) -> bool:
        return patiently(self._app, self.stop, lambda: self._app.drive.is_open(drive_id))

    def _why_refused(
        self, row: DocumentRow, item_id: str, drive_id: str, refused: RightsLost
    ) -> MissingDocument:
        look, is_open = partial(self._item, row, item_id), partial(self._is_open, drive_id)
        why = why_not_shown(look, is_open, refused)
        if isinstance(why, DeletedOnline):
            notice_gone(self._app, drive_id, row)
            return MissingDocument(deleted=True)
        if isinstance(why, RightsLost):
            why = self._lost(row.group_id, why)
        return MissingDocument(trouble=why)

    def _lost(self, group_id: str, refused: RightsLost) -> Trouble:
        """Why a group's library is not asked again: the group was deleted, or is closed to this account."""
        why: Trouble = refused
        with best_effort():  # the refusal says enough
            try:
                self._app.groups.library(group_id)
            except GroupGone as gone:
                why = gone
        with self._finding:
            self._drives[group_id] = why
        return why

    def _ask(self, ask: Callable[[], DriveItem | None]) -> DriveItem | None:
        return patiently(self._app, self.stop, ask)

    def _drive_of(self, row: DocumentRow) -> str:
        """The library of the group that the document was filed in, which may be an earlier one.

        Raises GroupGone, RightsLost or BeingPrepared; asked once, whatever comes of it.
        """
        with self._finding:
            found = self._drives.get(row.group_id) or self._look_for_drive(row.group_id)
            self._drives[row.group_id] = found
        if isinstance(found, Trouble):
            raise found
        return found

    def _look_for_drive(self, group_id: str) -> str | Trouble:
        known = self._app.database.activation.known_group()
        if known is not None and known.id == group_id and known.drive_id:
            return known.drive_id
        try:
            return self._app.groups.library(group_id).drive_id
        except (GroupGone, RightsLost, BeingPrepared) as trouble:
            return trouble

    # --- told ------------------------------------------------------------------------------------

    def _brought(
        self,
        row: DocumentRow,
        path: Path,
        prints: Fingerprints,
        found: FileMatch,
        *,
        already: bool = False,
    ) -> ExportedDocument:
        relative = self._target.relative(path)
        return ExportedDocument(row, relative, prints.sha256, prints.size, found, already)

    def _missing(self, row: DocumentRow, why: MissingDocument) -> ExportedDocument:
        first = next(self._target.candidates(row.path, row.title))
        return ExportedDocument(row, self._target.relative(first), missing=why)
