"""The window « Raccourcis clavier »: what it lists beside the shortcuts that the menus have."""

from __future__ import annotations

from stockage_partage.messages.typography import typeset

TITLE = "Raccourcis clavier"
ENTRY = "Raccourcis clavier…"
EVERYWHERE = "Partout"
COMMANDS = "Commandes"
HERE = typeset("Cette page, avec Alt")

#: Keys, and what they do in every window.
GENERAL: tuple[tuple[str, str], ...] = tuple(
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

SEARCH = "Rechercher…"
SEARCH_ENTRY = "Rechercher une commande ou un réglage…"
SEARCH_TITLE = "Rechercher une commande ou un réglage"
SEARCH_NAME = "Commande ou réglage"
SEARCH_HINT = "Imprimer, licence, exercice, compte…"
FOUND_NAME = "Commandes et réglages trouvés"
NOTHING_FOUND = "Rien de ce nom. Essayez un autre mot, ou cherchez dans le guide (F1, puis Ctrl+F)."
GO = "Y aller"

#: Name of an entry of the menus → other words that lead to it.
ALSO: dict[str, str] = {
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
