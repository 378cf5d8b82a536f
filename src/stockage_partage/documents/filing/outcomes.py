"""What became of a document that was handed over, and what keeps it from its place: plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stockage_partage.company.document_records import AttachmentKind
from stockage_partage.documents.invoices.invoice import InvoiceReading, UnreadReason


class MissingDetail(StrEnum):
    """What keeps a document from its place; the first four are also `errors.DetailsMissing` words."""

    THIRD_PARTY = "third_party"
    TYPE = "type"
    NUMBER = "number"
    DATE = "date"
    THIRD_PARTY_UNKNOWN = "third_party_unknown"  # the code given is nobody's
    CUSTOMER_NOT_FOUND = "customer_not_found"  # the document names somebody we do not know as such
    SUPPLIER_NOT_FOUND = "supplier_not_found"
    THIRD_PARTY_SEVERAL = "third_party_several"
    TYPE_UNKNOWN = "type_unknown"  # the type given is none of the trade's
    NOT_OURS = "not_ours"  # neither seller nor buyer is this company
    BOTH_OURS = "both_ours"
    OUR_NAMESAKE = "our_namesake"  # somebody of our name, with a number that is not ours
    # The place is known, but a person should look first.
    NAMESAKE = "namesake"  # the only third party of that name went by another number so far
    ALREADY_RECEIVED = "already_received"  # that supplier's number, in another invoice
    ALREADY_ISSUED = "already_issued"  # our own number, in another invoice
    TEST = "test"  # the invoice calls itself a test
    INVOICE_AWAITED = "invoice_awaited"  # a message on an invoice that has no place yet


#: What a person confirms by saying it, rather than something that nobody knows.
TO_CONFIRM = (
    MissingDetail.NAMESAKE,
    MissingDetail.ALREADY_RECEIVED,
    MissingDetail.ALREADY_ISSUED,
    MissingDetail.TEST,
)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the sentence about a document tells besides. Each is '' or None where it is not so.

    `odd_date`: as the document writes it. `earlier_date`, `received_on`: of the document of the same
    number that came before, as are `earlier_amount`, its total with tax in `earlier_currency`, and
    `earlier_seller`: told where they are not those of this one. `named`, `known_as`: two quite different
    names of one third party. `invoice_number`: of the invoice that a message is about.
    """

    odd_date: str = ""
    earlier_date: date | None = None
    received_on: date | None = None
    named: str = ""
    known_as: str = ""
    earlier_amount: Decimal | None = None
    earlier_currency: str = ""
    earlier_seller: str = ""
    invoice_number: str = ""


NOTHING_PARTICULAR = Particulars()


class FilingOutcome(StrEnum):
    """What became of a document; the command line's own words."""

    FILED = "classe"
    WAITING = "en_attente"
    ALREADY_FILED = "deja_classe"
    TO_CLASSIFY = "a_classer"
    REFUSED = "refuse"
    BLOCKED = "bloque"
    DELETED = "supprime"  # filed, then deleted online


@dataclass(frozen=True, slots=True)
class DepositResult:
    """A document kept. `path` is None while it is to classify; `lacking` and `unread` then say why.

    `particulars`: what to tell of it besides, also when it has its place. `role`: what it is to the piece in
    whose folder it lies.
    """

    status: FilingOutcome
    document_id: int
    path: str | None
    version: int | None
    reading: InvoiceReading | None = None
    lacking: tuple[MissingDetail, ...] = ()
    unread: UnreadReason | None = None
    particulars: Particulars = NOTHING_PARTICULAR
    role: AttachmentKind = AttachmentKind.NOT
