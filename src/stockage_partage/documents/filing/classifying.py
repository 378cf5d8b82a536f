"""Gives a document that waits without a place the place a person says: one click, nothing sent twice."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import (
    AddedDocument,
    AddOutcome,
    DocumentRow,
    SortOrder,
)
from stockage_partage.company.outbox.adding import FormsChanged, NumberTaken
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.beside_invoices import classification_of, complete_piece
from stockage_partage.documents.filing.deposit import (
    STATUSES,
    TRIES,
    IsThere,
    candidates,
    path_of,
)
from stockage_partage.documents.filing.destination import (
    Destination,
    GivenDetails,
    UnknownDestination,
    place,
)
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome
from stockage_partage.documents.filing.review import completed, reviewed, to_remember, with_digest
from stockage_partage.documents.filing.suggestions import (
    UnclassifiedDocument,
    extension_of,
    printed_at,
    waiting,
)
from stockage_partage.documents.invoices.invoice import InvoiceReading
from stockage_partage.errors import DatabaseBusy

#: Documents looked at together; a company that has more of them waiting looks again.
MANY = 500


def classify(
    db: CompanyDatabase,
    document_id: int,
    given: GivenDetails,
    by: str,
    application: Application,
    is_there: IsThere = lambda _: True,
    *,
    complete: bool = False,
) -> DepositResult | None:
    """Files the document by what is given now and what it says itself, and remembers what was given.

    `complete`: what was said when it was printed stands where nothing is given now. A form that was
    filled in from it, and corrected, is given whole.
    None when it does not wait for a place any more. Still `TO_CLASSIFY`, with what is lacking, when
    that is not enough. `is_there` is asked before the same bytes are said to be filed already, which
    takes the waiting copy away. Raises PlaceTaken and the database troubles.
    """
    document = waiting(db, document_id)
    if document is None:
        return None
    row, reading = document.row, document.reading
    provisional = given.provisional or row.provisional
    given = replace(completed(given, document.said) if complete else given, provisional=provisional)
    pdf = _readable(db, document)
    for _ in range(TRIES):
        placed = _settled(db, document, given, by)
        if isinstance(placed, UnknownDestination):
            told = (placed.lacking, document.unread, placed.particulars)
            return DepositResult(FilingOutcome.TO_CLASSIFY, row.id, None, None, reading, *told)
        try:
            added = _given_its_place(db, row.id, placed, is_there, by, application)
            break
        except FormsChanged:
            continue  # another form of it came in meanwhile
    else:
        raise DatabaseBusy
    if added is None:
        return None
    db.habits.remember(to_remember(placed, given, reading, document.side, row.title), by)
    complete_piece(db, added.document_id, placed, pdf, by, application)
    return _filed(added, placed, reading)


def _filed(
    added: AddedDocument, placed: Destination, reading: InvoiceReading | None
) -> DepositResult:
    return DepositResult(
        STATUSES[added.outcome],
        added.document_id,
        added.path,
        added.version,
        reading,
        particulars=placed.particulars,
        role=placed.role,
    )


def _readable(db: CompanyDatabase, document: UnclassifiedDocument) -> bytes | None:
    """Looked for while the bytes are at hand: once it has a place, somebody else may send them."""
    if document.reading is None or not document.reading.embedded:
        return None
    from stockage_partage.documents.invoices.readable_form import readable_form

    content = io.BytesIO(b"".join(db.contents.of(document.row.id)))
    return readable_form(content, document.row.title, document.reading)


def _settled(
    db: CompanyDatabase, document: UnclassifiedDocument, given: GivenDetails, by: str
) -> Destination | UnknownDestination:
    placed = _place(db, document, given)
    told = {"sha256": document.row.sha256, "extension": extension_of(document.row)}
    return reviewed(db, placed, given, document.answer, document.side, by, **told)


def _place(
    db: CompanyDatabase, document: UnclassifiedDocument, given: GivenDetails
) -> Destination | UnknownDestination:
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


def _given_its_place(
    db: CompanyDatabase,
    document_id: int,
    place: Destination,
    is_there: IsThere,
    by: str,
    application: Application,
) -> AddedDocument | None:
    try:
        return _given(db, document_id, place, is_there, by, application)
    except NumberTaken:
        return _given(db, document_id, with_digest(place), is_there, by, application)


def _given(
    db: CompanyDatabase,
    document_id: int,
    place: Destination,
    is_there: IsThere,
    by: str,
    application: Application,
) -> AddedDocument | None:
    said, paths = classification_of(place, by, application), path_of(place)
    added = db.outbox.classify(document_id, said, paths, only_look=True, seen=place.seen)
    if added is not None and added.outcome is AddOutcome.ALREADY_FILED:
        is_there(added.document_id)  # one that is gone is known to be so from here on
        added = db.outbox.classify(document_id, said, paths)
    return added


def queue(db: CompanyDatabase, limit: int = MANY) -> list[DocumentRow]:
    """The documents that wait for a place, the oldest first."""
    return db.register.search(
        status=Status.TO_CLASSIFY, limit=limit, order=SortOrder.ADDED, descending=False
    )


def now_certain(db: CompanyDatabase) -> tuple[int, ...]:
    """The ids of waiting documents that need nobody any more.

    A third party was added or corrected since they came.
    """
    found = (waiting(db, row.id) for row in queue(db) if row.read)
    return tuple(each.row.id for each in found if each is not None and not each.lacking)


def classify_all(
    db: CompanyDatabase,
    documents: Iterable[int],
    by: str,
    application: Application,
    is_there: IsThere = lambda _: True,
) -> int:
    """Files each of them by what it says itself and what was said of it; how many were."""
    filed = (
        classify(db, each, GivenDetails(), by, application, is_there, complete=True)
        for each in documents
    )
    return sum(each is not None and each.status is not FilingOutcome.TO_CLASSIFY for each in filed)
