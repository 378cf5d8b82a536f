"""A team site, its library and its columns, as the options of an address or of an expansion ask."""

from __future__ import annotations

import uuid

from local_microsoft365 import texts
from local_microsoft365.graph.drive_shapes import DriveShapes
from local_microsoft365.graph.item_views import shown
from local_microsoft365.graph.odata import Facts, expanded, pick, selected
from local_microsoft365.graph.request import Ask
from local_microsoft365.tenant.sites import Site


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


_COLUMNS = (("Title", texts.COLUMN_TITLE), ("FileLeafRef", texts.COLUMN_NAME))
COLUMN_NAMES = frozenset(name for name, _ in _COLUMNS)


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
