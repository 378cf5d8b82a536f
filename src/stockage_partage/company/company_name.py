"""The company itself: its lasting identity, its name of today, and the day on which its years begin."""

from __future__ import annotations

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.state_records import Company

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
            told = {"before": before.kept, "after": start.kept}
            change.enter(JournalAct.FISCAL_START_CHANGED, told, by=by, application=application)
        return True
