"""The company itself: its lasting identity, its name of today, and the journal of who did what, and when."""

from __future__ import annotations

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.records import Company

#: The journal's word for another start of the fiscal year.
FISCAL_START_CHANGED = "fiscal_start_changed"

_row = tables.company.c
# In the order of `Company`'s fields. Built once: it is asked for each document.
_COMPANY = sa.select(_row.id, _row.name, _row.siren, _row.fiscal_start)


class CompanyRow:
    """Who this database belongs to."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def get(self) -> Company:
        """The company as named today."""
        with self._transactions.reading() as connection:
            found = connection.execute(_COMPANY).one()
        return Company(*found)

    def rename(self, name: str) -> None:
        """Changes the raison sociale; the group keeps its name until somebody renames it too."""
        with self._transactions.changing() as change:
            change.execute(sa.update(tables.company).values(name=name))
            change.announce()

    def set_fiscal_start(self, start: FiscalStart, by: str, application: str = "") -> bool:
        """The day on which the fiscal years begin, for what is filed from now on; noted in the journal.

        False: it already was so.
        """
        with self._transactions.changing() as change:
            row = change.row(_COMPANY)
            before = CALENDAR_YEAR if row is None else row.fiscal_start
            if before == start:
                return False
            change.execute(sa.update(tables.company).values(fiscal_start=start))
            detail = f"{before.kept}>{start.kept}"
            write(change, FISCAL_START_CHANGED, by, application, detail=detail)
            change.announce()
        return True


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
