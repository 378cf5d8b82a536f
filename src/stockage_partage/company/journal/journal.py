"""The journal as the rest of the program asks for it: something is told, and read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.journal.entries import JournalAct


class Journal:
    """What happened to this company's storage, never what a document says."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def note(
        self, act: JournalAct, subject: Mapping[str, Any], by: str = "", application: str = ""
    ) -> None:
        """Tells of something that changed nothing else in the database.

        `by`, `application`: empty for who has this database open.
        """
        with self._transactions.changing() as change:
            change.enter(act, subject, by=by, application=application)
