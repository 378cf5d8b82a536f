"""One company database, open: everything that is kept for a company is reached from here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextlib import ExitStack, closing, suppress
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from stockage_partage.closing import Closing
from stockage_partage.company.activation_row import ActivationRow
from stockage_partage.company.company_settings import CompanyRow, Licences, Templates
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.connections import PATIENCE, Location, connect, parse
from stockage_partage.company.engine.structure import complete_tables, upgrade_if_older
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.instants import Clock, utc_now
from stockage_partage.company.journal.entries import JournalHead, WhoActs
from stockage_partage.company.journal.journal import HeadKeeper, Journal
from stockage_partage.company.outbox.budget import Budget
from stockage_partage.company.outbox.content import Contents
from stockage_partage.company.outbox.outbox import Outbox
from stockage_partage.company.register.pieces import NumberedDocuments, PieceFiles
from stockage_partage.company.register.register import Register
from stockage_partage.company.state_records import Company
from stockage_partage.company.third_parties.learned_rules import LearnedRules
from stockage_partage.company.third_parties.third_parties import ThirdParties
from stockage_partage.company.whereabouts import Whereabouts
from stockage_partage.errors import DatabaseDamaged, DatabaseExists

if TYPE_CHECKING:
    from stockage_partage.company.journal.timestamps import JournalTimestamps
    from stockage_partage.company.journal.verification import JournalVerification
    from stockage_partage.company.online.online_changes import OnlineChanges
    from stockage_partage.company.register.export_query import ExportQuery
    from stockage_partage.company.repair.register_rows import RegisterView, RowFaults
    from stockage_partage.company.repair.stray_bytes import StrayBytes

#: Any number that nobody else in the host's database is likely to use as an advisory lock.
STRUCTURE_LOCK = 0x73705F7374


class _TakenBack(Exception):
    """A change was tried: it could be made, and is not."""


class CompanyDatabase(Closing):
    """Our tables in a company database, shared with other processes and workstations.

    Safe to use from several threads. Every method of its parts is one short transaction and may raise
    the database troubles of `errors` (DatabaseBusy, DatabaseMissing, DatabaseReadOnly, DiskFull, …).
    """

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self.company = CompanyRow(transactions)
        self.third_parties = ThirdParties(transactions)
        self.habits = LearnedRules(transactions)
        self.activation = ActivationRow(transactions)
        self.outbox = Outbox(transactions)
        self.budget = Budget(transactions)
        self.register = Register(transactions)
        self.pieces = NumberedDocuments(transactions)
        self.piece_files = PieceFiles(transactions)
        self.journal = Journal(transactions)
        self.licences = Licences(transactions)
        self.templates = Templates(transactions)
        self.contents = Contents(transactions)
        self.whereabouts = Whereabouts(transactions)
        self._heads: HeadKeeper | None = None

    @cached_property
    def online(self) -> OnlineChanges:
        """What was changed online; loaded by whoever synchronises."""
        from stockage_partage.company.online.online_changes import OnlineChanges

        return OnlineChanges(self._transactions)

    @cached_property
    def selection(self) -> ExportQuery:
        """Documents chosen for an export; loaded by whoever exports."""
        from stockage_partage.company.register.export_query import ExportQuery

        return ExportQuery(self._transactions)

    @cached_property
    def timestamps(self) -> JournalTimestamps:
        """Timestamps of the journal; loaded by whoever fetches or proves."""
        from stockage_partage.company.journal.timestamps import JournalTimestamps

        return JournalTimestamps(self._transactions)

    @cached_property
    def row_faults(self) -> RowFaults:
        """Rows that say what is not so; loaded by whoever repairs, as the two below."""
        from stockage_partage.company.repair.register_rows import RowFaults

        return RowFaults(self._transactions)

    @cached_property
    def stray_bytes(self) -> StrayBytes:
        """Kept bytes that are astray."""
        from stockage_partage.company.repair.stray_bytes import StrayBytes

        return StrayBytes(self._transactions)

    @cached_property
    def register_view(self) -> RegisterView:
        """The register from end to end, to be compared with a library."""
        from stockage_partage.company.repair.register_rows import RegisterView

        return RegisterView(self._transactions)

    @classmethod
    def create(
        cls,
        location: str | Path,
        name: str,
        siren: str | None = None,
        *,
        clock: Clock = utc_now,
        patience: timedelta = PATIENCE,
    ) -> CompanyDatabase:
        """Adds our tables, for one company, to a new file or to the host product's database.

        Raises DatabaseExists when a company of ours is already there: nothing is written over it;
        DatabaseFolderMissing when the folder is not there.
        """
        place = parse(location)
        place.check_folder()
        transactions = Transactions(connect(place, create=True, patience=patience), place, clock)
        with closing(transactions), transactions.changing() as change:
            _lock_structure(change)
            if _has_our_tables(change.connection):
                raise DatabaseExists(place.shown)
            complete_tables().create_all(change.connection, checkfirst=False)
            _first_rows(change, Company(str(uuid.uuid4()), name, siren))
        return cls.open(location, clock=clock, patience=patience)

    @classmethod
    def open(
        cls,
        location: str | Path,
        *,
        clock: Clock = utc_now,
        patience: timedelta = PATIENCE,
        anywhere: bool = False,
    ) -> CompanyDatabase:
        """Opens a company database, bringing an older structure up to date first.

        `anywhere`: a copy too, so that a person can say what it is. Raises DatabaseMissing,
        NotADatabase (a file of something else, or no company of ours in it), DatabaseTooNew,
        DatabaseRefused, DatabaseCopied and the other database troubles.
        """
        place = parse(location)
        transactions = Transactions(connect(place, patience=patience), place, clock)
        with ExitStack() as unless_opened:
            unless_opened.callback(transactions.close)
            upgrade_if_older(transactions)
            database = cls(transactions)
            if not anywhere:
                database.whereabouts.require()
            unless_opened.pop_all()
        return database

    def close(self) -> None:
        """Gives back what was open. The object is of no use afterwards."""
        if self._heads is not None:
            self._heads.write()
        self._transactions.close()

    def acted_on_by(self, who_acts: WhoActs) -> None:
        """Whom the journal names from now on; until then, whoever is in front of this computer."""
        self._transactions.who_acts = who_acts

    def keep_heads_in(self, folder: Path) -> None:
        """Remembers in that folder, this person's own, where the journal ends after what is written here."""
        self._heads = HeadKeeper(self.journal, lambda: self.company.get().id, folder)
        self._transactions.on_entries = self._heads.heard

    def verification(self, kept: Iterable[JournalHead] = ()) -> JournalVerification:
        """The journal and the documents, to be gone through. `kept`: heads known from elsewhere."""
        from stockage_partage.company.journal.verification import JournalVerification

        return JournalVerification(self._transactions, kept)

    def revision(self) -> int:
        """Grows whenever anything a panel shows changes, whoever changed it. One tiny read."""
        with self._transactions.reading() as connection:
            return int(connection.execute(sa.select(tables.meta.c.revision)).scalar_one())

    def check(self) -> None:
        """Looks the whole database over and tries a change that it takes back, for a diagnosis.

        Raises DatabaseDamaged, DatabaseReadOnly, DiskFull and the other database troubles.
        """
        with self._transactions.reading() as connection:
            if connection.dialect.name == "sqlite":
                said = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
                if said != "ok":
                    raise DatabaseDamaged("quick_check")
        self.try_a_change()

    def try_a_change(self) -> None:
        """Raises DatabaseReadOnly, DatabaseBusy and the others that a change would meet."""
        with suppress(_TakenBack), self._transactions.changing() as change:
            # SQLite makes its journal at the first change only: a folder may refuse it.
            change.execute(sa.update(tables.meta).values(revision=tables.meta.c.revision + 1))
            raise _TakenBack

    @property
    def place(self) -> Location:
        """Where it is; `place.shown` may be told to people."""
        return self._transactions.location


def _lock_structure(change: Change) -> None:
    # SQLite's write lock is already held; PostgreSQL has no table of ours to lock yet.
    if change.on_postgres:
        change.execute(sa.select(sa.func.pg_advisory_xact_lock(STRUCTURE_LOCK)))


def _has_our_tables(connection: sa.Connection) -> bool:
    return sa.inspect(connection).has_table(tables.meta.name)


def _first_rows(change: Change, company: Company) -> None:
    change.execute(sa.insert(tables.meta).values(id=1, schema=tables.SCHEMA))
    change.execute(
        sa.insert(tables.company).values(id=company.id, name=company.name, siren=company.siren)
    )
    change.execute(sa.insert(tables.activation).values(id=1, stored="inactive", health="fine"))
