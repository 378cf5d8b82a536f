"""« Réparer » and the file for the support in a window: what is asked, what is done, what came of it."""

from __future__ import annotations

from datetime import datetime

from stockage_partage.documents.repair.findings import FaultFinding, RepairOutcome
from stockage_partage.errors import Trouble
from stockage_partage.messages import repairing
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import plural, quoted, typeset

TITLE = "Réparation"
HELP = typeset(
    "Ce qu’une coupure, un fichier abîmé ou une sauvegarde remise en place ont laissé est d’abord dit. Rien n’est modifié sans "
    "votre accord."
)
ENTRY = "Réparer…"
NOT_OPEN = "La base de la société n’est pas ouverte."

LOOKING = typeset(
    "Tout est d’abord regardé ; rien n’est modifié. Une grande bibliothèque est lue en plusieurs minutes."
)
STOP = "Interrompre"
DO = "Réparer"
QUESTION = typeset("Réparer ce qui peut l’être ?")
CONCERNS_ALL = typeset(
    "La réparation vaut pour toute la société. Aucun document n’est remplacé ni supprimé, ni ici ni en ligne, et chaque "
    "réparation s’inscrit au journal."
)
NOTHING_TO_MEND = "Rien de cela ne peut être réparé d’ici : voyez ce qu’il y a à faire."
MENDING = "Réparation en cours. Elle peut durer plusieurs minutes."
ALL_MENDED = "Tout a été réparé."
STILL_WRONG = "Une partie n’a pas pu être réparée."
STILL_ADVICE = "Voyez ci-dessous ce qu’il reste à faire."
LOOKING_STOPPED = "La vérification a été interrompue. Rien n’a été modifié."
MENDING_STOPPED = typeset(
    "La réparation a été interrompue : ce qui était commencé est terminé, le reste est inchangé."
)
FAILED = "La vérification n’a pas pu être menée à son terme."
_MENDED = "Réparé."
_LEFT = "Reste à faire."
_NAMES = 3

SUPPORT_TITLE = "Assistance"
SUPPORT_HELP = typeset(
    "Un fichier à joindre à une demande d’aide : versions, diagnostic, nombres et erreurs du programme. Il ne contient ni "
    "secret ni document."
)
SUPPORT_ENTRY = "Faire le fichier…"
SUPPORT_CHOICE = "Fichier pour l’assistance"
SUPPORT_KINDS = "Fichiers zip (*.zip)"
SUPPORT_UNDER_WAY = "Le fichier pour l’assistance est en préparation…"
OPEN_FOLDER = "Ouvrir le dossier"
NO_SECRET = typeset(
    "Il ne contient ni mot de passe, ni document, ni nom de personne, de société ou de dossier. Ouvrez-le et lisez-le avant de "
    "l’envoyer."
)


def file_name(now: datetime) -> str:
    """The name that is proposed; another one each minute, for no file is written over another."""
    return now.astimezone().strftime("assistance-%Y-%m-%d-%H%M.zip")


def written(file: str) -> str:
    """Where the file for the support is."""
    return typeset(f"{quoted(file)} est écrit.")


def found(finding: FaultFinding) -> tuple[str, str]:
    """What is wrong, with the first names; and what puts it right, or what a person can do."""
    named = ", ".join(repairing.names(finding, _NAMES))
    what = repairing.found(finding)
    told = typeset(f"{what.removesuffix('.')} : {named}") if named else what
    return told, repairing.remedy(finding, _say)


def became(outcome: RepairOutcome) -> tuple[str, str]:
    """What was wrong; and what became of it, with why some of it is left or what a person can do."""
    what, remedy = found(outcome.finding)
    if outcome.mended:
        return what, _MENDED
    return what, f"{_LEFT} {repairing.reason(outcome, _say) or remedy}"


def counted(findings: int) -> str:
    """« 3 anomalies trouvées »."""
    return plural(findings, "{n} anomalie trouvée", "{n} anomalies trouvées")


def _say(trouble: Trouble) -> str:
    return explain(trouble).sentence
