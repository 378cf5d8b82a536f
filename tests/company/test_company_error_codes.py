"""Codes of the two engines and the trouble each stands for."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from stockage_partage import errors
from stockage_partage.company.engine.connections import Location
from stockage_partage.company.engine.error_mapping import as_troubles, code_word, trouble_kind

HERE = Location(path=Path(__file__))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, errors.DatabaseBusy),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, errors.DatabaseBusy),
        (sqlite3.SQLITE_LOCKED, errors.DatabaseBusy),
        (sqlite3.SQLITE_FULL, errors.DiskFull),
        # The folder has room: it is a share that went away for a moment, not a full disk.
        (sqlite3.SQLITE_IOERR_WRITE, errors.DatabaseUnreachable),
        (sqlite3.SQLITE_IOERR_FSYNC, errors.DatabaseUnreachable),
        (sqlite3.SQLITE_IOERR_CORRUPTFS, errors.DatabaseUnreachable),
        (sqlite3.SQLITE_IOERR_SHORT_READ, errors.DatabaseDamaged),
        (sqlite3.SQLITE_IOERR_LOCK, errors.DatabaseUnreachable),
        (sqlite3.SQLITE_IOERR_READ, errors.DatabaseUnreachable),
        (sqlite3.SQLITE_CORRUPT, errors.DatabaseDamaged),
        (sqlite3.SQLITE_NOTADB, errors.NotADatabase),
        (sqlite3.SQLITE_READONLY, errors.DatabaseReadOnly),
        # Neither the file nor its folder refuses: another program has it, a backup for instance.
        (sqlite3.SQLITE_CANTOPEN, errors.DatabaseBusy),
        (sqlite3.SQLITE_CONSTRAINT, None),
        (sqlite3.SQLITE_ERROR, None),
    ],
)
def test_sqlite(code: int, kind: type[errors.Trouble] | None) -> None:
    error = sqlite3.OperationalError("said in words")
    error.sqlite_errorcode = code
    assert trouble_kind(error, HERE) is kind


@pytest.mark.parametrize(
    ("system", "kind"),
    [
        (errno.EIO, errors.DatabaseUnreachable),
        (errno.ESTALE, errors.DatabaseUnreachable),
        (errno.EHOSTDOWN, errors.DatabaseUnreachable),
        (errno.ENOENT, errors.DatabaseMissing),
        (errno.ENAMETOOLONG, errors.DatabaseMissing),
        (errno.EACCES, errors.DatabaseReadOnly),
    ],
)
def test_a_share_that_does_not_answer_is_not_a_file_that_is_gone(
    monkeypatch: pytest.MonkeyPatch, system: int, kind: type[errors.Trouble]
) -> None:
    def refuse(_path: Path, **_: object) -> None:
        raise OSError(system, "as the system says it")

    monkeypatch.setattr(Path, "stat", refuse)
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    nowhere = Location(path=Path("/nowhere/BIJOU.db"))
    assert trouble_kind(error, nowhere) is kind


@pytest.mark.parametrize(
    ("windows", "kind"),
    [
        (53, errors.DatabaseUnreachable),  # the computer that has the share is not found
        (67, errors.DatabaseUnreachable),  # it has no share of that name just now
        (2, errors.DatabaseMissing),
        (3, errors.DatabaseMissing),
    ],
)
def test_a_share_that_windows_does_not_find_is_not_a_file_that_is_gone(
    monkeypatch: pytest.MonkeyPatch, windows: int, kind: type[errors.Trouble]
) -> None:
    def refuse(_path: Path, **_: object) -> None:
        error = FileNotFoundError(errno.ENOENT, "as the system says it")
        error.winerror = windows  # type: ignore[attr-defined,unused-ignore]  # of Windows
        raise error

    monkeypatch.setattr(Path, "stat", refuse)
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    assert trouble_kind(error, Location(path=Path("//server/share/BIJOU.db"))) is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("08006", errors.DatabaseMissing),
        ("25006", errors.DatabaseReadOnly),
        ("28P01", errors.DatabaseRefused),
        ("3D000", errors.DatabaseMissing),
        ("40P01", errors.DatabaseBusy),
        ("42501", errors.DatabaseReadOnly),
        ("42P01", errors.NotADatabase),
        ("53100", errors.DiskFull),
        ("53300", errors.DatabaseBusy),
        ("55P03", errors.DatabaseBusy),
        ("57P01", errors.DatabaseMissing),
        ("57P03", errors.DatabaseBusy),
        ("58030", errors.DatabaseUnreachable),
        ("XX001", errors.DatabaseDamaged),
        ("23505", None),
        ("42601", None),
    ],
)
def test_postgresql(code: str, kind: type[errors.Trouble] | None) -> None:
    error = psycopg.errors.lookup(code)()
    assert trouble_kind(error, HERE) is kind
    assert code_word(error) == code


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ('FATAL:  password authentication failed for user "x"', errors.DatabaseRefused),
        ("FATAL : authentification par mot de passe échouée", errors.DatabaseRefused),
        ("FATAL:  the database system is starting up", errors.DatabaseBusy),
        ("FATAL:  sorry, too many clients already", errors.DatabaseBusy),
        ("connection refused", errors.DatabaseMissing),
    ],
)
def test_postgresql_while_connecting(sentence: str, kind: type[errors.Trouble]) -> None:
    assert trouble_kind(psycopg.OperationalError(sentence), HERE) is kind


def test_a_mistake_of_ours_stays_what_it_is() -> None:
    assert trouble_kind(psycopg.InterfaceError("the cursor is closed"), HERE) is None
    assert trouble_kind(ValueError("x"), HERE) is None
    with pytest.raises(sqlite3.ProgrammingError), as_troubles(HERE):
        raise sqlite3.ProgrammingError("closed")


def test_every_connection_in_use_is_a_busy_database() -> None:
    with pytest.raises(errors.DatabaseBusy), as_troubles(HERE):
        raise sa.exc.TimeoutError
