"""An older copy is brought up to date once, under a lock, however many programs open it at once."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

import sqlalchemy as sa

from stockage_partage.company.engine import tables
from stockage_partage.company.engine.transactions import Change, Transactions
from stockage_partage.errors import DatabaseTooNew, NotADatabase

# Only what every version of our structure has: older copies lack the other columns.
_META = sa.table(tables.meta.name, sa.column("schema", sa.Integer))
_SCHEMA = sa.select(_META.c.schema)


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
