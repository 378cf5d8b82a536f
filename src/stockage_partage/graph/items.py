"""A file or folder of a library, as Microsoft describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

SELECT = "$select=id,name,size,file,folder,eTag,cTag,webUrl,parentReference,lastModifiedDateTime"


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `size` in bytes; `quick_xor_hash` in base64, None for folders and right after some writes.

    `already`: it was there before we sent it, with the same bytes. `deleted`: only in changes.
    `parent_path`: the folder's path in the library ("" for its root), None where it is not told.
    `child_count`: how many items a folder holds, directly.
    """

    id: str
    name: str
    size: int
    url: str
    quick_xor_hash: str | None
    etag: str | None
    is_folder: bool = False
    parent_id: str | None = None
    already: bool = False
    deleted: bool = False
    parent_path: str | None = None
    child_count: int = 0


def item_of(found: dict[str, Any]) -> Item:
    """Reads a driveItem; the parts that Microsoft leaves out in searches and changes may be missing."""
    hashes = (found.get("file") or {}).get("hashes") or {}
    return Item(
        id=found["id"],
        name=found.get("name") or "",
        size=int(found.get("size") or 0),
        url=found.get("webUrl") or "",
        quick_xor_hash=hashes.get("quickXorHash"),
        etag=found.get("eTag"),
        is_folder="folder" in found,
        parent_id=(found.get("parentReference") or {}).get("id"),
        deleted="deleted" in found,
        parent_path=_parent_path(found.get("parentReference") or {}),
        child_count=int((found.get("folder") or {}).get("childCount") or 0),
    )


def _parent_path(parent: dict[str, Any]) -> str | None:
    """`/drives/…/root:/Sage/Clients` is `Sage/Clients`; changes do not tell it."""
    _, root, path = (parent.get("path") or "").partition("/root:")
    return unquote(path).strip("/") if root else None
