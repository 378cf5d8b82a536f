"""Reading a drive: itself, its items, a folder's children, a file's bytes and versions, what changed since last time."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.conversion import check_convertible
from local_microsoft365.graph.drive_shapes import DriveShapes
from local_microsoft365.graph.drive_views import (
    MOST,
    PAGE,
    drive_shown,
    order_of,
    shown,
    versions_of,
)
from local_microsoft365.graph.errors import answer_to, bad_request
from local_microsoft365.graph.odata import Facts, context, listed, page, pick, selected, top
from local_microsoft365.graph.request import Ask, answer, nothing
from local_microsoft365.graph.resolve import item_at, shapes_of, site_of
from local_microsoft365.graph.routing import Call, drive_call, item_call
from local_microsoft365.graph.signed_links import download_url
from local_microsoft365.tenant.changes import Token
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.refusals import Refused, Why

ITEMS = "driveItem"
CHANGES_PAGE, CHANGES_MOST = 200, 1000


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from drive_call("GET", "", drive, rights.FILES_READ, kind="drive")
    yield from item_call("GET", "", item, rights.FILES_READ, kind="driveItem")
    yield from item_call("GET", "children", children, rights.FILES_READ, 2, kind="driveItem")
    yield from item_call("GET", "content", content, rights.FILES_READ)
    yield from item_call("GET", "search", search, rights.FILES_READ, 2, kind="driveItem")
    yield from drive_call("GET", "search", search, rights.FILES_READ, 2, kind="driveItem")
    yield from item_call("GET", "versions", versions, rights.FILES_READ, 2, kind="driveItemVersion")
    yield from item_call(
        "GET", "versions/{version}", version, rights.FILES_READ, kind="driveItemVersion"
    )
    yield from item_call("GET", "retentionLabel", retention, rights.FILES_READ)
    yield from item_call("GET", "versions/{version}/content", version_content, rights.FILES_READ)
    yield from item_call("GET", "delta", delta, rights.FILES_READ, kind="driveItem")


async def drive(ask: Ask) -> Response:
    """The library of a site, as a drive."""
    site = site_of(ask)
    return answer(context(ask, "drives", drive_shown(ask, shapes_of(ask, site), site)))


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
    found = ask.world.tree.children(folder, order_of(ask), where.limit + 1, where.offset)
    shapes = shapes_of(ask, site)
    facts = listed(ask, where, found, lambda one: shown(ask, shapes, one))
    return answer(context(ask, f"{ITEMS}/children", facts, entity=False))


async def content(ask: Ask) -> Response:
    """Where the bytes of a file are: a signed address on SharePoint."""
    site = site_of(ask)
    found = item_at(ask, site)
    _check_file(found)
    if found.archive:
        raise Refused(Why.ARCHIVED)
    wanted = ask.query.get("format")
    if wanted is not None:
        check_convertible(found, wanted)
    elif _known(ask, found):
        return nothing(304)
    return _redirect(ask, shapes_of(ask, site), found, None, wanted)


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


async def retention(ask: Ask) -> Response:
    """The retention label that protects an item."""
    site = site_of(ask)
    facts = shapes_of(ask, site).retention(item_at(ask, site))
    return answer(context(ask, f"{ITEMS}/retentionLabel", facts))


async def versions(ask: Ask) -> Response:
    """The contents that a file has had."""
    site = site_of(ask)
    found = item_at(ask, site)
    shapes = shapes_of(ask, site)
    facts = {"value": versions_of(ask, shapes, found)}
    return answer(context(ask, f"{ITEMS}/versions", facts, entity=False))


async def version(ask: Ask) -> Response:
    """A content that a file has had, by its version. Raises Refused(ITEM_NOT_FOUND)."""
    site = site_of(ask)
    found = item_at(ask, site)
    one = ask.world.moves.version(found, ask.parameters["version"])
    facts = shapes_of(ask, site).version(one, found)
    return answer(context(ask, f"{ITEMS}/versions", pick(facts, selected(ask))))


async def version_content(ask: Ask) -> Response:
    """Where its bytes are."""
    site = site_of(ask)
    found = item_at(ask, site)
    one = ask.world.moves.version(found, ask.parameters["version"])
    wanted = ask.query.get("format")
    if wanted is not None:
        check_convertible(found, wanted)
    return _redirect(ask, shapes_of(ask, site), found, one.blob, wanted)


def _hit(shapes: DriveShapes, found: Item) -> Facts:
    facts = shapes.item(found)
    for name in ("cTag", "@microsoft.graph.downloadUrl"):
        facts.pop(name, None)
    if "file" in facts:
        facts["file"] = {"mimeType": found.mime}
    return facts | {"searchResult": {}}


def _known(ask: Ask, found: Item) -> bool:
    return ask.header("if-none-match") in (found.etag, found.ctag)


def _check_file(found: Item) -> None:
    if found.facet:
        raise Refused(Why.NOT_SUPPORTED, "The resource has no content.")
    if found.folder:
        raise Refused(Why.INVALID_REQUEST, "The resource is a folder: it has no content.")


def _redirect(
    ask: Ask, shapes: DriveShapes, found: Item, blob: str | None, format_: str | None = None
) -> Response:
    location = download_url(ask.world, shapes.site_url, found, blob)
    if format_ is not None:
        location += f"&format={format_.lower()}"
    return Response(status_code=302, headers={"Location": location})


async def delta(ask: Ask) -> Response:
    """A page of changes, then where to ask for those to come."""
    site = site_of(ask)
    folder = item_at(ask, site)
    shapes = shapes_of(ask, site)
    asked = ask.arguments.get("token") or ask.query.get("token")
    if asked == "latest":
        return _page(ask, [], "@odata.deltaLink", ask.world.delta.latest())
    token = _token(ask, asked)
    without_parents = ask.header("deltaexcludeparent") is not None
    changes = ask.world.delta.since(
        site.drive, token, top(ask, CHANGES_PAGE, CHANGES_MOST), with_parents=not without_parents
    )
    wanted = selected(ask)
    inside = [one for one in changes.items if folder.is_root or _is_in(ask, one, folder)]
    value = [pick(shapes.changed(one), wanted) for one in inside]
    link = "@odata.nextLink" if changes.more else "@odata.deltaLink"
    return _page(ask, value, link, changes.token)


def _token(ask: Ask, asked: str | None) -> Token:
    if not asked:
        return ask.world.delta.start()
    try:
        return ask.world.delta.read(asked)
    except Refused as refused:
        if refused.why is not Why.RESYNC:
            raise
        error = answer_to(refused)
        error.headers = {"Location": _link(ask, "")}
        raise error from refused


def _page(ask: Ask, value: list[Facts], link: str, token: Token) -> Response:
    facts: Facts = {link: _link(ask, token.text), "value": value}
    return answer(context(ask, "Collection(driveItem)", facts, entity=False))


def _link(ask: Ask, token: str) -> str:
    above, _, _call = ask.request.scope["raw_path"].decode("ascii").rpartition("/")
    raw = f"{above}/delta"
    kept = {name: ask.query[name] for name in ("$top", "$select") if name in ask.query}
    options = [f"{name}={quote(value, safe=',')}" for name, value in kept.items()]
    return f"{ask.addresses.graph}{raw}?{'&'.join([*options, f'token={token}'])}"


def _is_in(ask: Ask, item: Item, folder: Item) -> bool:
    parent, tree = item.parent, ask.world.store
    while parent is not None and parent != folder.id:
        row = tree.row("SELECT parent FROM items WHERE id = ?", parent)
        parent = row["parent"] if row else None
    return parent == folder.id or item.id == folder.id
