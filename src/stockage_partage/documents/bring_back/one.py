"""One document brought back: found where it is, written, checked, named; or why it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Lock

from stockage_partage.company.facts import DocumentRow, Status
from stockage_partage.documents.bring_back.checking import Fingerprints, Verdict, taking, verdict
from stockage_partage.documents.bring_back.target import Target
from stockage_partage.documents.closed_folder import why_not_shown
from stockage_partage.documents.patience import check, patiently
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import (
    BeingPrepared,
    DeletedOnline,
    DocumentTrouble,
    GroupGone,
    RightsLost,
    Trouble,
)
from stockage_partage.graph.items import Item


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a document is not there. `deleted`: online; else what kept us from it."""

    deleted: bool = False
    trouble: Trouble | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """One document, for the index. `path` is below the folder; `size` in bytes."""

    row: DocumentRow
    path: str
    sha256: str = ""
    size: int = 0
    verdict: Verdict | None = None
    already: bool = False
    missing: Missing | None = None

    @property
    def is_changed(self) -> bool:
        """True when what is there is not what was filed."""
        return self.verdict is Verdict.CHANGED


class Fetching:
    """Fetches documents for several threads at once. `stop` ends all of them."""

    def __init__(self, workplace: Workplace, target: Target, stop: Event) -> None:
        self.stop = stop
        self._workplace = workplace
        self._target = target
        self._gave_up = Event()
        self._drives: dict[str, str | Trouble] = {}
        self._finding = Lock()

    def give_up(self) -> None:
        """One met a trouble of everything: the others need not begin."""
        self._gave_up.set()

    def fetch(self, row: DocumentRow) -> Brought:
        """Brings that document back. Raises Stopped and the troubles that stop everything."""
        check(self.stop)
        check(self._gave_up)
        try:
            return self._there(row) or self._from_somewhere(row)
        except (DocumentTrouble, GroupGone, BeingPrepared, RightsLost) as trouble:
            return self._missing(row, Missing(trouble=trouble))

    # --- already there ---------------------------------------------------------------------------

    def _there(self, row: DocumentRow) -> Brought | None:
        """The file of an earlier run, when it is right; a half file never has that name."""
        for path in self._target.candidates(row.path, row.title):
            if not path.exists():
                return None
            if not path.is_file():
                continue
            prints = Fingerprints(row.size if row.sha256 else 0)
            for piece in self._target.read(path):
                check(self.stop)
                prints.update(piece)
            found = verdict(row, prints, partial(self._item, row))
            if found is not Verdict.DAMAGED:
                return self._brought(row, path, prints, found, already=True)
        return None

    # --- fetched ---------------------------------------------------------------------------------

    def _from_somewhere(self, row: DocumentRow) -> Brought:
        if row.status is Status.FILED:
            return self._from_online(row, row.item_id or "")
        brought = self._kept(row, self._workplace.database.outbox.content(row.id))
        if brought is not None:
            return brought
        # Sent meanwhile: its bytes have left the database.
        now = self._workplace.database.register.get(row.id)
        if now is not None and now.item_id:
            return self._from_online(now, now.item_id)
        if row.copied_from:
            return self._from_online(row, row.copied_from)
        return self._missing(row, Missing(damaged=True))

    def _from_online(self, row: DocumentRow, item_id: str) -> Brought:
        drive_id = self._drive_of(row)
        try:
            brought = patiently(
                self._workplace,
                self.stop,
                lambda: self._kept(row, self._workplace.drive.download(drive_id, item_id)),
            )
        except RightsLost as refused:
            return self._missing(row, self._why_refused(row, item_id, drive_id, refused))
        return brought or self._missing(row, Missing(damaged=True))

    def _kept(self, row: DocumentRow, pieces: Iterable[bytes]) -> Brought | None:
        """The file in its place; None when the bytes are not the document's."""
        prints = Fingerprints(row.size if row.sha256 else 0)
        half = self._target.write(row.id, self._stoppable(taking(pieces, prints)))
        try:
            found = verdict(row, prints, partial(self._item, row))
            if found is Verdict.DAMAGED or (row.item_id is None and found is Verdict.CHANGED):
                return None
            return self._settled(row, half, prints, found)
        finally:
            self._target.drop(half)

    def _settled(
        self, row: DocumentRow, half: Path, prints: Fingerprints, found: Verdict
    ) -> Brought | None:
        for path in self._target.candidates(row.path, row.title):
            if self._target.settle(half, path):
                return self._brought(row, path, prints, found)
        return None

    def _stoppable(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            check(self.stop)
            check(self._gave_up)
            yield piece

    # --- online ----------------------------------------------------------------------------------

    def _item(self, row: DocumentRow, item_id: str = "") -> Item | None:
        wanted = item_id or row.item_id or row.copied_from
        if not wanted:
            return None
        drive_id = self._drive_of(row)
        return self._ask(lambda: self._workplace.drive.by_id(drive_id, wanted))

    def _is_open(self, drive_id: str) -> bool:
        return patiently(
            self._workplace, self.stop, lambda: self._workplace.drive.is_open(drive_id)
        )

    def _why_refused(
        self, row: DocumentRow, item_id: str, drive_id: str, refused: RightsLost
    ) -> Missing:
        look, is_open = partial(self._item, row, item_id), partial(self._is_open, drive_id)
        why = why_not_shown(look, is_open, refused)
        if isinstance(why, DeletedOnline):
            return Missing(deleted=True)
        if isinstance(why, RightsLost):
            why = self._lost(row.group_id, why)
        return Missing(trouble=why)

    def _lost(self, group_id: str, refused: RightsLost) -> Trouble:
        """Its group was deleted, or is closed to this account: nothing more is asked of that library."""
        why: Trouble = refused
        try:
            self._workplace.groups.library(group_id)
        except GroupGone as gone:
            why = gone
        except Trouble:
            pass  # the refusal says enough
        with self._finding:
            self._drives[group_id] = why
        return why

    def _ask(self, ask: Callable[[], Item | None]) -> Item | None:
        return patiently(self._workplace, self.stop, ask)

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
        known = self._workplace.database.activation.known_group()
        if known is not None and known.id == group_id and known.drive_id:
            return known.drive_id
        try:
            return self._workplace.groups.library(group_id).drive_id
        except (GroupGone, RightsLost, BeingPrepared) as trouble:
            return trouble

    # --- told ------------------------------------------------------------------------------------

    def _brought(
        self,
        row: DocumentRow,
        path: Path,
        prints: Fingerprints,
        found: Verdict,
        *,
        already: bool = False,
    ) -> Brought:
        relative = self._target.relative(path)
        return Brought(row, relative, prints.sha256, prints.size, found, already)

    def _missing(self, row: DocumentRow, why: Missing) -> Brought:
        first = next(self._target.candidates(row.path, row.title))
        return Brought(row, self._target.relative(first), missing=why)
