"""Register rows and deposits as the command line prints them for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from stockage_partage.company.document_records import AttachmentKind, DocumentRow, OnlineState
from stockage_partage.company.fiscal_years import FiscalStart
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome
from stockage_partage.documents.filing.retention import kept_until
from stockage_partage.documents.invoices.invoice import InvoiceReading

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
