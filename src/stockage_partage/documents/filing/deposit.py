"""Files one document: read once, understood, given its place, kept with its row before anything else.

After `deposit` returns, the document cannot be lost: its bytes and its row are in the company
database, whatever happens to the file, the network or this program.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import (
    AddedDocument,
    AddOutcome,
    AttachmentKind,
    NewDocument,
    ThirdParty,
)
from stockage_partage.company.outbox.adding import FormsChanged, NumberTaken
from stockage_partage.company.third_parties.learned_rules import RuleSubject
from stockage_partage.documents.filing.beside_invoices import complete_piece
from stockage_partage.documents.filing.destination import (
    Destination,
    GivenDetails,
    InvoiceSide,
    UnknownDestination,
    agreeing,
    filed_as,
    place,
    side_of,
)
from stockage_partage.documents.filing.local_files import FileContent, Opener, content_type, taken
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome, MissingDetail
from stockage_partage.documents.filing.review import (
    identity,
    reviewed,
    to_remember,
    with_digest,
    with_said,
)
from stockage_partage.documents.invoices import invoice_file
from stockage_partage.documents.invoices.invoice import InvoiceReading, LifeCycleMessage, Unreadable
from stockage_partage.documents.tree.filing_plan import document_key, plan
from stockage_partage.documents.tree.segments import split_extension
from stockage_partage.errors import DatabaseBusy, PlaceTaken

#: How often a place is looked for again because others keep forms of the same invoice.
TRIES = 20

#: Whether a filed document is still online; False only for one that the register now knows to be gone.
IsThere = Callable[[int], bool]

#: What adding to the outbox came to, as the command line says it.
STATUSES = {
    AddOutcome.NEW: FilingOutcome.WAITING,
    AddOutcome.ALREADY_WAITING: FilingOutcome.WAITING,
    AddOutcome.ALREADY_FILED: FilingOutcome.ALREADY_FILED,
}


def deposit(
    db: CompanyDatabase,
    path: Path,
    given: GivenDetails,
    by: str,
    application: Application,
    *,
    source: str = "",
    interactive: bool = True,
    model: str = "",
    remember: bool = False,
    opener: Opener | None = None,
    is_there: IsThere = lambda _: True,
) -> DepositResult:
    """Keeps the file for filing, or says that it is there already.

    `interactive`: a person is waiting, it leaves before the queue. `model`: the template it was printed
    with. `remember`: what is given is a person's word, worth proposing the next time. `opener`: opens the
    file where its path alone may not be trusted. `is_there` is asked before a document is said to be
    filed: one that is gone online is kept again. Whether the application may file is the caller's to check.
    Raises FileMissing, FileUnreadable, FileEmpty, PlaceTaken, StorageInactive and the database troubles.
    """
    with taken(path, opener=opener) as file:
        answer = invoice_file.read(file.content, path.name)
        reading = answer if isinstance(answer, InvoiceReading) else None
        extension = _extension(file, path.name)
        side, found, placed = _place(db, given, answer, file, extension, by)
        named = found[0] if given.third_party and found else None
        handed = NewDocument(
            key="",
            title=path.name,
            size=file.size,
            sha256=file.sha256,
            content_type=content_type(extension),
            provisional=given.provisional,
            by=by,
            application=application,
            source=source,
            interactive=interactive,
            model=model,
        )
        keep = partial(_kept, db, handed, file, given, named, answer)
        place_again = partial(_place, db, given, answer, file, extension, by)
        added, placed = _kept_as_it_stands(keep, placed, lambda: place_again()[2], is_there)
        if reading is not None and isinstance(placed, Destination):
            _complete(db, added, placed, file, path.name, reading, by, application)
    if remember and isinstance(placed, Destination):
        db.habits.remember(to_remember(placed, given, reading, side, path.name), by)
    return _deposited(added, placed, answer)


def _place(
    db: CompanyDatabase,
    given: GivenDetails,
    answer: InvoiceReading | Unreadable,
    file: FileContent,
    extension: str,
    by: str,
) -> tuple[
    InvoiceSide | MissingDetail | None, Sequence[ThirdParty], Destination | UnknownDestination
]:
    reading = answer if isinstance(answer, InvoiceReading) else None
    company = db.company.get()
    side = side_of(reading, company) if reading is not None else None
    found = candidates(db, given, side)
    start = company.fiscal_start
    placed = place(given, reading, side, found, file.written_at, extension, start)
    more = {"sha256": file.sha256, "extension": extension}
    return side, found, reviewed(db, placed, given, answer, side, by, **more)


_Kept = tuple[AddedDocument, Destination | UnknownDestination]


def _kept_as_it_stands(
    keep: Callable[[Destination | UnknownDestination], _Kept],
    placed: Destination | UnknownDestination,
    place_again: Callable[[], Destination | UnknownDestination],
    is_there: IsThere,
) -> _Kept:
    """Keeps the document where it belongs by what is there in that very moment.

    Another form of it may come in meanwhile, and the same document may be gone online.
    """
    for _ in range(TRIES):
        try:
            added, placed = keep(placed)
            if added.outcome is not AddOutcome.ALREADY_FILED or is_there(added.document_id):
                return added, placed
            return keep(place_again())
        except FormsChanged:
            placed = place_again()
    raise DatabaseBusy


def _kept(
    db: CompanyDatabase,
    handed: NewDocument,
    file: FileContent,
    given: GivenDetails,
    named: ThirdParty | None,
    answer: InvoiceReading | Unreadable,
    placed: Destination | UnknownDestination,
) -> _Kept:
    """Keeps the document, with the place it got: another number may have the readable one."""
    for _ in range(2):
        file.content.seek(0)
        document = _document(handed, given, placed, answer)
        if isinstance(placed, UnknownDestination):
            document = with_said(document, given, named)  # what was said waits with it
        try:
            seen = placed.seen if isinstance(placed, Destination) else None
            return db.outbox.add(document, file.content, path_of(placed), seen), placed
        except NumberTaken:
            if not isinstance(placed, Destination):
                raise
            placed = with_digest(placed)
    raise PlaceTaken


def _document(
    handed: NewDocument,
    given: GivenDetails,
    placed: Destination | UnknownDestination,
    answer: InvoiceReading | Unreadable,
) -> NewDocument:
    reading = answer if isinstance(answer, InvoiceReading) else None
    document = replace(
        handed,
        read=answer.as_text(),
        amount=reading.cents if reading else None,
        currency=reading.currency if reading else "",
    )
    if isinstance(placed, UnknownDestination):
        # What is known already is what it is looked for by while it waits.
        return replace(
            document,
            type=filed_as(reading) or "",
            number=(given.number or _number(answer)).strip(),
            attached=AttachmentKind.LIFE_CYCLE
            if isinstance(answer, LifeCycleMessage)
            else AttachmentKind.NOT,
            date=given.date or (reading.date if reading else None),
        )
    owner = placed.third_party
    return replace(
        document,
        key=document_key(placed.facts),
        type=placed.document_type.word,
        number=placed.number,
        date=placed.date,
        third_party_kind=owner.kind if owner else "",
        third_party_code=owner.code if owner else "",
        attached=placed.role,
        attached_to=placed.attached_to,
    )


def _number(answer: InvoiceReading | Unreadable) -> str:
    return answer.number if isinstance(answer, InvoiceReading | LifeCycleMessage) else ""


def _complete(
    db: CompanyDatabase,
    added: AddedDocument,
    placed: Destination,
    file: FileContent,
    name: str,
    reading: InvoiceReading,
    by: str,
    application: Application,
) -> None:
    pdf = None
    if reading.embedded:
        # All terms of an invoice are long to load, and most embed nothing.
        from stockage_partage.documents.invoices.readable_form import readable_form

        pdf = readable_form(file.content, name, reading)
    complete_piece(db, added.document_id, placed, pdf, by, application)


def _deposited(
    added: AddedDocument,
    placed: Destination | UnknownDestination,
    answer: InvoiceReading | Unreadable,
) -> DepositResult:
    return DepositResult(
        STATUSES[added.outcome] if added.path is not None else FilingOutcome.TO_CLASSIFY,
        added.document_id,
        added.path,
        added.version,
        answer if isinstance(answer, InvoiceReading) else None,
        placed.lacking if isinstance(placed, UnknownDestination) else (),
        None if isinstance(answer, InvoiceReading) else answer.reason,
        placed.particulars,
        placed.role if isinstance(placed, Destination) else AttachmentKind.NOT,
    )


def look(path: Path, opener: Opener | None = None) -> InvoiceReading | None:
    """What the file says of itself; nothing is kept. Raises FileMissing, FileUnreadable, FileEmpty."""
    with taken(path, opener=opener) as file:
        answer = invoice_file.read(file.content, path.name)
    return answer if isinstance(answer, InvoiceReading) else None


def candidates(
    db: CompanyDatabase, given: GivenDetails, side: InvoiceSide | MissingDetail | None
) -> Sequence[ThirdParty]:
    """The third party of the code given, or those that the other party of the invoice may be.

    One: certain. When the numbers and the name leave none or several, what a person said the last time
    of exactly that party decides.
    """
    if given.third_party:
        known = db.third_parties.get(given.third_party)
        return () if known is None else (known,)
    if not isinstance(side, InvoiceSide):
        return ()
    party = side.party
    found = db.third_parties.matching(party.siren, party.siret, party.vat, party.name, side.kind)
    left = agreeing(party, found)
    if len(left) == 1:
        return left
    remembered = db.habits.find(RuleSubject.PARTY, identity(party, side.kind))
    once = db.third_parties.get(remembered.third_party_code) if remembered is not None else None
    return left if once is None else (once,)


def path_of(placed: Destination | UnknownDestination) -> Callable[[int], str]:
    """Where each version goes. Never asked for without a place: such a document has no key."""

    def path(version: int) -> str:
        assert isinstance(placed, Destination)  # noqa: S101
        return plan(placed.facts, version).path

    return path


def _extension(file: FileContent, name: str) -> str:
    """A PDF is called one, whatever the printer driver called it."""
    return ".pdf" if invoice_file.is_pdf(file.content) else split_extension(name)[1]
