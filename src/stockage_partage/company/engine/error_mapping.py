"""The one place where the database engines' errors become troubles. Other errors are our mistakes.

Codes: SQLite's list of result codes; PostgreSQL's are in `postgres_errors`. A trouble's detail holds
the engine's own code word, never its sentence (which may repeat a document's name or an address).
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy.exc

from stockage_partage import disk, errors
from stockage_partage.company.engine.connections import Location
from stockage_partage.company.engine.postgres_errors import postgres_kind

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
    # The file ends too soon, and a sum that does not agree. Never SQLITE_IOERR_CORRUPTFS, whose name
    # means nothing: a share that is away for a moment answers it to a read.
    sqlite3.SQLITE_IOERR_SHORT_READ: errors.DatabaseDamaged,
    sqlite3.SQLITE_IOERR_DATA: errors.DatabaseDamaged,
}
#: Windows: ERROR_BAD_NETPATH, ERROR_BAD_NET_NAME. Python calls them « no such file ».
_SHARE_AWAY = frozenset({53, 67})
#: Bytes written to see whether there is room.
_ROOM = 1024 * 1024

# What SQLite says when there is no file (any more), too.
_SQLITE_ABOUT_THE_FILE = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)


@contextmanager
def as_troubles(location: Location) -> Iterator[None]:
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
    return postgres_kind(error)


def _sqlite_kind(error: sqlite3.Error, location: Location) -> type[errors.Trouble] | None:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_ERROR and "no such table: sp_" in str(error):
        return errors.NotADatabase
    if primary in _SQLITE_ABOUT_THE_FILE and location.path is not None:
        known = _what_is_there(location.path)
        if known is not None:
            return known
        if primary == sqlite3.SQLITE_CANTOPEN and _is_held(location.path):
            return errors.DatabaseBusy
    if primary == sqlite3.SQLITE_IOERR:
        if code == sqlite3.SQLITE_IOERR_WRITE and _is_full(location.path):
            return errors.DiskFull
        # Anything else there is the disk or the share failing under us.
        return _SQLITE_INPUT_OUTPUT.get(code, errors.DatabaseUnreachable)
    return _SQLITE.get(primary)


def _what_is_there(path: Path) -> type[errors.Trouble] | None:
    """The trouble when it is no file there; None when it is one, or may not be looked at."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        away = getattr(error, "winerror", None) in _SHARE_AWAY
        return errors.DatabaseUnreachable if away else errors.DatabaseMissing
    except PermissionError:
        return None
    except OSError as error:  # the share itself does not answer
        too_long = error.errno == errno.ENAMETOOLONG
        return errors.DatabaseMissing if too_long else errors.DatabaseUnreachable
    return errors.NotADatabase if stat.S_ISDIR(mode) else None


def _is_full(path: Path | None) -> bool:
    """True when the folder answers that there is no room: SQLite says so of a full disk, not of a quota."""
    if path is None:
        return False
    try:
        with tempfile.TemporaryFile(dir=path.parent) as probe:
            probe.write(bytes(_ROOM))
            probe.flush()
            os.fsync(probe.fileno())  # a share may take it and refuse it later
    except OSError as error:
        return error.errno in disk.FULL
    return False


def _is_held(path: Path) -> bool:
    """True when neither the file nor its folder refuses: then another program keeps us from the journal.

    A backup that has it open does so, on Windows, for as long as it copies.
    """
    try:
        with path.open("rb"), tempfile.TemporaryFile(dir=path.parent):
            return os.access(path, os.W_OK)
    except OSError:
        return False
