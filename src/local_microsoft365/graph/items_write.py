"""Changing a drive: contents, folders, names, places, versions.

Bodies of files are streamed to disk, never held whole in memory. An upload session is opened here; its pieces
then go to SharePoint (`transfers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from local_microsoft365.clock import epoch
from local_microsoft365.graph import rights
from local_microsoft365.graph.drive_views import shown
from local_microsoft365.graph.errors import bad_request
from local_microsoft365.graph.items_read import ITEMS
from local_microsoft365.graph.odata import context
from local_microsoft365.graph.request import Ask, answer, nothing
from local_microsoft365.graph.resolve import item_at, shapes_of, site_of, spot_of
from local_microsoft365.graph.routing import Call, item_call
from local_microsoft365.graph.signed_links import session_behind, upload_url
from local_microsoft365.tenant.blobs import Content
from local_microsoft365.tenant.changes import Kind
from local_microsoft365.tenant.item import Item, Spot
from local_microsoft365.tenant.items import Conditions, OnConflict, Placed, check_etag, columns_of
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sites import Site

CONFLICT = "@microsoft.graph.conflictBehavior"
LARGEST_PUT = 250 * 1000 * 1000  # bytes in one request


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from item_call("PUT", "content", put_content, rights.FILES_WRITE, 2, kind="driveItem")
    yield from item_call("POST", "children", make_folder, rights.FILES_WRITE, 2, kind="driveItem")
    yield from item_call("PATCH", "", change, rights.FILES_WRITE, 2, kind="driveItem")
    yield from item_call("DELETE", "", delete, rights.FILES_WRITE, 2)
    yield from item_call("POST", "copy", copy, rights.FILES_WRITE, 2)
    yield from item_call(
        "POST", "versions/{version}/restoreVersion", restore, rights.FILES_WRITE, 2
    )
    yield from item_call("POST", "createUploadSession", create_session, rights.FILES_WRITE, 2)
    yield from item_call("PUT", "", commit_session, rights.FILES_WRITE, 2)


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
    """Gives an item another name, folder, description or time."""
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
        reference = body.get("parentReference") or {}
        if _drive_of(reference) not in (None, site.drive):
            raise Refused(Why.NOT_SUPPORTED, "Moving an item to another drive is not supported.")
        parent = _new_parent(ask, site, found, reference)
        conflict = on_conflict(body.get(CONFLICT) or ask.query.get(CONFLICT), OnConflict.FAIL)
        name = body.get("name") or found.name
        found = ask.world.moves.move(found, parent, name, conflict, ask.user)
    return placed_answer(ask, site, Placed(found, created=False))


async def delete(ask: Ask) -> Response:
    """Moves an item to the recycle bin."""
    site = site_of(ask)
    ask.world.moves.delete(item_at(ask, site), ask.header("if-match"), ask.user)
    return nothing()


async def copy(ask: Ask) -> Response:
    """Copies an item elsewhere; the answer's `Location` says where to ask how far it is."""
    site = site_of(ask)
    found = item_at(ask, site)
    body = await ask.json()
    reference = body.get("parentReference") or {}
    there = _target_site(ask, site, reference)
    parent = _new_parent(ask, there, found, reference)
    conflict = on_conflict(ask.query.get(CONFLICT), OnConflict.FAIL)
    name = body.get("name") or found.name
    made = ask.world.moves.copy(found, parent, name, conflict, ask.user)
    since = epoch(ask.world.clock)
    monitor = f"{shapes_of(ask, there).site_url}/_api/v2.0/monitor/{made.id}?since={since}"
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


def _drive_of(reference: dict[str, Any]) -> str | None:
    """The drive that a reference names, by its own field or in its path."""
    named = re.match(r"/drives?/([^/]+)/", str(reference.get("path", "")))
    drive = reference.get("driveId") or (unquote(named.group(1)) if named else None)
    return str(drive) if drive else None


