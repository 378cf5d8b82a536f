"""Handing files over in the window: where to drop them, how far it is, what became of each."""

from __future__ import annotations

from stockage_partage.documents.filing.filing_service import FilingResult
from stockage_partage.documents.filing.outcomes import FilingOutcome
from stockage_partage.messages.classifying import place_steps
from stockage_partage.messages.documents import role_label
from stockage_partage.messages.printing import shown
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import NBSP, plural, quoted, typeset
from stockage_partage.messages.waiting_reasons import to_classify

CHOOSE_TITLE = "Choisir les documents à déposer"
TITLE = "Déposer des documents"
RUNNING = "Documents en cours de dépôt"
LIST_NAME = "Ce que sont devenus les documents"
GO_ON = "Continuer en arrière-plan"
SEE_RESULT = "Voir le résultat"
SEE = "Voir les documents"
CLASSIFY = "Classer"

DROP_TITLE = "Déposez ici"
DROP_HELP = typeset(
    "Une facture électronique se classe d’elle-même ; les autres documents attendront que vous disiez ce qu’ils sont."
)
DROP_TO_ATTACH = typeset("Les fichiers seront joints : vous direz ensuite à quoi.")

REFUSED = "Refusés"
TO_CLASSIFY = "À classer"
FILED = "Classés"

_FILED: dict[FilingOutcome, str] = {
    FilingOutcome.ALREADY_FILED: "déjà classé",
}


def progress(done: int, of: int) -> str:
    """« 3 sur 12 »."""
    return f"{done} sur {of}"


def summary(filed: int, waiting: int, refused: int) -> str:
    """« 8 classés · 3 à classer · 1 refusé »; what did not happen is left out."""
    parts = (
        (filed, f"{{n}}{NBSP}classé", f"{{n}}{NBSP}classés"),
        (waiting, f"{{n}}{NBSP}à classer", f"{{n}}{NBSP}à classer"),
        (refused, f"{{n}}{NBSP}refusé", f"{{n}}{NBSP}refusés"),
    )
    return " · ".join(plural(*part) for part in parts if part[0])


def line(result: FilingResult) -> str:
    """One file and what became of it, on two lines."""
    return f"{shown(result.file.name)}\n{_became(result)}"


def _became(result: FilingResult) -> str:
    kept = result.deposited
    if kept is None:
        return explain(result.trouble).sentence if result.trouble is not None else ""
    if kept.status is FilingOutcome.TO_CLASSIFY:
        return to_classify(kept.lacking, kept.unread, kept.particulars)
    there = place_steps(kept.path or "")
    said = (role_label(kept.role), _FILED.get(kept.status, ""))
    more = ", ".join(each for each in said if each)
    return f"{there} ({more})" if more else there


def single(result: FilingResult) -> str:
    """What became of one file handed over alone, for a short message."""
    name, kept = quoted(shown(result.file.name)), result.deposited
    if kept is None:
        reason = explain(result.trouble).sentence if result.trouble is not None else ""
        return typeset(f"{name} n’est pas gardé. {reason}")
    if kept.status is FilingOutcome.TO_CLASSIFY:
        return typeset(f"{name} est gardé et attend d’être classé.")
    if kept.status is FilingOutcome.ALREADY_FILED:
        return typeset(f"{name} était déjà classé.")
    return typeset(f"{name} est gardé et va être classé en ligne.")
