"""« Réparer » and the file for the support, in the window and on the command line.

What was found wrong, what puts it right, what became of it; what the file holds, and where it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from stockage_partage.documents.repair.findings import (
    LISTED,
    Fault,
    FaultFinding,
    RepairOutcome,
)
from stockage_partage.errors import Trouble
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import plural, quoted, typeset
from stockage_partage.messages.usage import sentence
from stockage_partage.plain_text import one_line

APPLY = "Réparer ce qui peut l’être ; sans cette option, rien n’est modifié."
NOTHING_WRONG = "Rien n’est à réparer."
NOTHING_CHANGED = typeset(
    "Rien n’a été modifié. Pour réparer, relancez la commande avec « --appliquer »."
)
GOES_ON = typeset(
    "La vérification continue : une grande bibliothèque est lue en plusieurs minutes."
)
ALL_MENDED = "Tout a été réparé."
STILL_WRONG = typeset(
    "Une partie n’a pas pu être réparée : voyez ci-dessus ce qu’il reste à faire."
)
_MENDED = "réparé"
_LEFT = "reste à faire"
_MORE = ("… et {n} autre", "… et {n} autres")

#: One, then several: what is so.
_FOUND: dict[Fault, tuple[str, str]] = {
    Fault.SESSION_DAMAGED: (
        "La connexion gardée sur ce poste ne peut plus être lue.",
        "Des connexions gardées sur ce poste ne peuvent plus être lues.",
    ),
    Fault.LEFT_FILES: (
        "{n} fichier provisoire d’un programme arrêté encombre le dossier de données.",
        "{n} fichiers provisoires de programmes arrêtés encombrent le dossier de données.",
    ),
    Fault.ACTIVATION_HALF_MADE: (
        "Une activation commencée n’a jamais été terminée.",
        "Des activations commencées n’ont jamais été terminées.",
    ),
    Fault.BYTES_THREATENED: (
        "{n} document en attente pourrait perdre son contenu au prochain nettoyage.",
        "{n} documents en attente pourraient perdre leur contenu au prochain nettoyage.",
    ),
    Fault.BYTES_RETURNED: (
        "{n} document a perdu le lien avec son contenu, qui est toujours dans la base.",
        "{n} documents ont perdu le lien avec leur contenu, qui est toujours dans la base.",
    ),
    Fault.BYTES_COPIED: (
        "{n} contenu sans document est gardé en double.",
        "{n} contenus sans document sont gardés en double.",
    ),
    Fault.BYTES_UNKNOWN: (
        "{n} contenu gardé n’appartient plus à aucun document.",
        "{n} contenus gardés n’appartiennent plus à aucun document.",
    ),
    Fault.BYTES_PARTIAL: (
        "{n} contenu sans document n’est plus entier.",
        "{n} contenus sans document ne sont plus entiers.",
    ),
    Fault.BYTES_LACKING: (
        "{n} document en attente n’a plus son contenu.",
        "{n} documents en attente n’ont plus leur contenu.",
    ),
    Fault.LEASES_LOST: (
        "{n} document est marqué en cours d’envoi par un programme arrêté.",
        "{n} documents sont marqués en cours d’envoi par des programmes arrêtés.",
    ),
    Fault.ALREADY_ONLINE: (
        "{n} document attend ici alors qu’un fichier est déjà à sa place en ligne.",
        "{n} documents attendent ici alors qu’un fichier est déjà à leur place en ligne.",
    ),
    Fault.UNKNOWN_ONLINE: (
        "{n} document en ligne manque dans la liste.",
        "{n} documents en ligne manquent dans la liste.",
    ),
    Fault.MISSING_ONLINE: (
        "{n} document de la liste n’est plus en ligne.",
        "{n} documents de la liste ne sont plus en ligne.",
    ),
    Fault.BACK_ONLINE: (
        "{n} document noté supprimé est en ligne.",
        "{n} documents notés supprimés sont en ligne.",
    ),
    Fault.MOVED_ONLINE: (
        "{n} document est en ligne à une autre place.",
        "{n} documents sont en ligne à une autre place.",
    ),
    Fault.CHANGED_ONLINE: (
        "{n} document n’a plus en ligne le contenu qui a été envoyé.",
        "{n} documents n’ont plus en ligne le contenu qui a été envoyé.",
    ),
    Fault.TWINS: (
        "{n} document figure deux fois dans la liste.",
        "{n} documents figurent deux fois dans la liste.",
    ),
    Fault.UNHASHED: (
        "{n} document venu de la bibliothèque ne serait pas reconnu s’il était déposé de nouveau.",
        "{n} documents venus de la bibliothèque ne seraient pas reconnus s’ils étaient déposés de nouveau.",
    ),
    Fault.COUNTERS_WRONG: (
        "{n} compteur affiché n’est pas exact.",
        "{n} compteurs affichés ne sont pas exacts.",
    ),
}
_REMEDY: dict[Fault, str] = {
    Fault.SESSION_DAMAGED: "Elle est oubliée : connectez-vous ensuite de nouveau.",
    Fault.LEFT_FILES: "Ils sont supprimés : aucun n’est entier ni utilisé.",
    Fault.ACTIVATION_HALF_MADE: "Elle est terminée si le groupe existe déjà en ligne, annulée sinon.",
    Fault.BYTES_THREATENED: "Leur contenu est mis à l’abri.",
    Fault.BYTES_RETURNED: "Le contenu leur est rendu.",
    Fault.BYTES_COPIED: "Le double est supprimé : le même contenu est gardé ou classé ailleurs.",
    Fault.BYTES_UNKNOWN: "Chacun devient un document à classer : regardez-le, puis classez-le ou retirez-le.",
    Fault.BYTES_PARTIAL: "Personne ne peut dire ce qu’ils étaient : ils sont laissés tels quels.",
    Fault.BYTES_LACKING: "Déposez de nouveau le fichier d’origine, ou retirez le document.",
    Fault.LEASES_LOST: "Ils redeviennent libres et partent au prochain envoi.",
    Fault.ALREADY_ONLINE: "Les documents en attente sont envoyés : celui qui est déjà en ligne, octet pour octet, est reconnu et jamais envoyé deux fois.",
    Fault.UNKNOWN_ONLINE: "Toute la bibliothèque est relue, et ils sont ajoutés à la liste.",
    Fault.MISSING_ONLINE: "Toute la bibliothèque est relue, et ils sont notés supprimés.",
    Fault.BACK_ONLINE: "Toute la bibliothèque est relue, et ils sont rétablis.",
    Fault.MOVED_ONLINE: "Toute la bibliothèque est relue, et leur place est notée.",
    Fault.CHANGED_ONLINE: "Toute la bibliothèque est relue, et le changement est noté.",
    Fault.TWINS: "La ligne qui ne fait que répéter l’autre disparaît ; le fichier en ligne n’est pas touché.",
    Fault.UNHASHED: "Ils sont lus une fois en ligne, et leur empreinte est notée.",
    Fault.COUNTERS_WRONG: "Les documents sont comptés de nouveau.",
}
_UNSEEN = "Une vérification n’a pas pu être faite."


def found(finding: FaultFinding) -> str:
    """What is wrong, in a sentence."""
    if finding.fault is Fault.UNSEEN:
        return _UNSEEN
    return plural(finding.count, *_FOUND[finding.fault])


def remedy(finding: FaultFinding, say: Callable[[Trouble], str] = sentence) -> str:
    """What puts it right, or what a person can do. `say`: how a trouble is told, with commands in a terminal."""
    if finding.trouble is not None:
        return say(finding.trouble)
    return typeset(_REMEDY[finding.fault])


def finding_lines(finding: FaultFinding) -> list[str]:
    """A finding for a terminal: the sentence, the first names, the remedy."""
    named = [f"  {each}" for each in names(finding)]
    return [found(finding), *named, f"  → {remedy(finding)}"]


def names(finding: FaultFinding, most: int = LISTED) -> list[str]:
    """The first of them by name, and how many more there are; empty where they have none."""
    named = [one_line(each) for each in finding.examples if each][:most]
    hidden = finding.count - len(named)
    return [*named, plural(hidden, *_MORE)] if named and hidden > 0 else named


def outcome_lines(outcome: RepairOutcome) -> list[str]:
    """A finding for a terminal, with what became of it."""
    said = _MENDED if outcome.mended else _LEFT
    lines = finding_lines(outcome.finding)
    why = reason(outcome)
    return [f"{lines[0]} ({said})", *lines[1:], *([f"  {why}"] if why else [])]


def reason(outcome: RepairOutcome, say: Callable[[Trouble], str] = sentence) -> str | None:
    """Why some of it is left, None when nothing is or nobody can tell. `say`: as for `remedy`."""
    if outcome.mended or outcome.trouble is None:
        return None
    return say(outcome.trouble)


def finding_object(finding: FaultFinding, outcome: RepairOutcome | None = None) -> dict[str, Any]:
    """One finding for a machine; `outcome` None: nothing was to be changed."""
    return {
        "anomalie": finding.fault.value,
        "nombre": finding.count,
        "exemples": [each for each in finding.examples if each],
        "constat": found(finding),
        "remede": remedy(finding),
        "reparable": finding.mendable,
        "repare": None if outcome is None else outcome.mended,
        "restent": finding.count if outcome is None else outcome.left,
        "raison": None if outcome is None else reason(outcome),
    }


# --- in a window ----------------------------------------------------------------------------------

REPAIR_TITLE = "Réparation"
REPAIR_HELP = typeset(
    "Ce qu’une coupure, un fichier abîmé ou une sauvegarde remise en place ont laissé est d’abord dit. Rien n’est modifié sans "
    "votre accord."
)
REPAIR_ENTRY = "Réparer…"
REPAIR_NOT_OPEN = "La base de la société n’est pas ouverte."

LOOKING = typeset(
    "Tout est d’abord regardé ; rien n’est modifié. Une grande bibliothèque est lue en plusieurs minutes."
)
STOP_REPAIR = "Interrompre"
REPAIR = "Réparer"
QUESTION = typeset("Réparer ce qui peut l’être ?")
CONCERNS_ALL = typeset(
    "La réparation vaut pour toute la société. Aucun document n’est remplacé ni supprimé, ni ici ni en ligne, et chaque "
    "réparation s’inscrit au journal."
)
NOTHING_TO_MEND = "Rien de cela ne peut être réparé d’ici : voyez ce qu’il y a à faire."
MENDING = "Réparation en cours. Elle peut durer plusieurs minutes."
SOME_LEFT = "Une partie n’a pas pu être réparée."
SOME_LEFT_ADVICE = "Voyez ci-dessous ce qu’il reste à faire."
LOOKING_STOPPED = "La vérification a été interrompue. Rien n’a été modifié."
MENDING_STOPPED = typeset(
    "La réparation a été interrompue : ce qui était commencé est terminé, le reste est inchangé."
)
LOOKING_FAILED = "La vérification n’a pas pu être menée à son terme."
_MENDED_ROW = "Réparé."
_LEFT_ROW = "Reste à faire."
_NAMES = 3


def found_row(finding: FaultFinding) -> tuple[str, str]:
    """What is wrong, with the first names; and what puts it right, or what a person can do."""
    named = ", ".join(names(finding, _NAMES))
    what = found(finding)
    told = typeset(f"{what.removesuffix('.')} : {named}") if named else what
    return told, remedy(finding, _say)


def became_row(outcome: RepairOutcome) -> tuple[str, str]:
    """What was wrong; and what became of it, with why some of it is left or what a person can do."""
    what, remedy = found_row(outcome.finding)
    if outcome.mended:
        return what, _MENDED_ROW
    return what, f"{_LEFT_ROW} {reason(outcome, _say) or remedy}"


def counted_faults(findings: int) -> str:
    """« 3 anomalies trouvées »."""
    return plural(findings, "{n} anomalie trouvée", "{n} anomalies trouvées")


def _say(trouble: Trouble) -> str:
    return explain(trouble).sentence


# --- the file for the support ---------------------------------------------------------------------

SUPPORT_FILE = "Fichier zip à écrire ; il ne doit pas exister."
#: The parts by the names that they have in the file.
SUPPORT_READ_ME = "lisez-moi.txt"
SUPPORT_VERSIONS = "versions.json"
SUPPORT_SETTINGS = "reglages.json"
SUPPORT_DIAGNOSIS = "diagnostic.json"
SUPPORT_COMPANY = "societe.json"
SUPPORT_FAULTS = "anomalies.json"
SUPPORT_JOURNAL = "journal-technique.txt"

SUPPORT_INTRODUCTION = (
    typeset(
        "Ce fichier est pour l’assistance. Il ne contient ni mot de passe, ni jeton, ni adresse, ni document, ni "
        "nom de société, de tiers, de compte, de dossier ou de document : ouvrez-le et lisez-le avant de l’envoyer."
    )
    + "\n\n"
    + "\n".join(
        typeset(f"{name} : {what}")
        for name, what in (
            (SUPPORT_VERSIONS, "le programme, le système et les bibliothèques."),
            (SUPPORT_SETTINGS, "quels réglages sont faits, sans leur valeur."),
            (SUPPORT_DIAGNOSIS, "ce que le diagnostic a trouvé, point par point."),
            (SUPPORT_COMPANY, "où en est la société, en nombres."),
            (SUPPORT_FAULTS, "ce que la réparation trouverait, en nombres ; rien n’a été modifié."),
            (SUPPORT_JOURNAL, "les erreurs du programme : leur date et leur place dans le code."),
        )
    )
    + "\n"
)


def support_written(file: str) -> str:
    """Where the file is, and that it can be looked at."""
    return typeset(f"{file} est écrit. Vous pouvez l’ouvrir avant de l’envoyer à l’assistance.")


SUPPORT_TITLE = "Assistance"
SUPPORT_HELP = typeset(
    "Un fichier à joindre à une demande d’aide : versions, diagnostic, nombres et erreurs du programme. Il ne contient ni "
    "secret ni document."
)
SUPPORT_ENTRY = "Faire le fichier…"
SUPPORT_CHOICE = "Fichier pour l’assistance"
SUPPORT_KINDS = "Fichiers zip (*.zip)"
SUPPORT_UNDER_WAY = "Le fichier pour l’assistance est en préparation…"
OPEN_SUPPORT_FOLDER = "Ouvrir le dossier"
SUPPORT_NO_SECRET = typeset(
    "Il ne contient ni mot de passe, ni document, ni nom de personne, de société ou de dossier. Ouvrez-le et lisez-le avant de "
    "l’envoyer."
)


def support_file_name(now: datetime) -> str:
    """The name that is proposed; another one each minute, for no file is written over another."""
    return now.astimezone().strftime("assistance-%Y-%m-%d-%H%M.zip")


def support_written_briefly(file: str) -> str:
    """Where the file for the support is."""
    return typeset(f"{quoted(file)} est écrit.")
