"""What the tests read and say of a company that no part of the program does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine import tables


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of what happened, for the person who asks later."""

    at: datetime
    what: str
    by: str
    application: str
    subject: str
    detail: str


def recent(database: CompanyDatabase, count: int) -> list[JournalEntry]:
    """The last `count` lines of the company's journal, newest first."""
    line = tables.journal.c
    newest = sa.select(
        line.at, line.what, line.by_user, line.application, line.subject, line.detail
    )
    with database._transactions.reading() as connection:
        rows = connection.execute(newest.order_by(line.id.desc()).limit(count)).all()
    return [JournalEntry(*row) for row in rows]


def set_siren(database: CompanyDatabase, siren: str) -> None:
    """Another SIREN, as the suite that owns the company writes it."""
    with database._transactions.changing() as change:
        change.execute(sa.update(tables.company).values(siren=siren))
        change.announce()
