"""Links, previews, thumbnails, permissions, and `/shares/{…}`: as much as a filing program may ask for."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.drive_views import (
    link_facts,
    permissions_of,
    row_of,
    shown,
    site_shown,
)
from local_microsoft365.graph.errors import bad_request
from local_microsoft365.graph.odata import Facts, context, expanded, pick, selected
from local_microsoft365.graph.request import Ask, answer, nothing
from local_microsoft365.graph.resolve import item_at, shapes_of, shared_by, site_of
from local_microsoft365.graph.routing import Call, call, item_call
from local_microsoft365.graph.signed_links import preview_url
from local_microsoft365.graph.sites_routes import list_item
from local_microsoft365.tenant.ids import new_guid
from local_microsoft365.tenant.refusals import Refused, Why

_TYPES = ("view", "edit", "embed")
_SCOPES = ("anonymous", "organization", "users")
SHARE = "shares/{share}"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from item_call("POST", "createLink", create_link, rights.FILES_WRITE, 5)
    yield from item_call("POST", "preview", preview, rights.FILES_READ)
    yield from item_call("GET", "thumbnails", thumbnails, rights.FILES_READ, kind="thumbnailSet")
    yield from item_call("GET", "thumbnails/{thumbnail}", thumbnail, rights.FILES_READ)
    yield from item_call("GET", "permissions", permissions, rights.FILES_READ, 5, kind="permission")
    one = "permissions/{permission}"
    yield from item_call("GET", one, permission, rights.FILES_READ, 5, kind="permission")
    yield from item_call("DELETE", one, remove_permission, rights.FILES_WRITE, 5)
    yield from call("GET", SHARE, share, rights.FILES_READ, kind="sharedDriveItem")
    yield from call("GET", f"{SHARE}/site", shared_site, rights.FILES_READ, kind="site")
    yield from call("GET", f"{SHARE}/listItem", list_item, rights.FILES_READ, kind="listItem")
    yield from call(
        "GET", f"{SHARE}/permission", shared_permission, rights.FILES_READ, 5, "permission"
    )


async def create_link(ask: Ask) -> Response:
    """A sharing link: 201 when new, 200 when the same one exists already."""
    site = site_of(ask)
    found = item_at(ask, site)
    body = await ask.json()
    kind, scope = body.get("type", "view"), body.get("scope", "organization")
    if kind not in _TYPES or scope not in _SCOPES:
        raise bad_request("Invalid link type or scope.")
    if scope == "anonymous" and not ask.world.switches.now.anonymous_links:
        raise Refused(Why.ACCESS_DENIED, "Anonymous links are disabled by policy.")
    question = "SELECT * FROM links WHERE item = ? AND type = ? AND scope = ?"
    there = ask.world.store.row(question, found.id, kind, scope)
    if there is None:
        ask.world.store.insert("links", id=new_guid(), item=found.id, type=kind, scope=scope)
    link = there or ask.world.store.row(question, found.id, kind, scope)
    if link is None:
        raise Refused(Why.ITEM_NOT_FOUND)
    facts = link_facts(shapes_of(ask, site), found, link)
    return answer(context(ask, "permission", facts), 200 if there else 201)


async def preview(ask: Ask) -> Response:
    """A short-lived address that shows the file in a page."""
    site = site_of(ask)
    found = item_at(ask, site)
    if found.folder:
        raise Refused(Why.NOT_SUPPORTED, "A folder has no preview.")
    url = preview_url(ask.world, shapes_of(ask, site).site_url, found)
    facts = {"getUrl": url, "postParameters": None, "postUrl": None}
    return answer(context(ask, "microsoft.graph.itemPreviewInfo", facts, entity=False))


async def thumbnails(ask: Ask) -> Response:
    """None: the local service draws no pictures."""
    item_at(ask, site_of(ask))
    return answer(context(ask, "thumbnails", {"value": []}, entity=False))


async def thumbnail(ask: Ask) -> Response:
    """Raises Refused(ITEM_NOT_FOUND): the local service draws no pictures."""
    item_at(ask, site_of(ask))
    raise Refused(Why.ITEM_NOT_FOUND)


async def permissions(ask: Ask) -> Response:
    """Who may see the item."""
    site = site_of(ask)
    facts = {"value": permissions_of(ask, shapes_of(ask, site), item_at(ask, site))}
    return answer(context(ask, "permissions", facts, entity=False))


async def permission(ask: Ask) -> Response:
    """A permission of an item, by its id. Raises Refused(ITEM_NOT_FOUND)."""
    return answer(context(ask, "permissions", pick(_permission(ask), selected(ask))))


async def remove_permission(ask: Ask) -> Response:
    """Takes a link back; what the item has from its library stays."""
    if "link" not in _permission(ask):
        raise Refused(Why.ACCESS_DENIED, "An inherited permission cannot be removed here.")
    ask.world.store.run("DELETE FROM links WHERE id = ?", ask.parameters["permission"])
    return nothing()


def _permission(ask: Ask) -> Facts:
    site = site_of(ask)
    everything = permissions_of(ask.under({}), shapes_of(ask, site), item_at(ask, site))
    for one in everything:
        if one["id"] == ask.parameters["permission"]:
            return one
    raise Refused(Why.ITEM_NOT_FOUND)


async def share(ask: Ask) -> Response:
    """What is shared, and by which library."""
    found = shared_by(ask)
    shapes, with_ = shapes_of(ask, found.site), expanded(ask)
    facts: Facts = {
        "id": ask.parameters["share"],
        "name": found.item.name,
        "webUrl": shapes.web_url(found.item),
        "owner": {"group": {"id": found.site.group, "displayName": shapes.site()["displayName"]}},
    }
    if "driveItem" in with_:
        facts["driveItem"] = shown(ask.under(with_["driveItem"]), shapes, found.item)
    if "listItem" in with_:
        facts["listItem"] = row_of(ask.under(with_["listItem"]), shapes, found.item)
    if "site" in with_:
        facts["site"] = site_shown(ask.under(with_["site"]), shapes, found.site)
    return answer(context(ask, "shares", pick(facts, selected(ask), with_)))


async def shared_site(ask: Ask) -> Response:
    """The site in which it lies."""
    found = shared_by(ask)
    return answer(context(ask, "sites", site_shown(ask, shapes_of(ask, found.site), found.site)))


async def shared_permission(ask: Ask) -> Response:
    """The sharing link that was given."""
    found = shared_by(ask)
    if found.link is None:
        raise Refused(Why.ITEM_NOT_FOUND, "The address is of a page, not of a sharing link.")
    facts = link_facts(shapes_of(ask, found.site), found.item, found.link)
    return answer(context(ask, "permissions", pick(facts, selected(ask))))
