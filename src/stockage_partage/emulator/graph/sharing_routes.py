"""Links, previews, thumbnails, permissions: as much as a filing program may ask for."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from stockage_partage.emulator.graph import rights
from stockage_partage.emulator.graph.answers import answer
from stockage_partage.emulator.graph.ask import Ask
from stockage_partage.emulator.graph.errors import bad_request
from stockage_partage.emulator.graph.odata import Facts, context
from stockage_partage.emulator.graph.places import item_at, shapes_of, site_of
from stockage_partage.emulator.graph.routing import Call, item_call
from stockage_partage.emulator.graph.signed_links import preview_url
from stockage_partage.emulator.world import Refused, Why
from stockage_partage.emulator.world.ids import new_guid
from stockage_partage.emulator.world.item import Item
from stockage_partage.emulator.world.store import Row

_TYPES = ("view", "edit", "embed")
_SCOPES = ("anonymous", "organization", "users")


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from item_call("POST", "createLink", create_link, rights.FILES_WRITE, 5)
    yield from item_call("POST", "preview", preview, rights.FILES_READ)
    yield from item_call("GET", "thumbnails", thumbnails, rights.FILES_READ)
    yield from item_call("GET", "thumbnails/{thumbnail}", thumbnail, rights.FILES_READ)
    yield from item_call("GET", "permissions", permissions, rights.FILES_READ, 5)


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
    facts = _link(link, shapes_of(ask, site).site_url)
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
    """None either."""
    item_at(ask, site_of(ask))
    raise Refused(Why.ITEM_NOT_FOUND)


async def permissions(ask: Ask) -> Response:
    """Who may see the item: the group, and the links made."""
    site = site_of(ask)
    found = item_at(ask, site)
    shapes = shapes_of(ask, site)
    rows = ask.world.store.rows("SELECT * FROM links WHERE item = ?", found.id)
    value = [_of_group(ask, found), *(_link(row, shapes.site_url) for row in rows)]
    return answer(context(ask, "permissions", {"value": value}, entity=False))


def _of_group(ask: Ask, item: Item) -> Facts:
    group = ask.world.groups.get(ask.world.sites.of_drive(item.drive).group)
    return {
        "id": group.id,
        "roles": ["write"],
        "grantedToV2": {"group": {"displayName": group.facts["displayName"], "id": group.id}},
        "inheritedFrom": {},
    }


def _link(row: Row, site_url: str) -> Facts:
    link = {
        "scope": row["scope"],
        "type": row["type"],
        "webUrl": f"{site_url}/:b:/{row['id']}",
        "preventsDownload": False,
    }
    roles = ["write"] if row["type"] == "edit" else ["read"]
    return {"id": row["id"], "roles": roles, "hasPassword": False, "link": link}
