"""quickXorHash, the only hash that SharePoint gives of a file.

Each byte is XORed into a 160-bit register, 11 bits further than the byte before it, and the length
is XORed into the last 8 bytes. Positions come back every 160 bytes, so columns of a 160-byte wide
table are folded first, with whole-table integers: hundreds of megabytes a second in plain Python.
"""

from __future__ import annotations

import base64

_BITS = 160
_SHIFT = 11
_ROW = 160  # bytes after which the shift is back at its start
_ROW_BITS = 8 * _ROW
_MASK = (1 << _BITS) - 1


class QuickXor:
    """Feeds on pieces of any size; `state` allows another process to go on from there."""

    def __init__(self, state: bytes = b"", length: int = 0) -> None:
        self._row = int.from_bytes(state, "little")
        self._length = length

    @property
    def length(self) -> int:
        """Bytes taken so far."""
        return self._length

    @property
    def state(self) -> bytes:
        """The folded table: with `length`, all that is needed to resume."""
        return self._row.to_bytes(_ROW, "little")

    def update(self, piece: bytes) -> None:
        """Takes the next bytes of the file."""
        ahead = self._length % _ROW
        rows = -(-(ahead + len(piece)) // _ROW)
        table = int.from_bytes(piece, "little") << (8 * ahead)
        half = 1 << max(rows - 1, 0).bit_length() >> 1
        while half:
            width = _ROW_BITS * half
            table = (table >> width) ^ (table & ((1 << width) - 1))
            half >>= 1
        self._row ^= table
        self._length += len(piece)

    def digest(self) -> bytes:
        """The 20 bytes of the hash."""
        register = 0
        for column, byte in enumerate(self.state):
            bit = column * _SHIFT % _BITS
            wide = byte << bit
            register ^= (wide & _MASK) ^ (wide >> _BITS)
        register ^= self._length << (_BITS - 64)
        return (register & _MASK).to_bytes(_BITS // 8, "little")

    def text(self) -> str:
        """The hash as Graph writes it: base64 of the 20 bytes."""
        return base64.b64encode(self.digest()).decode("ascii")
