"""Statements that a print waits for: on SQLite, handed to its driver as they are.

There SQLAlchemy's way around such a statement takes several times what the statement takes, and it is
cold whenever a person prints. On a server the network hides it: there it goes SQLAlchemy's way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from stockage_partage.company.engine.connections import driver_of

Values = Mapping[str, Any]
_DIALECT: sa.Dialect = sqlite.dialect()


@dataclass(frozen=True, slots=True)
class _Place:
    """One `?` of a statement: the value of that name, or the statement's own, as the driver takes it."""

    name: str
    given: bool
    own: Any
    made: Callable[[Any], Any] | None

    def filled(self, values: Values) -> Any:
        value = values[self.name] if self.given else self.own
        return value if self.made is None else self.made(value)


class PreparedStatements:
    """One statement, written out once. `columns`: those that an insert gives, where it does not say.

    Raises what `Transactions` turns into troubles, and SQLAlchemy's IntegrityError, on both engines.
    What is read back must be of types that need no conversion.
    """

    def __init__(
        self,
        statement: sa.Select[Any] | sa.CompoundSelect[Any] | sa.Insert | sa.Update,
        *columns: str,
    ) -> None:
        self._statement = statement
        self._columns = columns

    def rows(self, connection: sa.Connection, values: Values) -> Sequence[Any]:
        """All that a query finds, each with its columns' names."""
        if not _is_sqlite(connection):
            return connection.execute(self._statement, values).all()
        found = self._run(connection, values).fetchall()
        return [SimpleNamespace(**dict(zip(self._names, row, strict=True))) for row in found]

    def insert(self, connection: sa.Connection, values: Values) -> int:
        """The number of the new row."""
        if not _is_sqlite(connection):
            (number,) = connection.execute(self._statement, values).inserted_primary_key or (0,)
            return int(number)
        return int(self._run(connection, values).lastrowid or 0)

    def change(self, connection: sa.Connection, values: Values) -> int:
        """How many rows were changed, or added."""
        if not _is_sqlite(connection):
            return connection.execute(self._statement, values).rowcount
        return self._run(connection, values).rowcount

    def insert_all(self, connection: sa.Connection, rows: Iterable[Values]) -> None:
        """Several rows at once; at least one."""
        if not _is_sqlite(connection):
            connection.execute(self._statement, list(rows))
        else:
            filled = [self._filled(row) for row in rows]
            try:
                driver_of(connection).executemany(self._text, filled)
            except sqlite3.IntegrityError as error:
                raise IntegrityError(self._text, None, error) from error

    def _run(self, connection: sa.Connection, values: Values) -> sqlite3.Cursor:
        try:
            return driver_of(connection).execute(self._text, self._filled(values))
        except sqlite3.IntegrityError as error:
            raise IntegrityError(self._text, None, error) from error

    def _filled(self, values: Values) -> list[Any]:
        return [place.filled(values) for place in self._places]

    @cached_property
    def _compiled(self) -> Any:
        return self._statement.compile(dialect=_DIALECT, column_keys=self._columns or None)

    @cached_property
    def _text(self) -> str:
        return str(self._compiled)

    @cached_property
    def _places(self) -> list[_Place]:
        binds = [self._compiled.binds[name] for name in self._compiled.positiontup]
        return [
            _Place(
                each.key,
                each.required,
                each.value,
                each.type.dialect_impl(_DIALECT).bind_processor(_DIALECT),
            )
            for each in binds
        ]

    @cached_property
    def _names(self) -> list[str]:
        assert not isinstance(self._statement, sa.Insert | sa.Update)  # noqa: S101
        return self._statement.selected_columns.keys()


def _is_sqlite(connection: sa.Connection) -> bool:
    return connection.dialect.name == "sqlite"
