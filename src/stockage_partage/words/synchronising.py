"""« Synchroniser »: what may be chosen, what goes on, what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from stockage_partage.company.online_facts import Changed, ChangeKind
from stockage_partage.documents.online.synchronising import Progress, Synchronised
from stockage_partage.documents.tree.tree_parts import Part
from stockage_partage.words.typography import NBSP, moment, plural, typeset

TITLE = "Synchroniser"
INTRODUCTION = typeset(
    "Ce qui a été ajouté, modifié, déplacé ou supprimé directement dans Microsoft 365 est reporté dans la "
    "liste des documents. Aucun fichier n’est téléchargé ni modifié en ligne."
)
CHOOSE = "Parties à mettre à jour"
LATER = typeset(
    "Une partie non cochée n’est pas perdue : ses changements seront vus à la prochaine synchronisation."
)
NEVER_YET = typeset(
    "C’est la première fois : toute l’arborescence est parcourue une fois. Ensuite, seuls les "
    "changements sont lus."
)
NOTHING_TICKED = "Cochez au moins une partie."
FINISH = "Fin"
CANCEL = "Annuler"
CLOSE = "Fermer"
STOP = "Interrompre"
AGAIN = "Synchroniser de nouveau"
RUNNING = "Synchronisation en cours…"
STOPPING = "Interruption en cours…"
WHOLE = "Première lecture de toute l’arborescence."
PROGRESS_NAME = "Synchronisation en cours"
DONE = "Synchronisation terminée"
STOPPED = "Synchronisation interrompue"
GOES_ON = "Ce qui a été lu est enregistré. La prochaine synchronisation reprendra là."
NOTHING_CHANGED = "Rien n’a changé en ligne depuis la dernière synchronisation."
FAILED = "La synchronisation s’est arrêtée"
LIST_NAME = "Documents concernés"

PARTS: dict[Part, str] = {
    Part.THIRD_PARTY_FILES: "Documents attachés aux tiers",
    Part.SALES: "Documents de vente",
    Part.PURCHASES: "Documents d’achat",
    Part.ACCOUNTING: "Documents comptables",
    Part.ARTICLES: "Documents des articles",
    Part.STOCKS_INTERNAL: "Documents de stock et documents internes",
    Part.ARCHIVES: "Archives",
    Part.ELSEWHERE: typeset("Autres fichiers du dossier « Sage »"),
}

#: The parts on the command line.
PART_NAMES: dict[str, Part] = {
    "tiers": Part.THIRD_PARTY_FILES,
    "ventes": Part.SALES,
    "achats": Part.PURCHASES,
    "comptabilite": Part.ACCOUNTING,
    "articles": Part.ARTICLES,
    "stocks": Part.STOCKS_INTERNAL,
    "archives": Part.ARCHIVES,
    "autres": Part.ELSEWHERE,
}

#: The keys of `synchroniser --json`.
KEYS: dict[ChangeKind, str] = {
    ChangeKind.ADDED: "ajoutes",
    ChangeKind.CHANGED: "modifies",
    ChangeKind.DELETED: "supprimes",
    ChangeKind.MOVED: "deplaces",
    ChangeKind.RESTORED: "retablis",
}

_COUNTED: dict[ChangeKind, tuple[str, str]] = {
    ChangeKind.ADDED: ("{n} document ajouté", "{n} documents ajoutés"),
    ChangeKind.CHANGED: ("{n} document modifié", "{n} documents modifiés"),
    ChangeKind.MOVED: ("{n} document déplacé ou renommé", "{n} documents déplacés ou renommés"),
    ChangeKind.DELETED: ("{n} document supprimé en ligne", "{n} documents supprimés en ligne"),
    ChangeKind.RESTORED: ("{n} document rétabli", "{n} documents rétablis"),
}


def last_time(at: datetime | None, now: datetime) -> str:
    """When it was last done for this company, by the account signed in."""
    if at is None:
        return NEVER_YET
    return typeset(f"Dernière synchronisation : {moment(at, now)}.")


def counted(counts: Mapping[ChangeKind, int]) -> list[str]:
    """« 3 documents ajoutés », one for each kind that there is."""
    return [heading(kind, counts[kind]) for kind in _COUNTED if counts.get(kind)]


def heading(kind: ChangeKind, count: int) -> str:
    """Above the names of one kind."""
    return plural(count, *_COUNTED[kind]).replace(" ", NBSP, 1)


def summary(result: Synchronised) -> str:
    """One line."""
    return " · ".join(counted(result.counts)) or NOTHING_CHANGED


def progress(seen: Progress) -> str:
    """While it goes on."""
    read = plural(seen.items, "{n} élément lu", "{n} éléments lus")
    return " · ".join([read, *counted(seen.counts)])


def line(change: Changed) -> str:
    """One document; the place it had before, when it was moved."""
    return f"{change.before}\n→ {change.path}" if change.before else change.path


def more(hidden: int) -> str:
    """Under a list that is cut."""
    return plural(hidden, "et {n} autre", "et {n} autres")
