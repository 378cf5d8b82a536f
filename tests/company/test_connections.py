"""What a database holds open is let go of, whoever used it when the others stopped."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from stockage_partage.company.engine.connections import SqliteConnection, connect, parse


def test_a_connection_given_back_after_the_others_were_closed_is_closed_too(location: str) -> None:
    engine = connect(parse(location), create=True)
    used = engine.connect()
    used.execute(sa.text("SELECT 1"))
    driver = used.connection.driver_connection
    assert driver is not None
    engine.dispose()
    used.close()
    if isinstance(driver, SqliteConnection):
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            driver.execute("SELECT 1")
    else:
        assert driver.closed
    engine.dispose()


def test_a_connection_given_back_in_time_is_used_again(location: str) -> None:
    engine = connect(parse(location), create=True)
    drivers = set()
    for _ in range(3):
        with engine.connect() as used:
            drivers.add(used.connection.driver_connection)
    assert len(drivers) == 1
    engine.dispose()


def test_a_file_that_cannot_be_asked_at_first_is_not_kept_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[SqliteConnection] = []

    def execute(connection: SqliteConnection, sql: str) -> sqlite3.Cursor:
        made.append(connection)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(SqliteConnection, "execute", execute, raising=False)
    engine = connect(parse(str(tmp_path / "BIJOU.db")), create=True)
    with pytest.raises(sa.exc.OperationalError):
        engine.connect()
    monkeypatch.undo()
    [left] = made
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        left.execute("SELECT 1")
    engine.dispose()
