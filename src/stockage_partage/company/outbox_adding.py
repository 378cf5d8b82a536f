"""Keeping a document: its place decided and its bytes and row written together, exactly once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from stockage_partage.company import tables
from stockage_partage.company.activation import ON
from stockage_partage.company.facts import Added, Classification, NewDocument, Outcome, Status
from stockage_partage.company.identity import normal_name
from stockage_partage.company.outbox_content import Arrival, drop
from stockage_partage.company.transactions import Change
from stockage_partage.errors import PlaceTaken, StorageInactive

#: version number -> path in the library
PathOf = Callable[[int], str]

INTERACTIVE, QUEUED = 0, 1

_doc = tables.document


def find_same(change: sa.Connection | Change, document: NewDocument, group_id: str) -> Added | None:
    """The document already kept under this key with these bytes, None when there is none.

    Without a key: the same bytes waiting in `to_classify`.
    """
    same = _doc.c.key == document.key if document.key else _doc.c.status == Status.TO_CLASSIFY
    wanted = sa.select(_doc.c.id, _doc.c.status, _doc.c.path, _doc.c.version).where(
        _doc.c.group_id == group_id, same, _doc.c.sha256 == document.sha256
    )
    row = change.execute(wanted).first()
    if row is None:
        return None
    outcome = Outcome.ALREADY_FILED if row.status == Status.FILED else Outcome.ALREADY_WAITING
    return Added(row.id, outcome, row.path, row.version)


def group_now(change: sa.Connection | Change, wanted: str | None = None) -> str:
    """The group documents are filed in now. Raises StorageInactive, also when it is not `wanted`."""
    row = tables.activation.c
    found = change.execute(sa.select(row.stored, row.group_id)).one()
    if found.stored not in ON or wanted not in (None, found.group_id):
        raise StorageInactive
    return str(found.group_id)


def insert(
    change: Change, document: NewDocument, group_id: str, arrival: Arrival, path_of: PathOf
) -> Added:
    """The row and the last of its bytes."""
    place = _new_place(change, document.key, group_id, path_of) if document.key else _NO_PLACE
    status = Status.WAITING if document.key else Status.TO_CLASSIFY
    arrival.settle(change)
    done = change.execute(
        sa.insert(_doc).values(
            **_facts(document),
            **place,
            status=status,
            group_id=group_id,
            content_id=arrival.content_id,
            due_at=change.now,
            created_at=change.now,
        )
    )
    change.move(None, status)
    key: Any = done.inserted_primary_key
    return Added(key[0], Outcome.NEW, place["path"], place["version"])


def classify(
    change: Change, document_id: int, said: Classification, path_of: PathOf
) -> Added | None:
    """Gives a document that waits in `to_classify` its place; None when it does not wait there.

    When the same bytes are already kept under that key, the waiting copy goes and that one is named.
    """
    row = change.row(
        sa.select(_doc).where(_doc.c.id == document_id, _doc.c.status == Status.TO_CLASSIFY)
    )
    if row is None:
        return None
    lock_key(change, said.key)
    probe = NewDocument(key=said.key, title="", size=row.size, sha256=row.sha256)
    if same := find_same(change, probe, row.group_id):
        remove(change, row)
        return same
    place = _new_place(change, said.key, row.group_id, path_of)
    facts = {
        "type": said.type,
        "number": said.number,
        "date": said.date,
        "third_party_kind": said.third_party_kind,
        "third_party_code": said.third_party_code,
    }
    values = {**place, **facts, "status": Status.WAITING, "due_at": change.now}
    values["haystack"] = haystack(row.title, said.type, said.number, said.third_party_code)
    change.execute(sa.update(_doc).where(_doc.c.id == document_id).values(values))
    change.move(Status.TO_CLASSIFY, Status.WAITING)
    return Added(document_id, Outcome.NEW, place["path"], place["version"])


def remove(change: Change, row: sa.Row[Any]) -> None:
    """The row and its bytes go; only ever for a document that is not filed."""
    change.execute(sa.delete(_doc).where(_doc.c.id == row.id))
    if row.content_id is not None:
        drop(change, row.content_id, row.size)
    change.move(Status(row.status), None)


def lock_key(change: Change, key: str) -> None:
    """Two workstations that add the same document take turns; SQLite's do anyway."""
    if change.on_postgres:
        change.execute(sa.select(sa.func.pg_advisory_xact_lock(_KEY_LOCK, sa.func.hashtext(key))))


def place_of(path: str) -> str:
    """The path as SharePoint compares it: no case, one spelling of accents."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def haystack(*words: str) -> str:
    """What the register's search looks through, folded."""
    return normal_name(" ".join(words))


def _new_place(change: Change, key: str, group_id: str, path_of: PathOf) -> dict[str, Any]:
    version = _next_version(change, key, group_id)
    path = unicodedata.normalize("NFC", path_of(version))
    place = place_of(path)
    lock_key(change, place)
    taken = sa.select(_doc.c.id).where(_doc.c.group_id == group_id, _doc.c.place == place)
    if change.execute(taken).first() is not None:
        raise PlaceTaken
    return {"key": key, "version": version, "path": path, "place": place}


def _next_version(change: Change, key: str, group_id: str) -> int:
    latest = sa.select(sa.func.max(_doc.c.version)).where(
        _doc.c.group_id == group_id, _doc.c.key == key
    )
    return (change.execute(latest).scalar() or 0) + 1


def _facts(document: NewDocument) -> dict[str, Any]:
    return {
        "title": document.title,
        "size": document.size,
        "sha256": document.sha256,
        "type": document.type,
        "number": document.number,
        "date": document.date,
        "third_party_kind": document.third_party_kind,
        "third_party_code": document.third_party_code,
        "content_type": document.content_type,
        "source": document.source,
        "provisional": document.provisional,
        "model": document.model,
        "by_user": document.by,
        "application": document.application,
        "read": document.read,
        "amount": document.amount,
        "currency": document.currency,
        "priority": INTERACTIVE if document.interactive else QUEUED,
        "haystack": haystack(
            document.title, document.type, document.number, document.third_party_code
        ),
    }


_NO_PLACE: dict[str, Any] = {"key": None, "version": None, "path": None, "place": None}
_KEY_LOCK = 0x7370
