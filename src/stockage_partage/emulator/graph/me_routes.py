"""`/me`, `/users`, `/organization`: who is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from starlette.responses import Response

from stockage_partage.emulator.graph import rights
from stockage_partage.emulator.graph.answers import answer
from stockage_partage.emulator.graph.ask import Ask
from stockage_partage.emulator.graph.group_shapes import directory_group
from stockage_partage.emulator.graph.odata import Facts, context, cut, listed, page, pick, selected
from stockage_partage.emulator.graph.people_shapes import (
    organization_facts,
    role_facts,
    user_facts,
    usual_facts,
)
from stockage_partage.emulator.graph.routing import Call, call
from stockage_partage.emulator.people import User
from stockage_partage.emulator.world.members import Part

PAGE, MOST = 100, 999
ROLE, GROUP = "#microsoft.graph.directoryRole", "#microsoft.graph.group"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call("GET", "me", me, rights.ME)
    for memberships in ("memberOf", "transitiveMemberOf"):
        yield from call("GET", f"me/{memberships}", member_of, rights.ME)
        for cast in ("group", "directoryRole"):
            path = f"me/{memberships}/microsoft.graph.{cast}"
            yield from call("GET", path, member_of, rights.ME)
    yield from call("GET", "me/ownedObjects", owned_objects, rights.ME)
    yield from call("GET", "me/ownedObjects/microsoft.graph.group", owned_objects, rights.ME)
    yield from call("GET", "me/licenseDetails", license_details, rights.ME)
    yield from call("POST", "me/getMemberObjects", member_objects, rights.ME)
    yield from call("POST", "me/checkMemberGroups", check_member_groups, rights.GROUPS_READ)
    yield from call("GET", "users", users, rights.USERS)
    yield from call("GET", "users/{user}", user, rights.USERS)
    yield from call("GET", "organization", organization, rights.ME)


async def me(ask: Ask) -> Response:
    """The person signed in."""
    return answer(context(ask, "users", _person(ask, ask.user)))


async def user(ask: Ask) -> Response:
    """Somebody, by id or sign-in name."""
    found = ask.world.members.known(ask.parameters["user"])
    return answer(context(ask, "users", _person(ask, found)))


async def users(ask: Ask) -> Response:
    """Everybody."""
    where = page(ask, PAGE, MOST)
    everybody = cut(list(ask.world.people), where)
    facts = listed(ask, where, everybody, lambda one: _person(ask, one))
    return answer(context(ask, "users", facts, entity=False))


async def member_of(ask: Ask) -> Response:
    """The groups and roles of the person signed in."""
    groups = (_group(ask, group_id) for group_id in _groups(ask, Part.MEMBERS))
    return _objects(ask, [*(one for one in groups if one), *map(role_facts, ask.user.roles)])


async def owned_objects(ask: Ask) -> Response:
    """The groups that the person signed in owns."""
    groups = (_group(ask, group_id) for group_id in _groups(ask, Part.OWNERS))
    return _objects(ask, [one for one in groups if one])


async def license_details(ask: Ask) -> Response:
    """The plans of the person signed in; a SharePoint one is among them."""
    details = {
        "id": "tAl-iGtAfEeBmbyqi-4mYA",
        "skuId": "f245ecc8-75af-4f8e-b61f-27d8114de5f3",
        "skuPartNumber": "O365_BUSINESS_PREMIUM",
        "servicePlans": [
            {
                "servicePlanId": "c7699d2e-19aa-44de-8edf-1736da088ca1",
                "servicePlanName": "SHAREPOINTSTANDARD",
                "provisioningStatus": "Success",
                "appliesTo": "User",
            }
        ],
    }
    return answer(context(ask, "users('me')/licenseDetails", {"value": [details]}, entity=False))


async def member_objects(ask: Ask) -> Response:
    """The ids of the groups and roles of the person signed in."""
    body = await ask.json()
    ids = _groups(ask, Part.MEMBERS)
    if not body.get("securityEnabledOnly"):
        ids += [role_facts(role)["id"] for role in ask.user.roles]
    return answer(context(ask, "Collection(Edm.String)", {"value": ids}, entity=False))


async def check_member_groups(ask: Ask) -> Response:
    """Which of some groups the person signed in belongs to."""
    asked = (await ask.json()).get("groupIds") or []
    ids = [group_id for group_id in _groups(ask, Part.MEMBERS) if group_id in asked]
    return answer(context(ask, "Collection(Edm.String)", {"value": ids}, entity=False))


async def organization(ask: Ask) -> Response:
    """The tenant."""
    facts = pick(organization_facts(ask.world.people), selected(ask))
    return answer(context(ask, "organization", {"value": [facts]}, entity=False))


def _person(ask: Ask, person: User) -> Facts:
    wanted = selected(ask)
    return usual_facts(person) if wanted is None else pick(user_facts(person), wanted)


def _groups(ask: Ask, part: Part) -> list[str]:
    live = {group.id for group in ask.world.groups.all()}
    return [one for one in ask.world.members.groups_of(ask.user, part) if one in live]


def _group(ask: Ask, group_id: str) -> Facts:
    return directory_group(ask.world.groups.get(group_id), ask.world.people)


def _objects(ask: Ask, objects: Iterable[Facts]) -> Response:
    cast = str(ask.request.scope["raw_path"].rpartition(b"/")[2], "ascii")
    kept = [
        one
        for one in objects
        if not cast.startswith("microsoft.graph.") or one["@odata.type"] == f"#{cast}"
    ]
    where = page(ask, PAGE, MOST)
    wanted = selected(ask)
    facts = listed(ask, where, cut(kept, where), lambda one: pick(one, wanted))
    if ask.query.get("$count") == "true":
        facts = {"@odata.count": len(kept)} | facts
    return answer(context(ask, "directoryObjects", facts, entity=False))
