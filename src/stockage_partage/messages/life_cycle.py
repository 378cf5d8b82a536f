"""What became of an invoice: the statuses of the French life cycle by their codes, the last one first of all.

Labels are those of XP Z12-012. Where what is published does not agree (206 and 208 are exchanged in one message of the
validation rules), what most of it says is taken.
"""

from __future__ import annotations

from stockage_partage.company.document_records import AttachmentKind, DocumentRow
from stockage_partage.documents.invoices.invoice import LifeCycleMessage, recalled
from stockage_partage.documents.invoices.life_cycle import latest
from stockage_partage.messages.typography import NBSP, THIN, day
from stockage_partage.plain_text import one_line

_LABELS: dict[str, str] = {
    "200": "Déposée",
    "201": "Émise",
    "202": "Reçue",
    "203": "Mise à disposition",
    "204": "Prise en charge",
    "205": "Approuvée",
    "206": "Approuvée partiellement",
    "207": "En litige",
    "208": "Suspendue",
    "209": "Complétée",
    "210": "Refusée",
    "211": "Paiement transmis",
    "212": "Encaissée",
    "213": "Rejetée",
    "501": "Irrecevable",
}
_SHOWN = 300  # characters of a reason


def status_of(row: DocumentRow) -> LifeCycleMessage | None:
    """The last status of an invoice, or that of a message itself; None where nothing is known."""
    own = (row.read,) if row.attached == AttachmentKind.LIFE_CYCLE else row.messages
    read = (recalled(text) for text in own)
    return latest(each for each in read if isinstance(each, LifeCycleMessage))


def label(message: LifeCycleMessage) -> str:
    """« Refusée (210) »; a code that has no word of its own as it is: « Statut (220) »."""
    return f"{_LABELS.get(message.code, 'Statut')}{NBSP}({message.code})"


def reason(message: LifeCycleMessage) -> str:
    """Why, as the message writes it, on one line; '' where it does not say."""
    return one_line(f"{THIN}; ".join(message.reasons))[:_SHOWN]


def sentence(message: LifeCycleMessage) -> str:
    """« Refusée (210), le 02/04/2026 : montant total erroné »."""
    when = f", le {day(message.at.date())}" if message.at is not None else ""
    why = reason(message)
    return f"{label(message)}{when}" + (f"{NBSP}: {why}" if why else "")


def told(row: DocumentRow) -> dict[str, str | None] | None:
    """The last status of an invoice as machines read it; None where nothing is known."""
    message = status_of(row)
    if message is None:
        return None
    return {
        "code": message.code,
        "libelle": _LABELS.get(message.code),
        "date": message.at.isoformat() if message.at is not None else None,
        "motif": reason(message) or None,
    }
