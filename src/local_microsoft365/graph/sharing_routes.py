"""Links, previews, thumbnails, permissions: as much as a filing program may ask for."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.answers import answer, nothing
from local_microsoft365.graph.errors import bad_request
from local_microsoft365.graph.item_views import link_facts, permissions_of
from local_microsoft365.graph.odata import Facts, context, pick, selected
from local_microsoft365.graph.request import Ask
from local_microsoft365.graph.resolve import item_at, shapes_of, site_of
from local_microsoft365.graph.routing import Call, item_call
from local_microsoft365.graph.signed_links import preview_url
from local_microsoft365.tenant.ids import new_guid
from local_microsoft365.tenant.refusals import Refused, Why

_TYPES = ("view", "edit", "embed")
_SCOPES = ("anonymous", "organization", "users")


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
