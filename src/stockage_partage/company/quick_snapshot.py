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

from stockage_partage.company.fiscal_years import from_kept
from stockage_partage.company.places import is_elsewhere, marks_of_file, sqlite_uri
from stockage_partage.company.state_records import (
    SCHEMA,
    ActivationRecord,
    ActivationStatus,
    Company,
    DocumentCounts,
    KnownGroup,
    Snapshot,
)

_BUSY_S = 0.2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class QuickSnapshot:
    """The panel's facts, the text of each licence, and moments that other workstations wrote.

    `latest_seen`: the latest date that the service gave to anybody; `paused_until`: until when everybody
    was asked to stay away; `budget_until`: until when Microsoft's last word on the budget holds. None
    where there is none.
    """

    snapshot: Snapshot
    licences: tuple[str, ...]
    latest_seen: datetime | None
    paused_until: datetime | None
    budget_until: datetime | None


def glance(location: str) -> QuickSnapshot | None:
    """Reads everything in one transaction, changing nothing. None when the file is not plain."""
    if "://" in location:
        return None
    here = marks_of_file(Path(location))
    try:
        uri = sqlite_uri(Path(location).absolute(), "ro")
        with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_S)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            return _read(connection, here)
    except (sqlite3.Error, ValueError, TypeError, IndexError, OverflowError):
        return None


def _read(connection: sqlite3.Connection, here: frozenset[str]) -> QuickSnapshot | None:
    meta = connection.execute("SELECT * FROM sp_meta").fetchone()
    if meta is None or meta["schema"] != SCHEMA:
        return None
    known = connection.execute("SELECT mark FROM sp_whereabouts").fetchall()
    if is_elsewhere(frozenset(each["mark"] for each in known), here):
        return None
    row = connection.execute("SELECT * FROM sp_activation").fetchone()
    company = connection.execute("SELECT * FROM sp_company").fetchone()
    licences = connection.execute("SELECT text FROM sp_licence ORDER BY id").fetchall()
    if row is None or company is None or row["claim_owner"] is not None:
        return None
    said = connection.execute("SELECT until FROM sp_budget WHERE id = 0").fetchone()
    snapshot = Snapshot(_company(company), _activation(row), _known(row), _counts(meta))
    texts = tuple(licence["text"] for licence in licences)
    return QuickSnapshot(
        snapshot,
        texts,
        latest_seen=_moment(meta["latest_seen"]),
        paused_until=_moment(meta["paused_until"]),
        budget_until=None if said is None else _moment(said["until"]),
    )


def _company(row: sqlite3.Row) -> Company:
    return Company(row["id"], row["name"], row["siren"], from_kept(row["fiscal_start"]))


def _activation(row: sqlite3.Row) -> ActivationRecord:
    stored = ActivationStatus(row["stored"])
    on = stored.is_on
    return ActivationRecord(
        stored=stored,
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


def _counts(meta: sqlite3.Row) -> DocumentCounts:
    return DocumentCounts(
        meta["waiting"],
        meta["filed"],
        meta["blocked"],
        meta["to_classify"],
        _moment(meta["last_filed_at"]),
    )


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)
