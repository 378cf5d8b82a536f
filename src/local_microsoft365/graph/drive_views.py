"""A team site, its library, a file or a folder and what hangs on it, as the options of an address or expansion ask.

An expansion gives what the plain address below the item gives.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from local_microsoft365 import texts
from local_microsoft365.graph.drive_shapes import DriveShapes
from local_microsoft365.graph.errors import GraphError
from local_microsoft365.graph.odata import Facts, expanded, page, pick, selected
from local_microsoft365.graph.request import UNQUOTED, Ask
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.sites import Site
from local_microsoft365.tenant.store import Row
from local_microsoft365.tenant.tree import ORDERS, Order

PAGE, MOST = 200, 1000
_NEXT_CHILDREN = "children@odata.nextLink"
_COLUMNS = (("Title", texts.COLUMN_TITLE), ("FileLeafRef", texts.COLUMN_NAME))
COLUMN_NAMES = frozenset(name for name, _ in _COLUMNS)


def shown(ask: Ask, shapes: DriveShapes, found: Item) -> Facts:
    """An item as the options ask for it."""
    wanted, with_ = selected(ask), expanded(ask)
    facts: Facts = {"@odata.etag": found.etag} | shapes.item(found)
    if wanted is not None:
        facts["sharepointIds"] = shapes.sharepoint_ids(found)
        facts["webDavUrl"] = shapes.web_url(found)
        if "content.downloadurl" in wanted:
            wanted |= {"@microsoft.graph.downloadurl"}
    for name, options in with_.items():
        facts[name] = _EXPANSIONS[name](ask.under(options), shapes, found)
    more = _more_children(ask.under(with_["children"]), found) if "children" in with_ else None
    if more is not None:
        facts[_NEXT_CHILDREN] = more
    return pick(facts, wanted, {*with_, _NEXT_CHILDREN})


def permissions_of(ask: Ask, shapes: DriveShapes, found: Item) -> list[Facts]:
    """Who may see the item: the group, and the links made."""
    rows = ask.world.store.rows("SELECT * FROM links WHERE item = ?", found.id)
    everything = [_of_group(ask, found), *(link_facts(shapes, found, row) for row in rows)]
    wanted = selected(ask)
    return [pick(one, wanted) for one in everything]


def versions_of(ask: Ask, shapes: DriveShapes, found: Item) -> list[Facts]:
    """The contents that a file has had, the present one first."""
    wanted = selected(ask)
    known = ask.world.moves.versions(found)
    return [pick(shapes.version(one, found), wanted) for one in known]


def row_of(ask: Ask, shapes: DriveShapes, found: Item) -> Facts:
    """The item as a row of its library."""
    facts: Facts = {
        "@odata.etag": found.etag,
        "createdDateTime": found.created,
        "eTag": found.etag,
        "id": str(found.number),
        "lastModifiedDateTime": found.modified,
        "webUrl": shapes.web_url(found),
        "createdBy": {"user": shapes.identity(found.created_by)},
        "lastModifiedBy": {"user": shapes.identity(found.modified_by)},
        "parentReference": {"siteId": shapes.site_id},
        "contentType": {"id": "0x0101", "name": texts.DOCUMENT},
    }
    with_ = expanded(ask)
    if "fields" in with_:
        facts["fields"] = fields_of(ask.under(with_["fields"]), found)
    if "driveItem" in with_:
        facts["driveItem"] = shown(ask.under(with_["driveItem"]), shapes, found)
    return pick(facts, selected(ask), with_)


def fields_of(ask: Ask, found: Item) -> Facts:
    """The values in the row's columns, those asked for."""
    return pick(fields_shown(found), selected(ask), {"id"})


def fields_shown(found: Item) -> Facts:
    """Every column of the row that has a value."""
    return {
        "@odata.etag": found.etag,
        "id": str(found.number),
        "FileLeafRef": found.name,
        "ContentType": texts.FOLDER if found.folder else texts.DOCUMENT,
        "Created": found.created,
        "Modified": found.modified,
        "AuthorLookupId": "1",
        "EditorLookupId": "1",
        "LinkFilename": found.name,
        "FileSizeDisplay": str(found.size),
        "_UIVersionString": f"{found.version}.0",
        "Title": "",
        **found.columns,
    }


def link_facts(shapes: DriveShapes, found: Item, row: Row) -> Facts:
    """A sharing link, as the permission that it is."""
    link = {
        "scope": row["scope"],
        "type": row["type"],
        "webUrl": shapes.link_url(found, row["id"]),
        "preventsDownload": False,
    }
    roles = ["write"] if row["type"] == "edit" else ["read"]
    return {"id": row["id"], "roles": roles, "hasPassword": False, "link": link}


