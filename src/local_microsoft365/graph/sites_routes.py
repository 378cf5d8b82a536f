"""Team sites and their libraries; a file as a row of its library: columns, check-out and check-in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.drive_shapes import DriveShapes
from local_microsoft365.graph.drive_views import (
    COLUMN_NAMES,
    columns_of,
    drive_shown,
    fields_of,
    fields_shown,
    library_shown,
    row_of,
    site_shown,
)
from local_microsoft365.graph.odata import Facts, context, cut, listed, page, pick, selected
from local_microsoft365.graph.request import Ask, answer, nothing
from local_microsoft365.graph.resolve import item_at, shapes_of, site_of
from local_microsoft365.graph.routing import Call, call, drive_call, item_call
from local_microsoft365.tenant.changes import Kind
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.items import OnConflict, check_etag
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.sites import Site
from local_microsoft365.tenant.store import packed

PAGE, MOST = 200, 999
ROOT_CREATED = "2020-01-06T09:00:00Z"
_NAME = "FileLeafRef"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call("GET", "sites", search, rights.SITES_READ, 2, kind="site")
    yield from call("GET", "sites/root", root_site, rights.SITES_READ, kind="site")
    for path in ("sites/{site}", "sites/{site}/{:names}", "groups/{group}/sites/root"):
        yield from call("GET", path, site, rights.SITES_READ, kind="site")
    yield from call("GET", "groups/{group}/sites", group_sites, rights.SITES_READ, 2, kind="site")
    yield from call(
        "GET", "groups/{group}/sites/{its_site}", group_site, rights.SITES_READ, kind="site"
    )
    yield from call("GET", "sites/{site}/{:names}/drive", drive, rights.FILES_READ, kind="drive")
    for owner in ("groups/{group}", "sites/{site}", "sites/{site}/{:names}"):
        yield from call("GET", f"{owner}/drives", drives, rights.FILES_READ, 2, kind="drive")
    yield from drive_call("GET", "list", library, rights.SITES_READ, kind="list")
    yield from drive_call(
        "GET", "list/columns", columns, rights.SITES_READ, 2, kind="columnDefinition"
    )
    yield from item_call("GET", "listItem", list_item, rights.FILES_READ, kind="listItem")
    yield from item_call("GET", "listItem/fields", fields, rights.FILES_READ, kind="fieldValueSet")
    yield from item_call("PATCH", "listItem/fields", change_fields, rights.FIELDS_WRITE, 2)
    yield from item_call("POST", "checkout", check_out, rights.FILES_WRITE, 2)
    yield from item_call("POST", "checkin", check_in, rights.FILES_WRITE, 2)
    yield from item_call("POST", "discardCheckout", check_in, rights.FILES_WRITE, 2)


async def site(ask: Ask) -> Response:
    """A site, by id, address or group."""
    return answer(context(ask, "sites", site_shown(ask, *_here(ask))))


async def root_site(ask: Ask) -> Response:
    """The organisation's own site."""
    host = urlsplit(ask.addresses.sharepoint).hostname or ""
    tenant = ask.world.people.tenant
    collection, web = (uuid.uuid5(uuid.UUID(tenant.id), word) for word in ("site", "web"))
    facts = {
        "createdDateTime": ROOT_CREATED,
        "description": "",
        "id": f"{host},{collection},{web}",
        "lastModifiedDateTime": ROOT_CREATED,
        "name": "",
        "webUrl": ask.addresses.sharepoint,
        "displayName": tenant.name,
        "root": {},
        "siteCollection": {"hostname": host},
    }
    return answer(context(ask, "sites", pick(facts, selected(ask))))


async def search(ask: Ask) -> Response:
    """The sites open to the caller whose name holds `search`."""
    words = ask.query.get("search", "*").strip("*\"' ").lower()
    found = [
        site_shown(ask, DriveShapes(ask.world, ask.addresses, one), one)
        for one in ask.world.sites.all()
        if ask.world.may_enter(ask.user, one) and words in ask.world.group_name(one).lower()
    ]
    where = page(ask, PAGE, MOST)
    facts = listed(ask, where, cut(found, where), lambda one: one)
    return answer(context(ask, "sites", facts, entity=False))


