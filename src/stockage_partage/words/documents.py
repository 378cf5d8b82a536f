"""What is said of documents: where they stand, why they wait, what they are called."""

from __future__ import annotations

from collections.abc import Sequence

from stockage_partage.company.facts import DocumentRow, Online, Status
from stockage_partage.documents.filing.outcomes import Deposited, Filing
from stockage_partage.documents.filing.placing import Lacking
from stockage_partage.documents.reading.invoice import Unread
from stockage_partage.documents.tree.document_types import TYPES
from stockage_partage.errors import FileTooLarge, TargetUnknown, Throttled, Trouble
from stockage_partage.words.message import KEPT
from stockage_partage.words.plain_troubles import PLAIN
from stockage_partage.words.troubles import explain
from stockage_partage.words.typography import NBSP, typeset

#: Bytes that one request may hold; known of the refusal is only that it was too large.
_LARGEST = 250 * 1024 * 1024

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
    Lacking.CUSTOMER_NOT_FOUND: "l’acheteur nommé par la pièce n’est pas parmi les clients de la société",
    Lacking.SUPPLIER_NOT_FOUND: "le vendeur nommé par la pièce n’est pas parmi les fournisseurs de la société",
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
    Unread.OTHER_XML: "Le fichier XML n’est pas une facture électronique connue",
    Unread.TOO_LARGE: "Le fichier, ou ce qu’il contient, est trop volumineux pour être lu",
    Unread.TOO_LONG: "Ce fichier est trop compliqué pour être lu",
    Unread.INCOMPLETE: "La facture électronique n’a ni numéro, ni type, ni date",
}

_NEEDED: dict[Lacking, str] = {
    Lacking.THIRD_PARTY: "le tiers",
    Lacking.THIRD_PARTY_UNKNOWN: "le tiers",
    Lacking.CUSTOMER_NOT_FOUND: "le tiers",
    Lacking.SUPPLIER_NOT_FOUND: "le tiers",
    Lacking.THIRD_PARTY_SEVERAL: "le tiers",
    Lacking.NOT_OURS: "le tiers",
    Lacking.BOTH_OURS: "le tiers",
    Lacking.TYPE: "le type de pièce",
    Lacking.TYPE_UNKNOWN: "le type de pièce",
    Lacking.NUMBER: "le numéro de pièce",
    Lacking.DATE: "la date",
}

_ADVICE = "Indiquez le tiers, le type, le numéro et la date pour le classer."

SENT_BY_OTHERS = (
    "Ce qui attend encore est en cours d’envoi par un autre poste ou un autre programme."
)

TYPE_LABELS: dict[str, str] = {kind.word: kind.label.replace("'", "’") for kind in TYPES}


def type_label(word: str) -> str:
    """« Facture d’avoir »; what its word tells of a type that a company named: « Note de frais »."""
    return TYPE_LABELS.get(word) or _capital(word.replace("-", " "))


def to_classify(lacking: Sequence[Lacking], unread: Unread | None) -> str:
    """Why a document waits for a person, and what to do."""
    reasons = [_LACKING[lack] for lack in lacking]
    advice = f"{asked_for(lacking)} pour le classer." if lacking else _ADVICE
    if unread is not None:
        return typeset(f"{_UNREAD[unread]} : {_listed(reasons)}. {advice}")
    return typeset(f"{_capital(_listed(reasons))}. {advice}")


def asked_for(lacking: Sequence[Lacking]) -> str:
    """« Indiquez le tiers et la date », without a full stop."""
    return f"Indiquez {_listed(list(dict.fromkeys(_NEEDED[lack] for lack in lacking)))}"


def why_it_waits(lacking: Sequence[Lacking], unread: Unread | None) -> str:
    """The same without the advice, above the form that asks for what is lacking."""
    if unread is not None:
        return f"{_UNREAD[unread]}."
    return f"{_capital(_listed([_LACKING[lack] for lack in lacking]))}."


