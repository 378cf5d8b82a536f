"""A first look at a company's SQLite file, without the database library.

That library takes longer to load than the window to paint; a person waiting for the true state should
not wait for it. Whatever is not plain (another structure, somebody activating, a server, a busy or
strange file) is no business of a glance: it gives None, and the ordinary way finds out and says so.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stockage_partage.company.facts import (
    SCHEMA,
    Activation,
    Company,
    Counts,
    KnownGroup,
    Snapshot,
)
from stockage_partage.company.fiscal_start import from_kept

_BUSY_S = 0.2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ON = ("provisioning", "active")


@dataclass(frozen=True, slots=True)
class Glance:
    """The panel's facts, the licence's text, and the latest time the database has seen."""

    snapshot: Snapshot
    licence: str | None
    latest_seen: datetime | None


def glance(location: str) -> Glance | None:
    """Reads everything in one transaction, changing nothing. None when the file is not plain."""
    if "://" in location:
        return None
    try:
        uri = Path(location).absolute().as_uri() + "?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_S)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            return _read(connection)
    except (sqlite3.Error, ValueError, TypeError, IndexError, OverflowError):
        return None


def _read(connection: sqlite3.Connection) -> Glance | None:
    meta = connection.execute("SELECT * FROM sp_meta").fetchone()
    if meta is None or meta["schema"] != SCHEMA:
        return None
    row = connection.execute("SELECT * FROM sp_activation").fetchone()
    company = connection.execute("SELECT * FROM sp_company").fetchone()
    licence = connection.execute("SELECT text FROM sp_licence").fetchone()
    if row is None or company is None or row["claim_owner"] is not None:
        return None
    snapshot = Snapshot(_company(company), _activation(row), _known(row), _counts(meta))
    return Glance(snapshot, licence["text"] if licence else None, _moment(meta["latest_seen"]))


def _company(row: sqlite3.Row) -> Company:
    return Company(row["id"], row["name"], row["siren"], from_kept(row["fiscal_start"]))


def _activation(row: sqlite3.Row) -> Activation:
    on = row["stored"] in _ON
    return Activation(
        stored=row["stored"],
        group_id=row["group_id"] if on else None,
        group_name=row["group_name"] if on else None,
        group_url=row["group_url"] if on else None,
        drive_id=row["drive_id"] if on else None,
        health=row["health"],
        activated_at=_moment(row["activated_at"]),
        activated_by=row["activated_by"],
        activated_from=row["activated_from"],
    )


def _known(row: sqlite3.Row) -> KnownGroup | None:
    if row["group_id"] is None:
        return None
    return KnownGroup(row["group_id"], row["group_name"], row["group_url"], row["drive_id"])


def _counts(meta: sqlite3.Row) -> Counts:
    return Counts(
        meta["waiting"],
        meta["filed"],
        meta["blocked"],
        meta["to_classify"],
        _moment(meta["last_filed_at"]),
    )


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)
