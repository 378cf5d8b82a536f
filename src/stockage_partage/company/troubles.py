"""The one place where the database engines' errors become troubles. Other errors are our mistakes.

Codes: SQLite's list of result codes; PostgreSQL's appendix of error codes. A trouble's detail holds
the engine's own code word, never its sentence (which may repeat a document's name or an address).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy.exc

from stockage_partage import errors
from stockage_partage.company.location import Location

_SQLITE: dict[int, type[errors.Trouble]] = {
    sqlite3.SQLITE_PERM: errors.DatabaseReadOnly,
    sqlite3.SQLITE_BUSY: errors.DatabaseBusy,
    sqlite3.SQLITE_LOCKED: errors.DatabaseBusy,
    sqlite3.SQLITE_READONLY: errors.DatabaseReadOnly,
    sqlite3.SQLITE_CORRUPT: errors.DatabaseDamaged,
    sqlite3.SQLITE_FULL: errors.DiskFull,
    # The journal cannot be made beside the file: the folder refuses, the file is there.
    sqlite3.SQLITE_CANTOPEN: errors.DatabaseReadOnly,
    sqlite3.SQLITE_PROTOCOL: errors.DatabaseBusy,
    sqlite3.SQLITE_AUTH: errors.DatabaseReadOnly,
    sqlite3.SQLITE_NOTADB: errors.NotADatabase,
}

_SQLITE_INPUT_OUTPUT: dict[int, type[errors.Trouble]] = {
    # A quota or a size limit answers here; a full disk answers SQLITE_FULL.
    sqlite3.SQLITE_IOERR_WRITE: errors.DiskFull,
    sqlite3.SQLITE_IOERR_SHORT_READ: errors.DatabaseDamaged,
    sqlite3.SQLITE_IOERR_CORRUPTFS: errors.DatabaseDamaged,
    sqlite3.SQLITE_IOERR_DATA: errors.DatabaseDamaged,
    sqlite3.SQLITE_IOERR_LOCK: errors.DatabaseBusy,
    sqlite3.SQLITE_IOERR_RDLOCK: errors.DatabaseBusy,
    sqlite3.SQLITE_IOERR_UNLOCK: errors.DatabaseBusy,
}

# What SQLite says when there is no file (any more), too.
_SQLITE_ABOUT_THE_FILE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)

# Longest prefix wins.
_POSTGRES: dict[str, type[errors.Trouble]] = {
    "08": errors.DatabaseMissing,
    "25006": errors.DatabaseReadOnly,
    "28": errors.DatabaseRefused,
    "3D000": errors.DatabaseMissing,
    "3F000": errors.NotADatabase,
    "40": errors.DatabaseBusy,
    "42501": errors.DatabaseReadOnly,
    "42P01": errors.NotADatabase,
    "53100": errors.DiskFull,
    "53300": errors.DatabaseBusy,
    "55P03": errors.DatabaseBusy,
    "57014": errors.DatabaseBusy,
    "57P03": errors.DatabaseBusy,
    "57P": errors.DatabaseMissing,
    "XX001": errors.DatabaseDamaged,
    "XX002": errors.DatabaseDamaged,
}

# A refused connection carries no code, only the server's sentence, in the server's language.
_POSTGRES_SENTENCES: tuple[tuple[str, type[errors.Trouble]], ...] = (
    ("authenti", errors.DatabaseRefused),
    ("no password supplied", errors.DatabaseRefused),
    ("pg_hba.conf", errors.DatabaseRefused),
    ("starting up", errors.DatabaseBusy),
    ("shutting down", errors.DatabaseBusy),
    ("connection slots", errors.DatabaseBusy),
    ("too many clients", errors.DatabaseBusy),
)


@contextmanager
def told(location: Location) -> Iterator[None]:
    """Turns what the engine raises inside into a trouble; lets everything else through."""
    try:
        yield
    except (sqlalchemy.exc.DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
        kind = trouble_kind(cause, location)
        if kind is None:
            raise
        detail = f"{code_word(cause)} {location.shown}"
        if kind is errors.DatabaseMissing:
            raise errors.DatabaseMissing(detail, location.shown) from error
        raise kind(detail) from error
    except sqlalchemy.exc.TimeoutError as error:  # every pooled connection is in use
        raise errors.DatabaseBusy(location.shown) from error


def code_word(error: BaseException | None) -> str:
    """The engine's own short code for `error`."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", type(error).__name__)
    return getattr(error, "sqlstate", None) or type(error).__name__


def trouble_kind(error: BaseException | None, location: Location) -> type[errors.Trouble] | None:
    """The trouble that `error` stands for, None when it is a mistake of ours."""
    if isinstance(error, sqlite3.Error):
        return _sqlite_kind(error, location)
    return _postgres_kind(error)


def _sqlite_kind(error: sqlite3.Error, location: Location) -> type[errors.Trouble] | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_ERROR and "no such table: sp_" in str(error):
        return errors.NotADatabase
    if primary in _SQLITE_ABOUT_THE_FILE and location.path is not None:
        if not location.path.exists():
            return errors.DatabaseMissing
        if location.path.is_dir():
            return errors.NotADatabase
    if primary == sqlite3.SQLITE_IOERR:
        # Anything else there is the disk or the share failing under us.
        return _SQLITE_INPUT_OUTPUT.get(code, errors.DatabaseMissing)
    return _SQLITE.get(primary)


def _postgres_kind(error: BaseException | None) -> type[errors.Trouble] | None:
    import psycopg

    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate:
        matching = [prefix for prefix in _POSTGRES if error.sqlstate.startswith(prefix)]
        return _POSTGRES[max(matching, key=len)] if matching else None
    if not isinstance(error, psycopg.OperationalError):
        return None
    sentence = str(error)
    kinds = (kind for words, kind in _POSTGRES_SENTENCES if words in sentence)
    return next(kinds, errors.DatabaseMissing)
