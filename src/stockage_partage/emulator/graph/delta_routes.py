"""`/root/delta`: what changed since last time."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from starlette.responses import Response

from stockage_partage.emulator.graph import rights
from stockage_partage.emulator.graph.answers import answer
from stockage_partage.emulator.graph.ask import Ask
from stockage_partage.emulator.graph.errors import answer_to
from stockage_partage.emulator.graph.odata import Facts, context, pick, selected, top
from stockage_partage.emulator.graph.places import item_at, shapes_of, site_of
from stockage_partage.emulator.graph.routing import Call, item_call
from stockage_partage.emulator.world import Refused, Why
from stockage_partage.emulator.world.delta import Token
from stockage_partage.emulator.world.item import Item

PAGE, MOST = 200, 1000


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from item_call("GET", "delta", delta, rights.FILES_READ)


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
