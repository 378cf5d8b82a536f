"""The journal as the rest of the program asks for it: something is told, and read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.journal.entries import JournalAct, JournalEntry, JournalHead

if TYPE_CHECKING:
    from stockage_partage.company.journal.search import JournalFilter

_entry = tables.journal_entry
_meta = tables.meta
#: Entries read in one go: a reader holds nobody up for longer than that.
_PAGE = 1000


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

    def head(self) -> JournalHead:
        """Where the journal ends, as the database says."""
        with self._transactions.reading() as connection:
            row = connection.execute(sa.select(_meta.c.journal_count, _meta.c.journal_head)).one()
        return JournalHead(*row)

    def holds(self, head: JournalHead) -> bool:
        """True when the entry of that number has that hash."""
        wanted = sa.select(_entry.c.hash).where(_entry.c.number == head.number)
        with self._transactions.reading() as connection:
            return bool(connection.execute(wanted).scalar() == head.hash)

    def pages(self, after: int | None = None) -> Iterator[list[JournalEntry]]:
        """The entries in the order of their numbers, some at a time; `after`: only those above it."""
        while page := self._page(after):
            yield page
            after = page[-1].number

    def search(
        self, wanted: JournalFilter, stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[JournalEntry]:
        """The entries that are meant, newest first; nothing is held while the caller looks at them.

        `stopped`: asked now and then; the search ends once it says True, found or not.
        """
        from stockage_partage.company.journal.search import search

        return search(self._transactions, wanted, stopped)

    def extract(self, wanted: JournalFilter) -> tuple[JournalHead, Iterator[JournalEntry]]:
        """Where the journal ends now, and the entries up to there that are meant: what a table of it is made of."""
        # The head first: an entry that comes meanwhile is above it, and in no part that it speaks for.
        end = self.head()
        return end, (each for each in self.search(wanted) if each.number <= end.number)

    def of_document(self, document_id: int) -> list[JournalEntry]:
        """What happened to one document, in its order."""
        wanted = sa.select(_entry).where(_entry.c.document == document_id).order_by(_entry.c.number)
        with self._transactions.reading() as connection:
            return [JournalEntry(**row._mapping) for row in connection.execute(wanted)]

    def _page(self, after: int | None) -> list[JournalEntry]:
        wanted = sa.select(_entry)
        if after is not None:  # none at first: a number below 1 is found too
            wanted = wanted.where(_entry.c.number > after)
        with self._transactions.reading() as connection:
            rows = connection.execute(wanted.order_by(_entry.c.number).limit(_PAGE))
            return [JournalEntry(**row._mapping) for row in rows]
