"""The directory's groups: created once, found by id or unique name, soft-deleted and restored.

Where the organisation keeps creating them to some, one security group names those. A role that manages groups
creates them all the same. That group is told among memberships alone: in the list of groups it would stand
between those that a demonstration makes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from local_microsoft365.clock import Clock
from local_microsoft365.people import People, User
from local_microsoft365.tenant import group_rules
from local_microsoft365.tenant.group_rules import manages_groups
from local_microsoft365.tenant.ids import new_guid
from local_microsoft365.tenant.members import Members, Part
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sites import Site, Sites
from local_microsoft365.tenant.store import Row, Store, as_moment, as_text, packed, unpacked
from local_microsoft365.tenant.switches import Switches

KEPT_WHEN_DELETED = timedelta(days=30)
_BIND = {part: f"{part}@odata.bind" for part in Part}
# Properties that a client gives at creation and that are kept as they come.
_GIVEN = (
    "displayName", "mailEnabled", "securityEnabled", "groupTypes", "description", "visibility",
    "classification", "resourceBehaviorOptions", "preferredLanguage", "preferredDataLocation",
    "theme", "isAssignableToRole",
)  # fmt: skip
_CHANGEABLE = frozenset(_GIVEN) - {"groupTypes", "resourceBehaviorOptions", "isAssignableToRole"}
_FROM_EXCHANGE = frozenset(
    {
        "allowExternalSenders", "autoSubscribeNewMembers", "hideFromAddressLists",
        "hideFromOutlookClients", "isSubscribedByMail", "unseenCount",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A group as the directory keeps it; `facts` are its properties under their Graph names."""

    id: str
    unique_name: str | None
    alias: str
    unified: bool
    created: str
    deleted: str | None
    facts: dict[str, Any]

    @property
    def private(self) -> bool:
        """True when only its people see its files."""
        return self.facts.get("visibility") != "Public"


