"""Where an invoice goes that came before, in other bytes: beside the first, never as its next version.

What the company issues itself is printed again and again, and each print is a version: it is compared only with
files of another kind, as the XML that a platform made of the PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AttachmentKind
from stockage_partage.company.register.pieces import PieceFile, PieceQuestion, SeenForms
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
from stockage_partage.documents.tree.document_types import OTHER_FORM, READABLE, Domain
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
    facts, asked = placed.facts, _asked(placed)
    if asked is None or not isinstance(facts, NumberedFile):
        return placed, None
    files = db.piece_files.forms(asked)
    if is_issued(placed):
        files = _of_that_folder(files, asked)
        if any(_is_print_of(each, facts) for each in files):
            return placed, None
    placed = replace(placed, seen=SeenForms(asked, frozenset(each.document_id for each in files)))
    code, kind = asked.third_party_code, asked.type
    invoice = identity_of(code, kind, placed.number, placed.date, reading)
    # What was inside one of them says nothing by itself: it is known by its bytes alone.
    known = [
        KnownInvoice(each.document_id, each.sha256, _identity(each))
        for each in files
        if each.attached != AttachmentKind.READABLE or each.sha256 == sha256
    ]
    told = compared(sha256, invoice, known)
    there = next((each for each in files if each.document_id == told.document_id), None)
    if there is None:
        return placed, None
    match told.likeness:
        case Likeness.ANOTHER:
            return placed, _met(there, told)
        case Likeness.SAME_BYTES if there.attached:
            return _beside(placed, facts, there, split_extension(there.key)[1], sha256), None
        # Where the first one is gone, this one takes its turn.
        case Likeness.OTHER_FORM if not all(each.attached for each in files):
            return _beside(placed, facts, there, facts.extension, sha256), None
    return placed, None


def as_readable_form(db: CompanyDatabase, placed: Destination, sha256: str) -> Destination:
    """The place that the same bytes have which were inside the invoice; `placed` for any others."""
    facts, asked = placed.facts, _asked(placed)
    if asked is None or not isinstance(facts, NumberedFile) or facts.extension != ".pdf":
        return placed
    for each in db.piece_files.forms(asked):
        if each.attached == AttachmentKind.READABLE and each.sha256 == sha256:
            return _beside(placed, facts, each, ".pdf", sha256)
    return placed


def is_issued(placed: Destination) -> bool:
    """Whether the company made it itself, for a customer."""
    return placed.document_type.domain is Domain.SALES


def _asked(placed: Destination) -> PieceQuestion | None:
    """Which piece its forms are asked by; None for what is neither bought nor sold, or has no number for good."""
    facts, owner = placed.facts, placed.third_party
    if placed.document_type.domain not in (Domain.PURCHASES, Domain.SALES) or owner is None:
        return None
    if not isinstance(facts, NumberedFile) or facts.provisional_at:
        return None
    return PieceQuestion(owner.code, placed.document_type.word, placed.number, forms_keys(facts))


def forms_keys(facts: NumberedFile) -> tuple[str, ...]:
    """Every key that a form of this piece may have, whichever way its number stands in names."""
    extensions = dict.fromkeys((*EXTENSIONS, facts.extension))
    pieces = [
        replace(facts, naming=naming, extension=extension)
        for naming in Naming
        for extension in extensions
    ]
    beside = [BesideFile(each, OTHER_FORM, each.extension) for each in pieces]
    readable = [BesideFile(each, READABLE, ".pdf") for each in pieces]
    every: list[DocumentFacts] = [*pieces, *beside, *readable]
    return tuple(dict.fromkeys(map(document_key, every)))


def _of_that_folder(files: Sequence[PieceFile], asked: PieceQuestion) -> list[PieceFile]:
    """The files of the same month alone: a company may begin its numbers anew each year."""
    folders = {_folder(key) for key in asked.keys}
    return [each for each in files if _folder(each.key) in folders]


def _is_print_of(there: PieceFile, facts: NumberedFile) -> bool:
    """Whether a file of that kind is the piece itself: what comes now is its next version."""
    return not there.attached and split_extension(there.key)[1] == facts.extension


def _folder(key: str) -> str:
    return key.rpartition("/")[0]


def in_folder_of(facts: NumberedFile, key: str) -> NumberedFile:
    """The piece under the name that its folder has; as it is where none of its names gives that folder."""
    each = (replace(facts, naming=naming) for naming in Naming)
    return next((one for one in each if _folder(document_key(one)) == _folder(key)), facts)


def _beside(
    placed: Destination, facts: NumberedFile, there: PieceFile, extension: str, sha256: str
) -> Destination:
    original = there.attached_to.removeprefix(PIECE) if there.attached else there.key
    is_readable = there.sha256 == sha256 and there.attached == AttachmentKind.READABLE
    mark = READABLE if is_readable else OTHER_FORM
    return replace(
        placed,
        facts=BesideFile(in_folder_of(facts, original), mark, extension),
        role=AttachmentKind.READABLE if is_readable else AttachmentKind.OTHER_FORM,
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
