"""Whether an invoice that comes in is known already, and the place of another form of it: beside the first.

A supplier's invoice reaches a company by mail, from its platform, and converted: the same invoice in several files.
They are told by what they say, never by what they lack: an unknown seller, date or total is a match of nothing.
Numbers are compared as the tree compares them (`NumberTaken`): `FA1` and `fa1` are two, two spellings of one accent
are not. Another form is never filed as the next version of the first.

What the company issues itself is printed again and again, and each print is a version: it is compared only with
files of another kind, as the XML that a platform made of the PDF.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import OF_A_PIECE, AttachmentKind
from stockage_partage.company.register.pieces import PieceFile, PieceQuestion, SeenForms
from stockage_partage.company.third_parties.identity import is_same_name, normal_vat, siren_of
from stockage_partage.documents.filing.destination import Destination
from stockage_partage.documents.filing.outcomes import Particulars
from stockage_partage.documents.invoices.invoice import InvoiceParty, InvoiceReading, recalled
from stockage_partage.documents.tree.document_types import OTHER_FORM, READABLE, Domain
from stockage_partage.documents.tree.filing_plan import (
    BesideFile,
    DocumentFacts,
    NumberedFile,
    document_key,
)
from stockage_partage.documents.tree.segments import Naming, split_extension

NOBODY = InvoiceParty()
#: The forms that electronic invoices have.
EXTENSIONS = (".pdf", ".xml")


class Likeness(StrEnum):
    """What an invoice is to those of its number that are known."""

    NEW = "new"  # nothing that is known can be compared with it
    SAME_BYTES = "same_bytes"
    OTHER_FORM = "other_form"  # the same supplier, number, date and totals, in other bytes
    ANOTHER = "another"  # the same number, and something that one invoice has but once


class Difference(StrEnum):
    """What two invoices of one number do not have in common."""

    SELLER = "seller"
    DATE = "date"
    CURRENCY = "currency"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class InvoiceIdentity:
    """What makes an invoice itself. '' and None where it is not known, the seller a party that says nothing.

    `third_party` and `type` are those that it is filed under. Amounts are in `currency`: with tax, without, the
    tax, and what is left to pay.
    """

    third_party: str
    type: str
    number: str
    date: date | None = None
    seller: InvoiceParty = NOBODY
    currency: str = ""
    total: Decimal | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    payable: Decimal | None = None


@dataclass(frozen=True, slots=True)
class KnownInvoice:
    """One that is kept already, whichever form of it."""

    document_id: int
    sha256: str
    identity: InvoiceIdentity


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found. `document_id`: the one that it is, or that it meets; None when it is new."""

    likeness: Likeness
    document_id: int | None = None
    differences: tuple[Difference, ...] = ()


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
            return _beside_first(placed, facts, there, split_extension(there.key)[1], sha256), None
        # Where the first one is gone, this one takes its turn.
        case Likeness.OTHER_FORM if not all(each.attached for each in files):
            return _beside_first(placed, facts, there, facts.extension, sha256), None
    return placed, None


def as_readable_form(db: CompanyDatabase, placed: Destination, sha256: str) -> Destination:
    """The place that the same bytes have which were inside the invoice; `placed` for any others."""
    facts, asked = placed.facts, _asked(placed)
    if asked is None or not isinstance(facts, NumberedFile) or facts.extension != ".pdf":
        return placed
    for each in db.piece_files.forms(asked):
        if each.attached == AttachmentKind.READABLE and each.sha256 == sha256:
            return _beside_first(placed, facts, each, ".pdf", sha256)
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


