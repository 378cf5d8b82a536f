"""People of a group, and the small facts that applications hang on it."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.directory_shapes import directory_user
from local_microsoft365.graph.groups_routes import check_manages
from local_microsoft365.graph.odata import context, pick, selected
from local_microsoft365.graph.queries import counted, directory_page
from local_microsoft365.graph.request import Ask, answer, nothing
from local_microsoft365.graph.resolve import group_of
from local_microsoft365.graph.routing import Call, Handler, call
from local_microsoft365.tenant.members import EXTENSION_TYPE, Part
from local_microsoft365.tenant.refusals import Refused, Why

GROUP = "groups/{group}"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    for part, scopes in (
        (Part.MEMBERS, rights.MEMBERS_WRITE),
        (Part.OWNERS, rights.GROUPS_WRITE),
    ):
        path = f"{GROUP}/{part}"
        for cast in ("", "/microsoft.graph.user"):
            yield from call(
                "GET", path + cast, _people(part), rights.GROUPS_READ, 2, kind="directoryObject"
            )
            count = f"{path}{cast}/$count"
            yield from call("GET", count, _count(part), rights.GROUPS_READ, kind="directoryObject")
        yield from call("GET", f"{path}/$ref", _references(part), rights.GROUPS_READ, 2)
        yield from call("POST", f"{path}/$ref", _add(part), scopes, 2)
        yield from call("DELETE", f"{path}/{{person}}/$ref", _remove(part), scopes, 2)
    yield from call("GET", f"{GROUP}/extensions", extensions, rights.GROUPS_READ, kind="extension")
    yield from call("POST", f"{GROUP}/extensions", add_extension, rights.GROUPS_WRITE, 2)
    one = f"{GROUP}/extensions/{{extension}}"
    yield from call("GET", one, extension, rights.GROUPS_READ, kind="extension")
    yield from call("PATCH", one, change_extension, rights.GROUPS_WRITE, 2)
    yield from call("DELETE", one, remove_extension, rights.GROUPS_WRITE, 2)


def _people(part: Part) -> Handler:
    async def people(ask: Ask) -> Response:
        users = [directory_user(one) for one in ask.world.members.of(group_of(ask).id, part)]
        wanted = selected(ask)
        facts = directory_page(ask, users, lambda one: pick(one, wanted))
        return answer(context(ask, "directoryObjects", facts, entity=False))

    return people


def _count(part: Part) -> Handler:
    async def count(ask: Ask) -> Response:
        users = ask.world.members.of(group_of(ask).id, part)
        return counted(ask, [directory_user(one) for one in users])

    return count


def _references(part: Part) -> Handler:
    async def references(ask: Ask) -> Response:
        people = ask.world.members.of(group_of(ask).id, part)
        addresses = [{"@odata.id": f"{ask.base}/directoryObjects/{one.id}"} for one in people]
        return answer(context(ask, "Collection($ref)", {"value": addresses}, entity=False))

    return references


def _add(part: Part) -> Handler:
    async def add(ask: Ask) -> Response:
        group = group_of(ask)
        user = ask.world.members.behind((await ask.json()).get("@odata.id"))
        joins_itself = part is Part.MEMBERS and user == ask.user and not group.private
        if not joins_itself:
            check_manages(ask, group)
        ask.world.members.add(group.id, part, [user])
        return nothing()

    return add


def _remove(part: Part) -> Handler:
    async def remove(ask: Ask) -> Response:
        group = group_of(ask)
        if ask.parameters["person"] != ask.user.id:
            check_manages(ask, group)
        ask.world.members.remove(group.id, part, ask.parameters["person"])
        return nothing()

    return remove


async def extensions(ask: Ask) -> Response:
    """The group's open extensions."""
    value = ask.world.extensions.all(group_of(ask).id)
    return answer(context(ask, "extensions", {"value": value}, entity=False))


async def add_extension(ask: Ask) -> Response:
    """A new open extension."""
    group = group_of(ask)
    check_manages(ask, group)
    body = await ask.json()
    if str(body.get("@odata.type", EXTENSION_TYPE)).removeprefix("#") != EXTENSION_TYPE:
        raise Refused(Why.BAD_VALUE, "Only open type extensions are supported.")
    facts = ask.world.extensions.add(group.id, body)
    return answer(context(ask, "extensions", facts), 201)


async def extension(ask: Ask) -> Response:
    """The open extension of that name of a group. Raises Refused(EXTENSION_NOT_FOUND)."""
    facts = ask.world.extensions.get(group_of(ask).id, ask.parameters["extension"])
    return answer(context(ask, "extensions", facts))


async def change_extension(ask: Ask) -> Response:
    """New values in an open extension."""
    group = group_of(ask)
    check_manages(ask, group)
    body = await ask.json()
    facts = ask.world.extensions.change(group.id, ask.parameters["extension"], body)
    return answer(context(ask, "extensions", facts))


async def remove_extension(ask: Ask) -> Response:
    """Takes an open extension off."""
    group = group_of(ask)
    check_manages(ask, group)
    ask.world.extensions.remove(group.id, ask.parameters["extension"])
    return nothing()
