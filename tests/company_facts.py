"""What the tests read and say of a company that no part of the program does."""

from __future__ import annotations

import sqlalchemy as sa

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine import tables
from stockage_partage.company.journal.entries import JournalEntry


def recent(database: CompanyDatabase, count: int) -> list[JournalEntry]:
    """The last `count` entries of the company's journal, newest first."""
    newest = sa.select(tables.journal_entry).order_by(tables.journal_entry.c.number.desc())
    with database._transactions.reading() as connection:
        rows = connection.execute(newest.limit(count)).all()
    return [JournalEntry(**row._mapping) for row in rows]


def set_siren(database: CompanyDatabase, siren: str) -> None:
    """Another SIREN, as the suite that owns the company writes it."""
    with database._transactions.changing() as change:
        change.execute(sa.update(tables.company).values(siren=siren))
        change.announce()
