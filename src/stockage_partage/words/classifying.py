"""Filing what waits for a place: why it waits, what was read, what is proposed, where it will go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from stockage_partage.company.facts import ThirdParty
from stockage_partage.documents.filing.placing import Lacking
from stockage_partage.documents.reading.invoice import InvoiceType, Party, Reading, Unread
from stockage_partage.documents.tree.document_types import Domain
from stockage_partage.words import third_parties
from stockage_partage.words.documents import asked_for, why_it_waits
from stockage_partage.words.pieces import DAY_HINT as DAY_HINT
from stockage_partage.words.pieces import DAY_WRONG as DAY_WRONG
from stockage_partage.words.pieces import NUMBER as NUMBER
from stockage_partage.words.typography import NBSP, THIN, after_colon, day, quoted, typeset

TITLE = "Classer un document"
CLASSIFY = "Classer"
CLASSIFY_AND_NEXT = "Classer et suivant"
LATER = "Plus tard"
CLASSIFYING = "Le classement est en cours."
NOTHING_WAITS = "Aucun document n’attend d’être classé."
ALREADY_DONE = typeset(
    "Ce document n’attend plus : il a été classé ou retiré depuis un autre poste."
)
READ_TITLE = "Lu dans le document"
THIRD_PARTY = "Tiers"
THIRD_PARTY_HINT = "Rechercher un code, un nom, un numéro…"
FOUND_NAME = "Tiers trouvés"
CREATE = "Créer ce tiers"
CREATE_FORM = "Créer un tiers…"
NOBODY_FOUND = "Aucun tiers ne correspond."
TYPE = "Type de pièce"
NO_TYPE = "Choisir…"
DATE = "Date"
INTERNAL_LABEL = "Intitulé"
INTERNAL_HELP = "Le nom que votre société donne à ce type de document interne."
PLACE_TITLE = "Sera classé dans"

DOMAINS: dict[Domain, str] = {
    Domain.SALES: "Ventes",
    Domain.PURCHASES: "Achats",
    Domain.ACCOUNTING: "Comptabilité",
    Domain.INTERNAL: "Documents internes",
    Domain.STOCKS: "Stocks",
}
INTERNAL_TYPE = "Document interne…"
#: Beside a type that is both sold and bought.
SIDES: dict[Domain, str] = {Domain.SALES: "vente", Domain.PURCHASES: "achat"}

_TYPES: dict[InvoiceType, str] = {
    InvoiceType.INVOICE: "Facture",
    InvoiceType.CREDIT_NOTE: "Avoir",
    InvoiceType.CORRECTED: "Facture rectificative",
    InvoiceType.PREPAYMENT: "Facture d’acompte",
    InvoiceType.SELF_BILLED: "Autofacture",
    InvoiceType.SELF_BILLED_CREDIT_NOTE: "Avoir sur autofacture",
    InvoiceType.PREPAYMENT_CREDIT_NOTE: "Avoir sur acompte",
    InvoiceType.DEBIT_NOTE: "Note de débit",
    InvoiceType.FACTORED: "Facture affacturée",
    InvoiceType.FACTORED_CREDIT_NOTE: "Avoir sur facture affacturée",
    InvoiceType.PARTIAL: "Facture partielle",
    InvoiceType.OTHER: "Autre document",
}


UNSAID = "non indiqué"


def read_facts(reading: Reading) -> tuple[tuple[str, str], ...]:
    """What the invoice says, a title and a value each."""
    kind = _TYPES[reading.document_type] if reading.document_type is not None else ""
    facts = [
        ("Document", f"{kind} {reading.number}".strip() or UNSAID),
        ("Date", day(reading.date) if reading.date is not None else UNSAID),
        ("Vendeur", _party(reading.seller)),
        ("Acheteur", _party(reading.buyer)),
    ]
    if reading.total is not None:
        facts.append(("Total", amount(reading.total, reading.currency)))
    return tuple(facts)


def _party(party: Party) -> str:
    number = ""
    if party.siren:
        number = f"SIREN{NBSP}{third_parties.spaced(party.siren)}"
    elif party.vat:
        number = f"TVA{NBSP}{party.vat}"
    return " · ".join(part for part in (party.name, number) if part) or "non indiqué"


def amount(value: Decimal, currency: str) -> str:
    """« 1 284,50 € »."""
    whole = f"{value:,.2f}".replace(",", THIN).replace(".", ",")
    return f"{whole}{NBSP}{'€' if currency == 'EUR' else currency}".rstrip()


def still_needed(lacking: Sequence[Lacking]) -> str:
    """« Indiquez le tiers et la date. »"""
    return f"{asked_for(lacking)}."


def why(lacking: Sequence[Lacking], unread: Unread | None) -> str:
    """Why it waits and what to do; when nothing is lacking any more, that it can go."""
    if not lacking and unread is None:
        return READY
    if unread is not None:
        return f"{why_it_waits(lacking, unread)} Indiquez ce qu’est ce document."
    advice = next(
        (_ADVICE[lack] for lack in lacking if lack in _ADVICE), "Complétez-le ci-dessous."
    )
    return f"{why_it_waits(lacking, unread)} {advice}"


_ADVICE: dict[Lacking, str] = {
    Lacking.CUSTOMER_NOT_FOUND: "Cherchez un tiers de la société, ou créez celui-ci.",
    Lacking.SUPPLIER_NOT_FOUND: "Cherchez un tiers de la société, ou créez celui-ci.",
    Lacking.THIRD_PARTY_SEVERAL: "Choisissez le bon.",
    Lacking.NOT_OURS: "Choisissez le tiers et le type s’il s’agit bien d’une pièce de la société.",
    Lacking.BOTH_OURS: "Choisissez le tiers et le type.",
    Lacking.TYPE: "Choisissez-le.",
}
READY = typeset("Tout est connu maintenant : vérifiez, puis classez-le.")


_REMEMBERED: dict[tuple[Lacking, ...], str] = {
    (): "",
    (Lacking.THIRD_PARTY,): "Le tiers proposé vient d’un document semblable : vérifiez-le.",
    (Lacking.TYPE,): "Le type proposé vient d’un document semblable : vérifiez-le.",
    (
        Lacking.THIRD_PARTY,
        Lacking.TYPE,
    ): "Le tiers et le type proposés viennent d’un document semblable : vérifiez-les.",
}


def remembered(facts: tuple[Lacking, ...]) -> str:
    """Where what is proposed comes from; '' when it does not come from another document."""
    return typeset(_REMEMBERED[facts])


def which(number: int, of: int) -> str:
    """« 2 sur 5 », '' for a single one."""
    return f"{number} sur {of}" if of > 1 else ""


def came_in(at: date) -> str:
    """Since when it waits."""
    return f"En attente depuis le {day(at)}"


def newcomer(party: ThirdParty) -> str:
    """Who would be created: « MEGUSTA · Me gusta olive · client · SIREN … »."""
    parts = (third_parties.described(party), third_parties.numbers(party))
    return " · ".join(part for part in parts if part)


def filed(place: str) -> str:
    """Said once it is done."""
    return f"Classé dans {quoted(place)}."


def place_steps(path: str) -> str:
    """« Sage › Clients › CARAT › … »: the path as the window writes ways; long names may be broken."""
    return " › ".join(path.split("/")).replace("_", "_\u200b").replace("-", "-\u200b")


def shortened(title: str, longest: int = 72) -> str:
    """A file's name that fits on a line."""
    half = longest // 2
    return title if len(title) <= longest else f"{title[:half]}…{title[-half:]}"


# --- the command ---------------------------------------------------------------------------------

COMMAND = "Classer un document qui attend, ou montrer ceux qui attendent."
WHICH = typeset("Le numéro du document, ou ce qui le désigne : nom du fichier, numéro de pièce.")
TYPE_HELP = typeset("Le type de pièce : facture, avoir, achats/facture, internes/Note de frais…")
STILL_WAITS = typeset("Le document n’a pas été classé : il attend toujours.")
NOBODY = "Aucun document qui attend ne correspond."


def several(count: int) -> str:
    """More than one answers to what was written."""
    return typeset(
        f"{count} documents qui attendent correspondent : indiquez le numéro de l’un d’eux."
    )


def waiting_line(document_id: int, title: str, reason: str) -> str:
    """A document that waits, on one line."""
    return f"{document_id}  {title}{NBSP}: {after_colon(reason)}"
