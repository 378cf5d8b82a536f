"""Is the file that came the document that was filed? By its bytes, never by its name or its date."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from stockage_partage.company.facts import DocumentRow
from stockage_partage.graph.items import Item
from stockage_partage.graph.quickxor import QuickXor


class Verdict(StrEnum):
    """What a file is, compared with what is known of the document."""

    IDENTICAL = "identical"  # the very bytes that were filed, by their SHA-256
    COMPLETED = "completed"  # ours, to which SharePoint has added its own properties
    AS_ONLINE = "as_online"  # put online by somebody: as Microsoft holds it, nothing older is known
    CHANGED = "changed"  # somebody has changed it online since it was filed
    DAMAGED = "damaged"  # neither what was filed nor what Microsoft holds: must not be kept


class Fingerprints:
    """Fed with a file's bytes; memory stays constant. `beginning` is how much of it may be ours."""

    def __init__(self, beginning: int) -> None:
        self.size = 0
        self._left = beginning
        self._all = hashlib.sha256()
        self._beginning = hashlib.sha256()
        self._quick = QuickXor()

    def update(self, piece: bytes) -> None:
        """Adds bytes."""
        self.size += len(piece)
        self._all.update(piece)
        self._quick.update(piece)
        if self._left > 0:
            self._beginning.update(piece[: self._left])
            self._left -= len(piece)

    @property
    def sha256(self) -> str:
        """Of everything, in hexadecimal."""
        return self._all.hexdigest()

    @property
    def beginning(self) -> str:
        """Of the beginning alone."""
        return self._beginning.hexdigest()

    @property
    def quick_xor(self) -> str:
        """As Microsoft writes it."""
        return self._quick.base64()


def taking(pieces: Iterable[bytes], prints: Fingerprints) -> Iterator[bytes]:
    """The same pieces, their fingerprints taken on the way."""
    for piece in pieces:
        prints.update(piece)
        yield piece


def verdict(row: DocumentRow, prints: Fingerprints, online: Callable[[], Item | None]) -> Verdict:
    """`online` looks at the item as it is now; it is asked only when nothing else tells."""
    if row.sha256 and (prints.size, prints.sha256) == (row.size, row.sha256):
        return Verdict.IDENTICAL
    if row.quick_xor and prints.quick_xor == row.quick_xor:
        return Verdict.COMPLETED if row.sha256 else Verdict.AS_ONLINE
    there = online()
    if there is None or not _is(there, prints):
        return Verdict.DAMAGED
    if not row.sha256:
        return Verdict.CHANGED if row.quick_xor else Verdict.AS_ONLINE
    ours_inside = prints.size > row.size and prints.beginning == row.sha256
    return Verdict.COMPLETED if ours_inside else Verdict.CHANGED


def _is(item: Item, prints: Fingerprints) -> bool:
    if item.quick_xor_hash is None:
        return item.size == prints.size
    return item.quick_xor_hash == prints.quick_xor