def order_of(ask: Ask) -> Order:
    """The order that `$orderby` asks for. Raises GraphError for one that drives do not have."""
    name, _, direction = ask.query.get("$orderby", "name").strip().partition(" ")
    if name.lower() not in ORDERS:
        raise GraphError(400, "invalidRequest", f"Ordering by '{name}' is not supported.")
    return Order(name.lower(), direction.strip().lower() == "desc")


def _of_group(ask: Ask, item: Item) -> Facts:
    group = ask.world.groups.get(ask.world.sites.of_drive(item.drive).group)
    return {
        "id": group.id,
        "roles": ["write"],
        "grantedToV2": {"group": {"displayName": group.facts["displayName"], "id": group.id}},
        "inheritedFrom": {},
    }


def _children(ask: Ask, shapes: DriveShapes, found: Item) -> list[Facts]:
    if not found.folder:
        return []
    where = page(ask, PAGE, MOST)
    inside = ask.world.tree.children(found, order_of(ask), where.limit, where.offset)
    return [shown(ask, shapes, one) for one in inside]


def _more_children(ask: Ask, found: Item) -> str | None:
    """Where the children go on that did not fit in an expansion."""
    where = page(ask, PAGE, MOST)
    rest = Order(), 1, where.offset + where.limit
    if not found.folder or not ask.world.tree.children(found, *rest):
        return None
    options = {**ask.query, "$skiptoken": where.token_of_next()}
    address = f"{ask.base}/drives/{found.drive}/items/{found.id}/children"
    return f"{address}?{urlencode(options, safe=UNQUOTED, quote_via=quote)}"


_EXPANSIONS: dict[str, Callable[[Ask, DriveShapes, Item], Any]] = {
    "children": _children,
    "listItem": row_of,
    "permissions": permissions_of,
    "thumbnails": lambda ask, shapes, found: [],  # the local service draws no pictures
    "versions": versions_of,
}


def drive_shown(ask: Ask, shapes: DriveShapes, site: Site) -> Facts:
    """The library as a drive."""
    wanted, with_ = selected(ask), expanded(ask)
    facts = shapes.drive()
    if wanted is not None:
        facts["sharePointIds"] = shapes.sharepoint_ids()
    if "list" in with_:
        facts["list"] = library_shown(ask.under(with_["list"]), shapes, site)
    if "root" in with_:
        facts["root"] = shown(ask.under(with_["root"]), shapes, ask.world.tree.root(site.drive))
    return pick(facts, wanted, with_)


def library_shown(ask: Ask, shapes: DriveShapes, site: Site) -> Facts:
    """The library as a SharePoint list."""
    with_ = expanded(ask)
    facts: Facts = {
        "id": site.library,
        "createdDateTime": site.created,
        "description": "",
        "eTag": f'"{site.library},1"',
        "lastModifiedDateTime": site.created,
        "name": texts.LIBRARY_ADDRESS,
        "webUrl": shapes.library_url,
        "displayName": texts.LIBRARY,
        "parentReference": {"siteId": shapes.site_id},
        "list": {"contentTypesEnabled": False, "hidden": False, "template": "documentLibrary"},
    }
    if "columns" in with_:
        facts["columns"] = columns_of(ask.under(with_["columns"]))
    return pick(facts, selected(ask), with_)


def columns_of(ask: Ask) -> list[Facts]:
    """The columns that every library has and that a program may write."""
    wanted = selected(ask)
    return [pick(_column(name, label), wanted) for name, label in _COLUMNS]


def site_shown(ask: Ask, shapes: DriveShapes, site: Site) -> Facts:
    """The site, with the properties and expansions that the request asks for."""
    wanted, with_ = selected(ask), expanded(ask)
    facts = shapes.site()
    if wanted is not None:
        facts["sharepointIds"] = shapes.sharepoint_ids()
    if "drive" in with_:
        facts["drive"] = drive_shown(ask.under(with_["drive"]), shapes, site)
    if "drives" in with_:
        facts["drives"] = [drive_shown(ask.under(with_["drives"]), shapes, site)]
    return pick(facts, wanted, with_)


def _column(name: str, label: str) -> Facts:
    return {
        "columnGroup": "_Hidden",
        "description": "",
        "displayName": label,
        "enforceUniqueValues": False,
        "hidden": False,
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, name)),
        "indexed": False,
        "name": name,
        "readOnly": False,
        "required": False,
        "text": {"allowMultipleLines": False, "maxLength": 255},
    }