def _beside_first(
    placed: Destination, facts: NumberedFile, there: PieceFile, extension: str, sha256: str
) -> Destination:
    original = there.attached_to.removeprefix(OF_A_PIECE) if there.attached else there.key
    is_readable = there.sha256 == sha256 and there.attached == AttachmentKind.READABLE
    mark = READABLE if is_readable else OTHER_FORM
    return replace(
        placed,
        facts=BesideFile(in_folder_of(facts, original), mark, extension),
        role=AttachmentKind.READABLE if is_readable else AttachmentKind.OTHER_FORM,
        attached_to=f"{OF_A_PIECE}{original}",
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


def identity_of(
    third_party: str, kind: str, number: str, day: date | None, reading: InvoiceReading | None
) -> InvoiceIdentity:
    """What is known of an invoice: where it is filed, and what it says of itself, if it says anything."""
    if reading is None:
        return InvoiceIdentity(third_party, kind, number, day)
    return InvoiceIdentity(
        third_party,
        kind,
        number,
        day,
        reading.seller,
        reading.currency,
        reading.total,
        reading.net,
        reading.tax,
        reading.payable,
    )


def compared(sha256: str, invoice: InvoiceIdentity, known: Sequence[KnownInvoice]) -> Comparison:
    """What `invoice`, of these bytes, is to those that are known; of several that it meets, the last one."""
    related = [each for each in known if _is_filed_alike(invoice, each.identity)]
    for each in related:
        if sha256 and each.sha256 == sha256:
            return Comparison(Likeness.SAME_BYTES, each.document_id)
    for each in related:
        if not is_same_invoice(invoice, each.identity):
            continue
        # One form may say less than another: what contradicts any of them is none.
        forms = (one for one in related if is_same_invoice(each.identity, one.identity))
        if not any(any(_differences(invoice, one.identity)) for one in forms):
            return Comparison(Likeness.OTHER_FORM, each.document_id)
    for each in reversed(related):
        if differences := tuple(_differences(invoice, each.identity)):
            return Comparison(Likeness.ANOTHER, each.document_id, differences)
    return Comparison(Likeness.NEW)


def is_same_invoice(one: InvoiceIdentity, other: InvoiceIdentity) -> bool:
    """Whether both are known to be one invoice: all that makes it itself is known of both, and agrees.

    The totals with tax and without say the tax too; what is left to pay need not be told.
    """
    told = (one.date, one.total, one.net, other.date, other.total, other.net)
    return (
        _is_filed_alike(one, other)
        and all(each is not None for each in told)
        and bool(one.currency and other.currency)
        and is_same_seller(one.seller, other.seller) is True
        and not any(_differences(one, other))
    )


def is_same_number(one: str, other: str) -> bool:
    """Whether two numbers are one: as they are written, spaces around them and spellings of accents aside."""
    return _number(one) == _number(other)


def _number(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _is_filed_alike(one: InvoiceIdentity, other: InvoiceIdentity) -> bool:
    return (
        bool(_number(one.number))
        and is_same_number(one.number, other.number)
        and (one.third_party, one.type) == (other.third_party, other.type)
    )


def _differences(one: InvoiceIdentity, other: InvoiceIdentity) -> Iterator[Difference]:
    """What both say, and say differently."""
    if is_same_seller(one.seller, other.seller) is False:
        yield Difference.SELLER
    if one.date is not None and other.date is not None and one.date != other.date:
        yield Difference.DATE
    if one.currency and other.currency and one.currency != other.currency:
        yield Difference.CURRENCY
        return  # amounts in two currencies are not compared
    pairs = zip(_amounts(one), _amounts(other), strict=True)
    if any(a is not None and b is not None and a != b for a, b in pairs):
        yield Difference.TOTAL


def _amounts(invoice: InvoiceIdentity) -> tuple[Decimal | None, ...]:
    return (invoice.total, invoice.net, invoice.tax, invoice.payable)


def is_same_seller(one: InvoiceParty, other: InvoiceParty) -> bool | None:
    """Numbers decide, then names; None where neither can be compared.

    Establishments are of one company. Many suppliers may be filed under one third party.
    """
    sirens = [siren_of(each.siren, each.siret, each.vat) for each in (one, other)]
    if all(sirens):
        return sirens[0] == sirens[1]
    vats = [normal_vat(each.vat) for each in (one, other)]
    if all(vats):
        return vats[0] == vats[1]
    registers = [(each.other or "").partition(":") for each in (one, other)]
    if registers[0][0] and registers[0][0] == registers[1][0]:
        return registers[0][2] == registers[1][2]
    if not (one.name.strip() and other.name.strip()):
        return None
    return is_same_name(one.name, other.name)
