"""Codes of the two engines and the trouble each stands for."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from stockage_partage import errors
from stockage_partage.company.location import Location
from stockage_partage.company.troubles import code_word, told, trouble_kind

HERE = Location(path=Path(__file__))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, errors.DatabaseBusy),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, errors.DatabaseBusy),
        (sqlite3.SQLITE_LOCKED, errors.DatabaseBusy),
        (sqlite3.SQLITE_FULL, errors.DiskFull),
        (sqlite3.SQLITE_IOERR_WRITE, errors.DiskFull),
        (sqlite3.SQLITE_IOERR_SHORT_READ, errors.DatabaseDamaged),
        (sqlite3.SQLITE_IOERR_LOCK, errors.DatabaseBusy),
        (sqlite3.SQLITE_IOERR_READ, errors.DatabaseMissing),
        (sqlite3.SQLITE_CORRUPT, errors.DatabaseDamaged),
        (sqlite3.SQLITE_NOTADB, errors.NotADatabase),
        (sqlite3.SQLITE_READONLY, errors.DatabaseReadOnly),
        (sqlite3.SQLITE_CANTOPEN, errors.DatabaseReadOnly),
        (sqlite3.SQLITE_CONSTRAINT, None),
        (sqlite3.SQLITE_ERROR, None),
    ],
)
def test_sqlite(code: int, kind: type[errors.Trouble] | None) -> None:
    error = sqlite3.OperationalError("said in words")
    error.sqlite_errorcode = code
    assert trouble_kind(error, HERE) is kind


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
    with pytest.raises(sqlite3.ProgrammingError), told(HERE):
        raise sqlite3.ProgrammingError("closed")


def test_every_connection_in_use_is_a_busy_database() -> None:
    with pytest.raises(errors.DatabaseBusy), told(HERE):
        raise sa.exc.TimeoutError