class Groups:
    """Every rule of a group's life that does not depend on HTTP."""

    def __init__(
        self, store: Store, clock: Clock, members: Members, sites: Sites, switches: Switches
    ) -> None:
        self._store = store
        self._clock = clock
        self._members = members
        self._sites = sites
        self._switches = switches
        self._domain = members.domain

    def create(self, body: Mapping[str, Any], by: User, unique_name: str | None = None) -> Group:
        """A new group, its caller as owner unless others are named. Raises Refused."""
        group_rules.check_new_group(body)
        group_rules.check_values(body)
        owners = self._people_named(body, Part.OWNERS)
        members = self._people_named(body, Part.MEMBERS)
        if by in owners and not group_rules.manages_groups(by):
            raise Refused(Why.DUPLICATE_VALUES)
        with self._store.change():
            owned = len(self._members.groups_of(by, Part.OWNERS))
            group_rules.check_may_create(by, self._switches.now, owned)
            group_rules.check_naming_policy(body["displayName"], by, self._switches.now)
            group = self._insert(body, unique_name or body.get("uniqueName"))
            self._members.add(group.id, Part.OWNERS, owners or [by])
            self._members.add(group.id, Part.MEMBERS, members)
        return group

    def get(self, group_id: str) -> Group:
        """The live group of an id. Raises Refused(GROUP_NOT_FOUND), also while it replicates."""
        row = self._store.row("SELECT * FROM groups WHERE id = ? AND deleted IS NULL", group_id)
        if row is None or self._replicating(row):
            raise _not_found(group_id)
        return _group(row)

    def get_of_site(self, site: Site) -> Group:
        """The live group behind a site. Raises Refused(DRIVE_NOT_FOUND): gone with its group."""
        row = self._store.row("SELECT * FROM groups WHERE id = ? AND deleted IS NULL", site.group)
        if row is None:
            raise Refused(Why.DRIVE_NOT_FOUND)
        return _group(row)

    def named(self, unique_name: str) -> Group | None:
        """The live group of a unique name, or None."""
        row = self._store.row(
            "SELECT * FROM groups WHERE unique_name = ? AND deleted IS NULL", unique_name
        )
        return _group(row) if row else None

    def all(self) -> list[Group]:
        """Every live group, oldest first."""
        rows = self._store.rows("SELECT * FROM groups WHERE deleted IS NULL ORDER BY created, id")
        return [_group(row) for row in rows]

    def change(self, group: Group, body: Mapping[str, Any], by: User) -> None:
        """Updates properties and adds relations, all or nothing. Raises Refused."""
        group_rules.check_values(body)
        unique_name = body.get("uniqueName", group.unique_name)
        if group.unique_name is not None and unique_name != group.unique_name:
            raise Refused(Why.BAD_VALUE, "Property 'uniqueName' is read-only and cannot be set.")
        if "displayName" in body and body["displayName"] != group.facts["displayName"]:
            group_rules.check_naming_policy(body["displayName"], by, self._switches.now)
        kept = {name: body[name] for name in (_CHANGEABLE | _FROM_EXCHANGE) & body.keys()}
        alias = body.get("mailNickname", group.alias)
        with self._store.change():
            self._check_free(alias, unique_name, group.unified, but=group.id)
            for part, key in _BIND.items():
                if key in body:
                    self._members.add(group.id, part, self._members.referred(body[key]))
            self._store.update(
                "groups",
                ("id", group.id),
                alias=alias,
                unique_name=unique_name,
                facts=packed(group.facts | kept),
            )

    def delete(self, group: Group) -> None:
        """Soft-deletes: site and files go along and come back with it."""
        now = as_text(self._clock.now())
        self._store.update("groups", ("id", group.id), deleted=now)

    def deleted(self) -> list[Group]:
        """The groups that can still be restored, latest first."""
        oldest = as_text(self._clock.now() - KEPT_WHEN_DELETED)
        rows = self._store.rows(
            "SELECT * FROM groups WHERE deleted >= ? ORDER BY deleted DESC, id", oldest
        )
        return [_group(row) for row in rows]

    def deleted_one(self, group_id: str) -> Group:
        """A restorable group. Raises Refused(GROUP_NOT_FOUND)."""
        for group in self.deleted():
            if group.id == group_id:
                return group
        raise _not_found(group_id)

    def restore(self, group: Group) -> Group:
        """Brings a deleted group back. Raises Refused when its names have been taken since."""
        with self._store.change():
            self._check_free(group.alias, group.unique_name, group.unified, but=group.id)
            self._store.update("groups", ("id", group.id), deleted=None)
        return self.get(group.id)

    def purge(self, group: Group) -> None:
        """Deletes a group for good; its site stays, without a group."""
        with self._store.change():
            for table, key in (("groups", "id"), ("people_of_groups", "group_id")):
                self._store.run(f"DELETE FROM {table} WHERE {key} = ?", group.id)  # noqa: S608
            self._store.update("sites", ("group_id", group.id), group_id=None)

    def check_names(self, body: Mapping[str, Any], by: User) -> None:
        """What validateProperties answers. Raises Refused(VALIDATION_FAILED)."""
        details: list[dict[str, Any]] = []
        name, alias = body.get("displayName"), body.get("mailNickname")
        try:
            if name:
                group_rules.check_naming_policy(name, by, self._switches.now)
        except Refused as refused:
            details += refused.details
        if alias and self._alias_holder(alias, ""):
            details.append({"code": "PropertyConflict", "target": "mailNickname"})
        if details:
            raise Refused(Why.VALIDATION_FAILED, details=tuple(details))

    def _people_named(self, body: Mapping[str, Any], part: Part) -> list[User]:
        return self._members.referred(body.get(_BIND[part], []))

    def _insert(self, body: Mapping[str, Any], unique_name: str | None) -> Group:
        unified = "Unified" in (body.get("groupTypes") or [])
        alias = body["mailNickname"]
        self._check_free(alias, unique_name, unified, but="")
        facts = {name: body[name] for name in _GIVEN if name in body}
        facts.setdefault("visibility", "Public" if unified else None)
        facts["mail"] = self._free_mail(alias) if unified else None
        group_id = new_guid()
        self._store.insert(
            "groups",
            id=group_id,
            unique_name=unique_name,
            alias=alias,
            unified=int(unified),
            created=as_text(self._clock.now()),
            facts=packed(facts),
        )
        if unified:
            self._sites.reserve(group_id, alias)
        row = self._store.row("SELECT * FROM groups WHERE id = ?", group_id)
        assert row is not None  # noqa: S101 - inserted three lines above
        return _group(row)

    def _check_free(self, alias: str, unique_name: str | None, unified: bool, but: str) -> None:
        if unified and self._alias_holder(alias, but):
            raise _taken(Why.ALIAS_TAKEN, "mailNickname")
        holder = self.named(unique_name) if unique_name else None
        if holder and holder.id != but:
            raise _taken(Why.UNIQUE_NAME_TAKEN, "uniqueName")

    def _alias_holder(self, alias: str, but: str) -> Row | None:
        return self._store.row(
            "SELECT id FROM groups"
            " WHERE lower(alias) = ? AND unified AND deleted IS NULL AND id <> ?",
            alias.lower(),
            but,
        )

    def _free_mail(self, alias: str) -> str:
        number = ""
        while self._store.row(
            "SELECT 1 FROM groups WHERE json_extract(facts, '$.mail') = ?",
            mail := f"{alias}{number}@{self._domain}",
        ):
            number = str(int(number or 0) + 1)
        return mail

    def _replicating(self, row: Row) -> bool:
        wait = self._switches.now.replication_s
        return bool(wait) and (
            as_moment(row["created"]) + timedelta(seconds=wait) > self._clock.now()
        )


def _group(row: Row) -> Group:
    return Group(
        id=row["id"],
        unique_name=row["unique_name"],
        alias=row["alias"],
        unified=bool(row["unified"]),
        created=row["created"],
        deleted=row["deleted"],
        facts=unpacked(row["facts"]),
    )


def _taken(why: Why, name: str) -> Refused:
    return Refused(
        why,
        f"Another object with the same value for property {name} already exists.",
        ({"target": name, "code": "ObjectConflict"},),
    )


def _not_found(group_id: str) -> Refused:
    return Refused(
        Why.GROUP_NOT_FOUND,
        f"Resource '{group_id}' does not exist or one of its queried reference-property objects "
        "are not present.",
    )


CREATORS = Group(
    id="5d3f0c52-8a94-4f0d-9c6b-1f7d0a2e6b40",
    unique_name=None,
    alias="createurs-de-groupes",
    unified=False,
    created="2020-01-06T09:00:00Z",
    deleted=None,
    facts={
        "displayName": "Créateurs de groupes",
        "description": "Les personnes qui peuvent créer des groupes Microsoft 365",
        "mailEnabled": False,
        "securityEnabled": True,
        "groupTypes": [],
    },
)


def is_creator(user: User) -> bool:
    """True for a member of that group."""
    return user.may_create_groups and not manages_groups(user)


def is_kept_to_some(people: People) -> bool:
    """True when somebody of the organisation may not create groups."""
    return any(not user.may_create_groups for user in people)
