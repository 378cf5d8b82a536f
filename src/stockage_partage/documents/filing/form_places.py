"""Where a supplier's invoice goes that came before, in other bytes: beside the first, never as its next version.

What the company issues itself is printed again and again, and each print is a version: only purchases are compared.
"""

from __future__ import annotations

from dataclasses import replace

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.records import AttachmentKind
from stockage_partage.company.register.piece_files import PieceFile, PieceQuestion, SeenForms
from stockage_partage.documents.filing.destination import Destination
from stockage_partage.documents.filing.other_forms import (
    Comparison,
    Difference,
    InvoiceIdentity,
    KnownInvoice,
    Likeness,
    compared,
    identity_of,
)
from stockage_partage.documents.filing.outcomes import Particulars
from stockage_partage.documents.invoices.invoice import InvoiceReading, recalled
from stockage_partage.documents.tree.document_types import OTHER_FORM, Domain
from stockage_partage.documents.tree.filing_plan import (
    BesideFile,
    DocumentFacts,
    NumberedFile,
    document_key,
)
from stockage_partage.documents.tree.segments import Naming, split_extension

PIECE = "piece:"
#: The forms that electronic invoices have.
EXTENSIONS = (".pdf", ".xml")


def among_its_forms(
    db: CompanyDatabase, placed: Destination, reading: InvoiceReading, sha256: str
) -> tuple[Destination, Particulars | None]:
    """The place of another form of what is known, or `placed`; and what is told of another invoice it meets."""
    facts, owner = placed.facts, placed.third_party
    is_bought = placed.document_type.domain is Domain.PURCHASES and owner is not None
    if not (is_bought and owner and isinstance(facts, NumberedFile)) or facts.provisional_at:
        return placed, None
    kind = placed.document_type.word
    asked = PieceQuestion(owner.code, kind, placed.number, forms_keys(facts))
    files = db.piece_files.forms(asked)
    placed = replace(placed, seen=SeenForms(asked, frozenset(each.document_id for each in files)))
    invoice = identity_of(owner.code, kind, placed.number, placed.date, reading)
    known = [KnownInvoice(each.document_id, each.sha256, _identity(each)) for each in files]
    told = compared(sha256, invoice, known)
    there = next((each for each in files if each.document_id == told.document_id), None)
    if there is None:
        return placed, None
    match told.likeness:
        case Likeness.ANOTHER:
            return placed, _met(there, told)
        case Likeness.SAME_BYTES if there.attached:
            return _beside(placed, facts, there, split_extension(there.key)[1]), None
        # Where the first one is gone, this one takes its turn.
        case Likeness.OTHER_FORM if not all(each.attached for each in files):
            return _beside(placed, facts, there, facts.extension), None
    return placed, None


def forms_keys(facts: NumberedFile) -> tuple[str, ...]:
    """Every key that a form of this piece may have, whichever way its number stands in names."""
    extensions = dict.fromkeys((*EXTENSIONS, facts.extension))
    pieces = [
        replace(facts, naming=naming, extension=extension)
        for naming in Naming
        for extension in extensions
    ]
    beside = [BesideFile(each, OTHER_FORM, each.extension) for each in pieces]
    every: list[DocumentFacts] = [*pieces, *beside]
    return tuple(dict.fromkeys(map(document_key, every)))


def in_folder_of(facts: NumberedFile, key: str) -> NumberedFile:
    """The piece under the name that its folder has; as it is where none of its names gives that folder."""
    folder = key.rpartition("/")[0]
    each = (replace(facts, naming=naming) for naming in Naming)
    return next((one for one in each if document_key(one).rpartition("/")[0] == folder), facts)


def _beside(
    placed: Destination, facts: NumberedFile, there: PieceFile, extension: str
) -> Destination:
    original = there.attached_to.removeprefix(PIECE) if there.attached else there.key
    return replace(
        placed,
        facts=BesideFile(in_folder_of(facts, original), OTHER_FORM, extension),
        role=AttachmentKind.OTHER_FORM,
        attached_to=f"{PIECE}{original}",
    )


def _said(file: PieceFile) -> InvoiceReading | None:
    answer = recalled(file.read)
    return answer if isinstance(answer, InvoiceReading) else None


def _identity(file: PieceFile) -> InvoiceIdentity:
    return identity_of(file.third_party_code, file.type, file.number, file.date, _said(file))


def _met(there: PieceFile, told: Comparison) -> Particulars:
    reading, differs = _said(there), set(told.differences)
    about = Particulars(earlier_date=there.date, received_on=there.created_at.astimezone().date())
    if reading is None:
        return about
    if differs & {Difference.TOTAL, Difference.CURRENCY}:
        about = replace(about, earlier_amount=reading.total, earlier_currency=reading.currency)
    return (
        replace(about, earlier_seller=reading.seller.name)
        if Difference.SELLER in differs
        else about
    )