async def group_sites(ask: Ask) -> Response:
    """The group's sites: one."""
    value = [site_shown(ask, *_here(ask))]
    return answer(context(ask, "sites", {"value": value}, entity=False))


async def group_site(ask: Ask) -> Response:
    """One of the group's sites, by id."""
    shapes, here = _here(ask)
    if ask.parameters["its_site"] != shapes.site_id:
        raise Refused(Why.SITE_NOT_FOUND)
    return answer(context(ask, "sites", site_shown(ask, shapes, here)))


async def drive(ask: Ask) -> Response:
    """The library of a site given by its address."""
    return answer(context(ask, "drives", drive_shown(ask, *_here(ask))))


async def drives(ask: Ask) -> Response:
    """The libraries of a site: it has only one."""
    value = [drive_shown(ask, *_here(ask))]
    return answer(context(ask, "drives", {"value": value}, entity=False))


async def library(ask: Ask) -> Response:
    """The library as a SharePoint list."""
    found = site_of(ask)
    shapes = shapes_of(ask, found)
    return answer(context(ask, "lists", library_shown(ask, shapes, found)))


async def columns(ask: Ask) -> Response:
    """The columns that every library has."""
    site_of(ask)
    return answer(context(ask, "columns", {"value": columns_of(ask)}, entity=False))


def _here(ask: Ask) -> tuple[DriveShapes, Site]:
    found = site_of(ask)
    return shapes_of(ask, found), found


async def list_item(ask: Ask) -> Response:
    """A file's row in the list that its library is."""
    site = site_of(ask)
    found = item_at(ask, site)
    shapes = shapes_of(ask, site)
    return answer(context(ask, "listItem", row_of(ask, shapes, found)))


async def fields(ask: Ask) -> Response:
    """The columns of a file's row, with their values."""
    site = site_of(ask)
    return answer(context(ask, "fields", fields_of(ask, item_at(ask, site))))


async def change_fields(ask: Ask) -> Response:
    """New values in the row's columns."""
    site = site_of(ask)
    found = item_at(ask, site)
    body = await ask.json()
    check_etag(found, ask.header("if-match"))
    ask.world.items.check_unlocked(found, ask.user)
    columns = _writable(found, body)
    name = columns.pop(_NAME, None)
    with ask.world.store.change():
        if columns:
            found = ask.world.items.touch(
                found,
                Kind.CHANGED,
                columns=packed(found.columns | columns),
                **ask.world.items.stamp(ask.user),
            )
        if name is not None and name != found.name:
            parent = ask.world.tree.get(found.drive, found.parent or "root")
            found = ask.world.moves.move(found, parent, name, OnConflict.FAIL, ask.user)
    return answer(context(ask, "fields", fields_of(ask, found)))


def _writable(found: Item, body: Facts) -> dict[str, str]:
    """The new values; all or nothing. Raises Refused for a column the library lacks or keeps itself."""
    columns = {name: value for name, value in body.items() if not name.startswith("@")}
    for name, value in columns.items():
        if name not in COLUMN_NAMES:
            known = name in fields_shown(found)
            why = "is read-only" if known else "is not recognized"
            raise Refused(Why.INVALID_REQUEST, f"Field '{name}' {why}.")
        if not isinstance(value, str) and (value is not None or name == _NAME):
            raise Refused(Why.INVALID_REQUEST, f"The value of the field '{name}' is not a text.")
    return columns


async def check_out(ask: Ask) -> Response:
    """Nobody else may change the file until it is checked in."""
    found = item_at(ask, site_of(ask))
    ask.world.items.check_unlocked(found, ask.user)
    ask.world.items.touch(found, Kind.CHANGED, locked_by=ask.user.id)
    return nothing()


async def check_in(ask: Ask) -> Response:
    """Everybody may change the file again."""
    found = item_at(ask, site_of(ask))
    ask.world.items.check_unlocked(found, ask.user)
    ask.world.items.touch(found, Kind.CHANGED, locked_by=None)
    return nothing()
