"""Gives a document that waits without a place the place a person says: one click, nothing sent twice."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Classification, DocumentRow, Status
from stockage_partage.documents import factur_x
from stockage_partage.documents.deposit import STATUSES, path_of, where
from stockage_partage.documents.filing_plan import document_key
from stockage_partage.documents.invoice import Reading, Unreadable
from stockage_partage.documents.outcomes import Deposited, Filing
from stockage_partage.documents.placing import Given, Placed, ToClassify
from stockage_partage.documents.segments import split_extension

_IN_MEMORY = 16 * 1024 * 1024


def classify(
    db: CompanyDatabase, document_id: int, given: Given, by: str, application: Application
) -> Deposited | None:
    """Files the document by what is given now and what it says itself.

    None when it does not wait for a place any more. Still `TO_CLASSIFY`, with what is lacking, when
    that is not enough. Raises PlaceTaken and the database troubles.
    """
    row = db.register.get(document_id)
    if row is None or row.status is not Status.TO_CLASSIFY:
        return None
    answer = _read_again(db, row)
    reading = answer if isinstance(answer, Reading) else None
    extension = ".pdf" if row.content_type == "application/pdf" else split_extension(row.title)[1]
    printed_at = row.created_at.astimezone().replace(tzinfo=None)
    placed = where(db, given, reading, printed_at, extension)
    if isinstance(placed, ToClassify):
        unread = answer.reason if isinstance(answer, Unreadable) else None
        return Deposited(
            Filing.TO_CLASSIFY, document_id, None, None, reading, placed.lacking, unread
        )
    added = db.outbox.classify(document_id, _said(placed, by, application), path_of(placed))
    if added is None:
        return None
    return Deposited(STATUSES[added.outcome], added.document_id, added.path, added.version, reading)


def _said(placed: Placed, by: str, application: Application) -> Classification:
    owner = placed.third_party
    return Classification(
        key=document_key(placed.facts),
        type=placed.document_type.word,
        number=placed.number,
        date=placed.date,
        third_party_kind=owner.kind if owner else "",
        third_party_code=owner.code if owner else "",
        by=by,
        application=application,
    )


def _read_again(db: CompanyDatabase, row: DocumentRow) -> Reading | Unreadable:
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as content:
        for piece in db.outbox.content(row.id):
            content.write(piece)
        return factur_x.read(cast(BinaryIO, content), row.title)
