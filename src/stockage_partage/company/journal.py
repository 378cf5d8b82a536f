"""Who did what, and when: read when somebody asks later."""

from __future__ import annotations

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.facts import JournalEntry
from stockage_partage.company.transactions import Change, Transactions

_line = tables.journal


class Journal:
    """What happened to this company's storage, never what a document says."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def note(
        self, what: str, by: str, application: str, subject: str = "", detail: str = ""
    ) -> None:
        """Adds a line. `what` is a code word; `subject` an id."""
        with self._transactions.changing() as change:
            write(change, what, by, application, subject, detail)

    def recent(self, count: int) -> list[JournalEntry]:
        """The last `count` lines, newest first."""
        newest = sa.select(_line).order_by(_line.c.id.desc()).limit(count)
        with self._transactions.reading() as connection:
            rows = connection.execute(newest).all()
        return [
            JournalEntry(r.at, r.what, r.by_user, r.application, r.subject, r.detail) for r in rows
        ]


def write(
    change: Change, what: str, by: str, application: str, subject: str = "", detail: str = ""
) -> None:
    """A line inside somebody else's transaction."""
    change.execute(
        sa.insert(_line).values(
            at=change.now, what=what, by_user=by, application=application,
            subject=subject, detail=detail,
        )
    )  # fmt: skip
