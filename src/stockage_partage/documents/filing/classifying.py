"""Gives a document that waits without a place the place a person says: one click, nothing sent twice."""

from __future__ import annotations

from collections.abc import Iterable

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Classification, DocumentRow, Order, Status
from stockage_partage.documents.filing.deposit import STATUSES, candidates, path_of
from stockage_partage.documents.filing.habits import to_remember
from stockage_partage.documents.filing.outcomes import Deposited, Filing
from stockage_partage.documents.filing.placing import Given, Placed, ToClassify, place
from stockage_partage.documents.filing.proposing import Waiting, extension_of, printed_at, waiting
from stockage_partage.documents.tree.filing_plan import document_key

#: Documents looked at together; a company that has more of them waiting looks again.
MANY = 500


def classify(
    db: CompanyDatabase, document_id: int, given: Given, by: str, application: Application
) -> Deposited | None:
    """Files the document by what is given now and what it says itself, and remembers what was given.

    None when it does not wait for a place any more. Still `TO_CLASSIFY`, with what is lacking, when
    that is not enough. Raises PlaceTaken and the database troubles.
    """
    document = waiting(db, document_id)
    if document is None:
        return None
    row, reading = document.row, document.reading
    placed = _place(db, document, given)
    if isinstance(placed, ToClassify):
        return Deposited(
            Filing.TO_CLASSIFY, row.id, None, None, reading, placed.lacking, document.unread
        )
    added = db.outbox.classify(row.id, _said(placed, by, application), path_of(placed))
    if added is None:
        return None
    db.habits.remember(to_remember(placed, given, reading, document.side, row.title), by)
    return Deposited(STATUSES[added.outcome], added.document_id, added.path, added.version, reading)


def queue(db: CompanyDatabase, limit: int = MANY) -> list[DocumentRow]:
    """The documents that wait for a place, the oldest first."""
    return db.register.search(
        status=Status.TO_CLASSIFY, limit=limit, order=Order.ADDED, descending=False
    )


def now_certain(db: CompanyDatabase) -> tuple[int, ...]:
    """Those that need nobody any more: a third party was added or corrected since they came."""
    found = (waiting(db, row.id) for row in queue(db) if row.read)
    return tuple(each.row.id for each in found if each is not None and not each.lacking)


def classify_all(
    db: CompanyDatabase, documents: Iterable[int], by: str, application: Application
) -> int:
    """Files each of them by what it says itself; how many were."""
    filed = (classify(db, each, Given(), by, application) for each in documents)
    return sum(each is not None and each.status is not Filing.TO_CLASSIFY for each in filed)


def _place(db: CompanyDatabase, document: Waiting, given: Given) -> Placed | ToClassify:
    found = candidates(db, given, document.side)
    row = document.row
    return place(
        given,
        document.reading,
        document.side,
        found,
        printed_at(row),
        extension_of(row),
        document.fiscal_start,
    )


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
