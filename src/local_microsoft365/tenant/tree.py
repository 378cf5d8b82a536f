"""Reading a drive: by id, by path, by folder. Nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass

from local_microsoft365.tenant.item import Item, Spot, folded, item_of
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import Store

# What a client may sort children by -> the column; folders come first, as SharePoint lists them.
ORDERS = {
    "name": "folded",
    "size": "size",
    "lastmodifieddatetime": "modified",
    "createddatetime": "created",
}

_MOST_PATHS = 50_000  # folders whose path is remembered


@dataclass(frozen=True)
class Order:
    """How a folder's children are sorted."""

    by: str = "name"
    descending: bool = False

    @property
    def sql(self) -> str:
        """The clause; built from this module's own words only."""
        direction = "DESC" if self.descending else "ASC"
        return f"{ORDERS[self.by]} {direction}, number"


class Tree:
    """The drives' items as they stand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._paths: dict[str, tuple[str, ...]] = {}  # of folders, by id

    def root(self, drive: str) -> Item:
        """The library itself. Raises Refused(ITEM_NOT_FOUND) for a drive that is not there."""
        row = self._store.row("SELECT * FROM items WHERE drive = ? AND parent IS NULL", drive)
        if row is None:
            raise Refused(Why.ITEM_NOT_FOUND)
        return item_of(row)

    def get(self, drive: str, item_id: str) -> Item:
        """The live item of an id. Raises Refused(ITEM_NOT_FOUND)."""
        if item_id.lower() == "root":
            return self.root(drive)
        row = self._store.row(
            "SELECT * FROM items WHERE id = ? AND drive = ? AND deleted IS NULL", item_id, drive
        )
        if row is None:
            raise Refused(Why.ITEM_NOT_FOUND)
        return item_of(row)

    def anywhere(self, item_id: str) -> Item:
        """The live item of an id, in whatever drive. Raises Refused(ITEM_NOT_FOUND)."""
        row = self._store.row("SELECT * FROM items WHERE id = ? AND deleted IS NULL", item_id)
        if row is None:
            raise Refused(Why.ITEM_NOT_FOUND)
        return item_of(row)

    def find(self, spot: Spot) -> Item:
        """What lies at a spot. Raises Refused(ITEM_NOT_FOUND)."""
        item = spot.base
        for name in spot.names:
            found = self.child(item, name)
            if found is None:
                raise Refused(Why.ITEM_NOT_FOUND)
            item = found
        return item

    def child(self, folder: Item, name: str) -> Item | None:
        """The child of that name, whatever its case."""
        row = self._store.row(
            "SELECT * FROM items WHERE drive = ? AND parent = ? AND folded = ? AND deleted IS NULL",
            folder.drive,
            folder.id,
            folded(name),
        )
        return item_of(row) if row else None

    def children(self, folder: Item, order: Order, limit: int, offset: int) -> list[Item]:
        """A page of a folder."""
        rows = self._store.rows(
            "SELECT * FROM items WHERE drive = ? AND parent = ? AND deleted IS NULL"  # noqa: S608
            f" ORDER BY {order.sql} LIMIT ? OFFSET ?",
            folder.drive,
            folder.id,
            limit,
            offset,
        )
        return [item_of(row) for row in rows]

    def totals(self, folder: Item) -> tuple[int, int]:
        """How many children a folder has, and the bytes of those that are files."""
        row = self._store.row(
            "SELECT count(*), total(size) FROM items"
            " WHERE drive = ? AND parent = ? AND deleted IS NULL",
            folder.drive,
            folder.id,
        )
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def path(self, item: Item) -> tuple[str, ...]:
        """The names from the root down to the item, the root itself left out."""
        if item.parent is None:
            return ()
        if item.parent not in self._paths:
            if len(self._paths) >= _MOST_PATHS:
                self._paths.clear()
            self._paths[item.parent] = self._names_down_to(item.parent)
        return (*self._paths[item.parent], item.name)

    def forget_paths(self) -> None:
        """Forgets where folders are, which must be done when one moves or changes its name."""
        self._paths.clear()

    def _names_down_to(self, folder: str) -> tuple[str, ...]:
        rows = self._store.rows(
            "WITH RECURSIVE up(id, parent, name, height) AS ("
            " SELECT id, parent, name, 0 FROM items WHERE id = ?"
            " UNION ALL SELECT i.id, i.parent, i.name, height + 1"
            " FROM items i JOIN up ON i.id = up.parent)"
            " SELECT name FROM up WHERE parent IS NOT NULL ORDER BY height DESC",
            folder,
        )
        return tuple(row["name"] for row in rows)

    def below(self, item: Item) -> list[Item]:
        """Everything live in a folder, at any depth, parents before their children."""
        rows = self._store.rows(
            "WITH RECURSIVE down(id, depth) AS (SELECT ?, 0"
            " UNION ALL SELECT i.id, depth + 1 FROM items i JOIN down ON i.parent = down.id"
            " WHERE i.drive = ? AND i.deleted IS NULL)"
            " SELECT items.* FROM items JOIN down ON items.id = down.id WHERE depth > 0"
            " ORDER BY depth, items.number",
            item.id,
            item.drive,
        )
        return [item_of(row) for row in rows]

    def search(self, folder: Item, text: str, limit: int, offset: int) -> list[Item]:
        """What holds all the words of `text` in its name or description, in the folder's tree."""
        words = [f"%{_literal(word)}%" for word in text.split()]
        tests = " AND ".join(
            "(name LIKE ? ESCAPE '\\' OR ifnull(description, '') LIKE ? ESCAPE '\\')" for _ in words
        )
        within = "" if folder.is_root else " AND id IN (SELECT id FROM down)"
        rows = self._store.rows(
            "WITH RECURSIVE down(id) AS (SELECT id FROM items"  # noqa: S608
            " WHERE drive = ?1 AND parent = ?2 AND deleted IS NULL"
            " UNION SELECT i.id FROM items i JOIN down ON i.parent = down.id"
            " WHERE i.drive = ?1 AND i.deleted IS NULL)"
            " SELECT * FROM items WHERE drive = ? AND parent IS NOT NULL AND deleted IS NULL"
            f"{within} AND {tests or '1'} ORDER BY modified DESC, number LIMIT ? OFFSET ?",
            folder.drive,
            folder.id,
            folder.drive,
            *(mark for word in words for mark in (word, word)),
            limit,
            offset,
        )
        return [item_of(row) for row in rows]

    def used(self, drive: str) -> int:
        """Bytes taken by the live files of a drive."""
        return self._store.count(
            "SELECT sum(size) FROM items WHERE drive = ? AND deleted IS NULL", drive
        )


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
