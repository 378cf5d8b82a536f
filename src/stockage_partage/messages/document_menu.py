"""The menu « Documents », why an entry of it is greyed, and what the window says of documents that come in.

Apart from the window around it, which is painted before anything is known of the company.
"""

from __future__ import annotations

from stockage_partage.activation.panel_rules import ClosedWork, DocumentWork, refusal
from stockage_partage.activation.states import PanelState
from stockage_partage.messages.names import the_application
from stockage_partage.messages.typography import typeset

DOCUMENT_ENTRIES: dict[DocumentWork, str] = {
    DocumentWork.CONSULT: "Consulter les documents",
    DocumentWork.DEPOSIT: "Déposer un document…",
    DocumentWork.CLASSIFY: "Classer les documents en attente…",
    DocumentWork.ATTACH: "Joindre des documents…",
    DocumentWork.PRINT: "Imprimer un document…",
    DocumentWork.SYNCHRONISE: "Synchroniser…",
    DocumentWork.BRING_BACK: "Rapatrier des documents…",
    DocumentWork.DOSSIER: "Constituer un dossier…",
    DocumentWork.DOCUMENT_MANAGER: "Envoyer vers Sage Document Manager…",
}

#: On the button beside what was just done: to where the document is, or waits.
SEE = "Voir"
CLASSIFY = "Classer"

#: Beside what is greyed for that reason.
STORAGE_OFF = typeset("Le stockage n’est pas activé : activez-le dans « Échanges de données ».")

#: Of a file dragged out of Outlook or of a zip folder.
SAVE_FIRST = "Ce fichier n’est pas encore sur ce poste. Enregistrez d’abord la pièce jointe dans un dossier, puis faites-la glisser depuis ce dossier."

_ENTRY_REFUSALS: dict[ClosedWork, str] = {
    ClosedWork.STORAGE_INACTIVE: STORAGE_OFF,
    ClosedWork.OPTION_MISSING: "Option non acquise pour {application}.",
    ClosedWork.STORAGE_ACTIVE: "Le stockage Microsoft 365 est activé : les documents ne peuvent plus être envoyés vers Sage Document Manager.",
    ClosedWork.NEVER_ACTIVATED: "Le stockage n’a jamais été activé pour cette société : aucun de ses documents n’est en ligne.",
}


def entry_refused(work: DocumentWork, state: PanelState) -> str:
    """Why the entry is greyed, empty when it is not."""
    why = refusal(work, state)
    if why is None:
        return ""
    return typeset(
        _ENTRY_REFUSALS[why].format(application=the_application(state.facts.application))
    )
