"""What the journal tells of a document: which it is, its bytes by their hash, its place. Never an address."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from stockage_partage.company.document_records import Classification, NewDocument

#: What is told where it is known, in the columns' own words.
_FACTS = (
    "title", "type", "number", "third_party_code", "sha256", "size", "quick_xor", "path", "version",
    "attached_to",
)  # fmt: skip


def of_document(document: NewDocument, path: str | None, version: int | None) -> dict[str, Any]:
    """A document that is kept. `path`, `version`: None while nobody knows its place."""
    told = {name: getattr(document, name, None) for name in _FACTS}
    return _known(told | {"date": _day(document.date), "path": path, "version": version})


def of_row(row: sa.Row[Any]) -> dict[str, Any]:
    """A document as its whole row tells it."""
    return _known({name: row._mapping[name] for name in _FACTS} | {"date": _day(row.date)})


def of_classification(said: Classification) -> dict[str, Any]:
    """What a person said of a document that waited for its place."""
    told = {name: getattr(said, name, None) for name in _FACTS}
    return _known(told | {"date": _day(said.date)})


def of_duplicate(sha256: str, same_as: int) -> dict[str, Any]:
    """A copy that is not needed: the document `same_as` has its bytes and a place."""
    return {"sha256": sha256, "same_as": same_as}


def of_sent(row: sa.Row[Any], item_id: str, size: int, quick_xor: str) -> dict[str, Any]:
    """A document online; `size` and `quick_xor` as the service tells them, which rewrites some files."""
    return _known(
        {
            "path": row.path,
            "sha256": row.sha256,
            "item": item_id,
            "online_size": size,
            "online_quick_xor": quick_xor,
        }
    )


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, "")}
