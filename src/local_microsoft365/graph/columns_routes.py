"""A file as a row of its library: columns, check-out and check-in."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from local_microsoft365.graph import rights
from local_microsoft365.graph.answers import answer, nothing
from local_microsoft365.graph.item_views import fields_of, fields_shown, row_of
from local_microsoft365.graph.odata import Facts, context
from local_microsoft365.graph.request import Ask
from local_microsoft365.graph.resolve import item_at, shapes_of, site_of
from local_microsoft365.graph.routing import Call, item_call
from local_microsoft365.graph.site_views import COLUMN_NAMES
from local_microsoft365.tenant.effects import Kind
from local_microsoft365.tenant.item import Item
from local_microsoft365.tenant.items import OnConflict, check_etag
from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import packed

_NAME = "FileLeafRef"


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from item_call("GET", "listItem", list_item, rights.FILES_READ, kind="listItem")
    yield from item_call("GET", "listItem/fields", fields, rights.FILES_READ, kind="fieldValueSet")
    yield from item_call("PATCH", "listItem/fields", change_fields, rights.FIELDS_WRITE, 2)
    yield from item_call("POST", "checkout", check_out, rights.FILES_WRITE, 2)
    yield from item_call("POST", "checkin", check_in, rights.FILES_WRITE, 2)
    yield from item_call("POST", "discardCheckout", check_in, rights.FILES_WRITE, 2)


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
