"""A file or a folder, as a fact; the place where one may be put, and the names that SharePoint accepts for it."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from local_microsoft365.tenant.refusals import Refused, Why
from local_microsoft365.tenant.store import Row, unpacked

LONGEST_PATH = 400  # characters, decoded, from the site's address down to the file's name
LONGEST_NAME = 255
# As the collation of SharePoint's databases compares them.
_TWO_LETTERS = {
    0x153: "oe",
    0xE6: "ae",
    0xDF: "ss",
    0xFE: "th",
}  # the ligatures oe, ae, sharp s, thorn
_FORBIDDEN = re.compile(r'["*:<>?/\\|\x00-\x1f]')
_RESERVED = re.compile(r"(?:\.lock|desktop\.ini|(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?)", re.I)


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


def folded(name: str) -> str:
    """The key under which two names are the same: case apart, and the letters that stand for two."""
    return name.lower().translate(_TWO_LETTERS)


def check_name(name: str, *, folder: bool, at_root: bool) -> None:
    """Raises Refused(BAD_NAME) for what SharePoint refuses as the name of an item."""
    if _is_bad(name, folder=folder, at_root=at_root):
        raise Refused(Why.BAD_NAME)
    if len(name) > LONGEST_NAME:
        raise Refused(Why.PATH_TOO_LONG)


def _is_bad(name: str, *, folder: bool, at_root: bool) -> bool:
    return (
        not name
        or name != name.strip(" ")
        or name.endswith(".")
        or bool(_FORBIDDEN.search(name))
        or bool(_RESERVED.fullmatch(name))
        or "_vti_" in name.lower()
        or name.startswith("~$")
        or (folder and name.startswith("~"))
        or (at_root and name.lower() == "forms")
    )


def check_path(site_path: str, parts: Sequence[str]) -> None:
    """Raises Refused(PATH_TOO_LONG) when the whole decoded path passes the limit."""
    if len("/".join((site_path.strip("/"), *parts))) > LONGEST_PATH:
        raise Refused(Why.PATH_TOO_LONG)


def free_name(name: str, taken: Callable[[str], bool]) -> str:
    """The first of `name 1.ext`, `name 2.ext`… that is not taken."""
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    number = 1
    while taken(candidate := f"{stem} {number}{dot}{suffix}"):
        number += 1
    return candidate
