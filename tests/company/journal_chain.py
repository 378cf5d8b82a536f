"""The chain as a stranger checks it: with what the guide says, and nothing of the program."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from company_sentences import behind_its_back

_NAMES = (
    "number", "at", "act", "application", "workstation", "account", "document", "subject",
)  # fmt: skip


def entries(location: str) -> list[dict[str, Any]]:
    """Every entry, in the order of their numbers."""
    with behind_its_back(location) as connection:
        rows = connection.exec_driver_sql("SELECT * FROM sp_journal_entry ORDER BY number")
        return [dict(row._mapping) for row in rows]


def head(location: str) -> tuple[int, str]:
    """What the database says of the last entry."""
    with behind_its_back(location) as connection:
        row = connection.exec_driver_sql("SELECT journal_count, journal_head FROM sp_meta").one()
    return row[0], row[1]


def hash_of(entry: dict[str, Any]) -> str:
    """The hash that an entry has to carry."""
    told = json.dumps(
        {name: entry[name] for name in _NAMES},
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    digest = hashlib.sha256(told.encode()).hexdigest()
    return hashlib.sha256((entry["previous"] + digest).encode()).hexdigest()


def whole(location: str) -> list[dict[str, Any]]:
    """Every entry, once the chain has been found whole."""
    found, previous = entries(location), "0" * 64
    for number, entry in enumerate(found, start=1):
        assert entry["number"] == number
        assert entry["previous"] == previous
        assert entry["hash"] == hash_of(entry)
        previous = entry["hash"]
    assert head(location) == (len(found), previous)
    return found