def _target_site(ask: Ask, site: Site, reference: dict[str, Any]) -> Site:
    """Where a copy goes: the same library, or another one that the caller may enter."""
    drive = _drive_of(reference)
    if drive is None or drive == site.drive:
        return site
    there = ask.world.sites.of_drive(drive)
    ask.world.groups.get_of_site(there)
    if not ask.world.may_enter(ask.user, there):
        raise Refused(Why.ACCESS_DENIED)
    return there


def _new_parent(ask: Ask, site: Site, found: Item, reference: dict[str, Any]) -> Item:
    tree = ask.world.tree
    if reference.get("id") == "root":
        raise Refused(Why.INVALID_REQUEST, "The parent cannot be named 'root' here.")
    if "id" in reference:
        return tree.get(site.drive, reference["id"])
    if "path" in reference:
        _, _, path = str(reference["path"]).partition("root:")
        names = tuple(unquote(name) for name in path.split("/") if name)
        return tree.find(Spot(tree.root(site.drive), names))
    if site.drive != found.drive:
        return tree.root(site.drive)
    return tree.get(site.drive, found.parent or "root")


async def create_session(ask: Ask) -> Response:
    """A signed address for the pieces of a file."""
    site = site_of(ask)
    body = await ask.json()
    item = body.get("item") or {}
    spot = _named(spot_of(ask, site), item.get("name"))
    usual = OnConflict.FAIL if spot.names else OnConflict.REPLACE
    conflict = item.get(CONFLICT) or ask.query.get(CONFLICT)
    wanted = Conditions(
        on_conflict(conflict, usual),
        if_match=ask.header("if-match"),
        if_none_match=ask.header("if-none-match"),
        facts=columns_of(item),
    )
    size = item.get("fileSize")
    if size is not None and (not isinstance(size, int) or size <= 0):
        raise Refused(Why.INVALID_REQUEST, "An upload session cannot hold an empty file.")
    session = ask.world.sessions.open(
        spot, wanted, ask.user, size=size, defer=bool(body.get("deferCommit"))
    )
    facts = {
        "uploadUrl": upload_url(shapes_of(ask, site).site_url, session),
        "expirationDateTime": ask.world.sessions.expires_text(session),
        "nextExpectedRanges": ["0-"],
    }
    return answer(context(ask, "microsoft.graph.uploadSession", facts, entity=False))


async def commit_session(ask: Ask) -> Response:
    """Puts the bytes of a session whose last step met a conflict under another name, or over it."""
    site = site_of(ask)
    spot = spot_of(ask, site)
    body = await ask.json()
    session = ask.world.sessions.get(session_behind(body.get("@microsoft.graph.sourceUrl")))
    if not session.whole or session.drive != site.drive:
        raise Refused(Why.INVALID_REQUEST, "The upload session is not complete.")
    if isinstance(body.get("name"), str):
        spot = Spot(spot.base, (*spot.names, body["name"]))
    conflict = body.get(CONFLICT) or ask.query.get(CONFLICT)
    wanted = Conditions(on_conflict(conflict, OnConflict.FAIL), if_match=ask.header("if-match"))
    return placed_answer(ask, site, ask.world.sessions.finish(session, spot, wanted))


def _named(spot: Spot, name: object) -> Spot:
    if not isinstance(name, str):
        return spot
    if spot.names:
        return Spot(spot.base, (*spot.names[:-1], name))
    return Spot(spot.base, (name,)) if spot.base.folder else spot


async def received(ask: Ask, most: int) -> Content:
    """The content of the request. Raises Refused when larger than `most` bytes."""
    length = ask.header("content-length")
    if length is None and ask.header("transfer-encoding") is None:
        raise Refused(Why.LENGTH_REQUIRED)
    if length is not None and int(length) > most:
        raise Refused(Why.TOO_LARGE)
    incoming = ask.world.blobs.new()
    try:
        async for piece in ask.stream():
            incoming.write(piece)
            if incoming.size > most:
                raise Refused(Why.TOO_LARGE)
    except (ClientDisconnect, Refused):
        incoming.abandon()
        raise
    return incoming.close()
