"""A file or folder of a library, as Microsoft describes it, and the fingerprint that it gives of a file.

That is a QuickXorHash, 160 bits in base64. Byte number i is XORed in at bit ``11 × i mod 160``, then the length
over the last eight bytes. As the place only depends on ``i mod 160``, rows of 160 bytes can be XORed together
first, as one long integer: that is what makes it fast.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote

SELECT = "$select=id,name,size,file,folder,eTag,cTag,webUrl,parentReference,lastModifiedDateTime"
_WIDTH = 160  # bits of the hash, and bytes of a row
_SHIFT = 11
_ROWS_POWER = 11
_BLOCK = _WIDTH << _ROWS_POWER  # 320 KiB
_MASK = (1 << _WIDTH) - 1


@dataclass(frozen=True, slots=True)
class DriveItem:
    """One item. `size` in bytes; `quick_xor_hash` in base64, None for folders and right after some writes.

    `already`: it was there before we sent it, with the same bytes. `deleted`: only in changes.
    `parent_path`: the folder's path in the library ("" for its root), None where it is not told.
    `child_count`: how many items a folder holds, directly. `is_file`: it has bytes of its own here.
    `archived`: those cannot be read before somebody reactivates it.
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
    is_file: bool = True
    archived: bool = False


def item_of(found: dict[str, Any]) -> DriveItem:
    """Reads a driveItem; the parts that Microsoft leaves out in searches and changes may be missing.

    So may any other but the id: one odd item must not end the work on all of them.
    """
    file, folder = _part(found, "file"), _part(found, "folder")
    parent = _part(found, "parentReference")
    # A shortcut to another library, a notebook: neither a file of this one nor a folder.
    elsewhere = "remoteItem" in found or "package" in found
    return DriveItem(
        id=found["id"],
        name=_text(found, "name"),
        size=_count(found, "size"),
        url=_text(found, "webUrl"),
        quick_xor_hash=_text(_part(file, "hashes"), "quickXorHash") or None,
        etag=_text(found, "eTag") or None,
        is_folder="folder" in found and not elsewhere,
        parent_id=_text(parent, "id") or None,
        deleted="deleted" in found,
        parent_path=_parent_path(parent),
        child_count=_count(folder, "childCount"),
        is_file="file" in found and not elsewhere,
        archived=_text(file, "archiveStatus") not in ("", "notArchived"),
    )


def items_of(found: Iterable[Any]) -> Iterator[DriveItem]:
    """The things of a list that are items at all, as items."""
    for each in found:
        if isinstance(each, dict) and isinstance(each.get("id"), str) and each["id"]:
            yield item_of(each)


def _parent_path(parent: dict[str, Any]) -> str | None:
    """`/drives/…/root:/Sage/Clients` is `Sage/Clients`; changes do not tell it."""
    _, root, path = _text(parent, "path").partition("/root:")
    return unquote(path).strip("/") if root else None


def _part(found: dict[str, Any], name: str) -> dict[str, Any]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def _count(found: dict[str, Any], name: str) -> int:
    value = found.get(name)
    return int(value) if isinstance(value, int | float) and 0 <= value < 1 << 62 else 0


def is_named(there: DriveItem, path: str) -> bool:
    """False for a file whose name the service only holds for the same: œ and oe are one to it."""
    wanted = path.rpartition("/")[2]
    return _plain(there.name) == _plain(wanted)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class QuickXor:
    """Fed with `update`, read with `digest` (20 bytes) or `base64`."""

    def __init__(self) -> None:
        self._folded = 0
        self._pending = bytearray()
        self._length = 0

    def update(self, data: bytes) -> Self:
        """Adds bytes; memory stays constant."""
        self._length += len(data)
        self._pending += data
        whole = len(self._pending) - len(self._pending) % _BLOCK
        for start in range(0, whole, _BLOCK):
            self._folded ^= int.from_bytes(self._pending[start : start + _BLOCK], "little")
        del self._pending[:whole]
        return self

    def digest(self) -> bytes:
        """The 20 bytes, for what was fed so far."""
        row = self._folded ^ int.from_bytes(self._pending, "little")
        for power in reversed(range(_ROWS_POWER)):
            half = 8 * _WIDTH << power
            row = (row >> half) ^ (row & ((1 << half) - 1))
        state = 0
        for position, byte in enumerate(row.to_bytes(_WIDTH, "little")):
            placed = byte << (_SHIFT * position % _WIDTH)
            state ^= (placed & _MASK) ^ (placed >> _WIDTH)
        state ^= self._length << (_WIDTH - 64)
        return state.to_bytes(_WIDTH // 8, "little")

    def base64(self) -> str:
        """The hash as Microsoft writes it in `file.hashes.quickXorHash`."""
        return base64.b64encode(self.digest()).decode()
