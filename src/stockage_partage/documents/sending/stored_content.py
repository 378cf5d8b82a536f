"""The bytes of a large document, read from the database as they are needed: never all in memory."""

from __future__ import annotations

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.outbox_content import PIECE
from stockage_partage.errors import FileUnreadable


class StoredContent:
    """Read and sought like a file. One piece of the database (1 MiB) is in memory at a time.

    A reading raises FileUnreadable when the bytes are not there any more, and the database troubles.
    """

    def __init__(self, db: CompanyDatabase, document_id: int, size: int) -> None:
        self._db = db
        self._document_id = document_id
        self._size = size
        self._position = 0
        self._number = -1
        self._piece = b""

    def seek(self, position: int) -> int:
        """From the beginning only."""
        self._position = position
        return position

    def tell(self) -> int:
        """Where the next reading begins."""
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, fewer at the end; everything that is left when it is negative."""
        end = self._size if size < 0 else min(self._size, self._position + size)
        parts = []
        while self._position < end:
            part = self._part(end)
            self._position += len(part)
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _part(self, end: int) -> bytes:
        number, start = divmod(self._position, PIECE)
        if number != self._number:
            self._piece, self._number = self._db.outbox.piece(self._document_id, number), number
        part = self._piece[start : start + end - self._position]
        if not part:
            raise FileUnreadable("the bytes kept are not there any more")
        return part
