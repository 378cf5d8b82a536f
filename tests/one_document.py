"""One document at a time: what a sender does with many (`Outbox.turn`), in a test's words."""

from __future__ import annotations

from datetime import datetime, timedelta

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ClaimedDocument
from stockage_partage.company.outbox.batch import (
    BatchResults,
    FailedResult,
    FiledResult,
    LeaseRequest,
)

LEASE = timedelta(minutes=5)


def claim(
    db: CompanyDatabase, owner: str, lease: timedelta = LEASE, now: datetime | None = None
) -> ClaimedDocument | None:
    """The next document for `owner`, None when nothing may leave."""
    return next(iter(db.outbox.turn(owner, wanted=LeaseRequest(1, lease), now=now).claimed), None)


def mark_filed(db: CompanyDatabase, document_id: int, owner: str, there: FiledResult) -> bool:
    """It is online. False: `owner` holds it no more. The bytes are let go as after a round."""
    held = _end(db, owner, BatchResults(filed={document_id: there}))
    db.contents.sweep()
    return held


def postpone(
    db: CompanyDatabase, document_id: int, owner: str, due: datetime, trouble: str
) -> bool:
    """A passing trouble. False: `owner` holds it no more."""
    return _end(db, owner, BatchResults(failed={document_id: FailedResult(trouble, "", due)}))


def block(
    db: CompanyDatabase, document_id: int, owner: str, trouble: str, detail: str = ""
) -> bool:
    """A trouble of that document. False: `owner` holds it no more."""
    return _end(db, owner, BatchResults(failed={document_id: FailedResult(trouble, detail, None)}))


def release(db: CompanyDatabase, document_id: int, owner: str) -> bool:
    """Given back untried. False: `owner` holds it no more."""
    return _end(db, owner, BatchResults(released=(document_id,)))


def _end(db: CompanyDatabase, owner: str, ended: BatchResults) -> bool:
    return not db.outbox.turn(owner, ended).lost
