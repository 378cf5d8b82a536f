"""Opening an upload session; its pieces then go to SharePoint (`signed_urls`)."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.answers import answer
from local_microsoft365.graph.items_write import CONFLICT, on_conflict, placed_answer
from local_microsoft365.graph.odata import context
from local_microsoft365.graph.request import Ask
from local_microsoft365.graph.resolve import shapes_of, site_of, spot_of
from local_microsoft365.graph.routing import Call, item_call
from local_microsoft365.graph.signed_links import session_behind, upload_url
from local_microsoft365.tenant.item import Spot
from local_microsoft365.tenant.items import Conditions, OnConflict, columns_of
from local_microsoft365.tenant.refusals import Refused, Why


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from item_call("POST", "createUploadSession", create, rights.FILES_WRITE, 2)
    yield from item_call("PUT", "", commit, rights.FILES_WRITE, 2)


async def create(ask: Ask) -> Response:
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


async def commit(ask: Ask) -> Response:
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
