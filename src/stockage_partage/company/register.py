"""The register of the company's documents: found again years later."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import register_plan, tables
from stockage_partage.company.facts import Counts, DocumentRow, Order, Status
from stockage_partage.company.register_parts import Asked
from stockage_partage.company.register_plan import Page
from stockage_partage.company.transactions import Transactions

_doc = tables.document
_party = tables.third_party
_meta = tables.meta


class Register:
    """Reads only: nothing here changes a document."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def search(
        self,
        text: str = "",
        status: Status | None = None,
        limit: int = 100,
        offset: int = 0,
        order: Order = Order.ADDED,
        *,
        descending: bool = True,
        type: str = "",  # the column's own name
        since: date | None = None,
        until: date | None = None,
    ) -> list[DocumentRow]:
        """A page of the documents that answer everything asked.

        `text`: each word begins one of the document's title, type, number, third party's code or name
        of today; days, months, years and amounts as people write them in figures.
        """
        asked = Asked(text, status, type, since, until)
        return self.page(asked, Page(order, descending, limit, offset))

    def page(self, asked: Asked, page: Page) -> list[DocumentRow]:
        """The same, for what is asked again and again."""
        with self._transactions.reading() as connection:
            ids = register_plan.ids_of(connection, asked, page)
            there = connection.execute(rows().where(_doc.c.id.in_(ids))).all() if ids else []
        now = self._transactions.clock()
        found = {row.id: document_of(row, now) for row in there}
        return [found[each] for each in ids if each in found]

    def count(self, asked: Asked, at_most: int = 100_000) -> int:
        """How many documents answer; beyond `at_most` they are not counted (it is what is given)."""
        if asked == Asked(status=asked.status):
            counts = self.counters()
            each = {
                Status.TO_CLASSIFY: counts.to_classify,
                Status.WAITING: counts.waiting,
                Status.BLOCKED: counts.blocked,
                Status.FILED: counts.filed,
            }
            return sum(each.values()) if asked.status is None else each[asked.status]
        with self._transactions.reading() as connection:
            return register_plan.count_of(connection, asked, at_most)

    def get(self, document_id: int) -> DocumentRow | None:
        """One document, None when it was withdrawn or never was."""
        with self._transactions.reading() as connection:
            row = connection.execute(rows().where(_doc.c.id == document_id)).first()
        return None if row is None else document_of(row, self._transactions.clock())

    def counters(self) -> Counts:
        """Exact, and as cheap with a million documents as with one."""
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_meta)).one()
        return Counts(row.waiting, row.filed, row.blocked, row.to_classify, row.last_filed_at)


def rows() -> sa.Select[Any]:
    """Every document, with the name that its third party has today."""
    name = sa.func.coalesce(_party.c.name, "").label("third_party_name")
    joined = _doc.outerjoin(_party, _party.c.code == _doc.c.third_party_code)
    return sa.select(_doc, name).select_from(joined)


def document_of(row: sa.Row[Any], now: datetime) -> DocumentRow:
    """One of these rows as the register tells it."""
    values = row._mapping
    return DocumentRow(
        **{name: values[name] for name in _SAME_NAMES},
        status=Status(row.status),
        by=row.by_user,
        sending=row.lease_until is not None and row.lease_until > now,
    )


_SAME_NAMES = tuple(
    name for name in DocumentRow.__dataclass_fields__ if name not in ("status", "by", "sending")
)
