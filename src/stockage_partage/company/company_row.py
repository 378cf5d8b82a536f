"""The company itself: its lasting identity, its name of today."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from stockage_partage.company import journal, tables
from stockage_partage.company.facts import Company
from stockage_partage.company.fiscal_start import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.transactions import Transactions

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
        """Another raison sociale; the group keeps its name until somebody renames it too."""
        self._set(name=name)

    def set_siren(self, siren: str | None) -> None:
        """The company's SIREN (nine digits), by which licences and documents recognise it."""
        self._set(siren=siren)

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
            journal.write(change, FISCAL_START_CHANGED, by, application, detail=detail)
            change.announce()
        return True

    def _set(self, **values: Any) -> None:
        with self._transactions.changing() as change:
            change.execute(sa.update(tables.company).values(**values))
            change.announce()
