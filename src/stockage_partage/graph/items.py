"""A file or folder of a library, as Microsoft describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SELECT = "$select=id,name,size,file,folder,eTag,cTag,webUrl,parentReference,lastModifiedDateTime"


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `size` in bytes; `quick_xor_hash` in base64, None for folders and right after some writes.

    `already`: it was there before we sent it, with the same bytes. `deleted`: only in changes.
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
    )
