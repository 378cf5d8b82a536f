"""The menu « Documents »: its entries and why one is greyed."""

from __future__ import annotations

from stockage_partage.storage.document_work import DocumentWork, Refusal, refusal
from stockage_partage.storage.panel_state import PanelState
from stockage_partage.words.names import the_application
from stockage_partage.words.typography import typeset

ENTRIES: dict[DocumentWork, str] = {
    DocumentWork.CONSULT: "Consulter les documents…",
    DocumentWork.CLASSIFY: "Classer les documents en attente…",
    DocumentWork.ATTACH: "Joindre des documents…",
    DocumentWork.PRINT: "Imprimer un document…",
    DocumentWork.SYNCHRONISE: "Synchroniser…",
    DocumentWork.BRING_BACK: "Rapatrier des documents…",
    DocumentWork.DOCUMENT_MANAGER: "Envoyer vers Sage Document Manager…",
}

#: Beside what is greyed for that reason.
STORAGE_OFF = typeset("Le stockage n’est pas activé : activez-le dans « Échanges de données ».")

_REFUSALS: dict[Refusal, str] = {
    Refusal.STORAGE_INACTIVE: STORAGE_OFF,
    Refusal.OPTION_MISSING: "Option non acquise pour {application}.",
    Refusal.STORAGE_ACTIVE: "Le stockage Microsoft 365 est activé : les documents ne peuvent plus être envoyés vers Sage Document Manager.",
    Refusal.NEVER_ACTIVATED: "Le stockage n’a jamais été activé pour cette société : il n’y a rien à rapatrier.",
}


def refused(work: DocumentWork, state: PanelState) -> str:
    """Why the entry is greyed, empty when it is not."""
    why = refusal(work, state)
    if why is None:
        return ""
    return typeset(_REFUSALS[why].format(application=the_application(state.facts.application)))
