"""`/groups`: create, upsert by unique name, find, change, delete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from stockage_partage.emulator.graph import rights
from stockage_partage.emulator.graph.answers import answer, nothing
from stockage_partage.emulator.graph.ask import Ask
from stockage_partage.emulator.graph.errors import answer_to
from stockage_partage.emulator.graph.group_shapes import exchange_facts, group_facts
from stockage_partage.emulator.graph.odata import Facts, context, expanded, pick, selected
from stockage_partage.emulator.graph.people_shapes import directory_user
from stockage_partage.emulator.graph.places import group_of, unique_name
from stockage_partage.emulator.graph.queries import directory_page
from stockage_partage.emulator.graph.routing import Call, call
from stockage_partage.emulator.world import Refused, Why
from stockage_partage.emulator.world.group_rules import manages_groups
from stockage_partage.emulator.world.groups import Group
from stockage_partage.emulator.world.members import Part

_EXCHANGE = frozenset(
    {"allowExternalSenders", "autoSubscribeNewMembers", "hideFromAddressLists"}
    | {"hideFromOutlookClients", "isSubscribedByMail", "unseenCount"}
)


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call("POST", "groups", create, rights.GROUPS_WRITE, 2)
    yield from call("GET", "groups", find, rights.GROUPS_READ, 2)
    yield from call("GET", "groups/{group}", read, rights.GROUPS_READ)
    yield from call("PATCH", "groups/{group}", change, rights.GROUPS_WRITE, 2)
    yield from call("DELETE", "groups/{group}", delete, rights.GROUPS_WRITE, 2)
    yield from call("POST", "groups/{group}/validateProperties", validate, rights.NAMES_CHECK)
    yield from call("POST", "directoryObjects/validateProperties", validate, rights.NAMES_CHECK)


async def create(ask: Ask) -> Response:
    """A new group."""
    return _created(ask, ask.world.groups.create(await ask.json(), ask.user))


async def find(ask: Ask) -> Response:
    """The groups that satisfy `$filter` or `$search`."""
    wanted, with_ = selected(ask), expanded(ask)
    everything = {group.id: group for group in ask.world.groups.all()}
    shapes = [group_facts(group, ask.world.people) for group in everything.values()]

    def shape(facts: Facts) -> Facts:
        return pick(facts | _expansions(ask, everything[facts["id"]], with_), wanted, with_)

    return answer(context(ask, "groups", directory_page(ask, shapes, shape), entity=False))


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
    """To the deleted items, for thirty days."""
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
    return pick(facts | _expansions(ask, group, with_), wanted, with_)


def _expansions(ask: Ask, group: Group, with_: frozenset[str]) -> Facts:
    facts: Facts = {}
    for part in Part:
        if part in with_:
            facts[part] = [directory_user(one) for one in ask.world.members.of(group.id, part)]
    if "extensions" in with_:
        facts["extensions"] = ask.world.extensions.all(group.id)
    return facts