def waiting(row: DocumentRow) -> str | None:
    """Why a document of the register is not filed yet, or is not what was filed; None when all is well."""
    if row.status is Status.TO_CLASSIFY:
        return f"Ce document attend d’être classé. {asked_for(_unsaid(row))} pour le classer."
    if row.status is Status.FILED:
        return ONLINE.get(Online(row.online))
    return trouble(row.trouble) if row.trouble is not None else None


def _unsaid(row: DocumentRow) -> list[Lacking]:
    """What a document that waits does not tell; its third party at least must be looked at."""
    known = {
        Lacking.TYPE: bool(row.type),
        Lacking.NUMBER: bool(row.number),
        Lacking.DATE: row.date is not None,
    }
    return [Lacking.THIRD_PARTY, *(lack for lack, told in known.items() if not told)]


#: What somebody did to a filed document online, as the register tells it.
ONLINE: dict[Online, str] = {
    Online.DELETED: "Supprimé dans Microsoft 365. Un propriétaire du groupe peut le restaurer depuis la "
    "corbeille du site ; déposé ou imprimé de nouveau, il est classé dans une nouvelle version.",
    Online.CHANGED: "Modifié dans Microsoft 365 : ce n’est plus le fichier qui a été classé.",
}


def trouble(kind: str) -> str:
    """The sentence for a trouble that the database remembers by its word."""
    words = _REMEMBERED.get(kind)
    return words.sentence if words is not None else _UNEXPECTED


# The database keeps the word only: kinds that need facts of the moment are said without them.
_REMEMBERED = {kind.__name__: words.of_work(KEPT) for kind, words in PLAIN.items()} | {
    "Throttled": explain(Throttled()),
    "FileTooLarge": explain(FileTooLarge(_LARGEST)),
    "TargetUnknown": explain(TargetUnknown("document")),
}
_UNEXPECTED = typeset(
    "L’envoi de ce document n’a pas abouti : il est gardé et sera tenté de nouveau. "
    "Si cela se répète, transmettez le diagnostic à votre support."
)


def _listed(reasons: Sequence[str]) -> str:
    if not reasons:
        return "rien n’a été lu"
    if len(reasons) == 1:
        return reasons[0]
    return ", ".join(reasons[:-1]) + " et " + reasons[-1]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def reason_for(
    kept: Deposited | None, row: DocumentRow | None, refused: Trouble | None
) -> str | None:
    """Why a document just handed over is not filed yet; None when it is."""
    if refused is not None:
        return explain(refused).sentence
    if kept is not None and kept.status is Filing.TO_CLASSIFY:
        return to_classify(kept.lacking, kept.unread)
    if kept is not None and kept.status is Filing.ALREADY_FILED:
        return None
    return waiting(row) if row is not None else None


def deposit_line(name: str, status: Filing, place: str, reason: str | None) -> str:
    """One line for a person."""
    parts = [f"{name}{NBSP}: {STATUSES[status]}"]
    if place:
        parts.append(place)
    if reason:
        parts.append(reason)
    return " · ".join(parts)


def line(row: DocumentRow) -> str:
    """A document of the register on one line."""
    facts = (
        row.date.strftime("%d/%m/%Y") if row.date else "",
        type_label(row.type) if row.type else "",
        row.number,
        row.third_party_code,
        _standing(row),
        row.path or row.title,
    )
    return "  ".join(fact for fact in facts if fact)


def _standing(row: DocumentRow) -> str:
    word = STATUSES[_FILINGS[row.status]]
    now = _SINCE.get(Online(row.online)) if row.status is Status.FILED else None
    return f"{word}, {now}" if now else word


_SINCE: dict[Online, str] = {
    Online.DELETED: "supprimé en ligne depuis",
    Online.CHANGED: "modifié en ligne depuis",
    Online.MOVED: "déplacé en ligne depuis",
}
_FILINGS: dict[Status, Filing] = {
    Status.TO_CLASSIFY: Filing.TO_CLASSIFY,
    Status.WAITING: Filing.WAITING,
    Status.BLOCKED: Filing.BLOCKED,
    Status.FILED: Filing.FILED,
}
