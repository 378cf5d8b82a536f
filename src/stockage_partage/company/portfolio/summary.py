"""What a list of companies shows of one, read by the drivers alone: Python's own SQLite for a file, psycopg for a server.

Unlike a first look (`quick_snapshot`), it tells of whatever is there: somebody activating, a copy, another
structure. It only reads: nothing is written, made or brought up to date.
"""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString
from urllib.parse import urlunsplit

from stockage_partage.company.engine.postgres_errors import postgres_kind
from stockage_partage.company.places import (
    digest,
    is_elsewhere,
    marks_of_file,
    parts_of,
    shown,
    sqlite_uri,
)
from stockage_partage.company.state_records import SCHEMA, ActivationStatus
from stockage_partage.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseMissing,
    DatabaseReadOnly,
    DatabaseTooNew,
    DatabaseUnreachable,
    NotADatabase,
    Trouble,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection


_BUSY_S = 0.5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS: dict[int, type[Trouble]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_NOTADB: NotADatabase,
    sqlite3.SQLITE_ERROR: NotADatabase,  # our tables are not in it
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_CANTOPEN: DatabaseReadOnly,
    sqlite3.SQLITE_PERM: DatabaseReadOnly,
    sqlite3.SQLITE_READONLY: DatabaseBusy,  # a change cut short, which the next opening undoes
    sqlite3.SQLITE_AUTH: DatabaseReadOnly,
}
_META = "SELECT * FROM sp_meta"
_COMPANY = "SELECT * FROM sp_company"
_ACTIVATION = "SELECT * FROM sp_activation"
_LICENCES = "SELECT text FROM sp_licence ORDER BY id"
_MARKS = "SELECT mark FROM sp_whereabouts"
#: The first structure that remembers where a company was opened.
_WITH_MARKS = 6
#: Seconds to connect; a list does not wait longer than that for one of its rows.
_CONNECT_S = 5
_STATEMENT_MS = 5000
_SERVER = "SELECT system_identifier FROM pg_control_system()"
_DATABASE = "SELECT current_database()"


@dataclass(frozen=True, slots=True)
class CompanySummary:
    """One company as its database holds it, at one moment.

    `health` is a word of `activation.states.GroupHealth`. `elsewhere`: the file is known at other places
    only, a person must say whether it moved. `licences` are texts, not yet checked.
    """

    name: str
    siren: str | None
    stored: ActivationStatus
    health: str
    activated_by: str | None
    link: str | None
    waiting: int
    blocked: int
    to_classify: int
    filed: int
    licences: tuple[str, ...]
    latest_seen: datetime | None
    elsewhere: bool = False


def read_file(place: str) -> CompanySummary:
    """The summary of a company's file. Blocks as long as the disk does.

    Raises DatabaseMissing, DatabaseUnreachable, DatabaseBusy, DatabaseReadOnly, DatabaseDamaged,
    NotADatabase and DatabaseTooNew.
    """
    path = Path(place)
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise NotADatabase
        here = marks_of_file(path)
        uri = sqlite_uri(path.absolute(), "ro")
        with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_S)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            return _read_file(connection, here)
    except (FileNotFoundError, NotADirectoryError):
        raise DatabaseMissing("", str(path)) from None
    except PermissionError as error:
        raise DatabaseReadOnly(type(error).__name__) from error
    except OSError as error:
        raise DatabaseUnreachable(type(error).__name__) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        raise _KINDS.get(code & 0xFF, DatabaseUnreachable)(type(error).__name__) from error
    except (ValueError, TypeError, IndexError, OverflowError) as error:
        raise NotADatabase(type(error).__name__) from error  # tables that others named like ours


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
            return _read_server(connection, here)
    except psycopg.Error as error:
        kind = postgres_kind(error)
        if kind is None:
            raise NotADatabase(error.sqlstate or type(error).__name__) from None
        # Not chained: the driver's sentence may repeat the address.
        raise (DatabaseMissing("", place) if kind is DatabaseMissing else kind(place)) from None
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise NotADatabase(type(error).__name__) from None


def _read_file(connection: sqlite3.Connection, here: frozenset[str]) -> CompanySummary:
    def row(statement: str) -> sqlite3.Row:
        found: sqlite3.Row | None = connection.execute(statement).fetchone()
        if found is None:
            raise NotADatabase
        return found

    meta = row(_META)
    licences = [each[0] for each in connection.execute(_LICENCES)]
    marks = frozenset(each[0] for each in connection.execute(_MARKS)) if _has_marks(meta) else here
    return _summary_of(
        meta, row(_COMPANY), row(_ACTIVATION), licences, elsewhere=is_elsewhere(marks, here)
    )


def _has_marks(meta: Mapping[str, Any] | sqlite3.Row) -> bool:
    """True when the structure is one that remembers places. Raises DatabaseTooNew for an unknown one."""
    schema = int(meta["schema"])
    if schema > SCHEMA:
        raise DatabaseTooNew(str(schema))
    return schema >= _WITH_MARKS


def _summary_of(
    meta: Mapping[str, Any] | sqlite3.Row,
    company: Mapping[str, Any] | sqlite3.Row,
    activation: Mapping[str, Any] | sqlite3.Row,
    licences: list[str],
    *,
    elsewhere: bool,
) -> CompanySummary:
    """The summary that rows of the four tables make, whichever engine gave them.

    Raises ValueError, TypeError or IndexError for what is none of ours.
    """
    stored = ActivationStatus(activation["stored"])
    if activation["claim_owner"] is not None and not stored.is_on:
        stored = ActivationStatus.ACTIVATING
    return CompanySummary(
        name=str(company["name"]),
        siren=company["siren"],
        stored=stored,
        health=str(activation["health"]),
        activated_by=activation["activated_by"] if stored.is_on else None,
        link=activation["group_url"] if stored.is_on else None,
        waiting=int(meta["waiting"]),
        blocked=int(meta["blocked"]),
        to_classify=int(meta["to_classify"]),
        filed=int(meta["filed"]),
        licences=tuple(licences),
        latest_seen=_moment(meta["latest_seen"]),
        elsewhere=elsewhere,
    )


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)


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


def _read_server(connection: Connection[dict[str, Any]], here: frozenset[str]) -> CompanySummary:
    def row(statement: LiteralString) -> dict[str, Any]:
        found = connection.execute(statement).fetchone()
        if found is None:
            raise NotADatabase
        return found

    meta = row(_META)
    licences = [each["text"] for each in connection.execute(_LICENCES)]
    known = [each["mark"] for each in connection.execute(_MARKS)] if _has_marks(meta) else ()
    return _summary_of(
        meta,
        row(_COMPANY),
        row(_ACTIVATION),
        licences,
        elsewhere=is_elsewhere(frozenset(known), here),
    )
