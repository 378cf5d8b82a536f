"""Open extensions: small facts that an application hangs on a group."""

from __future__ import annotations

from typing import Any

from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import Store, packed, unpacked

MOST = 2  # for one application and one group
LARGEST = 2048  # bytes, each
TYPE = "microsoft.graph.openTypeExtension"
Facts = dict[str, Any]


class Extensions:
    """The extensions of groups, by name."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, group: str) -> list[Facts]:
        """The open extensions of a group."""
        rows = self._store.rows("SELECT * FROM extensions WHERE group_id = ?", group)
        return [_shown(row["name"], row["facts"]) for row in rows]

    def get(self, group: str, name: str) -> Facts:
        """A group's open extension of that name. Raises Refused(EXTENSION_NOT_FOUND)."""
        row = self._store.row(
            "SELECT * FROM extensions WHERE group_id = ? AND name = ?", group, name
        )
        if row is None:
            raise Refused(Why.EXTENSION_NOT_FOUND)
        return _shown(row["name"], row["facts"])

    def add(self, group: str, body: Facts) -> Facts:
        """A new one. Raises Refused."""
        name = body.get("extensionName")
        if not isinstance(name, str) or not name:
            raise Refused(Why.BAD_VALUE, "A value is required for property 'extensionName'.")
        with self._store.change():
            names = [one["extensionName"] for one in self.all(group)]
            if name in names:
                raise Refused(Why.EXTENSION_EXISTS)
            if len(names) >= MOST:
                raise Refused(Why.BAD_VALUE, "Maximum number of extensions values reached.")
            self._store.insert("extensions", group_id=group, name=name, facts=_kept(body))
        return self.get(group, name)

    def change(self, group: str, name: str, body: Facts) -> Facts:
        """New values beside the old ones. Raises Refused."""
        kept = _kept(self.get(group, name) | body)
        self._store.run(
            "UPDATE extensions SET facts = ? WHERE group_id = ? AND name = ?", kept, group, name
        )
        return self.get(group, name)

    def remove(self, group: str, name: str) -> None:
        """Takes it off. Raises Refused(EXTENSION_NOT_FOUND)."""
        self.get(group, name)
        self._store.run("DELETE FROM extensions WHERE group_id = ? AND name = ?", group, name)


def _kept(body: Facts) -> str:
    text = packed(
        {
            name: value
            for name, value in body.items()
            if not name.startswith("@") and name not in ("id", "extensionName")
        }
    )
    if len(text.encode()) > LARGEST:
        raise Refused(Why.BAD_VALUE, "The size of the extension exceeds the limit.")
    return text


def _shown(name: str, facts: str) -> Facts:
    return {"@odata.type": f"#{TYPE}", "id": name, "extensionName": name, **unpacked(facts)}
