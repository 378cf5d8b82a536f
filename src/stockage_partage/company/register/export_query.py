"""Documents of the register in the order they came, all that answer, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.records import DocumentRow
from stockage_partage.company.register.asked import SearchCriteria
from stockage_partage.company.register.register import document_of, rows
from stockage_partage.company.register.search_criteria import (
    parts_of,
)

_doc = tables.document
_BATCH = 200


@dataclass(frozen=True, slots=True)
class ExportFilter:
    """What a person chose; nothing means everything. Both days count.

    A document whose day nobody knows is chosen whatever the days: its caller looks closer.
    `filed_only`: without those that still wait, are blocked or are to be classified.
    """

    text: str = ""
    type: str = ""
    third_party_code: str = ""
    since: date | None = None
    until: date | None = None
    filed_only: bool = False


class ExportQuery:
    """Reads only; each batch is a read of its own, so that nobody waits for a long walk."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def count(self, chosen: ExportFilter) -> int:
        """How many documents answer, those without a day included."""
        wanted = sa.select(sa.func.count()).select_from(_doc).where(*_conditions(chosen))
        with self._transactions.reading() as connection:
            return int(connection.execute(wanted).scalar_one())

    def walk(self, chosen: ExportFilter) -> Iterator[DocumentRow]:
        """Each document once, by its id; those that come meanwhile as well."""
        last = 0
        while True:
            wanted = rows().where(_doc.c.id > last, *_conditions(chosen))
            with self._transactions.reading() as connection:
                found = connection.execute(wanted.order_by(_doc.c.id).limit(_BATCH)).all()
            if not found:
                return
            now = self._transactions.clock()
            for row in found:
                last = row.id
                yield document_of(row, now)


def _conditions(chosen: ExportFilter) -> list[sa.ColumnElement[bool]]:
    made = [part.holds() for part in parts_of(SearchCriteria(chosen.text, type=chosen.type))]
    if chosen.third_party_code:
        made.append(_doc.c.third_party_code == chosen.third_party_code)
    no_day = sa.type_coerce(_doc.c.date, sa.String()) == ""
    if chosen.since is not None:
        made.append((_doc.c.date >= chosen.since) | no_day)
    if chosen.filed_only:
        made.append(tables.is_filed)
    if chosen.until is not None:
        made.append((_doc.c.date <= chosen.until) | no_day)
    return made
