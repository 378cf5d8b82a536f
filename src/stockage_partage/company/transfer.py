"""A company moves to another database: from a file to a PostgreSQL server, or back.

Everything is copied in one transaction on each side: the old place is locked against writing until the
new one is complete, and from then on only the new one is the company (`whereabouts`). Nothing is removed
from the old place: a person sets it aside.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.connections import PATIENCE, connect, parse
from stockage_partage.company.engine.structure import complete_tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.company.instants import Clock, utc_now
from stockage_partage.company.whereabouts import hand_over, settle_here
from stockage_partage.errors import DatabaseExists

#: Rows copied at once; of contents, which are megabytes each, one.
_BATCH = 500

Tell = Callable[[str, int], None]


def transfer(
    source: str | Path,
    target: str | Path,
    by: str,
    *,
    clock: Clock = utc_now,
    patience: timedelta = PATIENCE,
    tell: Tell = lambda table, rows: None,
) -> None:
    """Copies the company at `source` to `target`, which then is the company.

    `by`: who is told in the journal. `tell`: a table's name and its rows, as each is done. Raises
    DatabaseExists when a company is already at `target`, DatabaseFolderMissing, and the database troubles of either side;
    then nothing has changed.
    """
    # Opened once the ordinary way: an older structure is brought up to date, a copy is refused.
    CompanyDatabase.open(source, clock=clock, patience=patience).close()
    place = parse(target)
    place.check_folder()
    old = Transactions(connect(parse(source), patience=patience), parse(source), clock)
    new = Transactions(connect(place, create=True, patience=patience), place, clock)
    with closing(old), closing(new), old.changing() as leaving:
        _lock(leaving)
        with new.changing() as arriving:
            if sa.inspect(arriving.connection).has_table(tables.meta.name):
                raise DatabaseExists(place.shown)
            complete_tables().create_all(arriving.connection, checkfirst=False)
            for table in tables.metadata.sorted_tables:
                tell(table.name, _copy(leaving, arriving, table))
            settle_here(arriving, place, by)
            marks = frozenset(arriving.execute(sa.select(tables.whereabouts.c.mark)).scalars())
        # The new one is complete: a crash from here on leaves two, and the guide says which one counts.
        hand_over(leaving, marks)


def _lock(change: Change) -> None:
    """Nobody writes meanwhile. SQLite's write lock is already held."""
    if change.on_postgres:
        names = ", ".join(table.name for table in tables.metadata.sorted_tables)
        change.execute(sa.text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))


def _copy(leaving: Change, arriving: Change, table: sa.Table) -> int:
    batch = 1 if table is tables.content else _BATCH
    order = list(table.primary_key.columns)
    wanted = sa.select(table).order_by(*order).execution_options(yield_per=batch)
    found = leaving.connection.execute(wanted)
    count = 0
    for rows in found.partitions(batch):
        arriving.execute(sa.insert(table), [row._asdict() for row in rows])
        count += len(rows)
    if arriving.on_postgres and "id" in table.c and isinstance(table.c.id.type, sa.Integer):
        # What comes next is numbered after what came along; nothing happens without a sequence.
        highest = sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0) + 1).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        arriving.execute(sa.select(sa.func.setval(sequence, highest, False)))
    return count
