"""`/shares/{…}` itself, and what hangs on it beside the item."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.answers import answer
from local_microsoft365.graph.columns_routes import list_item
from local_microsoft365.graph.item_views import link_facts, row_of, shown
from local_microsoft365.graph.odata import Facts, context, expanded, pick, selected
from local_microsoft365.graph.request import Ask
from local_microsoft365.graph.resolve import shapes_of
from local_microsoft365.graph.routing import Call, call
from local_microsoft365.graph.shares import shared_by
from local_microsoft365.graph.site_views import site_shown
from local_microsoft365.tenant.refusals import Refused, Why

SHARE = "shares/{share}"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from call("GET", SHARE, share, rights.FILES_READ, kind="sharedDriveItem")
    yield from call("GET", f"{SHARE}/site", site, rights.FILES_READ, kind="site")
    yield from call("GET", f"{SHARE}/listItem", list_item, rights.FILES_READ, kind="listItem")
    yield from call("GET", f"{SHARE}/permission", permission, rights.FILES_READ, 5, "permission")


async def share(ask: Ask) -> Response:
    """What is shared, and by which library."""
    found = shared_by(ask)
    shapes, with_ = shapes_of(ask, found.site), expanded(ask)
    facts: Facts = {
        "id": ask.parameters["share"],
        "name": found.item.name,
        "webUrl": shapes.web_url(found.item),
        "owner": {"group": {"id": found.site.group, "displayName": shapes.site()["displayName"]}},
    }
    if "driveItem" in with_:
        facts["driveItem"] = shown(ask.under(with_["driveItem"]), shapes, found.item)
    if "listItem" in with_:
        facts["listItem"] = row_of(ask.under(with_["listItem"]), shapes, found.item)
    if "site" in with_:
        facts["site"] = site_shown(ask.under(with_["site"]), shapes, found.site)
    return answer(context(ask, "shares", pick(facts, selected(ask), with_)))


async def site(ask: Ask) -> Response:
    """The site in which it lies."""
    found = shared_by(ask)
    return answer(context(ask, "sites", site_shown(ask, shapes_of(ask, found.site), found.site)))


async def permission(ask: Ask) -> Response:
    """The sharing link that was given."""
    found = shared_by(ask)
    if found.link is None:
        raise Refused(Why.ITEM_NOT_FOUND, "The address is of a page, not of a sharing link.")
    facts = link_facts(shapes_of(ask, found.site), found.item, found.link)
    return answer(context(ask, "permissions", pick(facts, selected(ask))))
