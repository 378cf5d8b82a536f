"""What the print dialog says."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from stockage_partage.activation.states import AccountState, PanelState, Phase
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome, MissingDetail
from stockage_partage.documents.printing.templates import TickReason
from stockage_partage.errors import PrinterRefused, Trouble
from stockage_partage.messages.document_menu import STORAGE_OFF
from stockage_partage.messages.names import the_application
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import quoted, typeset
from stockage_partage.messages.waiting_reasons import Purpose, asked_for, remark

#: The product's own label, exactly.
SEND = "Envoi vers votre espace de stockage Microsoft 365"
PRINT_TITLE = "Imprimer un document"
FILE = "Document"
NO_FILE = "Choisissez un PDF, ou déposez-le ici."
TOO_LARGE = typeset("Ce document est trop grand pour être montré ici.")
CHOOSE_FILE_TITLE = "Choisir le PDF à imprimer"
TEMPLATE = "Modèle"
THIRD_PARTY = "Tiers"
DATE = "Date"
PRINTER = "Imprimante"
PDF_FILE = "Fichier PDF"
COPIES = "Exemplaires"
PAGES = "Pages"
ALL_PAGES = "Toutes, ou 1-3, 5"
PAGES_WRONG = typeset("Écrivez par exemple : 1-3, 5.")
PROPERTIES = "Propriétés…"
PROPERTIES_TITLE = "Propriétés de l’imprimante"
PROPERTIES_HELP = typeset("Recto verso, bac, couleur : les réglages de l’imprimante elle-même.")
PAPER_ONLY = "Un fichier PDF est enregistré tel quel."
PDF_FILTER = "Fichiers PDF (*.pdf *.PDF)"
NO_CHOICE = "À choisir"
SEARCHING_PRINTERS = "Recherche des imprimantes…"
PRINTERS_SILENT = typeset("Aucune réponse : enregistrez un PDF.")
NO_PRINTER = typeset("Aucune imprimante : enregistrez un PDF.")
PROVISIONAL = "Exemplaire provisoire"
PROVISIONAL_HELP = typeset(
    "Pour une facture qui n’est pas encore validée : elle est classée à part."
)
NOT_AN_INVOICE = "Seule une facture peut être provisoire."
PRINT = "Imprimer"
SAVE = "Enregistrer le PDF…"
SAVE_TITLE = "Enregistrer le PDF"
NOTHING_CHOSEN = "Choisissez d’abord un PDF."
NOT_A_PDF = typeset("Ce fichier n’est pas un PDF : choisissez-en un autre.")
BUSY = "Impression en cours."
OF_THE_SUITE = "Les modèles se règlent dans Personnalisation › Modèles."


def why(reason: TickReason | None, state: PanelState) -> str:
    """Why the box is greyed; empty when it is free."""
    if reason is TickReason.NEVER:
        return typeset(f"Ce modèle n’est jamais classé. {OF_THE_SUITE}")
    if reason is TickReason.COMPULSORY:
        return typeset(f"Ce modèle est toujours classé. {OF_THE_SUITE}")
    if reason is TickReason.STORAGE_INACTIVE:
        return STORAGE_OFF
    if reason is TickReason.OPTION_MISSING:
        return f"Option non acquise pour {the_application(state.facts.application)}."
    return ""


#: Said before a document is printed, with where it will be filed, or with what it lacks.
PLACE_TITLE = "Sera classé dans"
WAIT_TITLE = "Attendra d’être classé"


def lacks(lacking: Sequence[MissingDetail]) -> str:
    """What to give so that a document does not wait."""
    return typeset(asked_for(lacking, Purpose.AT_ONCE))


class _Leaves(Enum):
    """When a document kept now will leave: what is said of one just kept, of one kept already."""

    PREPARED = (
        "Le document est gardé pour être classé. Il partira dès que Microsoft aura préparé l’espace en ligne.",
        "Le document est déjà gardé : il partira dès que Microsoft aura préparé l’espace en ligne.",
    )
    REACHABLE = (
        "Le document est gardé pour être classé. Il partira une fois le groupe de nouveau accessible.",
        "Le document est déjà gardé : il partira une fois le groupe de nouveau accessible.",
    )
    ANSWERED = (
        "Le document est gardé pour être classé. Il partira dès que Microsoft 365 répondra.",
        "Le document est déjà gardé : il partira dès que Microsoft 365 répondra.",
    )
    SIGNED_IN = (
        "Le document est gardé pour être classé. Il partira dès que vous vous connecterez à Microsoft 365.",
        "Le document est déjà gardé : il partira dès que vous vous connecterez à Microsoft 365.",
    )
    NOW = (
        "Le document est gardé pour être classé. Il part vers Microsoft 365.",
        "Le document est déjà gardé : il part vers Microsoft 365.",
    )


def _leaves(state: PanelState) -> _Leaves:
    if state.phase is Phase.PREPARING:
        return _Leaves.PREPARED
    if state.phase in (Phase.GROUP_GONE, Phase.RIGHTS_LOST):
        return _Leaves.REACHABLE
    if state.facts.account_state is AccountState.OFFLINE:
        return _Leaves.ANSWERED
    if state.facts.account_state is not AccountState.SIGNED_IN:
        return _Leaves.SIGNED_IN
    return _Leaves.NOW


def printed(
    name: str,
    kept: DepositResult | None,
    unfiled: Trouble | None,
    unprinted: Trouble | None,
    state: PanelState | None,
    *,
    to_file: bool,
) -> str:
    """What was done, else what was not; then what becomes of the document."""
    file = quoted(name)
    parts: list[str] = []
    if unprinted is None:
        parts.append(f"{file} est enregistré." if to_file else f"{file} est envoyé à l’imprimante.")
    elif isinstance(unprinted, PrinterRefused):
        parts.append(f"L’imprimante n’a pas pris {file}. {explain(unprinted).advice}")
    else:
        parts.append(
            f"{file} n’est pas enregistré."
            if to_file
            else f"{file} n’est pas envoyé à l’imprimante."
        )
        parts.append(explain(unprinted).sentence)
    if kept is not None:
        parts.append(_kept(kept, state, again=unprinted is not None))
        parts += [said] if (said := remark(kept.particulars)) else []
    if unfiled is not None:
        parts.append(f"Le document n’est pas classé. {explain(unfiled).sentence}")
    return typeset(" ".join(parts))


def _kept(kept: DepositResult, state: PanelState | None, *, again: bool) -> str:
    """`again`: it is still to be printed."""
    if kept.status is FilingOutcome.ALREADY_FILED:
        return "Le document était déjà classé."
    if kept.status is FilingOutcome.TO_CLASSIFY:
        return "Le document est gardé et attend d’être classé : ouvrez Documents › Classer les documents en attente…"
    if state is None:
        return ""
    just_kept, already = _leaves(state).value
    return already if again else just_kept
