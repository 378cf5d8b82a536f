"""`/me`, `/users`, `/organization`: who is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.directory_shapes import (
    directory_group,
    organization_facts,
    role_facts,
    user_facts,
    usual_facts,
)
from local_microsoft365.graph.odata import Facts, context, expanded, pick, selected
from local_microsoft365.graph.queries import counted, directory_page
from local_microsoft365.graph.request import Ask, answer
from local_microsoft365.graph.routing import Call, call
from local_microsoft365.people import User
from local_microsoft365.tenant.groups import CREATORS, is_creator
from local_microsoft365.tenant.members import Part

ROLE, GROUP = "#microsoft.graph.directoryRole", "#microsoft.graph.group"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call("GET", "me", me, rights.ME, kind="user")
    for memberships in ("memberOf", "transitiveMemberOf"):
        yield from call("GET", f"me/{memberships}", member_of, rights.ME, kind="directoryObject")
        yield from call(
            "GET", f"me/{memberships}/$count", count_member_of, rights.ME, kind="directoryObject"
        )
        for cast in ("group", "directoryRole"):
            path = f"me/{memberships}/microsoft.graph.{cast}"
            yield from call("GET", path, member_of, rights.ME, kind="directoryObject")
            yield from call(
                "GET", f"{path}/$count", count_member_of, rights.ME, kind="directoryObject"
            )
    yield from call("GET", "me/ownedObjects", owned_objects, rights.ME, kind="directoryObject")
    yield from call(
        "GET",
        "me/ownedObjects/microsoft.graph.group",
        owned_objects,
        rights.ME,
        kind="directoryObject",
    )
    yield from call("GET", "me/licenseDetails", license_details, rights.ME, kind="licenseDetails")
    yield from call("POST", "me/getMemberObjects", member_objects, rights.ME)
    yield from call("POST", "me/checkMemberGroups", check_member_groups, rights.GROUPS_READ)
    yield from call("GET", "users", users, rights.USERS, kind="user")
    yield from call("GET", "users/$count", count_users, rights.USERS, kind="user")
    yield from call("GET", "users/{user}", user, rights.USERS, kind="user")
    yield from call("GET", "organization", organization, rights.ME, kind="organization")


async def me(ask: Ask) -> Response:
    """The person signed in."""
    return answer(context(ask, "users", _person(ask, ask.user)))


async def user(ask: Ask) -> Response:
    """Somebody, by id or sign-in name."""
    found = ask.world.members.known(ask.parameters["user"])
    return answer(context(ask, "users", _person(ask, found)))


async def users(ask: Ask) -> Response:
    """The people of the organisation, a page at a time."""
    everybody = {one.id: one for one in ask.world.people}
    known = [user_facts(one) for one in everybody.values()]
    facts = directory_page(ask, known, lambda one: _person(ask, everybody[one["id"]]))
    return answer(context(ask, "users", facts, entity=False))


async def count_users(ask: Ask) -> Response:
    """How many they are."""
    return counted(ask, [user_facts(one) for one in ask.world.people])


async def member_of(ask: Ask) -> Response:
    """The groups and roles of the person signed in."""
    return _objects(ask, _memberships(ask, ask.user))


async def count_member_of(ask: Ask) -> Response:
    """How many they are."""
    steps = ask.request.scope["raw_path"].decode("ascii").rsplit("/", 2)
    return counted(ask, _cast(_memberships(ask, ask.user), steps[-2]))


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
    return answer(
        context(
            ask,
            "users('me')/licenseDetails",
            {"value": [pick(details, selected(ask))]},
            entity=False,
        )
    )


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
    """The organisation of the person signed in."""
    facts = pick(organization_facts(ask.world.people), selected(ask))
    return answer(context(ask, "organization", {"value": [facts]}, entity=False))


def _person(ask: Ask, person: User) -> Facts:
    wanted, with_ = selected(ask), expanded(ask)
    facts = usual_facts(person) if wanted is None else user_facts(person)
    if "memberOf" in with_:
        inside = selected(ask.under(with_["memberOf"]))
        facts["memberOf"] = [pick(one, inside) for one in _memberships(ask, person)]
    return pick(facts, wanted, with_)


def _memberships(ask: Ask, person: User) -> list[Facts]:
    groups = (_group(ask, group_id) for group_id in _groups(ask, Part.MEMBERS, person))
    return [*groups, *map(role_facts, person.roles)]


def _cast(objects: Iterable[Facts], word: str) -> list[Facts]:
    """Only those of a type, where the address casts to one."""
    cast = word.startswith("microsoft.graph.")
    return [one for one in objects if not cast or one["@odata.type"] == f"#{word}"]


def _groups(ask: Ask, part: Part, person: User | None = None) -> list[str]:
    live = {group.id for group in ask.world.groups.all()}
    who = person or ask.user
    found = [one for one in ask.world.members.groups_of(who, part) if one in live]
    return [*found, CREATORS.id] if part is Part.MEMBERS and is_creator(who) else found


def _group(ask: Ask, group_id: str) -> Facts:
    group = CREATORS if group_id == CREATORS.id else ask.world.groups.get(group_id)
    return directory_group(group, ask.world.people)


def _objects(ask: Ask, objects: Iterable[Facts]) -> Response:
    cast = str(ask.request.scope["raw_path"].rpartition(b"/")[2], "ascii")
    kept = _cast(objects, cast)
    wanted = selected(ask)
    facts = directory_page(ask, kept, lambda one: pick(one, wanted))
    return answer(context(ask, "directoryObjects", facts, entity=False))
