"""Short transactions on one company database: the only way to its tables, and to the end of its journal.

What a transaction tells the journal is put at the end of the chain inside it, or not at all. Whoever does so
holds the head until the commit: on SQLite the whole file, on PostgreSQL the row of `sp_meta`, which every
visible change queues for as its last statement anyway. So two workstations never follow the same entry, and
nobody waits longer than before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from stockage_partage.company.engine import error_mapping, tables
from stockage_partage.company.engine.connections import Location, begin, writing
from stockage_partage.company.engine.prepared_statements import PreparedStatements
from stockage_partage.company.instants import Clock
from stockage_partage.company.journal.entries import (
    Author,
    JournalAct,
    JournalEntry,
    JournalHead,
    WhoActs,
    as_canonical,
    as_kept,
    microseconds,
    of_this_computer,
)
from stockage_partage.company.state_records import Status
from stockage_partage.errors import DatabaseTooNew, DatabaseUnreachable, SetupTrouble

_meta = tables.meta
_HEAD = PreparedStatements(
    sa.select(_meta.c.journal_count, _meta.c.journal_head).where(_meta.c.id == 1).with_for_update()
)
_ENTRIES = PreparedStatements(
    sa.insert(tables.journal_entry), *(column.name for column in tables.journal_entry.c)
)
_NAMES = tuple(each.name for each in fields(JournalEntry))
_ANNOUNCE = (
    sa.update(tables.meta)
    .where(tables.meta.c.id == 1, tables.meta.c.schema == tables.SCHEMA)
    .values(revision=tables.meta.c.revision + 1)
)


@dataclass(frozen=True, slots=True)
class _DraftEntry:
    """What is to be told, before it has a number. `account` and `application`: empty for the author's own."""

    act: JournalAct
    subject: Mapping[str, Any] = field(default_factory=dict)
    document: int | None = None
    account: str = ""
    application: str = ""


class Change:
    """A transaction that may write. What others must see is announced once, as its last statement."""

    def __init__(self, connection: sa.Connection, now: datetime, author: Author) -> None:
        self.connection = connection
        self.now = now
        #: Where the journal ends once this is committed; None when it tells nothing.
        self.head: JournalHead | None = None
        self._author = author
        self._drafts: list[_DraftEntry] = []
        self._counts: Counter[Status] = Counter()
        self._announced: dict[str, Any] | None = None

    @property
    def on_postgres(self) -> bool:
        """True on PostgreSQL, where rows are locked one by one."""
        return self.connection.dialect.name == "postgresql"

    def execute(self, statement: sa.Executable, values: Any = None) -> sa.CursorResult[Any]:
        """Runs one statement inside this transaction."""
        result = self.connection.execute(statement, values)
        assert isinstance(result, sa.CursorResult)  # noqa: S101  # always so for a Connection
        return result

    def row(self, statement: sa.Select[Any]) -> sa.Row[Any] | None:
        """The first row of `statement`, locked until the end on PostgreSQL."""
        return self.connection.execute(statement.with_for_update()).first()

    def announce(self, **meta: Any) -> None:
        """Something that a panel shows has changed; `meta` are columns of `sp_meta` to set with it."""
        self._announced = (self._announced or {}) | meta

    def enter(
        self,
        act: JournalAct,
        subject: Mapping[str, Any],
        *,
        document: int | None = None,
        by: str = "",
        application: str = "",
    ) -> None:
        """Tells the journal, with this change or not at all. Never a secret, nor an address.

        `by`, `application`: empty for who has this database open.
        """
        self._drafts.append(_DraftEntry(act, subject, document, by, application))
        self.announce()

    def move(self, before: Status | None, after: Status | None) -> None:
        """A document went from one status to another: keeps the counts exact, and announces."""
        if before is not None:
            self._counts[before] -= 1
        if after is not None:
            self._counts[after] += 1
        self.announce()

    def finish(self) -> None:
        """Writes what was announced. Last, because on PostgreSQL everybody queues for this row."""
        if self._announced is None:
            return
        if self._drafts:
            self.head = _append(self.connection, self._drafts, self.now, self._author)
            self.announce(journal_count=self.head.number, journal_head=self.head.hash)
        moved = {status.value: delta for status, delta in self._counts.items() if delta}
        values: dict[str, Any] = {f"{name}_more": delta for name, delta in moved.items()}
        values |= {f"{name}_now": value for name, value in self._announced.items()}
        announcing = _announcing(tuple(moved), tuple(self._announced))
        if announcing.change(self.connection, values) != 1:
            raise DatabaseTooNew("upgraded by another program while open")


class Transactions:
    """Opens transactions; each is one intention and lasts milliseconds."""

    def __init__(self, engine: sa.Engine, location: Location, clock: Clock) -> None:
        self.location = location
        self.clock = clock
        #: Who changes something through these: told by the journal.
        self.who_acts: WhoActs = of_this_computer
        #: Hears of each new end of the journal, once it is committed; raises nothing.
        self.on_entries: Callable[[JournalHead], object] = lambda _: None
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent look that blocks nobody. Raises the database troubles of `errors`."""
        with self._telling(), self._engine.begin() as connection:
            begin(connection)
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """A transaction that writes: all of it, or nothing. Raises the database troubles of `errors`."""
        author = self.who_acts()  # before anything is locked
        with self._telling(), self._engine.connect() as connection, writing(connection):
            change = Change(connection, self.clock(), author)
            yield change
            change.finish()
        if change.head is not None:
            self.on_entries(change.head)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            with error_mapping.as_troubles(self.location):
                yield
        except (SetupTrouble, DatabaseUnreachable):
            # What was open may be of no use any more: the next transaction opens anew.
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Gives every connection back."""
        self._engine.dispose()


def _append(
    connection: sa.Connection, drafts: Sequence[_DraftEntry], now: datetime, author: Author
) -> JournalHead:
    """Writes them in their order, one at least; the new head, which the caller writes into `sp_meta`."""
    (row,) = _HEAD.rows(connection, {})
    head = JournalHead(row.journal_count, row.journal_head)
    entries = []
    for draft in drafts:
        entry = _entry(draft, head, now, author)
        entries.append({name: getattr(entry, name) for name in _NAMES})
        head = JournalHead(entry.number, entry.hash)
    _ENTRIES.insert_all(connection, entries)
    return head


def _entry(draft: _DraftEntry, head: JournalHead, now: datetime, author: Author) -> JournalEntry:
    # Who is told by the workstation's name alone is said better by who is in front of it.
    named = draft.account if draft.account != author.workstation else ""
    entry = JournalEntry(
        number=head.number + 1,
        at=microseconds(now),
        act=draft.act.value,
        application=as_kept(draft.application or author.application),
        workstation=as_kept(author.workstation),
        account=as_kept(named or author.account),
        document=draft.document,
        subject=as_canonical(draft.subject),
        previous=head.hash,
    )
    return replace(entry, hash=entry.hashed)


@cache
def _announcing(moved: tuple[str, ...], named: tuple[str, ...]) -> PreparedStatements:
    """Adds to the counts of those statuses and sets the columns so named. Few ever differ."""
    counts = {
        status: tables.meta.c[status] + sa.bindparam(f"{status}_more", type_=sa.BigInteger)
        for status in moved
    }
    told = _ANNOUNCE.values(counts | {name: sa.bindparam(f"{name}_now") for name in named})
    return PreparedStatements(told)
