"""Renaming, moving, deleting, copying, and going back to an earlier version."""

from __future__ import annotations

from dataclasses import dataclass

from local_microsoft365.clock import Clock
from local_microsoft365.people import User
from local_microsoft365.tenant.changes import Effects, Kind
from local_microsoft365.tenant.item import Item, folded, free_name, mime_of
from local_microsoft365.tenant.items import Items, OnConflict, check_etag
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import Store, as_text
from local_microsoft365.tenant.tree import Tree


@dataclass(frozen=True)
class Version:
    """A content that a file has had, the present one included."""

    number: int
    size: int
    blob: str
    hash: str
    modified: str
    modified_by: str

    @property
    def id(self) -> str:
        """The version as Graph writes it: `3.0`."""
        return f"{self.number}.0"


class Moves:
    """What is done to items that exist already."""

    def __init__(
        self, store: Store, clock: Clock, tree: Tree, items: Items, effects: Effects
    ) -> None:
        self._store = store
        self._clock = clock
        self._tree = tree
        self._items = items
        self._effects = effects

    def move(self, item: Item, parent: Item, name: str, on_conflict: OnConflict, by: User) -> Item:
        """Gives an item another name, another folder, or both. Raises Refused when it may not go there."""
        with self._store.change():
            self._items.check_unlocked(item, by)
            self._check_movable(item, parent)
            there = self._tree.child(parent, name)
            if there is not None and there.id != item.id:
                name = self._make_way(there, name, on_conflict, by)
            self._items.check_name_at(parent, name, folder=item.folder)
            self._tree.forget_paths()
            return self._items.touch(
                item,
                Kind.MOVED,
                parent=parent.id,
                name=name,
                folded=folded(name),
                mime=None if item.folder else mime_of(name, item.mime),
                **self._items.stamp(by),
            )

    def delete(self, item: Item, if_match: str | None, by: User) -> None:
        """Moves an item, with everything below, to the recycle bin. Raises Refused for the root folder."""
        with self._store.change():
            if item.is_root:
                raise Refused(Why.INVALID_REQUEST, "The root folder cannot be deleted.")
            self._items.check_unlocked(item, by)
            check_etag(item, if_match)
            for one in (*self._tree.below(item), item):
                path = "/".join(self._tree.path(one))
                sequence = self._effects.add(Kind.DELETED, one.drive, one.id, path)
                moment = as_text(self._clock.now())
                self._store.update("items", ("id", one.id), deleted=moment, sequence=sequence)

    def copy(self, item: Item, parent: Item, name: str, on_conflict: OnConflict, by: User) -> Item:
        """Copies an item, and what is below, into `parent`; done at once, whatever its size.

        Raises Refused when `parent` is no folder, has no room left, or may not take that name.
        """
        with self._store.change():
            if not parent.folder:
                raise Refused(Why.INVALID_REQUEST)
            size = sum(one.size for one in (item, *self._tree.below(item)))
            self._items.check_room(parent.drive, size)
            there = self._tree.child(parent, name)
            if there is not None:
                name = self._make_way(there, name, on_conflict, by)
            return self._copy(item, parent, name, by)

    def versions(self, item: Item) -> list[Version]:
        """Every content the file has had, the present one first."""
        if item.folder:
            return []
        rows = self._store.rows(
            "SELECT version AS number, size, blob, hash, modified, modified_by FROM versions"
            " WHERE item = ? ORDER BY version DESC",
            item.id,
        )
        return [_present(item), *(Version(**dict(row)) for row in rows)]

    def version(self, item: Item, version_id: str) -> Version:
        """The content that a file had at that version; `current` is the present one.

        Raises Refused(ITEM_NOT_FOUND) when there is none, as for a folder.
        """
        for version in self.versions(item):
            if version_id in (version.id, "current") or version_id == str(version.number):
                return version
        raise Refused(Why.ITEM_NOT_FOUND)

    def trim(self, item: Item) -> None:
        """The library keeps no earlier content of the file: it is in no recycle bin either."""
        with self._store.change():
            self._store.run("DELETE FROM versions WHERE item = ?", item.id)

    def restore(self, item: Item, version: Version, by: User) -> Item:
        """Makes an earlier content the present one again, as a new version."""
        with self._store.change():
            self._items.check_unlocked(item, by)
            self._items.keep_version(item)
            return self._items.touch(
                item,
                Kind.RESTORED,
                size=version.size,
                blob=version.blob,
                hash=version.hash,
                version=item.version + 1,
                content_edition=item.content_edition + 1,
                **self._items.stamp(by),
            )

    def _check_movable(self, item: Item, parent: Item) -> None:
        if item.is_root or not parent.folder:
            raise Refused(Why.INVALID_REQUEST)
        if parent.drive != item.drive:
            raise Refused(Why.NOT_SUPPORTED, "Moving an item to another drive is not supported.")
        if item.folder and parent.id in {item.id, *(one.id for one in self._tree.below(item))}:
            raise Refused(Why.INVALID_REQUEST, "A folder cannot be moved into itself.")

    def _make_way(self, there: Item, name: str, on_conflict: OnConflict, by: User) -> str:
        if on_conflict is OnConflict.FAIL or (there.folder and on_conflict is OnConflict.REPLACE):
            raise Refused(Why.NAME_EXISTS)
        if on_conflict is OnConflict.REPLACE:
            self.delete(there, None, by)
            return name
        parent = self._tree.get(there.drive, there.parent or "root")
        return free_name(name, lambda other: self._tree.child(parent, other) is not None)

    def _copy(self, item: Item, parent: Item, name: str, by: User) -> Item:
        inside = self._tree.below(item)  # before the copy exists: it may land inside
        made = {item.id: self._items.insert_copy(item, parent, name, by)}
        for one in inside:
            made[one.id] = self._items.insert_copy(one, made[one.parent or ""], one.name, by)
        return made[item.id]


def _present(item: Item) -> Version:
    return Version(
        number=item.version,
        size=item.size,
        blob=item.blob or "",
        hash=item.hash or "",
        modified=item.modified,
        modified_by=item.modified_by,
    )
