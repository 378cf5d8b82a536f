"""The help in a window: the chapters of the guide that it leads to, the keyboard shortcuts, « Rechercher »."""

from __future__ import annotations

from stockage_partage.messages.typography import NBSP, typeset

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
    "keep_end_dialog": "Le journal",
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


# --- The guide's window ---------------------------------------------------------------------------

GUIDE_SEARCH = "Chercher dans le guide"
GUIDE_NEXT = "Suivant"
GUIDE_PREVIOUS = "Précédent"
NOTHING_LOOKED_FOR = "Tapez d’abord ce que vous cherchez."


def found_in_guide(place: int, count: int) -> str:
    """« 2 sur 7 », beside what is looked for; `count` 0: nothing was found."""
    return f"{place}{NBSP}sur{NBSP}{count}" if count else "Aucun résultat"


# --- « Raccourcis clavier » -----------------------------------------------------------------------

SHORTCUTS = "Raccourcis clavier"
SHORTCUTS_ENTRY = "Raccourcis clavier…"
SHORTCUTS_EVERYWHERE = "Partout"
SHORTCUT_COMMANDS = "Commandes"
SHORTCUTS_HERE = typeset("Cette page, avec Alt")

#: Keys, and what they do in every window.
GENERAL_SHORTCUTS: tuple[tuple[str, str], ...] = tuple(
    (keys, typeset(what))
    for keys, what in (
        ("F1", "Ouvre le guide au chapitre de ce que vous regardez"),
        ("Tab · Maj+Tab", "Va au champ ou au bouton suivant, ou précédent"),
        (
            "Entrée",
            "Appuie sur le bouton qui a le cadre bleu ; dans un champ, sur le bouton vert",
        ),
        ("Espace", "Coche une case, choisit une option"),
        ("Échap", "Efface la recherche, puis ferme la fenêtre sans rien changer"),
        ("Alt maintenue", "Montre la lettre de chaque bouton et de chaque champ"),
        ("Alt+lettre", "Appuie sur ce bouton, ou va dans ce champ"),
    )
)

# --- « Rechercher », Ctrl+E ----------------------------------------------------------------------

COMMAND_SEARCH = "Rechercher…"
COMMAND_SEARCH_ENTRY = "Rechercher une commande ou un réglage…"
COMMAND_SEARCH_TITLE = "Rechercher une commande ou un réglage"
COMMAND_SEARCH_NAME = "Commande ou réglage"
COMMAND_SEARCH_HINT = "Imprimer, licence, exercice, compte…"
COMMANDS_FOUND = "Commandes et réglages trouvés"
NO_COMMAND_FOUND = (
    "Rien de ce nom. Essayez un autre mot, ou cherchez dans le guide (F1, puis Ctrl+F)."
)
GO_TO_COMMAND = "Y aller"

#: Name of an entry of the menus → other words that lead to it.
OTHER_WORDS: dict[str, str] = {
    "action_documents": "consulter liste chercher facture retrouver",
    "action_identification": "raison sociale siren option licence identifiant",
    "action_fiscal_years": "exercice clôture date année",
    "action_third_parties": "clients fournisseurs salariés importer csv",
    "action_exchanges": "stockage partage office microsoft 365 activer désactiver compte connecter déconnecter lien groupe",
    "action_templates": "impression modèles types dossier surveillé obligatoire",
    "action_journal": "historique qui quand trace vérifier chaîne empreinte",
    "action_dossier": "litige contrôle preuve zip exporter avocat",
    "action_diagnosis": "panne problème erreur réparer vérifier dossier support aide",
    "action_page_help": "aide guide",
    "action_tray": "icône barre notification",
}
