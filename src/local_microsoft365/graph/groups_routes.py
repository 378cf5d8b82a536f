"""`/groups`: create, upsert by unique name, find, change, delete, and get back for thirty days.

Groups that can come back are in `/directory/deletedItems`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.directory_shapes import (
    directory_group,
    directory_user,
    exchange_facts,
    group_facts,
)
from local_microsoft365.graph.errors import answer_to
from local_microsoft365.graph.odata import Facts, context, expanded, pick, selected
from local_microsoft365.graph.queries import counted, directory_page
from local_microsoft365.graph.request import Ask, answer, nothing
from local_microsoft365.graph.resolve import group_of, unique_name
from local_microsoft365.graph.routing import Call, call
from local_microsoft365.tenant.group_rules import manages_groups
from local_microsoft365.tenant.groups import Group
from local_microsoft365.tenant.members import Part
from local_microsoft365.tenant.refusals import Refused, Why

_EXCHANGE = frozenset(
    {"allowExternalSenders", "autoSubscribeNewMembers", "hideFromAddressLists"}
    | {"hideFromOutlookClients", "isSubscribedByMail", "unseenCount"}
)
DELETED = "directory/deletedItems"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call("POST", "groups", create, rights.GROUPS_WRITE, 2)
    yield from call("GET", "groups", find, rights.GROUPS_READ, 2, kind="group")
    yield from call("GET", "groups/$count", count, rights.GROUPS_READ, kind="group")
    yield from call("GET", "groups/{group}", read, rights.GROUPS_READ, kind="group")
    yield from call("PATCH", "groups/{group}", change, rights.GROUPS_WRITE, 2)
    yield from call("DELETE", "groups/{group}", delete, rights.GROUPS_WRITE, 2)
    yield from call("POST", "groups/{group}/validateProperties", validate, rights.NAMES_CHECK)
    yield from call("POST", "directoryObjects/validateProperties", validate, rights.NAMES_CHECK)
    yield from call(
        "GET", f"{DELETED}/microsoft.graph.group", deleted, rights.NAMES_CHECK, 2, kind="group"
    )
    yield from call(
        "GET",
        f"{DELETED}/microsoft.graph.group/$count",
        deleted_count,
        rights.NAMES_CHECK,
        kind="group",
    )
    yield from call(
        "POST",
        f"{DELETED}/getUserOwnedObjects",
        deleted_owned,
        rights.NAMES_CHECK,
        2,
        kind="directoryObject",
    )
    yield from call(
        "GET", f"{DELETED}/{{deleted}}", deleted_one, rights.NAMES_CHECK, kind="directoryObject"
    )
    yield from call("DELETE", f"{DELETED}/{{deleted}}", purge, rights.GROUPS_WRITE, 2)
    yield from call("POST", f"{DELETED}/{{deleted}}/restore", restore, rights.GROUPS_WRITE, 2)


async def create(ask: Ask) -> Response:
    """Creates a group; the person signed in owns it unless others are named."""
    return _created(ask, ask.world.groups.create(await ask.json(), ask.user))


async def find(ask: Ask) -> Response:
    """The groups that satisfy `$filter` or `$search`."""
    wanted, with_ = selected(ask), expanded(ask)
    everything = {group.id: group for group in ask.world.groups.all()}
    shapes = [group_facts(group, ask.world.people) for group in everything.values()]

    def shape(facts: Facts) -> Facts:
        return pick(facts | _expansions(ask, everything[facts["id"]]), wanted, with_)

    return answer(context(ask, "groups", directory_page(ask, shapes, shape), entity=False))


async def count(ask: Ask) -> Response:
    """How many they are."""
    return counted(ask, [group_facts(one, ask.world.people) for one in ask.world.groups.all()])


async def read(ask: Ask) -> Response:
    """One group, by id or unique name."""
    return answer(context(ask, "groups", _shown(ask, group_of(ask))))


async def change(ask: Ask) -> Response:
    """Updates a group; addressed by unique name with the Prefer header, creates it if missing."""
    body = await ask.json()
    key = unique_name(ask)
    if key is not None and ask.prefers("create-if-missing"):
        group = ask.world.groups.named(key)
        if group is None:
            return _created(ask, ask.world.groups.create(body, ask.user, unique_name=key))
    group = group_of(ask)
    check_manages(ask, group)
    ask.world.groups.change(group, body, ask.user)
    if ask.prefers("return=representation"):
        return answer(
            context(ask, "groups", _shown(ask, group_of(ask))),
            headers={"Preference-Applied": "return=representation"},
        )
    return nothing(200 if _EXCHANGE & body.keys() else 204)


async def delete(ask: Ask) -> Response:
    """Moves a group to the deleted items, for thirty days."""
    group = group_of(ask)
    check_manages(ask, group)
    ask.world.groups.delete(group)
    return nothing()


async def validate(ask: Ask) -> Response:
    """Would these names be accepted?"""
    body = await ask.json()
    if "group" not in ask.parameters and body.get("entityType") != "Group":
        raise answer_to(Refused(Why.BAD_VALUE, "Invalid value specified for 'entityType'."))
    ask.world.groups.check_names(body, ask.user)
    return nothing()


async def deleted(ask: Ask) -> Response:
    """The groups that can be restored."""
    everything = [directory_group(one, ask.world.people) for one in ask.world.groups.deleted()]
    wanted = selected(ask)
    facts = directory_page(ask, everything, lambda one: pick(one, wanted))
    return answer(context(ask, "groups", facts, entity=False))


async def deleted_count(ask: Ask) -> Response:
    """How many they are."""
    everything = [directory_group(one, ask.world.people) for one in ask.world.groups.deleted()]
    return counted(ask, everything)


async def deleted_owned(ask: Ask) -> Response:
    """The deleted groups that the person signed in owned."""
    ids = ask.world.members.groups_of(ask.user, Part.OWNERS)
    value = [
        directory_group(one, ask.world.people)
        for one in ask.world.groups.deleted()
        if one.id in ids
    ]
    return answer(context(ask, "directoryObjects", {"value": value}, entity=False))


async def deleted_one(ask: Ask) -> Response:
    """A deleted group, by its id. Raises Refused(GROUP_NOT_FOUND) when it cannot be restored any more."""
    group = ask.world.groups.deleted_one(ask.parameters["deleted"])
    facts = pick(directory_group(group, ask.world.people), selected(ask))
    return answer(context(ask, "directoryObjects", facts))


async def restore(ask: Ask) -> Response:
    """Brings a group back, with its files."""
    group = ask.world.groups.deleted_one(ask.parameters["deleted"])
    check_manages(ask, group)
    facts = directory_group(ask.world.groups.restore(group), ask.world.people)
    return answer(context(ask, "directoryObjects", facts))


async def purge(ask: Ask) -> Response:
    """Deletes a group for good."""
    group = ask.world.groups.deleted_one(ask.parameters["deleted"])
    check_manages(ask, group)
    ask.world.groups.purge(group)
    return nothing()


def check_manages(ask: Ask, group: Group) -> None:
    """Raises Refused unless the caller owns the group or manages all of them."""
    if not manages_groups(ask.user) and not ask.world.members.holds(
        group.id, ask.user, Part.OWNERS
    ):
        raise Refused(Why.NOT_ENOUGH_RIGHTS)


def _created(ask: Ask, group: Group) -> Response:
    facts = group_facts(group, ask.world.people)
    tenant = ask.world.people.tenant.id
    location = (
        f"{ask.addresses.graph}/v2/{tenant}/directoryObjects/{group.id}"
        "/Microsoft.DirectoryServices.Group"
    )
    return answer(context(ask, "groups", facts), 201, {"Location": location})


def _shown(ask: Ask, group: Group) -> Facts:
    wanted, with_ = selected(ask), expanded(ask)
    facts: dict[str, Any] = group_facts(group, ask.world.people)
    if wanted is not None:
        facts |= exchange_facts(group)
    return pick(facts | _expansions(ask, group), wanted, with_)


def _expansions(ask: Ask, group: Group) -> Facts:
    """What the plain addresses below the group give, as far as it is asked for."""
    facts: Facts = {}
    for name, options in expanded(ask).items():
        wanted = selected(ask.under(options))
        if name == "extensions":
            found = ask.world.extensions.all(group.id)
        else:
            found = [directory_user(one) for one in ask.world.members.of(group.id, Part(name))]
        facts[name] = [pick(one, wanted) for one in found]
    return facts
