"""What is said of documents: where they stand, why they wait, what they and their facts are called.

Every form and list names these facts alike, and asks for a day alike. The statuses of the French life cycle have the
labels of XP Z12-012; where what is published does not agree (206 and 208 are exchanged in one message of the validation
rules), what most of it says is taken.
"""

from __future__ import annotations

import re
import unicodedata

from stockage_partage.company.document_records import AttachmentKind, DocumentRow, OnlineState
from stockage_partage.company.state_records import Status
from stockage_partage.documents.filing.outcomes import (
    DepositResult,
    FilingOutcome,
    MissingDetail,
    stands,
)
from stockage_partage.documents.invoices.invoice import InvoiceReading, LifeCycleMessage, recalled
from stockage_partage.documents.invoices.life_cycle import latest
from stockage_partage.documents.tree.document_types import TYPES, Domain
from stockage_partage.errors import FileTooLarge, TargetUnknown, Throttled, Trouble
from stockage_partage.graph.http.responses import PUT_LIMIT
from stockage_partage.messages.message import KEPT
from stockage_partage.messages.plain_troubles import PLAIN
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import NBSP, THIN, capital, day, typeset
from stockage_partage.messages.waiting_reasons import (
    Purpose,
    asked_for,
    remark,
    to_classify,
    unread_sentence,
)
from stockage_partage.plain_text import one_line

#: The product's own term, exactly.
NUMBER = "N° pièce"
#: In the order in which a list of types shows them.
DOMAINS: dict[Domain, str] = {
    Domain.SALES: "Ventes",
    Domain.PURCHASES: "Achats",
    Domain.ACCOUNTING: "Comptabilité",
    Domain.INTERNAL: "Documents internes",
    Domain.STOCKS: "Stocks",
}
DAY_HINT = "JJ/MM/AAAA"
DAY_WRONG = typeset("Écrivez la date ainsi : 24/11/2026.")
#: Of a date that is written as it should be.
NO_SUCH_DAY = "Ce jour n’existe pas."


STATUSES: dict[FilingOutcome, str] = {
    FilingOutcome.FILED: "classé",
    FilingOutcome.WAITING: "en attente d’envoi",
    FilingOutcome.ALREADY_FILED: "déjà classé",
    FilingOutcome.TO_CLASSIFY: "à classer",
    FilingOutcome.REFUSED: "refusé",
    FilingOutcome.BLOCKED: "bloqué",
    FilingOutcome.DELETED: "supprimé en ligne",
}

SENT_BY_OTHERS = (
    "Ce qui attend encore est en cours d’envoi par un autre poste ou un autre programme."
)

TYPE_LABELS: dict[str, str] = {kind.word: kind.label.replace("'", "’") for kind in TYPES}


def shown(name: str) -> str:
    """A file name as it can be shown, whatever bytes the disk holds."""
    return one_line(name.encode("utf-8", "replace").decode("utf-8"))


def type_label(word: str) -> str:
    """« Facture d’avoir »; what its word tells of a type that a company named: « Note de frais »."""
    return TYPE_LABELS.get(word) or capital(word.replace("-", " "))


#: What a file beside a piece is to it.
_ROLE_LABELS: dict[AttachmentKind, str] = {
    AttachmentKind.OTHER_FORM: "autre forme de la même facture",
    AttachmentKind.READABLE: "vue lisible jointe à la facture",
    AttachmentKind.LIFE_CYCLE: "message de cycle de vie",
}


def role_label(role: str) -> str:
    """« autre forme de la même facture »; '' for the piece itself, and for a person's file on it."""
    return _ROLE_LABELS.get(AttachmentKind(role), "")


def role_of_kept(kept: DepositResult, row: DocumentRow | None) -> str:
    """What a document just handed over is to its piece: « message de cycle de vie : Refusée (210) »."""
    told = role_label(kept.role)
    message = life_cycle_status(row) if row is not None else None
    if message is None or kept.role is not AttachmentKind.LIFE_CYCLE:
        return told
    return f"{told}{NBSP}: {life_cycle_label(message)}"


