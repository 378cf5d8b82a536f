"""Who owns a group and who belongs to it, and the small facts that applications hang on it (open extensions)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from local_microsoft365.people import People, User
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import Store, packed, unpacked

MOST_EXTENSIONS = 2  # for one application and one group
LARGEST_EXTENSION = 2048  # bytes, each
EXTENSION_TYPE = "microsoft.graph.openTypeExtension"
Facts = dict[str, Any]
MOST_RELATIONS = 20  # in one request
_REFERENCE = re.compile(r"/(?:users|directoryObjects)(?:/|\(')([^/'()]+)")


class Part(StrEnum):
    """The two ways of being in a group; the value is the navigation property's name."""

    OWNERS = "owners"
    MEMBERS = "members"


class Members:
    """The relations between groups and people."""

    def __init__(self, store: Store, people: People) -> None:
        self._store = store
        self._people = people

    @property
    def domain(self) -> str:
        """What stands behind the @ of the organisation's addresses."""
        return self._people.tenant.domain

    def of(self, group: str, part: Part) -> list[User]:
        """The people of a group."""
        rows = self._store.rows(
            "SELECT user_id FROM people_of_groups WHERE group_id = ? AND part = ?", group, part
        )
        ids = {row["user_id"] for row in rows}
        return [user for user in self._people if user.id in ids]

    def groups_of(self, user: User, part: Part) -> list[str]:
        """The ids of the groups that a person owns or belongs to, deleted ones included."""
        rows = self._store.rows(
            "SELECT group_id FROM people_of_groups WHERE user_id = ? AND part = ?", user.id, part
        )
        return [row["group_id"] for row in rows]

    def holds(self, group: str, user: User, *parts: Part) -> bool:
        """True when the person has one of these parts in the group."""
        return any(
            self._store.row(
                "SELECT 1 FROM people_of_groups WHERE group_id = ? AND part = ? AND user_id = ?",
                group,
                part,
                user.id,
            )
            for part in parts
        )

    def add(self, group: str, part: Part, users: Iterable[User]) -> None:
        """Adds people, all or none. Raises Refused(ALREADY_MEMBER)."""
        with self._store.change():
            for user in users:
                if self.holds(group, user, part):
                    raise Refused(
                        Why.ALREADY_MEMBER,
                        "One or more added object references already exist for the following "
                        f"modified properties: '{part}'.",
                    )
                self._store.insert("people_of_groups", group_id=group, user_id=user.id, part=part)

    def remove(self, group: str, part: Part, user_id: str) -> None:
        """Takes someone out. Raises Refused(OBJECT_NOT_FOUND) or Refused(LAST_OWNER)."""
        users = self.of(group, part)
        if user_id not in {user.id for user in users}:
            raise Refused(Why.OBJECT_NOT_FOUND)
        if part is Part.OWNERS and len(users) == 1:
            raise Refused(Why.LAST_OWNER)
        self._delete(group, user_id, part)

    def exclude(self, group: str, user_id: str) -> None:
        """Takes someone out of everything, last owner or not: what a fault script asks for."""
        for part in Part:
            self._delete(group, user_id, part)

    def referred(self, references: object) -> list[User]:
        """The people behind `@odata.bind` addresses. Raises Refused for what is none."""
        if not isinstance(references, list) or len(references) > MOST_RELATIONS:
            raise Refused(Why.BAD_VALUE, "The request exceeds the number of relations allowed.")
        users = [self.behind(reference) for reference in references]
        if len({user.id for user in users}) != len(users):
            raise Refused(Why.DUPLICATE_VALUES)
        return users

    def behind(self, reference: object) -> User:
        """The person behind one address. Raises Refused."""
        found = _REFERENCE.search(reference) if isinstance(reference, str) else None
        if found is None:
            raise Refused(
                Why.BAD_VALUE, "Invalid URL format specified in @odata.id in the payload."
            )
        return self.known(found.group(1))

    def known(self, key: str) -> User:
        """The person of an id or a sign-in name. Raises Refused(OBJECT_NOT_FOUND)."""
        user = self._people.by_id(key) or self._people.by_username(key)
        if user is None:
            raise Refused(
                Why.OBJECT_NOT_FOUND,
                f"Resource '{key}' does not exist or one of its queried reference-property objects "
                "are not present.",
            )
        return user

    def _delete(self, group: str, user_id: str, part: Part) -> None:
        self._store.run(
            "DELETE FROM people_of_groups WHERE group_id = ? AND user_id = ? AND part = ?",
            group,
            user_id,
            part,
        )


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
            if len(names) >= MOST_EXTENSIONS:
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
    if len(text.encode()) > LARGEST_EXTENSION:
        raise Refused(Why.BAD_VALUE, "The size of the extension exceeds the limit.")
    return text


def _shown(name: str, facts: str) -> Facts:
    return {
        "@odata.type": f"#{EXTENSION_TYPE}",
        "id": name,
        "extensionName": name,
        **unpacked(facts),
    }
