"""The bytes of a large document, read from the database as they are needed: never all in memory."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.outbox_content import PIECE
from stockage_partage.errors import FileUnreadable


@dataclass(frozen=True, slots=True)
class ReadingAhead:
    """Who reads the next `pieces` of the database (1 MiB each) while the present one is sent."""

    readers: Executor
    pieces: int


class StoredContent:
    """Read and sought like a file. One piece is in memory at a time, and those being read ahead.

    A reading raises FileUnreadable when the bytes are not there any more, and the database troubles.
    """

    def __init__(
        self,
        db: CompanyDatabase,
        document_id: int,
        size: int,
        ahead: ReadingAhead | None = None,
    ) -> None:
        self._db = db
        self._document_id = document_id
        self._size = size
        self._ahead = ahead
        self._position = 0
        self._number = -1
        self._piece = b""
        self._coming: dict[int, Future[bytes]] = {}

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
            self._piece, self._number = self._take(number)(), number
        part = self._piece[start : start + end - self._position]
        if not part:
            raise FileUnreadable("the bytes kept are not there any more")
        return part

    def _take(self, number: int) -> Callable[[], bytes]:
        """A way to the piece; what follows it is being read from now on."""
        if self._ahead is None:
            return lambda: self._db.outbox.piece(self._document_id, number)
        wanted = range(number, min(number + 1 + self._ahead.pieces, -(-self._size // PIECE)))
        self._coming = {
            each: self._coming.get(each)
            or self._ahead.readers.submit(self._db.outbox.piece, self._document_id, each)
            for each in wanted
        }
        return self._coming.pop(number).result