def waiting(row: DocumentRow) -> str | None:
    """Why a document of the register is not filed yet, or is not what was filed; None when all is well."""
    if row.status is Status.TO_CLASSIFY:
        return " ".join(
            (
                "Ce document attend d’être classé.",
                *unread_sentence(recalled(row.read)),
                _asked_of(row),
            )
        )
    if row.status is Status.FILED:
        return ONLINE.get(OnlineState(row.online))
    return trouble(row.trouble) if row.trouble is not None else None


#: Of an invoice that names all it can: its third party is not known, or it contradicts what is there.
_TO_LOOK_AT = "Vérifiez le tiers, le type et le numéro de pièce pour le classer."


def _asked_of(row: DocumentRow) -> str:
    unsaid = _unsaid(row)
    if unsaid == [MissingDetail.THIRD_PARTY] and isinstance(recalled(row.read), InvoiceReading):
        return _TO_LOOK_AT
    return asked_for(unsaid, Purpose.FILE)


def _unsaid(row: DocumentRow) -> list[MissingDetail]:
    """What nobody and nothing told of a document that waits; else its third party must be looked at."""
    known = {
        MissingDetail.THIRD_PARTY: bool(row.third_party_code),
        MissingDetail.TYPE: bool(row.type),
        MissingDetail.NUMBER: bool(row.number),
        MissingDetail.DATE: row.date is not None,
    }
    return [lack for lack, told in known.items() if not told] or [MissingDetail.THIRD_PARTY]


#: What somebody did to a filed document online, as the register tells it.
ONLINE: dict[OnlineState, str] = {
    OnlineState.DELETED: "Supprimé dans Microsoft 365. Un propriétaire du groupe peut le restaurer depuis la "
    "corbeille du site ; déposé ou imprimé de nouveau, il est classé dans une nouvelle version.",
    OnlineState.ARCHIVED: "Archivé dans Microsoft 365 : il est conservé, et ne peut être lu qu’une fois réactivé dans SharePoint.",
    OnlineState.CHANGED: "Modifié dans Microsoft 365 : ce n’est plus le fichier qui a été classé.",
}


def trouble(kind: str) -> str:
    """The sentence for a trouble that the database remembers by its word; a general one for an unknown word."""
    words = _REMEMBERED.get(kind)
    return words.sentence if words is not None else _UNEXPECTED


# The database keeps the word only: kinds that need facts of the moment are said without them.
_REMEMBERED = {kind.__name__: words.of_work(KEPT) for kind, words in PLAIN.items()} | {
    "Throttled": explain(Throttled()),
    "FileTooLarge": explain(FileTooLarge(PUT_LIMIT)),  # of what one request may hold
    "TargetUnknown": explain(TargetUnknown("document")),
}
_UNEXPECTED = typeset(
    "L’envoi de ce document n’a pas abouti : il est gardé et sera tenté de nouveau. "
    "Si cela se répète, transmettez le diagnostic à votre support."
)


def reason_for(
    kept: DepositResult | None, row: DocumentRow | None, refused: Trouble | None
) -> str | None:
    """Why a document just handed over is not filed yet, and what to look at; None when all is well."""
    if refused is not None:
        return explain(refused).sentence
    if kept is None:
        return waiting(row) if row is not None else None
    if kept.status is FilingOutcome.TO_CLASSIFY:
        return to_classify(kept.lacking, kept.unread, kept.particulars)
    if kept.status is FilingOutcome.ALREADY_FILED:
        return None
    said = (waiting(row) if row is not None else None, remark(kept.particulars))
    return " ".join(each for each in said if each) or None


def deposit_line(
    name: str, status: FilingOutcome, place: str, reason: str | None, role: str = ""
) -> str:
    """One line for a person. `role`: what the document is to the piece in whose folder it lies."""
    parts = [f"{name}{NBSP}: {STATUSES[status]}"]
    if role:
        parts.append(role)
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
        role_label(row.attached),
        life_cycle_label(message) if (message := life_cycle_status(row)) else "",
        _standing(row),
        row.path or row.title,
    )
    return "  ".join(fact for fact in facts if fact)


