"""Team sites and their libraries."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

from starlette.responses import Response

from stockage_partage.emulator import words
from stockage_partage.emulator.graph import rights
from stockage_partage.emulator.graph.answers import answer
from stockage_partage.emulator.graph.ask import Ask
from stockage_partage.emulator.graph.drive_shapes import DriveShapes
from stockage_partage.emulator.graph.odata import Facts, context, cut, listed, page, pick, selected
from stockage_partage.emulator.graph.places import shapes_of, site_of
from stockage_partage.emulator.graph.routing import Call, call, drive_call
from stockage_partage.emulator.world import Refused, Why

PAGE, MOST = 200, 999
ROOT_CREATED = "2020-01-06T09:00:00Z"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call("GET", "sites", search, rights.SITES_READ, 2)
    yield from call("GET", "sites/root", root_site, rights.SITES_READ)
    for path in ("sites/{site}", "sites/{site}/{:names}", "groups/{group}/sites/root"):
        yield from call("GET", path, site, rights.SITES_READ)
    yield from call("GET", "groups/{group}/sites", group_sites, rights.SITES_READ, 2)
    yield from call("GET", "groups/{group}/sites/{its_site}", group_site, rights.SITES_READ)
    yield from call("GET", "sites/{site}/{:names}/drive", drive, rights.FILES_READ)
    for owner in ("groups/{group}", "sites/{site}", "sites/{site}/{:names}"):
        yield from call("GET", f"{owner}/drives", drives, rights.FILES_READ, 2)
    yield from drive_call("GET", "list", library, rights.SITES_READ)
    yield from drive_call("GET", "list/columns", columns, rights.SITES_READ, 2)


async def site(ask: Ask) -> Response:
    """A site, by id, address or group."""
    return answer(context(ask, "sites", _site(ask, shapes_of(ask))))


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
        _site(ask, DriveShapes(ask.world, ask.addresses, one))
        for one in ask.world.sites.all()
        if ask.world.may_enter(ask.user, one) and words in ask.world.group_name(one).lower()
    ]
    where = page(ask, PAGE, MOST)
    facts = listed(ask, where, cut(found, where), lambda one: one)
    return answer(context(ask, "sites", facts, entity=False))


async def group_sites(ask: Ask) -> Response:
    """The group's sites: one."""
    value = [_site(ask, shapes_of(ask))]
    return answer(context(ask, "sites", {"value": value}, entity=False))


async def group_site(ask: Ask) -> Response:
    """One of the group's sites, by id."""
    shapes = shapes_of(ask)
    if ask.parameters["its_site"] != shapes.site_id:
        raise Refused(Why.SITE_NOT_FOUND)
    return answer(context(ask, "sites", _site(ask, shapes)))


async def drive(ask: Ask) -> Response:
    """The library of a site given by its address."""
    return answer(context(ask, "drives", pick(shapes_of(ask).drive(), selected(ask))))


async def drives(ask: Ask) -> Response:
    """The libraries: one."""
    value = [pick(shapes_of(ask).drive(), selected(ask))]
    return answer(context(ask, "drives", {"value": value}, entity=False))


async def library(ask: Ask) -> Response:
    """The library as a SharePoint list."""
    found = site_of(ask)
    shapes = shapes_of(ask, found)
    facts = {
        "id": found.library,
        "createdDateTime": found.created,
        "description": "",
        "eTag": f'"{found.library},1"',
        "lastModifiedDateTime": found.created,
        "name": words.LIBRARY_ADDRESS,
        "webUrl": shapes.library_url,
        "displayName": words.LIBRARY,
        "parentReference": {"siteId": shapes.site_id},
        "list": {"contentTypesEnabled": False, "hidden": False, "template": "documentLibrary"},
    }
    return answer(context(ask, "lists", pick(facts, selected(ask))))


async def columns(ask: Ask) -> Response:
    """The columns that every library has."""
    site_of(ask)
    value = [
        {
            "columnGroup": "_Hidden",
            "description": "",
            "displayName": shown,
            "enforceUniqueValues": False,
            "hidden": False,
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, name)),
            "indexed": False,
            "name": name,
            "readOnly": False,
            "required": False,
            "text": {"allowMultipleLines": False, "maxLength": 255},
        }
        for name, shown in (("Title", words.COLUMN_TITLE), ("FileLeafRef", words.COLUMN_NAME))
    ]
    return answer(context(ask, "columns", {"value": value}, entity=False))


def _site(ask: Ask, shapes: DriveShapes) -> Facts:
    wanted = selected(ask)
    facts = shapes.site()
    if wanted is not None:
        facts["sharepointIds"] = shapes.sharepoint_ids()
    return pick(facts, wanted)
