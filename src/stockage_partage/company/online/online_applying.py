"""One page of changes, applied inside one transaction: folders first, then what is gone, then files.

A document is its item id; a place only says which document a file without a known id belongs to. No
row is ever deleted here, and a document that is not filed yet is its worker's business alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.document_records import OnlineState
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change
from stockage_partage.company.online.online_records import (
    ChangeKind,
    ChangesPage,
    DocumentChange,
    FileChange,
    FolderChange,
)
from stockage_partage.company.outbox.adding import QUEUED, lock_key, place_of
from stockage_partage.company.register import search_index
from stockage_partage.company.state_records import Status

_doc = tables.document
_folder = tables.folder
_ROWS = sa.select(
    _doc.c.id, _doc.c.status, _doc.c.path, _doc.c.number, _doc.c.third_party_code, _doc.c.item_id,
    _doc.c.online, _doc.c.quick_xor, _doc.c.sent_size, _doc.c.size, _doc.c.url, _doc.c.trouble,
)  # fmt: skip
# Without an index: nearly every document is filed, and all of them would be walked through.
_FILED = _doc.c.status.concat("") == Status.FILED.value
_MANY = 400  # bound parameters in one statement
Row = sa.Row[Any]


class PageApplier:
    """Used once, for one page, inside `change`."""

    def __init__(self, change: Change, seen: ChangesPage, concerns: Callable[[str], bool]) -> None:
        self._change = change
        self._seen = seen
        self._concerns = concerns
        self._done: list[DocumentChange] = []

    def run(self) -> list[DocumentChange]:
        """What the page came to."""
        self._move_with_folders()
        self._keep_folders()
        self._forget_gone()
        self._see_files()
        if self._done:
            self._change.announce()
        return self._done

    # --- folders ---------------------------------------------------------------------------------

    def _move_with_folders(self) -> None:
        """All that lies below a moved folder goes along; the deepest folder decides."""
        moved = [f for f in self._seen.folders if f.old_path is not None and f.old_path != f.path]
        goes: dict[int, tuple[Row, str]] = {}
        for folder in sorted(moved, key=lambda f: -(f.old_path or "").count("/")):
            for row in self._below(folder.old_path or ""):
                goes.setdefault(row.id, (row, _carried(row.path, folder)))
        self._clear_places([row.id for row, _ in goes.values()])
        for row, path in goes.values():
            if path != row.path:
                self._put(row, path, _moved(row))
                kind = ChangeKind.MOVED
                self._tell(kind, row, path, before=row.path)

    def _below(self, path: str) -> Iterator[Row]:
        """Filed documents below that folder, by their place or, where it is lost, by their path."""
        place = place_of(path) + "/"
        inside = (_doc.c.place >= place) & (_doc.c.place < place[:-1] + "0")  # "0" follows "/"
        lost = _doc.c.place.is_(None) & _doc.c.path.startswith(path + "/", autoescape=True)
        yield from self._change.execute(self._filed().where(inside | lost)).all()

    def _keep_folders(self) -> None:
        drive = self._seen.drive_id
        for folder in self._seen.folders:
            mine = (_folder.c.drive_id == drive) & (_folder.c.item_id == folder.item_id)
            values = {"parent_id": folder.parent_id, "name": folder.name}
            if not self._change.execute(sa.update(_folder).where(mine).values(values)).rowcount:
                self._change.execute(
                    sa.insert(_folder).values(drive_id=drive, item_id=folder.item_id, **values)
                )

    # --- what is gone ----------------------------------------------------------------------------

    def _forget_gone(self) -> None:
        """What a folder takes along is told with it once and for all, whatever part it lies in."""
        gone = {each.item_id for each in self._seen.gone}
        found = {row.id: row for row in self._by_item(gone) if self._asked(row.path)}
        for each in self._seen.gone:
            if each.folder_path is not None:
                found |= {row.id: row for row in self._below(each.folder_path)}
                mine = (_folder.c.drive_id == self._seen.drive_id) & (
                    _folder.c.item_id == each.item_id
                )
                self._change.execute(sa.delete(_folder).where(mine))
        here = {file.item_id for file in self._seen.files}
        for row in found.values():
            if row.online != OnlineState.DELETED and row.item_id not in here:
                self._change.execute(_set(row.id, online=OnlineState.DELETED.value))
                self._tell(ChangeKind.DELETED, row, row.path)

    # --- files -----------------------------------------------------------------------------------

    def _see_files(self) -> None:
        known = {row.item_id: row for row in self._by_item(f.item_id for f in self._seen.files)}
        mine = [(f, known[f.item_id]) for f in self._seen.files if f.item_id in known]
        moving = [row.id for file, row in mine if file.path != row.path]
        self._clear_places(moving)
        for file, row in mine:
            if self._asked(row.path) or self._asked(file.path):
                self._see_known(file, row)
            elif row.id in moving:
                self._put(row, row.path)
        for file in self._seen.files:
            if file.item_id not in known and file.new is not None and self._asked(file.path):
                self._see_unknown(file)
        self._mark_seen(row.id for _, row in mine)

    def _see_known(self, file: FileChange, row: Row) -> None:
        moved, changed = file.path != row.path, _is_changed(file, row)
        before = row.online
        values: dict[str, Any] = {}
        if not row.quick_xor and not changed and file.quick_xor:
            values["quick_xor"] = file.quick_xor  # what it is when first seen as it was sent
        if file.url and file.url != row.url:
            values["url"] = file.url
        values["online"] = _online(before, moved=moved, changed=changed, archived=file.archived)
        if moved:
            self._put(row, file.path, **values)
        elif values != {"online": before}:
            self._change.execute(_set(row.id, **values))
        kind = _kind(before, values["online"], moved=moved, changed=changed)
        if kind is not None:
            self._tell(kind, row, file.path, before=row.path if moved else "")

    def _see_unknown(self, file: FileChange) -> None:
        """A file that no document is linked to: of the document that has its place, or a new one."""
        there = self._change.row(
            _ROWS.where(_doc.c.group_id == self._seen.group_id, _doc.c.place == place_of(file.path))
        )
        if there is None:
            self._insert(file, place_of(file.path))
        elif there.status == Status.FILED:
            self._replace(file, there)
        elif there.status == Status.BLOCKED and there.trouble == "PlaceTaken":
            self._insert(file, None)  # the very file that took the place of the one that waits
        # Else it is the one being sent: its worker marks it.

    def _replace(self, file: FileChange, row: Row) -> None:
        """Another file where a document was: uploaded anew, or a copy put back."""
        changed = _is_changed(file, row)
        online = _online(OnlineState.AS_SENT, moved=False, changed=changed, archived=file.archived)
        now = self._change.now
        self._change.execute(
            _set(row.id, item_id=file.item_id, url=file.url, online=online, seen_at=now)
        )
        restored = row.online == OnlineState.DELETED and not changed
        self._tell(ChangeKind.RESTORED if restored else ChangeKind.CHANGED, row, row.path)

    def _insert(self, file: FileChange, place: str | None) -> None:
        new = file.new
        assert new is not None  # noqa: S101  # `_see_files` asked
        if new.key:
            lock_key(self._change, new.key)
            if self._is_taken(new.key, new.version):
                new = replace(new, key="")
        words = search_index.as_text(
            search_index.words_of(
                title=new.title,
                type=new.type,
                number=new.number,
                third_party_code=new.third_party_code,
                amount=None,
            )
        )
        values = {
            "key": new.key or None, "version": new.version if new.key else None,
            "status": Status.FILED.value, "group_id": self._seen.group_id,
            "type": new.type, "number": new.number, "date": new.date,
            "third_party_kind": new.third_party_kind, "third_party_code": new.third_party_code,
            "title": new.title, "path": file.path, "place": place,
            "size": file.size, "sent_size": file.size, "sha256": "", "quick_xor": file.quick_xor,
            "content_type": new.content_type, "source": "online", "provisional": new.provisional,
            "attached": new.attached, "attached_to": new.attached_to,
            "item_id": file.item_id, "url": file.url, "haystack": words,
            "priority": QUEUED, "due_at": self._change.now, "created_at": self._change.now,
            "filed_at": self._change.now, "seen_at": self._change.now,
        }  # fmt: skip
        made: Any = self._change.execute(sa.insert(_doc).values(values)).inserted_primary_key
        search_index.write(self._change, {made[0]: words})
        self._change.move(None, Status.FILED)
        self._done.append(
            DocumentChange(ChangeKind.ADDED, made[0], file.path, new.number, new.third_party_code)
        )

    # --- small parts -----------------------------------------------------------------------------

    def _filed(self) -> sa.Select[Any]:
        return _ROWS.where(_doc.c.group_id == self._seen.group_id, _FILED)

    def _by_item(self, item_ids: Iterable[str]) -> Iterator[Row]:
        wanted = list(item_ids)
        ours = _doc.c.group_id.concat("") == self._seen.group_id  # as `_FILED`: all are
        for start in range(0, len(wanted), _MANY):
            some = _doc.c.item_id.in_(wanted[start : start + _MANY])
            yield from self._change.execute(_ROWS.where(some, ours, _FILED)).all()

    def _is_taken(self, key: str, version: int) -> bool:
        wanted = sa.select(_doc.c.id).where(
            _doc.c.group_id == self._seen.group_id, _doc.c.key == key, _doc.c.version == version
        )
        return self._change.execute(wanted).first() is not None

    def _clear_places(self, ids: list[int]) -> None:
        """Documents that change places must not meet on the way."""
        for start in range(0, len(ids), _MANY):
            some = _doc.c.id.in_(ids[start : start + _MANY])
            self._change.execute(sa.update(_doc).where(some).values(place=None))

    def _put(self, row: Row, path: str, online: str | None = None, **values: Any) -> None:
        """Gives the document that path, and the place when no document not yet filed holds it.

        A filed one that holds it was moved as well: it loses the place until its own turn.
        """
        place = place_of(path)
        there = _doc.c.group_id == self._seen.group_id, _doc.c.place == place
        self._change.execute(sa.update(_doc).where(*there, _FILED).values(place=None))
        taken = self._change.execute(sa.select(_doc.c.id).where(*there)).first() is not None
        if online is not None:
            values["online"] = online
        self._change.execute(_set(row.id, path=path, place=None if taken else place, **values))

    def _mark_seen(self, ids: Iterable[int]) -> None:
        if self._seen.enumerating:
            wanted = list(ids)
            for start in range(0, len(wanted), _MANY):
                some = _doc.c.id.in_(wanted[start : start + _MANY])
                self._change.execute(sa.update(_doc).where(some).values(seen_at=self._change.now))

    def _asked(self, path: str | None) -> bool:
        return self._concerns(path or "")

    def _tell(self, kind: ChangeKind, row: Row, path: str, before: str = "") -> None:
        self._done.append(
            DocumentChange(kind, row.id, path, row.number, row.third_party_code, before)
        )


def _set(document_id: int, **values: Any) -> sa.Update:
    return sa.update(_doc).where(_doc.c.id == document_id).values(**values)


def _carried(path: str, folder: FolderChange) -> str:
    """The path of what lies below a folder that was moved."""
    depth = (folder.old_path or "").count("/") + 1
    return "/".join((folder.path, *path.split("/")[depth:]))


def _is_changed(file: FileChange, row: Row) -> bool:
    """Other bytes than those that were last known: by the fingerprint, by the size without one."""
    if row.quick_xor and file.quick_xor:
        return bool(row.quick_xor != file.quick_xor)
    known = row.sent_size if row.sent_size is not None else row.size
    return bool(file.size != known)


def _online(before: str, *, moved: bool, changed: bool, archived: bool) -> str:
    """What the register says of it then: one word, the graver one. A change is seen again later."""
    if archived:
        return OnlineState.ARCHIVED.value
    if changed:
        return OnlineState.CHANGED.value
    return (
        OnlineState.MOVED.value
        if moved or before == OnlineState.MOVED
        else OnlineState.AS_SENT.value
    )


def _moved(row: Row) -> str:
    graver = row.online in (OnlineState.CHANGED, OnlineState.ARCHIVED, OnlineState.DELETED)
    return str(row.online) if graver else OnlineState.MOVED.value


def _kind(before: str, after: str, *, moved: bool, changed: bool) -> ChangeKind | None:
    """What a person is told of it, None when it is nothing new."""
    if before == OnlineState.DELETED:
        return ChangeKind.RESTORED
    if after == OnlineState.ARCHIVED and before != OnlineState.ARCHIVED:
        return ChangeKind.ARCHIVED
    if before == OnlineState.ARCHIVED and after not in (OnlineState.ARCHIVED, OnlineState.CHANGED):
        return ChangeKind.REACTIVATED
    if changed and before != OnlineState.CHANGED:
        return ChangeKind.CHANGED
    if moved:
        return ChangeKind.MOVED
    # Its earlier bytes were put back.
    return ChangeKind.CHANGED if before == OnlineState.CHANGED and after != before else None