def _standing(row: DocumentRow) -> str:
    word = STATUSES[stands(row)]
    now = _SINCE.get(OnlineState(row.online)) if row.status is Status.FILED else None
    return f"{word}, {now}" if now else word


_SINCE: dict[OnlineState, str] = {
    OnlineState.ARCHIVED: "archivé en ligne depuis",
    OnlineState.CHANGED: "modifié en ligne depuis",
    OnlineState.MOVED: "déplacé en ligne depuis",
}


# --- what became of an invoice --------------------------------------------------------------------

_LIFE_CYCLE: dict[str, str] = {
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
_REASON_SHOWN = 300  # characters of a reason


def life_cycle_status(row: DocumentRow) -> LifeCycleMessage | None:
    """The last status of an invoice, or that of a message itself; None where nothing is known."""
    own = (row.read,) if row.attached == AttachmentKind.LIFE_CYCLE else row.messages
    read = (recalled(text) for text in own)
    return latest(each for each in read if isinstance(each, LifeCycleMessage))


def life_cycle_label(message: LifeCycleMessage) -> str:
    """« Refusée (210) »; a code that has no word of its own as it is: « Statut (220) »."""
    return f"{_LIFE_CYCLE.get(message.code, 'Statut')}{NBSP}({message.code})"


def life_cycle_reason(message: LifeCycleMessage) -> str:
    """Why, as the message writes it, on one line; '' where it does not say."""
    return one_line(f"{THIN}; ".join(message.reasons))[:_REASON_SHOWN]


def life_cycle_sentence(message: LifeCycleMessage) -> str:
    """« Refusée (210), le 02/04/2026 : montant total erroné »."""
    when = f", le {day(message.at.date())}" if message.at is not None else ""
    why = life_cycle_reason(message)
    return f"{life_cycle_label(message)}{when}" + (f"{NBSP}: {why}" if why else "")


def life_cycle_object(row: DocumentRow) -> dict[str, str | None] | None:
    """The last status of an invoice as machines read it; None where nothing is known."""
    message = life_cycle_status(row)
    if message is None:
        return None
    return {
        "code": message.code,
        "libelle": _LIFE_CYCLE.get(message.code),
        "date": message.at.isoformat() if message.at is not None else None,
        "motif": life_cycle_reason(message) or None,
    }


# --- what is meant in a search --------------------------------------------------------------------

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_SHORT = {"janv": 1, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12}
_MONTH_NUMBERS = {name: place for place, name in enumerate(_MONTHS, start=1)} | _SHORT
_WRITTEN = re.compile(
    rf"\b(?:(1er|\d{{1,2}})\s+)?({'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\.?\s+(\d{{4}})\b"
)
_STATUS_WORDS: tuple[tuple[str, Status], ...] = (
    ("a classer", Status.TO_CLASSIFY),
    ("en attente", Status.WAITING),
    ("attente", Status.WAITING),
    ("bloques", Status.BLOCKED),
    ("bloque", Status.BLOCKED),
    ("classes", Status.FILED),
    ("classe", Status.FILED),
)


def understood(text: str) -> tuple[str, Status | None]:
    """What is typed with months in figures, as the register reads them, and a status that it names."""
    plain = _without_accents(text)
    plain = _WRITTEN.sub(_in_figures, plain)
    for words, meant in _STATUS_WORDS:
        said = re.search(rf"(?<![\w-]){words}(?![\w-])", plain)
        if said is not None:
            return plain[: said.start()] + plain[said.end() :], meant
    return plain, None


def _in_figures(match: re.Match[str]) -> str:
    month = f"{match[3]}-{_MONTH_NUMBERS[match[2]]:02}"
    return f"{month}-{int(match[1].removesuffix('er')):02}" if match[1] else month


def _without_accents(text: str) -> str:
    split = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))
