"""The journal's end as this workstation saw it last: what finds an end cut off, or a journal written anew.

It lies in this person's own folder, where whoever can write to the company's database mostly cannot.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from stockage_partage import disk
from stockage_partage.company.database_file import digest
from stockage_partage.company.journal.entries import JournalHead
from stockage_partage.company.journal.journal import Journal
from stockage_partage.errors import Trouble

#: How often the file follows a journal that grows. Seconds; what is missed at most when the power fails.
EVERY_S = 60.0


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
