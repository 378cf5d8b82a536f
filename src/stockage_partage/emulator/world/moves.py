"""Renaming, moving, deleting, copying, and going back to an earlier version."""

from __future__ import annotations

from dataclasses import dataclass

from stockage_partage.emulator.clock import Clock
from stockage_partage.emulator.people import User
from stockage_partage.emulator.world.dates import as_text
from stockage_partage.emulator.world.effects import Effects, Kind
from stockage_partage.emulator.world.item import Item, mime_of
from stockage_partage.emulator.world.items import Items, OnConflict, check_etag
from stockage_partage.emulator.world.names import folded, free_name
from stockage_partage.emulator.world.refusals import Refused, Why
from stockage_partage.emulator.world.store import Store
from stockage_partage.emulator.world.tree import Tree


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
        """As Graph writes it: `3.0`."""
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
        """Another name, another folder, or both."""
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
        """To the recycle bin, with everything below."""
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
        """The same item, and what is below, elsewhere. Done at once, whatever its size."""
        with self._store.change():
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
        """One of them. Raises Refused(ITEM_NOT_FOUND)."""
        for version in self.versions(item):
            if version_id in (version.id, "current") or version_id == str(version.number):
                return version
        raise Refused(Why.ITEM_NOT_FOUND)

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
