"""What became of a document that was handed over, and what keeps it from its place: plain facts.

They are told here to other programs too, along with rows of the register, as the command line prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from stockage_partage.company.document_records import AttachmentKind, DocumentRow, OnlineState
from stockage_partage.company.fiscal_years import FiscalStart
from stockage_partage.company.state_records import Status
from stockage_partage.documents.invoices.invoice import InvoiceReading, UnreadReason
from stockage_partage.documents.tree.document_types import kept_until


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


#: A document's status in the command line's words.
STATUSES: dict[Status, FilingOutcome] = {
    Status.TO_CLASSIFY: FilingOutcome.TO_CLASSIFY,
    Status.WAITING: FilingOutcome.WAITING,
    Status.BLOCKED: FilingOutcome.BLOCKED,
    Status.FILED: FilingOutcome.FILED,
}
#: What a document is to its piece, in the command line's words.
ROLES: dict[AttachmentKind, str] = {
    AttachmentKind.NOT: "original",
    AttachmentKind.OTHER_FORM: "autre_forme",
    AttachmentKind.READABLE: "lisible",
    AttachmentKind.LIFE_CYCLE: "cycle_de_vie",
    AttachmentKind.ATTACHED: "piece_jointe",
    AttachmentKind.TO_TRANSMIT: "a_transmettre",
    AttachmentKind.ARCHIVE: "archive",
}


def role_of(row: DocumentRow) -> str | None:
    """What a document of the register is to its piece; None without a place."""
    return ROLES[AttachmentKind(row.attached)] if row.path is not None else None


def deposit_object(
    file: str,
    status: FilingOutcome,
    path: str | None,
    reason: str | None,
    reading: InvoiceReading | None,
    role: AttachmentKind = AttachmentKind.NOT,
) -> dict[str, Any]:
    """One object of `deposer --json`. `reason` is a sentence for people, None when all is well.

    `bloque`: kept, and waiting for a person; `refuse`: not kept at all. The role is null without a place.
    """
    return {
        "fichier": file,
        "statut": status.value,
        "chemin": path,
        "raison": reason,
        "lu": reading.as_object() if reading is not None else None,
        "role": ROLES[role] if path is not None else None,
    }


def stands(row: DocumentRow) -> FilingOutcome:
    """Where a document of the register stands: one that was deleted online is not filed any more."""
    if row.status is Status.FILED and row.online == OnlineState.DELETED:
        return FilingOutcome.DELETED
    return STATUSES[row.status]


def document_object(
    row: DocumentRow,
    reason: str | None,
    own: Callable[[str | None], str | None],
    start: FiscalStart,
    life_cycle: Mapping[str, str | None] | None = None,
) -> dict[str, Any]:
    """One object of `documents --json`. `own`: the address, if it is the organisation's own.

    `start`: the day on which the company's fiscal years begin. `life_cycle`: what became of the invoice.
    """
    until = kept_until(row, start)
    return {
        "id": row.id,
        "numero": row.number or None,
        "type": row.type or None,
        "date": row.date.isoformat() if row.date else None,
        "tiers": row.third_party_code or None,
        "chemin": row.path,
        "taille": row.size,
        "sha256": row.sha256 or None,
        "statut": stands(row).value,
        "lien": own(row.url) if row.online != OnlineState.DELETED else None,
        "raison": reason,
        "conserver_jusqu_au": until.isoformat() if until else None,
        "role": role_of(row),
        "cycle_de_vie": life_cycle,
    }


def settled(deposited: DepositResult, row: DocumentRow | None) -> DepositResult:
    """The deposit with what has become of it since: sent at once, it is filed, or blocked."""
    if row is None or deposited.status is not FilingOutcome.WAITING:
        return deposited
    return replace(deposited, status=stands(row), path=row.path, version=row.version)
