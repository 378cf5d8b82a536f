"""The register of the company's documents: found again years later.

How they are searched is loaded by the first search: whoever files a document never asks for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from stockage_partage.company import instants
from stockage_partage.company.document_records import (
    AttachmentKind,
    DocumentRow,
    SearchCriteria,
    SortOrder,
)
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.register.pieces import messages_of
from stockage_partage.company.state_records import DocumentCounts, Status

if TYPE_CHECKING:
    from stockage_partage.company.register.search_planner import PageRequest

_doc = tables.document
_party = tables.third_party
_meta = tables.meta
#: The words of the types that life-cycle messages are about.
_INVOICES = ("facture", "facture-d-avoir", "facture-de-retour")
_SAME_NAMES = ("third_party_name", *tables.names_alike(DocumentRow, "status"))


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
        order: SortOrder = SortOrder.ADDED,
        *,
        descending: bool = True,
        type: str = "",  # the column's own name
        since: date | None = None,
        until: date | None = None,
        deleted: bool | None = None,
    ) -> list[DocumentRow]:
        """A page of the documents that answer everything asked.

        `text`: each word begins one of the document's title, type, number, third party's code or name
        of today; days, months, years and amounts as people write them in figures. By date of arrival,
        the latest first, the document of a number that is typed comes before all others. `deleted`:
        of the filed ones alone, those deleted online since, or those still there.
        """
        from stockage_partage.company.register.search_planner import PageRequest

        asked = SearchCriteria(text, status, type, since, until, deleted)
        return self.page(asked, PageRequest(order, descending, limit, offset))

    def page(self, asked: SearchCriteria, page: PageRequest) -> list[DocumentRow]:
        """A page of the documents that answer `asked`: for a search that is asked again and again."""
        from stockage_partage.company.register.search_planner import ids_of

        with self._transactions.reading() as connection:
            ids = ids_of(connection, asked, page)
            there = connection.execute(rows().where(_doc.c.id.in_(ids))).all() if ids else []
            said = messages_on(connection, there)
        now = self._transactions.clock()
        found = {row.id: document_of(row, now, said.get(row.key, ())) for row in there}
        return [found[each] for each in ids if each in found]

    def count(self, asked: SearchCriteria, at_most: int = 100_000) -> int:
        """How many documents answer; beyond `at_most` they are not counted (it is what is given)."""
        if asked == SearchCriteria(status=asked.status):
            counts = self.counters()
            each = {
                Status.TO_CLASSIFY: counts.to_classify,
                Status.WAITING: counts.waiting,
                Status.BLOCKED: counts.blocked,
                Status.FILED: counts.filed,
            }
            return sum(each.values()) if asked.status is None else each[asked.status]
        from stockage_partage.company.register import search_planner

        with self._transactions.reading() as connection:
            return search_planner.count_of(connection, asked, at_most)

    def counts(self, asked: SearchCriteria, at_most: int = 100_000) -> DocumentCounts:
        """How many documents of each status answer, whatever status is asked for.

        Beyond `at_most` they are not counted, and those that are filed are what is left of it.
        """
        everything = self.counters()
        if replace(asked, status=None) == SearchCriteria():
            return everything
        there = {
            Status.WAITING: everything.waiting,
            Status.BLOCKED: everything.blocked,
            Status.TO_CLASSIFY: everything.to_classify,
        }
        each = {
            # No further than there are: what is asked besides may be very common.
            status: self.count(replace(asked, status=status), count + 1) if count else 0
            for status, count in there.items()
        }
        total = self.count(replace(asked, status=None), at_most)
        return DocumentCounts(
            each[Status.WAITING],
            max(0, total - sum(each.values())),
            each[Status.BLOCKED],
            each[Status.TO_CLASSIFY],
            everything.last_filed_at,
        )

    def get(self, document_id: int) -> DocumentRow | None:
        """One document, None when it was withdrawn or never was."""
        with self._transactions.reading() as connection:
            row = connection.execute(rows().where(_doc.c.id == document_id)).first()
            said = messages_on(connection, [row]) if row is not None else {}
        if row is None:
            return None
        return document_of(row, self._transactions.clock(), said.get(row.key, ()))

    def counters(self) -> DocumentCounts:
        """Exact, and as cheap with a million documents as with one."""
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_meta)).one()
        return DocumentCounts(
            row.waiting, row.filed, row.blocked, row.to_classify, row.last_filed_at
        )


def rows() -> sa.Select[Any]:
    """Every document, with the name that its third party has today."""
    name = sa.func.coalesce(_party.c.name, "").label("third_party_name")
    joined = _doc.outerjoin(_party, _party.c.code == _doc.c.third_party_code)
    return sa.select(_doc, name).select_from(joined)


def messages_on(
    connection: sa.Connection, there: Sequence[sa.Row[Any]]
) -> Mapping[str, tuple[str, ...]]:
    """What became of the invoices among these rows, by their keys."""
    kinds = (AttachmentKind.NOT, AttachmentKind.OTHER_FORM, AttachmentKind.READABLE)
    invoices = (row for row in there if row.key and row.type in _INVOICES and row.attached in kinds)
    return messages_of(connection, {row.key for row in invoices})


def document_of(row: sa.Row[Any], now: datetime, messages: tuple[str, ...] = ()) -> DocumentRow:
    """One of these rows as the register tells it."""
    values = row._mapping
    return DocumentRow(
        **{name: values[name] for name in _SAME_NAMES},
        status=Status(row.status),
        by=row.by_user,
        sending=instants.is_running(row.lease_until, now),
        messages=messages,
    )
