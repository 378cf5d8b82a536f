"""The journal as the rest of the program asks for it: something is told, and read again, and its end is remembered.

The end that this workstation saw last lies in this person's own folder, where whoever can write to the
company's database mostly cannot: it finds an end that was cut off, or a journal written anew.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from stockage_partage import disk
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.journal.entries import JournalAct, JournalEntry, JournalHead
from stockage_partage.company.places import digest
from stockage_partage.errors import Trouble

if TYPE_CHECKING:
    from stockage_partage.company.journal.search import JournalFilter


_entry = tables.journal_entry
_meta = tables.meta
#: Entries read in one go: a reader holds nobody up for longer than that.
_PAGE = 1000
#: How often the file follows a journal that grows. Seconds; what is missed at most when the power fails.
EVERY_S = 60.0


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


class KeptHeads:
    """One small file a company."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "journal"

    def of(self, company_id: str) -> JournalHead | None:
        """The end that was seen last; None when there is none, or none that can be read."""
        try:
            found = disk.read_json(self._file(company_id))
            return JournalHead(int(found["number"]), str(found["hash"]))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, company_id: str, head: JournalHead) -> None:
        """Remembers that end in the place of the former one. Raises FolderRefused, DiskFull…"""
        with disk.as_troubles():
            disk.private_folder(self._folder)
            with disk.replace_whole(self._file(company_id), private=True) as file:
                file.write(json.dumps({"number": head.number, "hash": head.hash}).encode())

    def _file(self, company_id: str) -> Path:
        # The id is read from a database that others write to: it names no path.
        return self._folder / f"{digest(company_id)}.json"


class HeadKeeper:
    """Follows what this workstation writes into a journal; a file that cannot be written stops nothing.

    An end kept earlier that is not in the journal any more stays: it is the proof. The database is asked
    for that once, right after the first entry: closing must not wait for one that is out of reach.
    """

    def __init__(self, journal: Journal, company_id: Callable[[], str], folder: Path) -> None:
        self._journal = journal
        self._ask_company_id = company_id
        self._heads = KeptHeads(folder)
        self._lock = threading.Lock()
        self._company_id: str | None = None
        self._is_sound = False
        self._latest: JournalHead | None = None
        self._next_at = time.monotonic() + EVERY_S

    def heard(self, head: JournalHead) -> None:
        """The journal ends there now; written down once a minute."""
        if self._company_id is None:
            with suppress(Trouble):
                self._look()
        with self._lock:
            if self._latest is None or self._latest.number < head.number:
                self._latest = head
            if time.monotonic() < self._next_at:
                return
            self._next_at = time.monotonic() + EVERY_S
        self.write()

    def write(self) -> None:
        """Writes down what was heard since, if anything was; the database is not asked."""
        with self._lock:
            latest, self._latest = self._latest, None
        if latest is None or self._company_id is None or not self._is_sound:
            return
        known = self._heads.of(self._company_id)
        if known is None or known.number < latest.number:
            with suppress(Trouble):
                self._heads.keep(self._company_id, latest)

    def _look(self) -> None:
        company_id = self._ask_company_id()
        known = self._heads.of(company_id)
        self._is_sound = known is None or self._journal.holds(known)
        self._company_id = company_id
