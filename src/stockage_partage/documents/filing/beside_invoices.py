"""What goes beside an invoice: the messages on what became of it, and the PDF inside it that people read.

A life-cycle message is a voucher: kept before its invoice comes, twice, in any order. The invoice is known by its
number, its day and its seller; where that leaves none or several, the message waits. The PDF inside an XML invoice
that shows it to people is a form of its own. The invoice itself is kept first: nothing of this may undo that.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from dataclasses import replace
from functools import partial

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import (
    OF_A_PIECE,
    AttachmentKind,
    Classification,
    DocumentRow,
    NewDocument,
)
from stockage_partage.company.outbox.adding import FormsChanged, NumberTaken
from stockage_partage.company.register.pieces import PieceFile, PieceQuestion
from stockage_partage.company.state_records import Company
from stockage_partage.company.third_parties.identity import siren_of
from stockage_partage.documents.filing.destination import (
    FILED_AS,
    Destination,
    UnknownDestination,
    is_company,
)
from stockage_partage.documents.filing.other_forms import (
    forms_keys,
    in_folder_of,
    is_same_number,
    is_same_seller,
)
from stockage_partage.documents.filing.outcomes import MissingDetail, Particulars
from stockage_partage.documents.invoices.invoice import InvoiceReading, LifeCycleMessage, recalled
from stockage_partage.documents.tree.document_types import (
    LIFE_CYCLE,
    READABLE,
    Domain,
    ThirdPartyKind,
    domain_in,
    find_type,
)
from stockage_partage.documents.tree.filing_plan import (
    BesideFile,
    DocumentFacts,
    NumberedFile,
    ThirdPartyFolder,
    document_key,
    plan,
)
from stockage_partage.documents.tree.segments import split_extension
from stockage_partage.errors import Trouble


def complete_piece(
    db: CompanyDatabase,
    document_id: int,
    placed: Destination,
    pdf: bytes | None,
    by: str,
    application: Application,
) -> None:
    """What belongs to an invoice goes beside it: the messages that waited for it, and its readable form.

    `document_id`: of the invoice, `placed`: where that one is. `pdf`: the readable form, None where there is
    none; the same bytes are kept once.
    """
    join_messages(db, placed, by, application)
    if pdf is None:
        return
    with suppress(Trouble, FormsChanged, NumberTaken):
        row = db.register.get(document_id)
        if row is not None:
            _keep(db, row, placed, pdf, by, application)


def _keep(
    db: CompanyDatabase,
    invoice: DocumentRow,
    placed: Destination,
    pdf: bytes,
    by: str,
    application: Application,
) -> None:
    facts = placed.facts.piece if isinstance(placed.facts, BesideFile) else placed.facts
    if not isinstance(facts, NumberedFile) or facts.provisional_at or not invoice.key:
        return
    original = invoice.attached_to.removeprefix(OF_A_PIECE) if invoice.attached else invoice.key
    piece, sha256 = in_folder_of(facts, original), hashlib.sha256(pdf).hexdigest()
    asked = PieceQuestion(invoice.third_party_code, invoice.type, invoice.number, forms_keys(piece))
    if any(each.sha256 == sha256 for each in db.piece_files.forms(asked)):
        return  # it came by itself as well
    beside = BesideFile(piece, READABLE, ".pdf")
    document = NewDocument(
        key=document_key(beside),
        title=plan(beside).name,
        size=len(pdf),
        sha256=sha256,
        type=invoice.type,
        number=invoice.number,
        date=invoice.date,
        third_party_kind=invoice.third_party_kind,
        third_party_code=invoice.third_party_code,
        content_type="application/pdf",
        by=by,
        application=application,
        attached=AttachmentKind.READABLE,
        attached_to=f"{OF_A_PIECE}{original}",
    )
    db.outbox.add(document, io.BytesIO(pdf), partial(_path, beside))


def _path(facts: DocumentFacts, version: int) -> str:
    return plan(facts, version).path


def place_message(
    db: CompanyDatabase,
    message: LifeCycleMessage,
    placed: Destination | UnknownDestination,
    extension: str,
) -> Destination | UnknownDestination:
    """The place beside the invoice. `placed`: where that one would be by what a person said of it."""
    if isinstance(placed, Destination) and isinstance(placed.facts, NumberedFile):
        facts = placed.facts
        return _beside(placed, facts, document_key(facts), message, extension)
    found = {}
    if message.number:
        company = db.company.get()
        for each in db.piece_files.numbered(message.number):
            if _is_about(db, message, each, company):
                found[each.key.rpartition("/")[0]] = each
    if len(found) != 1:
        about = Particulars(invoice_number=message.number, earlier_date=message.day)
        return UnknownDestination((MissingDetail.INVOICE_AWAITED,), about)
    return _beside_known(db, next(iter(found.values())), message, extension)


def join_messages(
    db: CompanyDatabase, invoice: Destination, by: str, application: Application
) -> None:
    """The messages that wait for that invoice go beside it; those that cannot yet go on waiting.

    Called once the invoice itself is kept: nothing of this may undo that.
    """
    if invoice.role is AttachmentKind.LIFE_CYCLE or not invoice.number:
        return
    with suppress(Trouble):
        for document_id, read in db.piece_files.waiting_messages(invoice.number):
            message = recalled(read)
            row = db.register.get(document_id) if isinstance(message, LifeCycleMessage) else None
            if row is None or not isinstance(message, LifeCycleMessage):
                continue
            extension = split_extension(row.title)[1] or ".xml"
            placed = place_message(db, message, UnknownDestination(()), extension)
            if isinstance(placed, Destination):
                said = classification_of(placed, by, application)
                db.outbox.classify(document_id, said, partial(_path, placed.facts))


def classification_of(placed: Destination, by: str, application: Application) -> Classification:
    """What the register is told of a waiting document that gets this place: who said so, and from where."""
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
        attached=placed.role,
        attached_to=placed.attached_to,
    )


def _beside_known(
    db: CompanyDatabase, invoice: PieceFile, message: LifeCycleMessage, extension: str
) -> Destination | UnknownDestination:
    domain = domain_in(invoice.path)
    kind = find_type(invoice.type, domain) if domain is not None else None
    owner = db.third_parties.get(invoice.third_party_code)
    if kind is None or owner is None or invoice.date is None:
        return UnknownDestination((MissingDetail.INVOICE_AWAITED,))
    folder = ThirdPartyFolder(ThirdPartyKind(owner.kind), owner.code)
    facts = NumberedFile(kind, invoice.number, invoice.date, folder)
    at = Destination(facts, kind, invoice.number, invoice.date, owner)
    return _beside(at, in_folder_of(facts, invoice.key), invoice.key, message, extension)


def _beside(
    placed: Destination,
    facts: NumberedFile,
    key: str,
    message: LifeCycleMessage,
    extension: str,
) -> Destination:
    mark = "_".join(
        part
        for part in (
            LIFE_CYCLE,
            message.code,
            message.at.strftime("%Y%m%d-%H%M%S") if message.at is not None else "",
        )
        if part
    )
    return replace(
        placed,
        facts=BesideFile(replace(facts, provisional_at=None), mark, extension),
        date=message.at.date() if message.at is not None else placed.date,
        role=AttachmentKind.LIFE_CYCLE,
        attached_to=f"{OF_A_PIECE}{key}",
        seen=None,
    )


def _is_about(
    db: CompanyDatabase, message: LifeCycleMessage, invoice: PieceFile, company: Company
) -> bool:
    """Whether nothing that both say differs, and the seller is known to be the same."""
    if invoice.type not in FILED_AS.values() or not is_same_number(invoice.number, message.number):
        return False
    if message.day is None or invoice.date != message.day:
        return False
    answer = recalled(invoice.read)
    if isinstance(answer, InvoiceReading):
        same = is_same_seller(answer.seller, message.seller)
        if same is not None:
            return same
    if domain_in(invoice.path) is Domain.SALES:
        return is_company(message.seller, company)
    known = db.third_parties.get(invoice.third_party_code)
    theirs = siren_of(message.seller.siren, message.seller.siret, message.seller.vat)
    return bool(theirs and known and theirs == siren_of(known.siren, known.siret, known.vat))
