"""The company itself: its lasting identity, its name of today."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.facts import Company
from stockage_partage.company.transactions import Transactions


class CompanyRow:
    """Who this database belongs to."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def get(self) -> Company:
        """The company as named today."""
        row = tables.company.c
        with self._transactions.reading() as connection:
            found = connection.execute(sa.select(row.id, row.name, row.siren)).one()
        return Company(found.id, found.name, found.siren)

    def rename(self, name: str) -> None:
        """Another raison sociale; the group keeps its name until somebody renames it too."""
        self._set(name=name)

    def set_siren(self, siren: str | None) -> None:
        """The company's SIREN (nine digits), by which licences and documents recognise it."""
        self._set(siren=siren)

    def _set(self, **values: Any) -> None:
        with self._transactions.changing() as change:
            change.execute(sa.update(tables.company).values(**values))
            change.announce()
