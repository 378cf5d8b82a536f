"""What is said of documents: where they stand, why they wait, what they are called."""

from __future__ import annotations

from collections.abc import Sequence

from stockage_partage.company.facts import DocumentRow, Status
from stockage_partage.documents.document_types import TYPES
from stockage_partage.documents.invoice import Unread
from stockage_partage.documents.outcomes import Filing
from stockage_partage.documents.placing import Lacking
from stockage_partage.words.plain_troubles import PLAIN
from stockage_partage.words.typography import NBSP, typeset

STATUSES: dict[Filing, str] = {
    Filing.FILED: "classé",
    Filing.WAITING: "en attente d’envoi",
    Filing.ALREADY_FILED: "déjà classé",
    Filing.TO_CLASSIFY: "à classer",
    Filing.REFUSED: "refusé",
    Filing.BLOCKED: "bloqué",
}

_LACKING: dict[Lacking, str] = {
    Lacking.THIRD_PARTY: "le tiers n’est pas indiqué",
    Lacking.TYPE: "le type de pièce n’est pas indiqué",
    Lacking.NUMBER: "le numéro de pièce n’est pas indiqué",
    Lacking.DATE: "la date n’est pas indiquée",
    Lacking.THIRD_PARTY_UNKNOWN: "aucun tiers de la société ne porte ce code",
    Lacking.THIRD_PARTY_NOT_FOUND: "le tiers nommé par la pièce n’est pas parmi ceux de la société",
    Lacking.THIRD_PARTY_SEVERAL: "plusieurs tiers de la société correspondent à celui de la pièce",
    Lacking.TYPE_UNKNOWN: "ce type de pièce n’existe pas",
    Lacking.NOT_OURS: "la société n’est ni le vendeur ni l’acheteur de cette pièce",
    Lacking.BOTH_OURS: "la société est à la fois le vendeur et l’acheteur de cette pièce",
}

_UNREAD: dict[Unread, str] = {
    Unread.OTHER_FILE: "Ce fichier n’est ni un PDF ni une facture électronique",
    Unread.NOTHING_INSIDE: "Ce PDF ne contient pas de facture électronique",
    Unread.ENCRYPTED: "Ce PDF est protégé par un mot de passe",
    Unread.BROKEN_PDF: "Ce PDF est endommagé",
    Unread.BROKEN_XML: "La facture électronique contenue dans ce fichier est illisible",
    Unread.UNSAFE_XML: "La facture électronique contenue dans ce fichier n’est pas sûre",
    Unread.OTHER_XML: "Ce fichier XML n’est pas une facture électronique connue",
    Unread.TOO_LARGE: "Ce fichier est trop volumineux pour être lu",
    Unread.TOO_LONG: "Ce fichier est trop compliqué pour être lu",
    Unread.INCOMPLETE: "La facture électronique n’a pas de numéro, de type ou de date",
}

_ADVICE = "Indiquez le tiers, le type, le numéro et la date pour le classer."

TYPE_LABELS: dict[str, str] = {kind.word: kind.label.replace("'", "’") for kind in TYPES}


def type_label(word: str) -> str:
    """« Facture d’avoir »; the word itself for a type that a company named."""
    return TYPE_LABELS.get(word, word)


def to_classify(lacking: Sequence[Lacking], unread: Unread | None) -> str:
    """Why a document waits for a person, and what to do."""
    reasons = [_LACKING[lack] for lack in lacking]
    if unread is not None:
        return typeset(f"{_UNREAD[unread]} : {_listed(reasons)}. {_ADVICE}")
    return typeset(f"{_capital(_listed(reasons))}. {_ADVICE}")


def waiting(row: DocumentRow) -> str | None:
    """Why a document of the register is not filed yet; None when it is, or when all is well."""
    if row.status is Status.TO_CLASSIFY:
        return f"Ce document attend d’être classé. {_ADVICE}"
    if row.trouble is None or row.status is Status.FILED:
        return None
    return trouble(row.trouble)


def trouble(kind: str) -> str:
    """The sentence for a trouble that the database remembers by its word."""
    words = _BY_KIND.get(kind)
    if words is None:
        return _UNEXPECTED
    return words.sentence


_BY_KIND = {kind.__name__: words for kind, words in PLAIN.items()}
_UNEXPECTED = (
    "L’envoi de ce document n’a pas abouti"
    + NBSP
    + ": il reste en attente et sera tenté de nouveau."
)


def _listed(reasons: Sequence[str]) -> str:
    if not reasons:
        return "rien n’a été lu"
    if len(reasons) == 1:
        return reasons[0]
    return ", ".join(reasons[:-1]) + " et " + reasons[-1]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
