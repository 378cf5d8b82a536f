"""The summary of a company on a PostgreSQL server, read by its driver alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlunsplit

from stockage_partage.company.engine.postgres_errors import postgres_kind
from stockage_partage.company.places import digest, is_elsewhere, parts_of, shown
from stockage_partage.company.portfolio.summary import (
    ACTIVATION,
    COMPANY,
    LICENCES,
    MARKS,
    META,
    CompanySummary,
    has_marks,
    summary_of,
)
from stockage_partage.errors import DatabaseMissing, NotADatabase

if TYPE_CHECKING:
    from typing import LiteralString

    from psycopg import Connection

#: Seconds to connect; a list does not wait longer than that for one of its rows.
_CONNECT_S = 5
_STATEMENT_MS = 5000
_SERVER = "SELECT system_identifier FROM pg_control_system()"
_DATABASE = "SELECT current_database()"


def read_server(location: str) -> CompanySummary:
    """The summary of the company at that address, which may hold a password. Blocks for seconds at most.

    Without a password the server's own ways remain: the file `.pgpass`, a certificate, Kerberos.
    Raises DatabaseMissing, DatabaseRefused, DatabaseBusy, NotADatabase, DatabaseTooNew and the others.
    """
    import psycopg
    from psycopg.rows import dict_row

    place = shown(location)
    try:
        with psycopg.connect(
            _libpq(location), connect_timeout=_CONNECT_S, autocommit=True, row_factory=dict_row
        ) as connection:
            connection.execute(f"SET statement_timeout = {_STATEMENT_MS}")
            here = _marks(connection)
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return _read(connection, here)
    except psycopg.Error as error:
        kind = postgres_kind(error)
        if kind is None:
            raise NotADatabase(error.sqlstate or type(error).__name__) from None
        # Not chained: the driver's sentence may repeat the address.
        raise (DatabaseMissing("", place) if kind is DatabaseMissing else kind(place)) from None
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise NotADatabase(type(error).__name__) from None


def _libpq(location: str) -> str:
    return urlunsplit(("postgresql", *parts_of(location)[1:]))


def _marks(connection: Connection[dict[str, Any]]) -> frozenset[str]:
    """What tells this place from others, as `whereabouts` writes it; empty where the server does not say."""
    import psycopg

    try:
        server = connection.execute(_SERVER).fetchone()
    except psycopg.Error:
        return frozenset()
    name = connection.execute(_DATABASE).fetchone()
    if server is None or name is None:
        return frozenset()
    return frozenset(
        {f"server:{digest(str(server['system_identifier']), str(name['current_database']))}"}
    )


def _read(connection: Connection[dict[str, Any]], here: frozenset[str]) -> CompanySummary:
    def row(statement: LiteralString) -> dict[str, Any]:
        found = connection.execute(statement).fetchone()
        if found is None:
            raise NotADatabase
        return found

    meta = row(META)
    licences = [each["text"] for each in connection.execute(LICENCES)]
    known = [each["mark"] for each in connection.execute(MARKS)] if has_marks(meta) else ()
    return summary_of(
        meta,
        row(COMPANY),
        row(ACTIVATION),
        licences,
        elsewhere=is_elsewhere(frozenset(known), here),
    )
