"""Register rows and deposits as the command line prints them for machines (design §7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from stockage_partage.company.facts import DocumentRow, Online, Status
from stockage_partage.documents.filing.outcomes import Deposited, Filing
from stockage_partage.documents.reading.invoice import Reading

#: A document's status in the command line's words.
STATUSES: dict[Status, Filing] = {
    Status.TO_CLASSIFY: Filing.TO_CLASSIFY,
    Status.WAITING: Filing.WAITING,
    Status.BLOCKED: Filing.BLOCKED,
    Status.FILED: Filing.FILED,
}


def deposit_object(
    file: str, status: Filing, path: str | None, reason: str | None, reading: Reading | None
) -> dict[str, Any]:
    """One object of `deposer --json`. `reason` is a sentence for people, None when all is well.

    A document that is kept and blocked is `refuse`: it waits for a person, and leaves by no patience.
    """
    return {
        "fichier": file,
        "statut": (Filing.REFUSED if status is Filing.BLOCKED else status).value,
        "chemin": path,
        "raison": reason,
        "lu": reading.as_object() if reading is not None else None,
    }


def document_object(row: DocumentRow, reason: str | None) -> dict[str, Any]:
    """One object of `documents --json`."""
    return {
        "numero": row.number or None,
        "type": row.type or None,
        "date": row.date.isoformat() if row.date else None,
        "tiers": row.third_party_code or None,
        "chemin": row.path,
        "taille": row.size,
        "sha256": row.sha256 or None,
        "statut": STATUSES[row.status].value,
        "lien": (row.url or None) if row.online != Online.DELETED else None,
        "raison": reason,
    }


def settled(deposited: Deposited, row: DocumentRow | None) -> Deposited:
    """The deposit with what has become of it since: sent at once, it is filed, or blocked."""
    if row is None or deposited.status is not Filing.WAITING:
        return deposited
    return replace(deposited, status=STATUSES[row.status])
