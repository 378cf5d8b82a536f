"""The register of the company's documents: found again years later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.facts import Counts, DocumentRow, Order, Status
from stockage_partage.company.identity import normal_name
from stockage_partage.company.transactions import Transactions

_doc = tables.document
_party = tables.third_party
_meta = tables.meta

_SORTED_BY: dict[Order, sa.Column[Any]] = {
    Order.ADDED: _doc.c.id,
    Order.DATE: _doc.c.date,
    Order.NUMBER: _doc.c.number,
    Order.THIRD_PARTY: _doc.c.third_party_code,
    Order.TYPE: _doc.c.type,
    Order.STATUS: _doc.c.status,
}


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
    ) -> list[DocumentRow]:
        """Documents that have every word of `text` in their title, type, number or third party."""
        column = _SORTED_BY[order]
        by = (column, _doc.c.id)
        wanted = (
            _rows()
            .where(*_holding(text))
            .order_by(*(part.desc() if descending else part for part in dict.fromkeys(by)))
            .limit(limit)
            .offset(offset)
        )
        if status is not None:
            wanted = wanted.where(_doc.c.status == status)
        with self._transactions.reading() as connection:
            rows = connection.execute(wanted).all()
        now = self._transactions.clock()
        return [_document(row, now) for row in rows]

    def get(self, document_id: int) -> DocumentRow | None:
        """One document, None when it was withdrawn or never was."""
        with self._transactions.reading() as connection:
            row = connection.execute(_rows().where(_doc.c.id == document_id)).first()
        return None if row is None else _document(row, self._transactions.clock())

    def counters(self) -> Counts:
        """Exact, and as cheap with a million documents as with one."""
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_meta)).one()
        return Counts(row.waiting, row.filed, row.blocked, row.to_classify, row.last_filed_at)


def _rows() -> sa.Select[Any]:
    name = sa.func.coalesce(_party.c.name, "").label("third_party_name")
    joined = _doc.outerjoin(_party, _party.c.code == _doc.c.third_party_code)
    return sa.select(_doc, name).select_from(joined)


def _holding(text: str) -> list[sa.ColumnElement[bool]]:
    return [
        _doc.c.haystack.contains(word, autoescape=True)
        | _party.c.name_key.contains(word, autoescape=True)
        for word in normal_name(text).split()
    ]


def _document(row: sa.Row[Any], now: datetime) -> DocumentRow:
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
