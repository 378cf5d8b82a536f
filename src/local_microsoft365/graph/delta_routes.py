"""The changes of a drive since last time, a page after the other."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.answers import answer
from local_microsoft365.graph.errors import answer_to
from local_microsoft365.graph.odata import Facts, context, pick, selected, top
from local_microsoft365.graph.request import Ask
from local_microsoft365.graph.resolve import item_at, shapes_of, site_of
from local_microsoft365.graph.routing import Call, item_call
from local_microsoft365.tenant.delta import Token
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.refusals import Refused, Why

PAGE, MOST = 200, 1000


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from item_call("GET", "delta", delta, rights.FILES_READ, kind="driveItem")


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
        site.drive, token, top(ask, PAGE, MOST), with_parents=not without_parents
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
