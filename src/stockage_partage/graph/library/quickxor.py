"""QuickXorHash: the fingerprint that SharePoint gives of a file. 160 bits, base64.

Byte number i is XORed in at bit ``11 × i mod 160``, then the length over the last eight bytes. As
the place only depends on ``i mod 160``, rows of 160 bytes can be XORed together first, as one long
integer: that is what makes it fast.
"""

from __future__ import annotations

import base64
from typing import Self

_WIDTH = 160  # bits of the hash, and bytes of a row
_SHIFT = 11
_ROWS_POWER = 11
_BLOCK = _WIDTH << _ROWS_POWER  # 320 KiB
_MASK = (1 << _WIDTH) - 1


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
