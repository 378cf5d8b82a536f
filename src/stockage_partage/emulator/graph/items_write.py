"""Changing a drive: contents, folders, names, places, versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from starlette.responses import Response

from stockage_partage.emulator.clock import epoch
from stockage_partage.emulator.graph import rights
from stockage_partage.emulator.graph.answers import answer, nothing
from stockage_partage.emulator.graph.ask import Ask
from stockage_partage.emulator.graph.errors import bad_request
from stockage_partage.emulator.graph.items_read import ITEMS, shown
from stockage_partage.emulator.graph.odata import context
from stockage_partage.emulator.graph.places import item_at, shapes_of, site_of, spot_of
from stockage_partage.emulator.graph.receiving import received
from stockage_partage.emulator.graph.routing import Call, item_call
from stockage_partage.emulator.world import Refused, Why
from stockage_partage.emulator.world.effects import Kind
from stockage_partage.emulator.world.item import Item, Spot
from stockage_partage.emulator.world.items import (
    Conditions,
    OnConflict,
    Placed,
    check_etag,
    columns_of,
)
from stockage_partage.emulator.world.sites import Site

CONFLICT = "@microsoft.graph.conflictBehavior"
LARGEST_PUT = 250 * 1000 * 1000  # bytes in one request


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from item_call("PUT", "content", put_content, rights.FILES_WRITE, 2)
    yield from item_call("POST", "children", make_folder, rights.FILES_WRITE, 2)
    yield from item_call("PATCH", "", change, rights.FILES_WRITE, 2)
    yield from item_call("DELETE", "", delete, rights.FILES_WRITE, 2)
    yield from item_call("POST", "copy", copy, rights.FILES_WRITE, 2)
    yield from item_call(
        "POST", "versions/{version}/restoreVersion", restore, rights.FILES_WRITE, 2
    )


async def put_content(ask: Ask) -> Response:
    """A whole file in one request: 201 when new, 200 when replaced."""
    site = site_of(ask)
    spot = spot_of(ask, site)
    wanted = Conditions(
        on_conflict(ask.query.get(CONFLICT), OnConflict.REPLACE),
        if_match=ask.header("if-match"),
        if_none_match=ask.header("if-none-match"),
        mime=ask.header("content-type"),
    )
    body = await received(ask, LARGEST_PUT)
    placed = ask.world.items.place(spot, body, wanted, ask.user)
    return placed_answer(ask, site, placed)


async def make_folder(ask: Ask) -> Response:
    """A folder in a folder."""
    site = site_of(ask)
    body = await ask.json()
    name = body.get("name")
    if not isinstance(name, str) or "folder" not in body:
        raise bad_request("A name and a folder facet are expected.")
    spot = spot_of(ask, site)
    parent = ask.world.items.parent_at(Spot(spot.base, (*spot.names, name)), ask.user)
    conflict = on_conflict(body.get(CONFLICT) or ask.query.get(CONFLICT), OnConflict.FAIL)
    return placed_answer(ask, site, ask.world.items.make_folder(parent, name, conflict, ask.user))


async def change(ask: Ask) -> Response:
    """Another name, folder, description or time."""
    site = site_of(ask)
    found = item_at(ask, site)
    body = await ask.json()
    check_etag(found, ask.header("if-match"))
    columns = columns_of(body)
    if columns:
        found = ask.world.items.touch(
            found, Kind.CHANGED, **columns, **ask.world.items.stamp(ask.user)
        )
    if "name" in body or "parentReference" in body:
        parent = _new_parent(ask, site, found, body.get("parentReference") or {})
        conflict = on_conflict(body.get(CONFLICT) or ask.query.get(CONFLICT), OnConflict.FAIL)
        name = body.get("name") or found.name
        found = ask.world.moves.move(found, parent, name, conflict, ask.user)
    return placed_answer(ask, site, Placed(found, created=False))


async def delete(ask: Ask) -> Response:
    """To the recycle bin."""
    site = site_of(ask)
    ask.world.moves.delete(item_at(ask, site), ask.header("if-match"), ask.user)
    return nothing()


async def copy(ask: Ask) -> Response:
    """The same elsewhere; the answer says where to ask how far it is."""
    site = site_of(ask)
    found = item_at(ask, site)
    body = await ask.json()
    parent = _new_parent(ask, site, found, body.get("parentReference") or {})
    conflict = on_conflict(ask.query.get(CONFLICT), OnConflict.FAIL)
    name = body.get("name") or found.name
    made = ask.world.moves.copy(found, parent, name, conflict, ask.user)
    since = epoch(ask.world.clock)
    monitor = f"{shapes_of(ask, site).site_url}/_api/v2.0/monitor/{made.id}?since={since}"
    return Response(status_code=202, headers={"Location": monitor})


async def restore(ask: Ask) -> Response:
    """An earlier content becomes the present one again."""
    site = site_of(ask)
    found = item_at(ask, site)
    version = ask.world.moves.version(found, ask.parameters["version"])
    ask.world.moves.restore(found, version, ask.user)
    return nothing()


def on_conflict(text: object, usual: OnConflict) -> OnConflict:
    """The conflict behaviour asked for. Raises GraphError for a word that is none."""
    if text is None:
        return usual
    try:
        return OnConflict(str(text).lower())
    except ValueError as error:
        raise bad_request(f"Invalid conflict behavior '{text}'.") from error


def placed_answer(ask: Ask, site: Site, placed: Placed) -> Response:
    """What became of the item, as an answer."""
    facts = shown(ask, shapes_of(ask, site), placed.item)
    return answer(context(ask, ITEMS, facts), 201 if placed.created else 200)


def _new_parent(ask: Ask, site: Site, found: Item, reference: dict[str, Any]) -> Item:
    tree = ask.world.tree
    if reference.get("driveId") not in (None, site.drive):
        raise Refused(Why.NOT_SUPPORTED, "Moving an item to another drive is not supported.")
    if reference.get("id") == "root":
        raise Refused(Why.INVALID_REQUEST, "The parent cannot be named 'root' here.")
    if "id" in reference:
        return tree.get(site.drive, reference["id"])
    if "path" in reference:
        _, _, path = str(reference["path"]).partition("root:")
        names = tuple(unquote(name) for name in path.split("/") if name)
        return tree.find(Spot(tree.root(site.drive), names))
    return tree.get(site.drive, found.parent or "root")
