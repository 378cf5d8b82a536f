"""`/directory/deletedItems`: groups that can come back for thirty days."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.answers import answer, nothing
from local_microsoft365.graph.group_shapes import directory_group
from local_microsoft365.graph.groups_routes import check_manages
from local_microsoft365.graph.odata import context, pick, selected
from local_microsoft365.graph.queries import counted, directory_page
from local_microsoft365.graph.request import Ask
from local_microsoft365.graph.routing import Call, call
from local_microsoft365.tenant.members import Part

HOME = "directory/deletedItems"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call(
        "GET", f"{HOME}/microsoft.graph.group", deleted, rights.NAMES_CHECK, 2, kind="group"
    )
    yield from call(
        "GET", f"{HOME}/microsoft.graph.group/$count", count, rights.NAMES_CHECK, kind="group"
    )
    yield from call(
        "POST", f"{HOME}/getUserOwnedObjects", owned, rights.NAMES_CHECK, 2, kind="directoryObject"
    )
    yield from call("GET", f"{HOME}/{{deleted}}", one, rights.NAMES_CHECK, kind="directoryObject")
    yield from call("DELETE", f"{HOME}/{{deleted}}", purge, rights.GROUPS_WRITE, 2)
    yield from call("POST", f"{HOME}/{{deleted}}/restore", restore, rights.GROUPS_WRITE, 2)


async def deleted(ask: Ask) -> Response:
    """The groups that can be restored."""
    everything = [directory_group(one, ask.world.people) for one in ask.world.groups.deleted()]
    wanted = selected(ask)
    facts = directory_page(ask, everything, lambda one: pick(one, wanted))
    return answer(context(ask, "groups", facts, entity=False))


async def count(ask: Ask) -> Response:
    """How many they are."""
    everything = [directory_group(one, ask.world.people) for one in ask.world.groups.deleted()]
    return counted(ask, everything)


async def owned(ask: Ask) -> Response:
    """The deleted groups that the person signed in owned."""
    ids = ask.world.members.groups_of(ask.user, Part.OWNERS)
    value = [
        directory_group(one, ask.world.people)
        for one in ask.world.groups.deleted()
        if one.id in ids
    ]
    return answer(context(ask, "directoryObjects", {"value": value}, entity=False))


async def one(ask: Ask) -> Response:
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
