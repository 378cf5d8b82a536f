"""Documents handed over and given their place: why one waits, what was read, where it goes, what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stockage_partage.company.document_records import ThirdParty
from stockage_partage.documents.filing.filing_service import FilingResult
from stockage_partage.documents.filing.outcomes import (
    NOTHING_PARTICULAR,
    FilingOutcome,
    MissingDetail,
    Particulars,
)
from stockage_partage.documents.filing.suggestions import Origin
from stockage_partage.documents.invoices.invoice import (
    InvoiceParty,
    InvoiceReading,
    InvoiceType,
    UnreadReason,
)
from stockage_partage.documents.tree.document_types import Domain
from stockage_partage.messages import third_parties
from stockage_partage.messages.documents import role_label, shown
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import (
    NBSP,
    after_colon,
    day,
    money,
    plural,
    quoted,
    typeset,
)
from stockage_partage.messages.waiting_reasons import Purpose, asked_for, to_classify, why_it_waits

TITLE = "Classer les documents"
CLASSIFY = "Classer"
CLASSIFY_AND_NEXT = "Classer et suivant"
SKIP = "Passer"
WITHDRAW = "Retirer…"
PREVIOUS = "Document précédent (Alt+←)"
NEXT = "Document suivant (Alt+→)"
CLASSIFYING = "Le classement est en cours."
WITHDRAWING = "Le retrait est en cours."
JUST_SHOWN = "Ce document vient de s’afficher : regardez-le d’abord."
NOTHING_WAITS = "Aucun document n’attend d’être classé."
ALREADY_DONE = typeset(
    "Ce document n’attend plus : il a été classé ou retiré depuis un autre poste."
)
ONE_LESS = typeset(
    "Le document précédent n’attendait plus : il a été classé ou retiré depuis un autre poste."
)
READ_TITLE = "Lu dans la facture électronique"
#: In place of the pages of what is nothing but an electronic invoice.
NO_PAGES = (
    "Cette facture électronique n’a pas de page à montrer. Ce qu’elle dit est écrit ci-dessous."
)
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


def read_facts(reading: InvoiceReading) -> tuple[tuple[str, str], ...]:
    """What the invoice says, a title and a value each."""
    kind = _TYPES[reading.document_type] if reading.document_type is not None else ""
    facts = [
        ("Document", f"{kind} {reading.number}".strip() or UNSAID),
        ("Date", day(reading.date) if reading.date is not None else UNSAID),
        ("Vendeur", _party(reading.seller)),
        ("Acheteur", _party(reading.buyer)),
    ]
    if reading.total is not None:
        facts.append(("Total", money(reading.total, reading.currency)))
    return tuple(facts)


def _party(party: InvoiceParty) -> str:
    number = ""
    if party.siren:
        number = f"SIREN{NBSP}{third_parties.spaced(party.siren)}"
    elif party.vat:
        number = f"TVA{NBSP}{party.vat}"
    return " · ".join(part for part in (party.name, number) if part) or "non indiqué"


def still_needed(lacking: Sequence[MissingDetail]) -> str:
    """« Indiquez le tiers et la date. »"""
    return asked_for(lacking, Purpose.COMPLETE)


def why(
    lacking: Sequence[MissingDetail],
    unread: UnreadReason | None,
    about: Particulars = NOTHING_PARTICULAR,
) -> str:
    """Why it waits and what to do; when nothing is lacking any more, that it can go."""
    if not lacking and unread is None:
        return READY
    if unread is not None:
        return f"{why_it_waits(lacking, unread, about)} Indiquez ce qu’est ce document."
    advice = next(
        (_ADVICE[lack] for lack in lacking if lack in _ADVICE), "Complétez-le ci-dessous."
    )
    return f"{why_it_waits(lacking, unread, about)} {advice}"


_ADVICE: dict[MissingDetail, str] = {
    MissingDetail.CUSTOMER_NOT_FOUND: "Cherchez un tiers de la société, ou créez celui-ci.",
    MissingDetail.SUPPLIER_NOT_FOUND: "Cherchez un tiers de la société, ou créez celui-ci.",
    MissingDetail.THIRD_PARTY_SEVERAL: "Choisissez le bon.",
    MissingDetail.NOT_OURS: "Choisissez le tiers et le type s’il s’agit bien d’une pièce de la société.",
    MissingDetail.BOTH_OURS: "Choisissez le tiers et le type.",
    MissingDetail.OUR_NAMESAKE: "Choisissez le tiers et le type s’il s’agit bien d’une pièce de la société.",
    MissingDetail.NAMESAKE: "Vérifiez le tiers avant de classer, ou créez-en un autre.",
    MissingDetail.ALREADY_RECEIVED: "Vérifiez qu’il s’agit d’une autre pièce avant de la classer.",
    MissingDetail.ALREADY_ISSUED: "Vérifiez lequel des deux dit vrai avant de classer celui-ci.",
    MissingDetail.TEST: "Ne la classez que s’il s’agit bien d’une vraie pièce.",
    MissingDetail.TYPE: "Choisissez-le.",
}
#: Of a document that waited for what is proposed now.
PROPOSED = typeset("Tout est proposé ci-dessous : vérifiez, puis classez.")
READY = typeset("Tout est connu maintenant : vérifiez, puis classez-le.")


#: Beneath what is proposed. Where a person said it, `origin` tells when.
_ORIGINS: dict[Origin, str] = {
    Origin.READ: "Lu dans la facture électronique",
    Origin.PAGES: "Lu dans le document",
    Origin.FILE_NAME: "D’après le nom du fichier",
    Origin.SIMILAR: "Comme un document semblable, déjà classé",
    Origin.LATEST: "Comme le dernier document de ce tiers",
}
_PRINTED = "impression"


def origin(of: Origin | None, source: str) -> str:
    """Where what is proposed comes from; '' where nothing is. `source`: how the document came in."""
    if of is Origin.SAID:
        return "Indiqué à l’impression" if source == _PRINTED else "Indiqué au dépôt"
    return typeset(_ORIGINS[of]) if of is not None else ""


def which(number: int, of: int) -> str:
    """« 2 sur 5 », '' for a single one."""
    return f"{number} sur {of}" if of > 1 else ""


def classified(count: int) -> str:
    """What was done when the dialog closes: « 3 documents classés. »."""
    return typeset(f"{plural(count, '{n} document classé', '{n} documents classés')}.")


def came_in(at: date) -> str:
    """Since when it waits."""
    return f"En attente depuis le {day(at)}"


def newcomer(party: ThirdParty) -> str:
    """Who would be created: « MEGUSTA · Me gusta olive · client · SIREN … »."""
    parts = (third_parties.described(party), third_parties.numbers(party))
    return " · ".join(part for part in parts if part)


def place_steps(path: str) -> str:
    """« Sage › Clients › CARAT › … »: the path as the window writes ways; long names may be broken."""
    return " › ".join(path.split("/")).replace("_", "_\u200b").replace("-", "-\u200b")


# --- the command ---------------------------------------------------------------------------------

WHICH = typeset(
    "L’identifiant du document, ou ce qui le désigne : nom du fichier, numéro de pièce."
)
TYPE_HELP = typeset("Le type de pièce : facture, avoir, achats/facture, internes/Note de frais…")
STILL_WAITS = typeset("Le document n’a pas été classé : il attend toujours.")
NOBODY = "Aucun document qui attend ne correspond."


def several(count: int) -> str:
    """More than one answers to what was written."""
    return typeset(
        f"{count} documents qui attendent correspondent : indiquez l’identifiant de l’un d’eux, en tête de sa ligne."
    )


def waiting_line(document_id: int, title: str, reason: str) -> str:
    """A document that waits, on one line."""
    return f"{document_id}  {title}{NBSP}: {after_colon(reason)}"


# --- handed over in the window --------------------------------------------------------------------

CHOOSE_TITLE = "Choisir les documents à déposer"
DEPOSIT_TITLE = "Déposer des documents"
DEPOSITING = "Documents en cours de dépôt"
DEPOSITED_LIST = "Ce que sont devenus les documents"
GO_ON = "Continuer en arrière-plan"
SEE_RESULT = "Voir le résultat"
SEE_DEPOSITED = "Voir les documents"

DROP_TITLE = "Déposez ici"
DROP_HELP = typeset(
    "Une facture électronique se classe d’elle-même ; les autres documents attendront que vous disiez ce qu’ils sont."
)
DROP_TO_ATTACH = typeset("Les fichiers seront joints : vous direz ensuite à quoi.")

DEPOSITS_REFUSED = "Refusés"
DEPOSITS_TO_CLASSIFY = "À classer"
DEPOSITS_FILED = "Classés"

_ALREADY: dict[FilingOutcome, str] = {
    FilingOutcome.ALREADY_FILED: "déjà classé",
}


def deposit_progress(done: int, of: int) -> str:
    """« 3 sur 12 »."""
    return f"{done} sur {of}"


def deposit_summary(filed: int, waiting: int, refused: int) -> str:
    """« 8 classés · 3 à classer · 1 refusé »; what did not happen is left out."""
    parts = (
        (filed, f"{{n}}{NBSP}classé", f"{{n}}{NBSP}classés"),
        (waiting, f"{{n}}{NBSP}à classer", f"{{n}}{NBSP}à classer"),
        (refused, f"{{n}}{NBSP}refusé", f"{{n}}{NBSP}refusés"),
    )
    return " · ".join(plural(*part) for part in parts if part[0])


def deposited_line(result: FilingResult) -> str:
    """One file and what became of it, on two lines."""
    return f"{shown(result.file.name)}\n{_became(result)}"


def _became(result: FilingResult) -> str:
    kept = result.deposited
    if kept is None:
        return explain(result.trouble).sentence if result.trouble is not None else ""
    if kept.status is FilingOutcome.TO_CLASSIFY:
        return to_classify(kept.lacking, kept.unread, kept.particulars)
    there = place_steps(kept.path or "")
    said = (role_label(kept.role), _ALREADY.get(kept.status, ""))
    more = ", ".join(each for each in said if each)
    return f"{there} ({more})" if more else there


def deposited_alone(result: FilingResult) -> str:
    """What became of one file handed over alone, for a short message."""
    name, kept = quoted(shown(result.file.name)), result.deposited
    if kept is None:
        reason = explain(result.trouble).sentence if result.trouble is not None else ""
        return typeset(f"{name} n’est pas gardé. {reason}")
    if kept.status is FilingOutcome.TO_CLASSIFY:
        return typeset(f"{name} est gardé et attend d’être classé.")
    if kept.status is FilingOutcome.ALREADY_FILED:
        return typeset(f"{name} était déjà classé.")
    return typeset(f"{name} est gardé et va être classé en ligne.")
