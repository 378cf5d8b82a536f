"""The world's memory: one SQLite file, one connection, one lock, short transactions, moments as it keeps them."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS switches (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS groups (
    id TEXT PRIMARY KEY, unique_name TEXT, alias TEXT NOT NULL, unified INTEGER NOT NULL,
    created TEXT NOT NULL, deleted TEXT, facts TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS live_unique_names ON groups (unique_name) WHERE deleted IS NULL;
CREATE UNIQUE INDEX IF NOT EXISTS live_aliases ON groups (lower(alias))
    WHERE deleted IS NULL AND unified;
CREATE TABLE IF NOT EXISTS people_of_groups (
    group_id TEXT NOT NULL, user_id TEXT NOT NULL, part TEXT NOT NULL,
    PRIMARY KEY (group_id, part, user_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS groups_of_people ON people_of_groups (user_id, part);
CREATE TABLE IF NOT EXISTS extensions (
    group_id TEXT NOT NULL, name TEXT NOT NULL, facts TEXT NOT NULL,
    PRIMARY KEY (group_id, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sites (
    id TEXT PRIMARY KEY, group_id TEXT UNIQUE, alias TEXT NOT NULL UNIQUE COLLATE NOCASE,
    web TEXT NOT NULL, library TEXT NOT NULL, drive TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL, ready_at TEXT);
CREATE TABLE IF NOT EXISTS items (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, drive TEXT NOT NULL, parent TEXT, name TEXT NOT NULL,
    folded TEXT NOT NULL, folder INTEGER NOT NULL, guid TEXT NOT NULL,
    size INTEGER NOT NULL DEFAULT 0, mime TEXT, hash TEXT, blob TEXT,
    edition INTEGER NOT NULL DEFAULT 1, content_edition INTEGER NOT NULL DEFAULT 1,
    version INTEGER NOT NULL DEFAULT 1, created TEXT NOT NULL, created_by TEXT NOT NULL,
    modified TEXT NOT NULL, modified_by TEXT NOT NULL, fs_created TEXT NOT NULL,
    fs_modified TEXT NOT NULL, description TEXT, columns TEXT, locked_by TEXT, deleted TEXT,
    sequence INTEGER NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS live_names ON items (drive, parent, folded) WHERE deleted IS NULL;
CREATE UNIQUE INDEX IF NOT EXISTS roots ON items (drive) WHERE parent IS NULL;
CREATE INDEX IF NOT EXISTS changes ON items (drive, sequence);
CREATE TABLE IF NOT EXISTS versions (
    item TEXT NOT NULL, version INTEGER NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL,
    blob TEXT NOT NULL, modified TEXT NOT NULL, modified_by TEXT NOT NULL,
    PRIMARY KEY (item, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, drive TEXT NOT NULL, parent TEXT NOT NULL, name TEXT NOT NULL,
    folded TEXT NOT NULL, item TEXT NOT NULL, behaviour TEXT NOT NULL, defer INTEGER NOT NULL,
    owner TEXT NOT NULL, secret TEXT NOT NULL, blob TEXT NOT NULL, facts TEXT NOT NULL,
    total INTEGER, received INTEGER NOT NULL DEFAULT 0, xor BLOB NOT NULL, expires TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS links (
    id TEXT PRIMARY KEY, item TEXT NOT NULL, type TEXT NOT NULL, scope TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS effects (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind TEXT NOT NULL,
    drive TEXT, item TEXT, path TEXT NOT NULL, size INTEGER);
CREATE INDEX IF NOT EXISTS effects_by_path ON effects (path);
"""

# Columns that came later: an organisation kept by an earlier version gets them when it is opened.
_LATER = (
    (
        "items",
        "facet",
        "TEXT",
    ),  # « package », « shortcut » or « nameless »: neither file nor folder
    ("sites", "former", "TEXT"),  # its address before it was moved, which still leads to it
    ("items", "archive", "TEXT"),  # fullyArchived, reactivating
    ("items", "record", "INTEGER NOT NULL DEFAULT 0"),  # a record, locked by its retention label
)

Row = sqlite3.Row


class Store:
    """Every statement goes through here. Safe from any thread; a killed process loses nothing."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(
            file, check_same_thread=False, isolation_level=None, cached_statements=256
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        # Survives the death of the process, which is what the emulator promises; not a power cut.
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.executescript(_SCHEMA)
        for table, column, kind in _LATER:
            there = self.row("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", table, column)
            if there is None:
                self._connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """A transaction; inside another one it joins it."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                if self._depth == 1:
                    self._connection.execute("ROLLBACK")
                raise
            else:
                if self._depth == 1:
                    self._connection.execute("COMMIT")
            finally:
                self._depth -= 1

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All the rows of a question."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of a question, or None."""
        with self._lock:
            found: Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def count(self, sql: str, *values: object) -> int:
        """The number that a question answers with."""
        found = self.row(sql, *values)
        return int(found[0] or 0) if found else 0

    def run(self, sql: str, *values: object) -> int:
        """Carries out a statement; returns the row number it inserted."""
        with self._lock:
            return self._connection.execute(sql, values).lastrowid or 0

    def insert(self, table: str, **columns: object) -> int:
        """Adds a row, by column names."""
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        # Names come from this package's own calls, never from a client.
        return self.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", *columns.values())  # noqa: S608

    def update(self, table: str, key: Sequence[object], **columns: object) -> None:
        """Changes the row whose column `key[0]` is `key[1]`."""
        sets = ", ".join(f"{name} = ?" for name in columns)
        self.run(
            f"UPDATE {table} SET {sets} WHERE {key[0]} = ?",  # noqa: S608
            *columns.values(),
            key[1],
        )


def packed(facts: object) -> str:
    """Facts as the JSON text kept in a column."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str | None) -> dict[str, Any]:
    """The facts of a JSON column; none at all when it is empty."""
    facts: dict[str, Any] = json.loads(text) if text else {}
    return facts


def as_text(moment: datetime) -> str:
    """`2026-03-31T08:15:00Z`: the form Graph answers with, which also sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_moment(text: str) -> datetime:
    """The moment a client or the store wrote. Raises ValueError when it is none."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
