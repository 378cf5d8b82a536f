"""Writing into a drive: folders made, contents placed and replaced. Each change is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from local_microsoft365.clock import Clock
from local_microsoft365.people import User
from local_microsoft365.tenant.blobs import Blobs, Content
from local_microsoft365.tenant.changes import Effects, Kind
from local_microsoft365.tenant.ids import new_guid, new_item_id
from local_microsoft365.tenant.item import (
    Item,
    Spot,
    check_name,
    check_path,
    folded,
    free_name,
    mime_of,
)
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sites import Sites
from local_microsoft365.tenant.store import Store, as_text
from local_microsoft365.tenant.switches import Settings, Switches
from local_microsoft365.tenant.tree import Tree

REWRITING = b"\n% Classified by the service\n"


class OnConflict(StrEnum):
    """What to do when the name is taken."""

    FAIL = "fail"
    REPLACE = "replace"
    RENAME = "rename"


@dataclass(frozen=True)
class Conditions:
    """What the caller demands of what is already there, and wants said of the file."""

    on_conflict: OnConflict = OnConflict.REPLACE
    if_match: str | None = None
    if_none_match: str | None = None
    mime: str | None = None
    facts: Mapping[str, Any] | None = None  # description, fs_created, fs_modified
    item_id: str | None = None  # promised by an upload session


@dataclass(frozen=True)
class Placed:
    """Where a content went."""

    item: Item
    created: bool


class Items:
    """The writing side of the drives. Everything raises Refused with its reason."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        blobs: Blobs,
        tree: Tree,
        effects: Effects,
        sites: Sites,
        switches: Switches,
    ) -> None:
        self._store = store
        self._clock = clock
        self._blobs = blobs
        self._tree = tree
        self._effects = effects
        self._sites = sites
        self._switches = switches

    def make_folder(self, parent: Item, name: str, on_conflict: OnConflict, by: User) -> Placed:
        """A new folder; `replace` gives back the one that is there."""
        with self._store.change():
            self._check_parent(parent)
            there = self._tree.child(parent, name)
            if there is not None:
                if on_conflict is OnConflict.REPLACE and there.folder:
                    return Placed(there, created=False)
                if on_conflict is not OnConflict.RENAME:
                    raise Refused(Why.NAME_EXISTS)
                name = free_name(name, lambda other: self._tree.child(parent, other) is not None)
            self._check_place(parent, name, folder=True)
            return Placed(self._insert(parent, name, by, folder=True), created=True)

    def parent_at(self, spot: Spot, by: User) -> Item:
        """The folder in which the last name of a spot goes; missing ones are made."""
        folder = spot.base
        with self._store.change():
            for name in spot.names[:-1]:
                there = self._tree.child(folder, name)
                folder = there or self.make_folder(folder, name, OnConflict.FAIL, by).item
        self._check_parent(folder)
        return folder

    def place(self, spot: Spot, content: Content, wanted: Conditions, by: User) -> Placed:
        """Puts a received content at a spot: one write, whole or not at all."""
        if not spot.names:
            return Placed(self.replace(spot.base, content, wanted, by), created=False)
        with self._store.change():
            parent = self.parent_at(spot, by)
            name = spot.names[-1]
            there = self._tree.child(parent, name)
            if there is None or wanted.on_conflict is OnConflict.RENAME:
                if there is None and wanted.if_match:
                    raise Refused(Why.ITEM_NOT_FOUND)
                return Placed(self._create(parent, name, content, wanted, by), created=True)
            if wanted.on_conflict is OnConflict.FAIL:
                raise Refused(Why.NAME_EXISTS)
            return Placed(self.replace(there, content, wanted, by), created=False)

    def replace(self, item: Item, content: Content, wanted: Conditions, by: User) -> Item:
        """A new version of a file."""
        with self._store.change():
            self._check_replaceable(item, wanted, by)
            self.check_room(item.drive, content.size - item.size)
            self.keep_version(item)
            path = "/".join(self._tree.path(item))
            content, _rewritten = self._rewritten(item.name, content)
            self._store.update(
                "items",
                ("id", item.id),
                **self._content_columns(item.name, content, wanted, by),
                version=item.version + 1,
                edition=item.edition + 1,
                content_edition=item.content_edition + 1,
                sequence=self._effects.add(Kind.REPLACED, item.drive, item.id, path, content.size),
            )
        return self._tree.get(item.drive, item.id)

    def touch(self, item: Item, kind: Kind, **columns: object) -> Item:
        """Changes columns of an item and says so to delta."""
        with self._store.change():
            self._store.update("items", ("id", item.id), **columns, edition=item.edition + 1)
            path = "/".join(self._tree.path(self._tree.get(item.drive, item.id)))
            sequence = self._effects.add(kind, item.drive, item.id, path, item.size)
            self._store.update("items", ("id", item.id), sequence=sequence)
        return self._tree.get(item.drive, item.id)

    def stamp(self, by: User) -> dict[str, object]:
        """Who changed it and when, as columns."""
        return {"modified": as_text(self._clock.now()), "modified_by": by.id}

    def insert_copy(self, source: Item, parent: Item, name: str, by: User) -> Item:
        """A file or an empty folder like another one, elsewhere."""
        self._check_place(parent, name, folder=source.folder)
        columns: dict[str, Any] = {}
        if source.blob:
            columns = {
                "size": source.size, "mime": source.mime, "hash": source.hash,
                "blob": source.blob,  # contents never change: two items may share one
            }  # fmt: skip
        return self._insert(parent, name, by, folder=source.folder, kind=Kind.COPIED, **columns)

    def keep_version(self, item: Item) -> None:
        """Remembers the present content among the past ones."""
        self._store.insert(
            "versions",
            item=item.id,
            version=item.version,
            size=item.size,
            hash=item.hash,
            blob=item.blob,
            modified=item.modified,
            modified_by=item.modified_by,
        )

    def check_room(self, drive: str, more: int) -> None:
        """Raises Refused(QUOTA_REACHED) when the drive can't take `more` bytes."""
        room = self._switches.now.drive_bytes
        if room == Settings.drive_bytes:
            return  # nobody made it small: no need to add everything up at each write
        if self._tree.used(drive) + more > room:
            raise Refused(Why.QUOTA_REACHED)

    def check_unlocked(self, item: Item, by: User) -> None:
        """Raises Refused for a file that somebody else holds, and for a locked record."""
        if item.record:
            raise Refused(Why.RECORD_LOCKED)
        if item.locked_by is not None and item.locked_by != by.id:
            raise Refused(Why.LOCKED)

    def check_name_at(self, parent: Item, name: str, *, folder: bool) -> None:
        """Raises Refused for a name that can't be given there."""
        self._check_place(parent, name, folder=folder)

    def _check_replaceable(self, item: Item, wanted: Conditions, by: User) -> None:
        if item.folder:
            raise Refused(Why.NAME_EXISTS)
        self.check_unlocked(item, by)
        check_etag(item, wanted.if_match)
        if wanted.if_none_match in ("*", item.etag):
            raise Refused(Why.ETAG_MISMATCH)

    def _create(
        self, parent: Item, name: str, content: Content, wanted: Conditions, by: User
    ) -> Item:
        if self._tree.child(parent, name) is not None:
            name = free_name(name, lambda other: self._tree.child(parent, other) is not None)
        self._check_place(parent, name, folder=False)
        self.check_room(parent.drive, content.size)
        content, rewritten = self._rewritten(name, content)
        return self._insert(
            parent,
            name,
            by,
            item_id=wanted.item_id,
            # The service's own rewriting comes as a second edition, right after the upload.
            edition=1 + rewritten,
            **self._content_columns(name, content, wanted, by),
        )

    def _content_columns(
        self, name: str, content: Content, wanted: Conditions, by: User
    ) -> dict[str, Any]:
        moment = as_text(self._clock.now())
        return {
            "size": content.size,
            "hash": content.hash,
            "blob": content.name,
            "mime": mime_of(name, wanted.mime),
            "modified": moment,
            "modified_by": by.id,
            "fs_modified": moment,
            **(wanted.facts or {}),
        }

    def _rewritten(self, name: str, content: Content) -> tuple[Content, bool]:
        left = self._switches.now.rewrite_next
        if left <= 0 or not name.lower().endswith(".pdf"):
            return content, False
        self._switches.set(rewrite_next=left - 1)
        return self._blobs.lengthened(content.name, REWRITING), True

    def _insert(
        self,
        parent: Item,
        name: str,
        by: User,
        *,
        folder: bool = False,
        kind: Kind = Kind.CREATED,
        item_id: str | None = None,
        **columns: Any,
    ) -> Item:
        item_id = item_id or new_item_id()
        path = "/".join((*self._tree.path(parent), name))
        moment = as_text(self._clock.now())
        known = {
            "created": moment, "created_by": by.id, "modified": moment, "modified_by": by.id,
            "fs_created": moment, "fs_modified": moment,
        }  # fmt: skip
        kind = Kind.FOLDER if folder else kind
        self._store.insert(
            "items",
            id=item_id,
            drive=parent.drive,
            parent=parent.id,
            name=name,
            folded=folded(name),
            folder=int(folder),
            guid=new_guid(),
            sequence=self._effects.add(kind, parent.drive, item_id, path, columns.get("size")),
            **(known | columns),
        )
        return self._tree.get(parent.drive, item_id)

    def _check_parent(self, parent: Item) -> None:
        if not parent.folder:
            raise Refused(Why.ITEM_NOT_FOUND)

    def _check_place(self, parent: Item, name: str, *, folder: bool) -> None:
        check_name(name, folder=folder, at_root=parent.is_root)
        site = self._sites.of_drive(parent.drive)
        check_path(site.path, (*self._tree.path(parent), name))


def check_etag(item: Item, if_match: str | None) -> None:
    """Raises Refused(ETAG_MISMATCH) unless the caller knows the item's present edition."""
    if if_match not in (None, "*", item.etag, item.ctag):
        raise Refused(Why.ETAG_MISMATCH)


def columns_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Graph's description and fileSystemInfo as columns; what is not said is left alone."""
    times = facts.get("fileSystemInfo") or {}
    wanted = {
        "description": facts.get("description"),
        "fs_created": times.get("createdDateTime"),
        "fs_modified": times.get("lastModifiedDateTime"),
    }
    return {name: value for name, value in wanted.items() if value is not None}
