"""The window « Constituer un dossier »: what is chosen, where it is made, what goes on and how it ends."""

from __future__ import annotations

from stockage_partage.documents.dossier.dossier_tables import PAGE
from stockage_partage.messages.typography import plural, quoted, typeset

NONE_CHOSEN = "Aucun document ne correspond à ce choix."
TITLE = "Constituer un dossier"
INTRODUCTION = typeset(
    "Pour un litige ou un contrôle : les documents choisis, sous toutes leurs formes, avec leur vue lisible, un index, "
    "leurs preuves et l’extrait du journal. Le dossier s’ouvre et se vérifie sur un poste sans ce programme. Rien n’est "
    "supprimé ni modifié en ligne."
)
WHILE_OFF = typeset(
    "Le stockage est désactivé : le dossier peut être constitué avec les documents restés en ligne."
)
NAME = "Nom du dossier"
NO_NAME = "Donnez un nom au dossier."
UNFIT_NAME = typeset('Ce nom contient un caractère que les dossiers refusent : / \\ : * ? " < > |')
FORM = "Forme"
AS_FOLDER = "Un dossier"
AS_ZIP = "Un fichier zip"
TEXT_HINT = "Numéro, tiers, nom… Laissez vide pour tout prendre."
FINISH = "Constituer le dossier"
CANCEL = "Annuler"
RUNNING = "Dossier en cours de constitution…"
PACKING = "Écriture du fichier zip…"
STOPPING = "Arrêt en cours…"
DONE = "Le dossier est constitué"
STOPPED = "Le dossier n’est pas terminé"
FAILED = "La constitution du dossier s’est arrêtée"
PROGRESS_NAME = "Documents mis dans le dossier"


def default_name(company: str, today: str) -> str:
    """What a dossier is called as long as nobody says otherwise."""
    return f"Dossier {company} {today}"


def of_selection(count: int) -> str:
    """Which documents, where they were chosen in the list."""
    return plural(
        count,
        "Le document choisi dans la liste, et les autres fichiers de sa pièce.",
        "Les {n} documents choisis dans la liste, et les autres fichiers de leurs pièces.",
    )


def chosen(count: int) -> str:
    """How many documents the choice means; the other files of their pieces come with them."""
    if count == 0:
        return NONE_CHOSEN
    return plural(
        count,
        "{n} document répond à ce choix ; les autres fichiers de sa pièce l’accompagnent.",
        "{n} documents répondent à ce choix ; les autres fichiers de leurs pièces les accompagnent.",
    ).replace(" ;", "\N{NARROW NO-BREAK SPACE};")


def to_open() -> str:
    """What somebody who receives the dossier opens first."""
    return typeset(f"Ouvrez {quoted(PAGE)} : cette page mène à tout le reste.")
