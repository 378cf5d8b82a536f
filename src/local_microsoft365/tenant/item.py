"""A file or a folder, as a fact; and the place where one may be put."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, fields
from typing import Any

from local_microsoft365.tenant.store import Row, unpacked


@dataclass(frozen=True)
class Item:
    """One drive item. `edition` moves with any change, `content_edition` with the bytes only."""

    number: int
    id: str
    drive: str
    parent: str | None
    name: str
    folder: bool
    guid: str
    size: int
    mime: str | None
    hash: str | None
    blob: str | None
    edition: int
    content_edition: int
    version: int
    created: str
    created_by: str
    modified: str
    modified_by: str
    fs_created: str
    fs_modified: str
    description: str | None
    columns: dict[str, Any]
    locked_by: str | None
    deleted: str | None
    sequence: int
    facet: str | None
    archive: str | None
    record: bool

    @property
    def etag(self) -> str:
        """Changes with anything; the quotes belong to it."""
        return f'"{{{self.guid.upper()}}},{self.edition}"'

    @property
    def ctag(self) -> str:
        """Changes with the content only."""
        return f'"c:{{{self.guid.upper()}}},{self.content_edition}"'

    @property
    def is_root(self) -> bool:
        """True for the library itself."""
        return self.parent is None


@dataclass(frozen=True)
class Spot:
    """A place in a drive: names to follow from an item that exists. Nothing need be there."""

    base: Item
    names: tuple[str, ...] = ()


_COLUMNS = tuple(field.name for field in fields(Item))


def item_of(row: Row) -> Item:
    """The item of a row of the store."""
    facts = {name: row[name] for name in _COLUMNS}
    facts["folder"] = bool(facts["folder"])
    facts["record"] = bool(facts["record"])
    facts["columns"] = unpacked(facts["columns"])
    return Item(**facts)


def mime_of(name: str, said: str | None = None) -> str:
    """The media type SharePoint gives a file: by its name first, whatever the sender said."""
    return mimetypes.guess_type(name)[0] or said or "application/octet-stream"
