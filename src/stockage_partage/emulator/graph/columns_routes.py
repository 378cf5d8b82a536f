"""A file as a row of its library: columns, check-out and check-in."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from stockage_partage.emulator import words
from stockage_partage.emulator.graph import rights
from stockage_partage.emulator.graph.answers import answer, nothing
from stockage_partage.emulator.graph.ask import Ask
from stockage_partage.emulator.graph.odata import Facts, context, expanded
from stockage_partage.emulator.graph.places import item_at, shapes_of, site_of
from stockage_partage.emulator.graph.routing import Call, item_call
from stockage_partage.emulator.world.effects import Kind
from stockage_partage.emulator.world.item import Item
from stockage_partage.emulator.world.items import check_etag
from stockage_partage.emulator.world.store import packed


def calls() -> Iterator[Call]:
    """The calls of this module."""
    yield from item_call("GET", "listItem", list_item, rights.FILES_READ)
    yield from item_call("GET", "listItem/fields", fields, rights.FILES_READ)
    yield from item_call("PATCH", "listItem/fields", change_fields, rights.FIELDS_WRITE, 2)
    yield from item_call("POST", "checkout", check_out, rights.FILES_WRITE, 2)
    yield from item_call("POST", "checkin", check_in, rights.FILES_WRITE, 2)
    yield from item_call("POST", "discardCheckout", check_in, rights.FILES_WRITE, 2)


async def list_item(ask: Ask) -> Response:
    """The file's row."""
    site = site_of(ask)
    found = item_at(ask, site)
    shapes = shapes_of(ask, site)
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
        "contentType": {"id": "0x0101", "name": words.DOCUMENT},
    }
    if "fields" in expanded(ask):
        facts["fields"] = _fields(found)
    return answer(context(ask, "listItem", facts))


async def fields(ask: Ask) -> Response:
    """The row's columns."""
    site = site_of(ask)
    facts = _fields(item_at(ask, site))
    return answer(context(ask, "fields", facts))


async def change_fields(ask: Ask) -> Response:
    """New values in the row's columns."""
    site = site_of(ask)
    found = item_at(ask, site)
    body = await ask.json()
    check_etag(found, ask.header("if-match"))
    ask.world.items.check_unlocked(found, ask.user)
    columns = {name: value for name, value in body.items() if not name.startswith("@")}
    changed = ask.world.items.touch(
        found,
        Kind.CHANGED,
        columns=packed(found.columns | columns),
        **ask.world.items.stamp(ask.user),
    )
    return answer(context(ask, "fields", _fields(changed)))


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


def _fields(item: Item) -> Facts:
    return {
        "@odata.etag": item.etag,
        "id": str(item.number),
        "FileLeafRef": item.name,
        "ContentType": words.FOLDER if item.folder else words.DOCUMENT,
        "Created": item.created,
        "Modified": item.modified,
        "AuthorLookupId": "1",
        "EditorLookupId": "1",
        "LinkFilename": item.name,
        "FileSizeDisplay": str(item.size),
        "_UIVersionString": f"{item.version}.0",
        "Title": "",
        **item.columns,
    }
