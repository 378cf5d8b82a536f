"""The structure of a company database: made whole with a new company, brought up to date with an older copy.

An older copy is upgraded once, under a lock, however many programs open it at once. The indexes that hold a
part of a table are made with a new company, and by nobody who opens one: each engine's own options load that
engine's part of SQLAlchemy, which would be a fifteenth of what the window waits for at each start.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.errors import DatabaseTooNew, NotADatabase

# Only what every version of our structure has: older copies lack the other columns.
_META = sa.table(tables.meta.name, sa.column("schema", sa.Integer))
_SCHEMA = sa.select(_META.c.schema)
_doc = tables.document.c
_ONLINE = sa.text("item_id IS NOT NULL")
_FILED = sa.text("filed_at IS NOT NULL")
_DELETED = sa.text("online = 'deleted'")
_TIMESTAMP = sa.text("act = 'timestamped'")


def upgrade_if_older(transactions: Transactions) -> None:
    """Reads the structure's number; when it is ours, nothing more happens and Alembic is not loaded.

    Raises NotADatabase when none of our tables is there, DatabaseTooNew when the number is above ours.
    """
    with transactions.reading() as connection:
        schema = connection.execute(_SCHEMA).scalar()
    if _is_older(schema):
        with transactions.changing() as change:
            # Read again: somebody else may have upgraded it while we waited for the lock.
            schema = change.execute(_SCHEMA.with_for_update()).scalar()
            if _is_older(schema):
                upgrade(change, tables.SCHEMA)


def upgrade(change: Change, target: int) -> None:
    """Applies every missing step up to `target` inside `change`: all of them, or none."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    schema = (change.execute(_SCHEMA).scalar() or 0) if _exists(change) else 0
    context = MigrationContext.configure(change.connection)
    with Operations.context(context):
        for number, step in enumerate(_steps(), start=1):
            if schema < number <= target:
                step.upgrade()
                change.execute(
                    sa.update(sa.table(tables.meta.name, sa.column("schema"))).values(schema=number)
                )


def _steps() -> list[ModuleType]:
    """The steps, oldest first. As modules, not as files of a folder: an installed program has no such folder."""
    from stockage_partage.company.migrations import versions

    names = sorted(each.name for each in pkgutil.iter_modules(versions.__path__))
    return [import_module(f"{versions.__name__}.{name}") for name in names]


def _exists(change: Change) -> bool:
    return sa.inspect(change.connection).has_table(tables.meta.name)


def _is_older(schema: int | None) -> bool:
    if schema is None:
        raise NotADatabase("our tables are there, their number is not")
    if schema > tables.SCHEMA:
        raise DatabaseTooNew(f"{schema} > {tables.SCHEMA}")
    return schema < tables.SCHEMA


@cache
def complete_tables() -> sa.MetaData:
    """All our tables with all their indexes."""
    for column in ("status", "date", "number", "third_party_code", "type"):
        _of_filed(_doc[column])
    # Unknown amounts first when rising, on both engines; SQLite does so without being told.
    _of_filed(_doc.amount).ddl_if(dialect="sqlite")
    sa.Index(
        "ix_sp_document_amount_id",
        sa.text("amount NULLS FIRST"),
        _doc.id,
        postgresql_where=_FILED,
    ).ddl_if(dialect="postgresql")
    # Of those online alone: what is not there yet costs a print nothing.
    sa.Index("ix_sp_document_item_id", _doc.item_id, sqlite_where=_ONLINE, postgresql_where=_ONLINE)
    # Few, and of no use to anybody but who asks for them or for all but them.
    sa.Index("ix_sp_document_deleted_id", _doc.id, sqlite_where=_DELETED, postgresql_where=_DELETED)
    sa.Index(
        "ix_sp_journal_entry_timestamped_number",
        tables.journal_entry.c.number,
        sqlite_where=_TIMESTAMP,
        postgresql_where=_TIMESTAMP,
    )
    return tables.metadata


def _of_filed(column: sa.Column[object]) -> sa.Index:
    """What the register is read by. A document enters when it is filed: a print does not wait for it."""
    return sa.Index(None, column, _doc.id, sqlite_where=_FILED, postgresql_where=_FILED)
