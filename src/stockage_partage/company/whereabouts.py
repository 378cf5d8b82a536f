"""Where a company database is: a copy made elsewhere, for tests, must not file into the company's group.

Each place where it was opened as the company is remembered (`places.marks_of_file`). On PostgreSQL a place is the
server's own identifier and the database's name. Where a share tells another file number each time, each
computer is asked once. A whole server or virtual machine that was cloned keeps all marks: only a person
can tell.
"""

from __future__ import annotations

import uuid
from contextlib import suppress

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.connections import Location
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.outbox.adding import lock_key
from stockage_partage.company.places import digest, is_elsewhere, marks_of_file
from stockage_partage.errors import (
    DatabaseBusy,
    DatabaseCopied,
    DatabaseReadOnly,
    DatabaseUnreachable,
    DiskFull,
)

_table = tables.whereabouts
_MARKS = sa.select(_table.c.mark)
_SERVER = sa.text("SELECT system_identifier FROM pg_control_system()")
_DATABASE = sa.text("SELECT current_database()")


class Whereabouts:
    """Whether this is the company's database, and the two answers when nobody knows."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def require(self) -> None:
        """Remembers this place. Raises DatabaseCopied when the company is known at others only."""
        with self._transactions.reading() as connection:
            missing = self._not_yet_known(connection)
        if missing:
            # What cannot be written now can still be read; the next to open it remembers.
            with (
                suppress(DatabaseReadOnly, DatabaseBusy, DatabaseUnreachable, DiskFull),
                self._transactions.changing() as change,
            ):
                lock_key(change, _table.name)
                _remember(change, self._not_yet_known(change.connection))

    def moved(self, by: str) -> None:
        """A person says that the company lives here from now on, and no longer where it was."""
        with self._transactions.changing() as change:
            settle_here(change, self._transactions.location, by)

    def make_a_copy(self, by: str) -> None:
        """A person says that this is a copy for tests: it becomes a company of its own.

        Another identity, storage off, no group known: what it files goes to a group of its own. What
        is in the register stays there to be read, and what waits waits for that group.
        """
        with self._transactions.changing() as change:
            _forget_all(change)
            _remember(change, _marks_of(self._transactions.location, change.connection))
            change.execute(sa.update(tables.company).values(id=str(uuid.uuid4())))
            change.execute(sa.delete(tables.activation))
            change.execute(
                sa.insert(tables.activation).values(id=1, stored="inactive", health="fine")
            )
            for bookmark in (tables.delta, tables.folder):
                change.execute(sa.delete(bookmark))
            change.enter(JournalAct.DATABASE_MADE_A_COPY, {}, by=by)

    def _not_yet_known(self, connection: sa.Connection) -> frozenset[str]:
        """The marks of this place to remember. Raises DatabaseCopied."""
        known = frozenset(connection.execute(_MARKS).scalars())
        here = _marks_of(self._transactions.location, connection)
        if is_elsewhere(known, here):
            raise DatabaseCopied(self._transactions.location.shown)
        return here - known


def settle_here(change: Change, location: Location, by: str) -> None:
    """The company lives at `location` from now on; noted in the journal."""
    _forget_all(change)
    _remember(change, _marks_of(location, change.connection))
    change.enter(JournalAct.DATABASE_MOVED, {}, by=by)


def hand_over(change: Change, marks: frozenset[str]) -> None:
    """The company lives where `marks` tell, and no longer here: whoever opens this is asked.

    The journal goes on there, and there alone: told here as well, it would go on in two ways.
    """
    _forget_all(change)
    _remember(change, marks or frozenset({"elsewhere:unknown"}))
    change.announce()


def _forget_all(change: Change) -> None:
    lock_key(change, _table.name)
    change.execute(sa.delete(_table))


def _marks_of(location: Location, connection: sa.Connection) -> frozenset[str]:
    """What tells this place from others; empty when the server keeps its identifier to itself."""
    if location.path is not None:
        return marks_of_file(location.path)
    try:
        with connection.begin_nested():
            server = connection.execute(_SERVER).scalar()
    except sa.exc.DBAPIError:
        return frozenset()
    return frozenset({f"server:{digest(str(server), str(connection.execute(_DATABASE).scalar()))}"})


def _remember(change: Change, marks: frozenset[str]) -> None:
    if marks:
        change.execute(
            sa.insert(_table), [{"mark": mark, "since": change.now} for mark in sorted(marks)]
        )
