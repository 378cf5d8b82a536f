"""Reading a drive: itself, its items, a folder's children, a file's bytes and versions."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from stockage_partage.emulator.graph import rights
from stockage_partage.emulator.graph.answers import answer, nothing
from stockage_partage.emulator.graph.ask import Ask
from stockage_partage.emulator.graph.drive_shapes import DriveShapes
from stockage_partage.emulator.graph.errors import GraphError, bad_request
from stockage_partage.emulator.graph.odata import (
    Facts,
    context,
    expanded,
    listed,
    page,
    pick,
    selected,
)
from stockage_partage.emulator.graph.places import item_at, shapes_of, site_of
from stockage_partage.emulator.graph.routing import Call, drive_call, item_call
from stockage_partage.emulator.graph.signed_links import download_url
from stockage_partage.emulator.world import Refused, Why
from stockage_partage.emulator.world.item import Item
from stockage_partage.emulator.world.tree import ORDERS, Order

PAGE, MOST = 200, 1000
ITEMS = "driveItem"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from drive_call("GET", "", drive, rights.FILES_READ)
    yield from item_call("GET", "", item, rights.FILES_READ)
    yield from item_call("GET", "children", children, rights.FILES_READ, 2)
    yield from item_call("GET", "content", content, rights.FILES_READ)
    yield from item_call("GET", "search", search, rights.FILES_READ, 2)
    yield from drive_call("GET", "search", search, rights.FILES_READ, 2)
    yield from item_call("GET", "versions", versions, rights.FILES_READ, 2)
    yield from item_call("GET", "versions/{version}", version, rights.FILES_READ)
    yield from item_call("GET", "versions/{version}/content", version_content, rights.FILES_READ)


async def drive(ask: Ask) -> Response:
    """The library."""
    shapes = shapes_of(ask)
    wanted = selected(ask)
    facts = shapes.drive()
    if wanted is not None:
        facts["sharePointIds"] = shapes.sharepoint_ids()
    return answer(context(ask, "drives", pick(facts, wanted)))


async def item(ask: Ask) -> Response:
    """A file or a folder."""
    site = site_of(ask)
    found = item_at(ask, site)
    shapes = shapes_of(ask, site)
    if _known(ask, found):
        return nothing(304)
    return answer(context(ask, ITEMS, shown(ask, shapes, found)))


async def children(ask: Ask) -> Response:
    """A page of a folder."""
    site = site_of(ask)
    folder = item_at(ask, site)
    if not folder.folder:
        return answer(context(ask, ITEMS, {"value": []}, entity=False))
    where = page(ask, PAGE, MOST)
    found = ask.world.tree.children(folder, _order(ask), where.limit + 1, where.offset)
    shapes = shapes_of(ask, site)
    facts = listed(ask, where, found, lambda one: shown(ask, shapes, one))
    return answer(context(ask, f"{ITEMS}/children", facts, entity=False))


async def content(ask: Ask) -> Response:
    """Where the bytes of a file are: a signed address on SharePoint."""
    site = site_of(ask)
    found = item_at(ask, site)
    _check_file(found)
    if _known(ask, found):
        return nothing(304)
    return _redirect(ask, shapes_of(ask, site), found, None)


async def search(ask: Ask) -> Response:
    """The items below that hold some words."""
    if "q" not in ask.arguments:
        raise bad_request("The function 'search' expects the parameter 'q'.")
    site = site_of(ask)
    folder = item_at(ask, site)
    where = page(ask, PAGE, MOST)
    found = ask.world.tree.search(folder, ask.arguments["q"], where.limit + 1, where.offset)
    shapes = shapes_of(ask, site)
    facts = listed(ask, where, found, lambda one: pick(_hit(shapes, one), selected(ask)))
    return answer(context(ask, "Collection(driveItem)", facts, entity=False))


async def versions(ask: Ask) -> Response:
    """The contents that a file has had."""
    site = site_of(ask)
    found = item_at(ask, site)
    shapes = shapes_of(ask, site)
    value = [shapes.version(one, found) for one in ask.world.moves.versions(found)]
    return answer(context(ask, f"{ITEMS}/versions", {"value": value}, entity=False))


async def version(ask: Ask) -> Response:
    """One of them."""
    site = site_of(ask)
    found = item_at(ask, site)
    one = ask.world.moves.version(found, ask.parameters["version"])
    facts = shapes_of(ask, site).version(one, found)
    return answer(context(ask, f"{ITEMS}/versions", facts))


async def version_content(ask: Ask) -> Response:
    """Where its bytes are."""
    site = site_of(ask)
    found = item_at(ask, site)
    one = ask.world.moves.version(found, ask.parameters["version"])
    return _redirect(ask, shapes_of(ask, site), found, one.blob)


def shown(ask: Ask, shapes: DriveShapes, found: Item) -> Facts:
    """An item as the options ask for it."""
    wanted, with_ = selected(ask), expanded(ask)
    facts: Facts = {"@odata.etag": found.etag} | shapes.item(found)
    if wanted is not None:
        facts["sharepointIds"] = shapes.sharepoint_ids(found)
        facts["webDavUrl"] = shapes.web_url(found)
        if "content.downloadurl" in wanted:
            wanted |= {"@microsoft.graph.downloadurl"}
    if "children" in with_ and found.folder:
        inside = ask.world.tree.children(found, Order(), PAGE, 0)
        facts["children"] = [shapes.item(one) for one in inside]
    for name in with_ & {"thumbnails", "permissions", "versions"}:
        facts[name] = []
    return pick(facts, wanted, with_)


def _hit(shapes: DriveShapes, found: Item) -> Facts:
    facts = shapes.item(found)
    for name in ("cTag", "@microsoft.graph.downloadUrl"):
        facts.pop(name, None)
    if "file" in facts:
        facts["file"] = {"mimeType": found.mime}
    return facts | {"searchResult": {}}


def _order(ask: Ask) -> Order:
    name, _, direction = ask.query.get("$orderby", "name").strip().partition(" ")
    if name.lower() not in ORDERS:
        raise GraphError(400, "invalidRequest", f"Ordering by '{name}' is not supported.")
    return Order(name.lower(), direction.strip().lower() == "desc")


def _known(ask: Ask, found: Item) -> bool:
    return ask.header("if-none-match") in (found.etag, found.ctag)


def _check_file(found: Item) -> None:
    if found.folder:
        raise Refused(Why.INVALID_REQUEST, "The resource is a folder: it has no content.")


def _redirect(ask: Ask, shapes: DriveShapes, found: Item, blob: str | None) -> Response:
    location = download_url(ask.world, shapes.site_url, found, blob)
    return Response(status_code=302, headers={"Location": location})


def _context(ask: Ask) -> str:
    return "driveItem"
