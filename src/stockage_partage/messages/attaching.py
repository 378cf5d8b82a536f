"""Files attached, or sent to Sage Document Manager: the place, the files, the folders of the group."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from stockage_partage.activation.panel_rules import ClosedWork
from stockage_partage.applications import Application
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.company.register.pieces import NumberedDocument
from stockage_partage.documents.attaching.targets import TargetKind
from stockage_partage.documents.document_manager import TransferOutcome
from stockage_partage.documents.filing.outcomes import FilingOutcome
from stockage_partage.errors import Trouble
from stockage_partage.messages.document_menu import STORAGE_OFF
from stockage_partage.messages.documents import type_label
from stockage_partage.messages.names import the_application
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import NBSP, after_colon, day, plural, typeset

# --- Window: what to attach to -------------------------------------------------------------------

TITLE = "Joindre des documents"
TARGETS: dict[TargetKind, str] = {
    TargetKind.THIRD_PARTY: "Un tiers",
    TargetKind.DOCUMENT: "Une pièce",
    TargetKind.ARTICLE: "Un article",
    TargetKind.ARCHIVE: "L’archive de l’application",
}
TARGETS_LABEL = "Joindre à"
PIECES = "Pièce"
PIECES_FOUND = "Pièces du tiers"
CHOOSE_THIRD_PARTY = "Choisissez d’abord le tiers."
NO_PIECE = typeset("Aucune pièce de ce tiers n’est encore classée : indiquez-la ci-dessous.")
BY_HAND = "Autre pièce…"
FOLDER = "Dossier de la pièce"
ATTACHED = "Documents attachés"
TO_TRANSMIT = "À transmettre"
FAMILY = "Famille de l’article"
REFERENCE = "Référence de l’article"
YEAR_LABEL = "Année archivée"
ARCHIVE_HELP = typeset("Une archive est un fichier zip produit par l’application.")
DESTINATION_UNKNOWN = typeset("Dossier : à choisir ci-dessus.")

_OPTION_NEEDED = {
    TargetKind.DOCUMENT: "Joindre à une pièce demande l’option, non acquise pour {application}.",
    TargetKind.ARTICLE: "Joindre à un article demande l’option, non acquise pour {application}.",
}
_OPTION_NEEDED_ELSEWHERE = "Joindre à cet élément demande l’option, non acquise pour {application}."


def refused(kind: TargetKind, why: ClosedWork, application: Application) -> str:
    """Why a kind of target is greyed."""
    if why is ClosedWork.OPTION_MISSING:
        sentence = _OPTION_NEEDED.get(kind, _OPTION_NEEDED_ELSEWHERE)
        return typeset(sentence.format(application=the_application(application)))
    return STORAGE_OFF


def limited(application: Application) -> str:
    """Said under the choices, for an application without the option."""
    return typeset(
        f"L’option n’est pas acquise pour {the_application(application)} : vous pouvez joindre à un tiers "
        "et archiver, pas joindre à une pièce ni à un article."
    )


def piece(known: NumberedDocument) -> str:
    """« Facture FA00042 · 15/03/2026 »."""
    when = f" · {day(known.date)}" if known.date else ""
    return f"{type_label(known.type)} {known.number}{when}"


def destination(folders: Sequence[str]) -> str:
    """« Dossier : Sage › Clients › CARAT › Documents attachés »."""
    return typeset(f"Dossier : {' › '.join(folders)}")


# --- Window: the files ---------------------------------------------------------------------------

FILES = "Fichiers"
ADD = "Ajouter…"
ADD_FROM_GROUP = "Depuis le groupe…"
REMOVE = "Retirer"
FILES_EMPTY = "Déposez des fichiers ici, ou choisissez-les."
NOTHING_TO_REMOVE = "Choisissez d’abord un fichier de la liste."
CHOOSE_FILES = "Choisir les fichiers à joindre"
FOLDER_GIVEN = typeset("C’est un dossier : ouvrez-le et choisissez les fichiers qu’il contient.")
STOP = "Arrêter"
STOPPING = "Arrêt en cours…"
FILES_NEEDED = "Ajoutez d’abord des fichiers."
STARTING = "Lecture des fichiers…"
FROM_GROUP_MARK = "copie depuis le groupe"
EXECUTABLE = typeset("programme : SharePoint l’accepte, mais vérifiez d’où il vient")
SHORTCUT = typeset("raccourci : le fichier qu’il désigne n’est pas joint")

WAITING = "gardé, en attente d’envoi"
SENT = "en ligne"
ALREADY = typeset("déjà là : rien n’a été ajouté")
STOPPED = "pas joint, arrêté à votre demande"

_UNITS = ("octets", "Ko", "Mo", "Go", "To")


def size(count: int) -> str:
    """« 1,2 Mo »."""
    value, unit = float(count), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    shown = f"{value:.1f}".replace(".", ",").removesuffix(",0") if unit else str(count)
    return f"{shown}{NBSP}{_UNITS[unit]}"


def reading(percent: int) -> str:
    """Said while a file is read, with its percentage."""
    return f"lecture, {percent}{NBSP}%"


def renamed(name: str) -> str:
    """Says under which name a file was kept, when it is not its own."""
    return typeset(f"sous le nom « {name} »")


def kept_as(status: FilingOutcome, name: str, path: str) -> str:
    """Where a file kept stands, and its name there when it is another one."""
    standing = {FilingOutcome.FILED: SENT, FilingOutcome.ALREADY_FILED: ALREADY}.get(
        status, WAITING
    )
    there = path.rpartition("/")[2]
    if not there or there == unicodedata.normalize("NFC", name):
        return standing
    return f"{standing}, {renamed(there)}"


def fixed(row: DocumentRow) -> str:
    """The document chosen elsewhere: « Facture FA00042 · CARAT »."""
    named = f"{type_label(row.type)} {row.number}".strip() or row.title
    parts = (named, row.third_party_code, row.third_party_name)
    return " · ".join(part for part in parts if part)


def refusal_of(trouble: Trouble) -> str:
    """Why one file was not taken."""
    return typeset(f"refusé : {after_colon(explain(trouble).sentence)}")


def attach_button(count: int) -> str:
    """« Joindre 3 fichiers »."""
    return (
        plural(count, f"Joindre {{n}}{NBSP}fichier", f"Joindre {{n}}{NBSP}fichiers")
        if count
        else "Joindre"
    )


def summary(kept: int, refused: int, stopped: int) -> str:
    """What came of it, once it is over."""
    parts = [plural(kept, f"{{n}}{NBSP}fichier joint", f"{{n}}{NBSP}fichiers joints")]
    if refused:
        parts.append(plural(refused, f"{{n}}{NBSP}refusé", f"{{n}}{NBSP}refusés"))
    if stopped:
        parts.append(plural(stopped, f"{{n}}{NBSP}non joint", f"{{n}}{NBSP}non joints"))
    return " · ".join(parts)


#: Whether somebody is signed in, and whether other files are online already -> one file, several.
_WAITS: dict[tuple[bool, bool], tuple[str, str]] = {
    (False, False): (
        "Il partira quand quelqu’un se sera connecté à Microsoft 365.",
        "Ils partiront quand quelqu’un se sera connecté à Microsoft 365.",
    ),
    (False, True): (
        f"{{n}}{NBSP}fichier partira quand quelqu’un se sera connecté à Microsoft 365.",
        f"{{n}}{NBSP}fichiers partiront quand quelqu’un se sera connecté à Microsoft 365.",
    ),
    (True, False): ("Il part en ligne.", "Ils partent en ligne."),
    (True, True): (
        f"{{n}}{NBSP}fichier part encore en ligne.",
        f"{{n}}{NBSP}fichiers partent encore en ligne.",
    ),
}


def waits(account: str | None, waiting: int, online: int) -> str:
    """When those that are kept leave; '' when none waits. They are counted once others are there."""
    if not waiting:
        return ""
    return plural(waiting, *_WAITS[account is not None, bool(online)])


# --- Window: files of the group ------------------------------------------------------------------

GROUP_TITLE = "Choisir dans le groupe"
GROUP_HELP = typeset(
    "Les fichiers choisis sont copiés dans Microsoft 365 même, sans passer par ce poste."
)
GROUP_LIST = "Contenu du dossier"
GROUP_ROOT = "Documents"
GROUP_UP = "Dossier parent"
GROUP_AT_ROOT = "C’est le premier dossier de l’espace en ligne."
GROUP_READING = "Lecture du dossier…"
GROUP_EMPTY = "Ce dossier est vide."
GROUP_CUT = typeset("Seuls les {n} premiers éléments sont montrés.")
GROUP_CHOOSE_FIRST = "Choisissez d’abord des fichiers."
GROUP_FOLDER = "dossier"
GROUP_SIGN_IN = typeset("Connectez-vous à Microsoft 365 pour voir les dossiers du groupe.")
SIGN_IN = "Me connecter"
RETRY = "Réessayer"


def choose_button(count: int) -> str:
    """« Choisir 2 fichiers »."""
    return (
        plural(count, f"Choisir {{n}}{NBSP}fichier", f"Choisir {{n}}{NBSP}fichiers")
        if count
        else "Choisir"
    )


# --- Sage Document Manager ------------------------------------------------------------------------

EXCHANGED: dict[TransferOutcome, str] = {
    TransferOutcome.SENT: "envoyé",
    TransferOutcome.ALREADY_THERE: "déjà dans le dossier d’échange",
    TransferOutcome.REFUSED: "refusé",
}


def exchanged_line(name: str, status: TransferOutcome, place: str, reason: str | None) -> str:
    """One file on one line, for a person."""
    parts = [f"{name}{NBSP}: {EXCHANGED[status]}"]
    parts += [part for part in (place, reason) if part]
    return " · ".join(parts)


DOCUMENT_MANAGER = "Envoyer vers Sage Document Manager"
DOCUMENT_MANAGER_HELP = typeset(
    "Les fichiers sont copiés dans le dossier d’échange, où Sage Document Manager vient les prendre. "
    "Ces envois s’arrêtent dès que le stockage Microsoft 365 est activé pour la société."
)
EXCHANGE_FOLDER = "Dossier d’échange"
NO_EXCHANGE_FOLDER = "Aucun dossier choisi"
CHOOSE_FOLDER = "Choisir…"
CHANGE_FOLDER = "Changer…"
EXCHANGE_FOLDER_SET = "Ce dossier est réglé par votre administrateur."
EXCHANGE_FOLDER_NEEDED = "Choisissez d’abord le dossier d’échange."


def exchange_button(count: int) -> str:
    """« Envoyer 3 fichiers »."""
    return (
        plural(count, f"Envoyer {{n}}{NBSP}fichier", f"Envoyer {{n}}{NBSP}fichiers")
        if count
        else "Envoyer"
    )


def exchange_summary(sent: int, refused: int) -> str:
    """What came of it."""
    parts = [plural(sent, f"{{n}}{NBSP}fichier envoyé", f"{{n}}{NBSP}fichiers envoyés")]
    if refused:
        parts.append(plural(refused, f"{{n}}{NBSP}refusé", f"{{n}}{NBSP}refusés"))
    return " · ".join(parts)


EXCHANGING = "Envoi des fichiers…"
STOP_EXCHANGE = "Arrêter"
EXCHANGE_STOPPED = "pas envoyé, arrêté à votre demande"
