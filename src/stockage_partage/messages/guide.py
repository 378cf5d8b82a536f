"""The chapters of the user's guide that a window leads to, by their headings, and what the guide's window says."""

from __future__ import annotations

from stockage_partage.messages.typography import NBSP

#: Why a workstation cannot keep the session.
NOT_REMEMBERED = "La session n’est pas gardée"

_ACTIVATE = "Activer le stockage"
_ACCOUNT = "Votre compte"
_MESSAGES = "Les messages, et comment en sortir"
_HELP = "Quand quelque chose ne va pas"

#: Name of a page or of a window → the heading of the guide that is about it.
CHAPTERS: dict[str, str] = {
    "documents": "Retrouver un document",
    "identification": "Avant de commencer",
    "fiscal_years": "Exercices",
    "third_parties": "Tiers",
    "exchanges": "Ouvrir le panneau",
    "templates": "Quels documents sont classés à l’impression",
    "about_dialog": "Avant de commencer",
    "access_dialog": "Ouvrir une société",
    "activation_dialog": _ACTIVATE,
    "address_dialog": "L’espace en ligne",
    "attach_dialog": "Joindre des documents",
    "batch_dialog": "Ouvrir une société",
    "bring_back_assistant": "Rapatrier des documents",
    "browser_wait": _ACCOUNT,
    "classify_dialog": "Documents à classer",
    "command_search": "Au clavier",
    "companies_window": "Ouvrir une société",
    "create_company_dialog": "Ouvrir une société",
    "open_server_dialog": "Ouvrir une société",
    "deactivation_dialog": "Désactiver le stockage",
    "deposit_dialog": "Classer une facture",
    "diagnosis_dialog": _HELP,
    "document_journal": "Le journal",
    "document_manager_dialog": "Sage Document Manager",
    "dossier_assistant": "Préparer un litige",
    "full_folder_dialog": "Le dossier surveillé",
    "group_choice_dialog": "Un groupe de ce nom existe déjà",
    "group_dialog": "Joindre des documents",
    "import_dialog": "Tiers",
    "journal_window": "Le journal",
    "print_dialog": "Imprimer un document",
    "repair_dialog": _HELP,
    "restore_dialog": "Un groupe de ce nom existe déjà",
    "shortcuts_dialog": "Au clavier",
    "sign_in_window": _ACCOUNT,
    "sign_out_dialog": _ACCOUNT,
    "synchronise_assistant": "Synchroniser",
    "third_party_dialog": "Tiers",
    "verification_dialog": "Le journal",
    "whereabouts_dialog": _MESSAGES,
    "withdraw_dialog": "Retrouver un document",
    "withdraw_many_dialog": "Retrouver un document",
}


def chapter(name: str) -> str:
    """The heading about the page or window of that name; '' for the guide's beginning."""
    return CHAPTERS.get(name, "")


SEARCH = "Chercher dans le guide"
NEXT = "Suivant"
PREVIOUS = "Précédent"
NOTHING_LOOKED_FOR = "Tapez d’abord ce que vous cherchez."


def found(place: int, count: int) -> str:
    """« 2 sur 7 », beside what is looked for; `count` 0: nothing was found."""
    return f"{place}{NBSP}sur{NBSP}{count}" if count else "Aucun résultat"
