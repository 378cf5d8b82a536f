"""The register of one group, read from end to end: what a library is compared with. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.state_records import Status

_doc = tables.document
_MANY = 1000  # rows in one reading
_ROWS = (
    sa.select(
        _doc.c.id, _doc.c.status, _doc.c.path, _doc.c.place, _doc.c.item_id, _doc.c.quick_xor,
        sa.func.coalesce(_doc.c.sent_size, _doc.c.size).label("size"), _doc.c.online, _doc.c.trouble,
    )
    .where(_doc.c.group_id == sa.bindparam("in_group"), _doc.c.id > sa.bindparam("after"))
    .order_by(_doc.c.id)
    .limit(_MANY)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisteredDocument:
    """A document as the register has it. `size`: bytes online, those handed over while it waits.

    `place`: its path as SharePoint compares it; None for one that has none, or lost it to another.
    """

    id: int
    status: Status
    path: str | None
    place: str | None
    item_id: str | None
    quick_xor: str
    size: int
    online: str
    trouble: str | None


class RegisterView:
    """Every document of a group, in the order in which they came."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def documents(self, group_id: str) -> Iterator[RegisteredDocument]:
        """Each document of that group, a thousand in one reading: nobody is kept waiting."""
        last = 0
        while True:
            with self._transactions.reading() as connection:
                rows = connection.execute(_ROWS, {"in_group": group_id, "after": last}).all()
            for row in rows:
                yield RegisteredDocument(**{**row._mapping, "status": Status(row.status)})
            if len(rows) < _MANY:
                return
            last = rows[-1].id
