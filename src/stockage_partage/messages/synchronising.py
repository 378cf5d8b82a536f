"""« Synchroniser »: what may be chosen, what goes on, what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from stockage_partage.company.online.online_records import ChangeKind, DocumentChange
from stockage_partage.documents.sync.synchronise import SyncProgress, SyncResult
from stockage_partage.documents.tree.document_types import TreePart
from stockage_partage.messages.typography import NBSP, moment, plural, typeset
from stockage_partage.plain_text import one_line

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
FINISH = "Synchroniser"
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
NOTHING_CHANGED = "Aucun changement en ligne n’est à reporter dans la liste."
FAILED = "La synchronisation s’est arrêtée"
NOT_BEGUN = "La synchronisation n’a pas commencé"
LIST_NAME = "Documents concernés"

PARTS: dict[TreePart, str] = {
    TreePart.THIRD_PARTY_FILES: "Documents attachés aux tiers",
    TreePart.SALES: "Documents de vente",
    TreePart.PURCHASES: "Documents d’achat",
    TreePart.ACCOUNTING: "Documents comptables",
    TreePart.ARTICLES: "Documents des articles",
    TreePart.STOCKS_INTERNAL: "Documents de stock et documents internes",
    TreePart.ARCHIVES: "Archives",
    TreePart.ELSEWHERE: typeset("Autres fichiers du dossier « Sage »"),
}

#: The parts on the command line.
PART_NAMES: dict[str, TreePart] = {
    "tiers": TreePart.THIRD_PARTY_FILES,
    "ventes": TreePart.SALES,
    "achats": TreePart.PURCHASES,
    "comptabilite": TreePart.ACCOUNTING,
    "articles": TreePart.ARTICLES,
    "stocks": TreePart.STOCKS_INTERNAL,
    "archives": TreePart.ARCHIVES,
    "autres": TreePart.ELSEWHERE,
}

#: The keys of `synchroniser --json`.
KEYS: dict[ChangeKind, str] = {
    ChangeKind.ADDED: "ajoutes",
    ChangeKind.CHANGED: "modifies",
    ChangeKind.DELETED: "supprimes",
    ChangeKind.MOVED: "deplaces",
    ChangeKind.RESTORED: "retablis",
    ChangeKind.ARCHIVED: "archives",
    ChangeKind.REACTIVATED: "reactives",
}

_COUNTED: dict[ChangeKind, tuple[str, str]] = {
    ChangeKind.ADDED: ("{n} document ajouté", "{n} documents ajoutés"),
    ChangeKind.CHANGED: ("{n} document modifié", "{n} documents modifiés"),
    ChangeKind.MOVED: ("{n} document déplacé ou renommé", "{n} documents déplacés ou renommés"),
    ChangeKind.DELETED: ("{n} document supprimé en ligne", "{n} documents supprimés en ligne"),
    ChangeKind.RESTORED: ("{n} document rétabli", "{n} documents rétablis"),
    ChangeKind.ARCHIVED: ("{n} document archivé en ligne", "{n} documents archivés en ligne"),
    ChangeKind.REACTIVATED: ("{n} document réactivé", "{n} documents réactivés"),
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
    """The heading above the names of one kind of change."""
    return plural(count, *_COUNTED[kind]).replace(" ", NBSP, 1)


def summary(result: SyncResult) -> str:
    """What a synchronisation came to, on one line."""
    return " · ".join(counted(result.counts)) or NOTHING_CHANGED


def progress(seen: SyncProgress) -> str:
    """What a synchronisation has read and found so far."""
    read = plural(seen.items, "{n} élément lu", "{n} éléments lus")
    return " · ".join([read, *counted(seen.counts)])


def line(change: DocumentChange) -> str:
    """One document; the place it had before, when it was moved."""
    path = one_line(change.path)
    return f"{one_line(change.before)}\n→ {path}" if change.before else path


def more(hidden: int) -> str:
    """How many lines are hidden, said under a list that is cut."""
    return plural(hidden, "et {n} autre", "et {n} autres")
