"""What the print dialog says."""

from __future__ import annotations

from stockage_partage.documents.filing.outcomes import Deposited, Filing
from stockage_partage.documents.printing.templates import Why
from stockage_partage.errors import PrinterRefused, Trouble
from stockage_partage.storage.panel_state import PanelState, Phase
from stockage_partage.storage.states import AccountState
from stockage_partage.words.document_menu import STORAGE_OFF
from stockage_partage.words.names import the_application
from stockage_partage.words.pieces import DAY_HINT as DAY_HINT
from stockage_partage.words.pieces import DAY_WRONG as DAY_WRONG
from stockage_partage.words.pieces import NUMBER as NUMBER
from stockage_partage.words.printing import CHOOSE as CHOOSE
from stockage_partage.words.printing import shown as shown
from stockage_partage.words.printing import template_name as template_name
from stockage_partage.words.troubles import explain
from stockage_partage.words.typography import after_colon, quoted, typeset

#: The product's own label, exactly.
SEND = "Envoi vers votre espace de stockage Microsoft 365"
PRINT_TITLE = "Imprimer un document"
FILE = "Document"
NO_FILE = "Choisissez un PDF, ou déposez-le ici."
CHOOSE_FILE_TITLE = "Choisir le PDF à imprimer"
TEMPLATE = "Modèle"
THIRD_PARTY = "Tiers"
THIRD_PARTY_HINT = "Code ou nom du tiers"
DATE = "Date"
PRINTER = "Imprimante"
PDF_FILE = "Fichier PDF"
PDF_FILTER = "Fichiers PDF (*.pdf *.PDF)"
NO_CHOICE = "À choisir"
SEARCHING_PRINTERS = "Recherche des imprimantes…"
NO_PRINTER = typeset(
    "Aucune imprimante n’est installée sur ce poste : un fichier PDF peut être enregistré."
)
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
OF_THE_SUITE = (
    "Les modèles se règlent dans Fichier › Paramètres société › Personnalisation › Modèles."
)


def why(reason: Why | None, state: PanelState) -> str:
    """Why the box is greyed; empty when it is free."""
    if reason is Why.NEVER:
        return typeset(f"Ce modèle n’est jamais classé. {OF_THE_SUITE}")
    if reason is Why.COMPULSORY:
        return typeset(f"Ce modèle est toujours classé. {OF_THE_SUITE}")
    if reason is Why.STORAGE_INACTIVE:
        return STORAGE_OFF
    if reason is Why.OPTION_MISSING:
        return f"Option non acquise pour {the_application(state.facts.application)}."
    return ""


def leaves(state: PanelState) -> str:
    """When a document kept now will leave."""
    if state.phase is Phase.PREPARING:
        return "Il partira dès que Microsoft aura préparé l’espace en ligne."
    if state.phase in (Phase.GROUP_GONE, Phase.RIGHTS_LOST):
        return "Il partira une fois le groupe de nouveau accessible."
    if state.facts.account_state is AccountState.OFFLINE:
        return "Il partira dès que Microsoft 365 répondra."
    if state.facts.account_state is not AccountState.SIGNED_IN:
        return "Il partira dès que vous vous connecterez à Microsoft 365."
    return "Il part vers Microsoft 365."


def printed(
    name: str,
    kept: Deposited | None,
    unfiled: Trouble | None,
    unprinted: Trouble | None,
    state: PanelState | None,
    *,
    to_file: bool,
) -> str:
    """What was done, else what was not; then what becomes of the document."""
    done = "enregistré" if to_file else "envoyé à l’imprimante"
    parts: list[str] = []
    if unprinted is None:
        parts.append(f"{quoted(name)} est {done}.")
    elif isinstance(unprinted, PrinterRefused):
        parts.append(f"L’imprimante n’a pas pris {quoted(name)}. {explain(unprinted).advice}")
    else:
        parts.append(f"{quoted(name)} n’est pas {done}. {explain(unprinted).sentence}")
    if kept is not None:
        parts.append(_kept(kept, state, again=unprinted is not None))
    if unfiled is not None:
        parts.append(f"Le document n’est pas classé. {explain(unfiled).sentence}")
    return typeset(" ".join(parts))


def _kept(kept: Deposited, state: PanelState | None, *, again: bool) -> str:
    """`again`: it is still to be printed."""
    if kept.status is Filing.ALREADY_FILED:
        return "Le document était déjà classé."
    if kept.status is Filing.TO_CLASSIFY:
        return "Le document est gardé et attend d’être classé : ouvrez Documents › Classer les documents en attente…"
    if state is None:
        return ""
    if again:
        return f"Le document est déjà gardé : {after_colon(leaves(state))}"
    return f"Le document est gardé pour être classé. {leaves(state)}"
