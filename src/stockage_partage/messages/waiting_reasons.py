"""Why a document waits for a person, what that person is asked, and what to look at in one that is filed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum

from stockage_partage.documents.filing.outcomes import (
    NOTHING_PARTICULAR,
    TO_CONFIRM,
    MissingDetail,
    Particulars,
)
from stockage_partage.documents.invoices.invoice import InvoiceReading, Unreadable, UnreadReason
from stockage_partage.messages.typography import capital, day, listed, money, quoted, typeset

_LACKING: dict[MissingDetail, str] = {
    MissingDetail.THIRD_PARTY: "le tiers n’est pas indiqué",
    MissingDetail.TYPE: "le type de pièce n’est pas indiqué",
    MissingDetail.NUMBER: "le numéro de pièce n’est pas indiqué",
    MissingDetail.DATE: "la date n’est pas indiquée",
    MissingDetail.THIRD_PARTY_UNKNOWN: "aucun tiers de la société ne porte ce code",
    MissingDetail.CUSTOMER_NOT_FOUND: "l’acheteur nommé par la pièce n’est pas parmi les clients de la société",
    MissingDetail.SUPPLIER_NOT_FOUND: "le vendeur nommé par la pièce n’est pas parmi les fournisseurs de la société",
    MissingDetail.THIRD_PARTY_SEVERAL: "plusieurs tiers de la société correspondent à celui de la pièce",
    MissingDetail.TYPE_UNKNOWN: "ce type de pièce n’existe pas",
    MissingDetail.NOT_OURS: "la société n’est ni le vendeur ni l’acheteur de cette pièce",
    MissingDetail.BOTH_OURS: "la société est à la fois le vendeur et l’acheteur de cette pièce",
    MissingDetail.OUR_NAMESAKE: "la pièce nomme une entreprise qui porte le nom de la société, mais un autre numéro "
    "d’identification",
    MissingDetail.NAMESAKE: "le tiers de ce nom est connu jusqu’ici sous un autre numéro d’identification",
    MissingDetail.TEST: "cette facture est marquée comme un essai par son émetteur",
    MissingDetail.INVOICE_AWAITED: "il ne dit pas de quelle facture il parle",
}

#: Whether it is known when that one came, and of what day it is.
_ALREADY_RECEIVED: dict[tuple[bool, bool], str] = {
    (False, False): "ce numéro de pièce a déjà été reçu de ce fournisseur",
    (True, False): "ce numéro de pièce a déjà été reçu de ce fournisseur le {came}",
    (
        False,
        True,
    ): "ce numéro de pièce a déjà été reçu de ce fournisseur, dans une pièce du {dated}",
    (
        True,
        True,
    ): "ce numéro de pièce a déjà été reçu de ce fournisseur le {came}, dans une pièce du {dated}",
}

#: Whether it is known of what day the other is.
_ALREADY_ISSUED: dict[bool, str] = {
    False: "la société a déjà émis une autre pièce sous ce numéro",
    True: "la société a déjà émis sous ce numéro une pièce du {dated}",
}

_UNREAD: dict[UnreadReason, str] = {
    UnreadReason.OTHER_FILE: "Ce fichier n’est ni un PDF ni une facture électronique",
    UnreadReason.NOTHING_INSIDE: "Ce PDF ne contient pas de facture électronique",
    UnreadReason.ENCRYPTED: "Ce PDF est protégé par un mot de passe",
    UnreadReason.BROKEN_PDF: "Ce PDF est endommagé",
    UnreadReason.BROKEN_XML: "La facture électronique contenue dans ce fichier est illisible",
    UnreadReason.UNSAFE_XML: "La facture électronique contenue dans ce fichier n’est pas sûre",
    UnreadReason.OTHER_XML: "Le fichier XML n’est pas une facture électronique connue",
    UnreadReason.ENVELOPE: "C’est une enveloppe d’échange (StandardBusinessDocument) qui ne contient pas de facture "
    "électronique connue",
    UnreadReason.LIFE_CYCLE: "C’est un message de cycle de vie, qui dit ce qu’est devenue une facture",
    UnreadReason.SEVERAL: "Ce fichier contient plusieurs factures électroniques différentes",
    UnreadReason.ANNEX: "Ce PDF ne contient de facture électronique qu’en annexe",
    UnreadReason.TOO_LARGE: "Le fichier, ou ce qu’il contient, est trop volumineux pour être lu",
    UnreadReason.TOO_LONG: "Ce fichier est trop compliqué pour être lu",
    UnreadReason.INCOMPLETE: "La facture électronique n’a ni numéro, ni type, ni date",
}

_NEEDED: dict[MissingDetail, str] = {
    MissingDetail.THIRD_PARTY: "le tiers",
    MissingDetail.THIRD_PARTY_UNKNOWN: "le tiers",
    MissingDetail.CUSTOMER_NOT_FOUND: "le tiers",
    MissingDetail.SUPPLIER_NOT_FOUND: "le tiers",
    MissingDetail.THIRD_PARTY_SEVERAL: "le tiers",
    MissingDetail.NOT_OURS: "le tiers",
    MissingDetail.BOTH_OURS: "le tiers",
    MissingDetail.OUR_NAMESAKE: "le tiers",
    MissingDetail.NAMESAKE: "le tiers",
    MissingDetail.TYPE: "le type de pièce",
    MissingDetail.TYPE_UNKNOWN: "le type de pièce",
    MissingDetail.TEST: "le type de pièce",
    MissingDetail.NUMBER: "le numéro de pièce",
    MissingDetail.ALREADY_RECEIVED: "le numéro de pièce",
    MissingDetail.ALREADY_ISSUED: "le numéro de pièce",
    MissingDetail.DATE: "la date",
    MissingDetail.INVOICE_AWAITED: "le tiers, le type, le numéro et la date de la facture",
}

_ADVICE = "Indiquez le tiers, le type, le numéro et la date pour le classer."


def to_classify(
    lacking: Sequence[MissingDetail],
    unread: UnreadReason | None,
    about: Particulars = NOTHING_PARTICULAR,
) -> str:
    """Why a document waits for a person, and what to do."""
    advice = asked_for(lacking, Purpose.FILE) if lacking else _ADVICE
    if unread is not None:
        return typeset(f"{_UNREAD[unread]} : {_reasons(lacking, about)}. {advice}")
    return typeset(f"{capital(_reasons(lacking, about))}. {advice}")


class Purpose(Enum):
    """What a person is asked for: what is said where facts are lacking, where some are to be confirmed, and where both."""

    COMPLETE = (
        "Indiquez {needed}.",
        "Vérifiez, puis confirmez {confirmed}.",
        "Indiquez {needed} et confirmez {confirmed}.",
    )
    FILE = (
        "Indiquez {needed} pour le classer.",
        "Vérifiez, puis confirmez {confirmed} pour le classer.",
        "Indiquez {needed} et confirmez {confirmed} pour le classer.",
    )
    AT_ONCE = (
        "Indiquez {needed} pour qu’il le soit aussitôt.",
        "Vérifiez, puis confirmez {confirmed} pour qu’il le soit aussitôt.",
        "Indiquez {needed} et confirmez {confirmed} pour qu’il le soit aussitôt.",
    )


def asked_for(lacking: Sequence[MissingDetail], purpose: Purpose) -> str:
    """« Indiquez le tiers et la date. », « Vérifiez, puis confirmez le numéro de pièce pour le classer. »"""
    needed = dict.fromkeys(_NEEDED[lack] for lack in lacking if lack not in TO_CONFIRM)
    confirmed = dict.fromkeys(_NEEDED[lack] for lack in lacking if lack in TO_CONFIRM)
    to_give, to_confirm, both = purpose.value
    sentence = both if needed and confirmed else to_confirm if confirmed else to_give
    return sentence.format(needed=listed([*needed]), confirmed=listed([*confirmed]))


def why_it_waits(
    lacking: Sequence[MissingDetail],
    unread: UnreadReason | None,
    about: Particulars = NOTHING_PARTICULAR,
) -> str:
    """Why a document waits, without any advice: above the form that asks for what is lacking.

    `unread`: why its file could not be read, None when it could.
    """
    if unread is not None:
        return f"{_UNREAD[unread]}."
    return typeset(f"{capital(_reasons(lacking, about))}.")


def unread_sentence(answer: InvoiceReading | Unreadable | None) -> tuple[str, ...]:
    """What a file is that said nothing of itself; empty where there is nothing to say."""
    if not isinstance(answer, Unreadable) or answer.reason in _ORDINARY:
        return ()
    return (typeset(f"{_UNREAD[answer.reason]}."),)


#: What most files are.
_ORDINARY = (UnreadReason.OTHER_FILE, UnreadReason.NOTHING_INSIDE)


def remark(about: Particulars) -> str | None:
    """What a person should look at in a document that has its place; None for nothing."""
    if not about.named:
        return None
    return typeset(
        f"Le tiers a été reconnu à son numéro, mais la pièce le nomme {quoted(_shown(about.named))} et non "
        f"{quoted(_shown(about.known_as))} : vérifiez que c’est bien lui."
    )


def _reasons(lacking: Sequence[MissingDetail], about: Particulars) -> str:
    return listed([_reason(lack, about) for lack in lacking]) or "rien n’a été lu"


def _reason(lack: MissingDetail, about: Particulars) -> str:
    if lack is MissingDetail.DATE and about.odd_date:
        return f"la date indiquée ({_as_a_day(about.odd_date)}) ne peut pas être la bonne"
    if lack is MissingDetail.INVOICE_AWAITED and about.invoice_number:
        of_day = f" du {day(about.earlier_date)}" if about.earlier_date else ""
        named = _shown(about.invoice_number)
        return f"la facture {named}{of_day} n’est pas encore classée, il la rejoindra dès qu’elle le sera"
    if lack not in (MissingDetail.ALREADY_RECEIVED, MissingDetail.ALREADY_ISSUED):
        return _LACKING[lack]
    came = day(about.received_on) if about.received_on else ""
    dated = day(about.earlier_date) if about.earlier_date else ""
    known = _ALREADY_RECEIVED[bool(came), bool(dated)]
    if lack is MissingDetail.ALREADY_ISSUED:
        known = _ALREADY_ISSUED[bool(dated)]
    said = known.format(came=came, dated=dated)
    if about.earlier_amount is not None:
        said += (
            f" dont le montant est autre ({money(about.earlier_amount, about.earlier_currency)})"
        )
    if about.earlier_seller:
        said += f" et dont le vendeur est {quoted(_shown(about.earlier_seller))}"
    return said


def _as_a_day(written: str) -> str:
    found = re.fullmatch(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T0-9].*)?", written)
    try:
        return day(date(*map(int, found.groups()))) if found else written
    except ValueError:
        return written


def _shown(name: str) -> str:
    """A stranger's text: of one line, and of a sensible length."""
    return "".join(c if c.isprintable() else " " for c in name)[:80]
