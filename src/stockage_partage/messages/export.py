"""« Rapatrier »: what may be chosen, the index, what it came to."""

from __future__ import annotations

from stockage_partage.company.state_records import Status
from stockage_partage.documents.export.export import ExportProgress, ExportResult, IndexTexts
from stockage_partage.documents.export.one_document import (
    ExportedDocument,
    FileMatch,
    MissingDocument,
)
from stockage_partage.messages.documents import NUMBER, type_label
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import NBSP, day, number, plural, typeset
from stockage_partage.plain_text import one_line

TITLE = "Rapatrier des documents"
INTRODUCTION = typeset(
    "Les documents choisis sont copiés dans un dossier de ce poste, dans la même arborescence, avec un index "
    "pour les rattacher. Rien n’est supprimé ni modifié en ligne."
)
WHILE_OFF = typeset(
    "Le stockage est désactivé : vous pouvez reprendre ici les documents restés en ligne."
)
SIGN_IN_FIRST = "La connexion à Microsoft 365 sera demandée."
FOLDER = "Dossier de destination"
CHOOSE_FOLDER = "Choisir…"
CHOOSE_FOLDER_TITLE = "Dossier de destination"
TEXT = "Contenant"
TEXT_HINT = "Numéro, tiers, nom… Laissez vide pour tout rapatrier."
THIRD_PARTY = "Tiers"
ANY_THIRD_PARTY = "Tous les tiers"
TYPE = "Type de pièce"
ANY_TYPE = "Tous les types"
SINCE = "Depuis le"
UNTIL = "Jusqu’au"
COUNTING = "Comptage en cours…"
NONE_CHOSEN = "Aucun document ne correspond à ce choix."
NO_FOLDER = "Choisissez un dossier de destination."
WRONG_ORDER = "La date de fin est avant la date de début."
NOT_ONLINE_TOO = typeset("Aussi les documents qui ne sont pas encore en ligne")
NOT_ONLINE_TOO_HELP = typeset(
    "Ils sont repris de la base de la société. Ceux qui n’ont pas encore de place vont dans « À classer »."
)
FINISH = "Rapatrier"
CANCEL = "Annuler"
CLOSE = "Fermer"
STOP = "Interrompre"
AGAIN = "Reprendre"
OPEN_FOLDER = "Ouvrir le dossier"
RUNNING = "Rapatriement en cours…"
SIGN_IN = "Me connecter"
SIGNING_IN = "Connexion à Microsoft 365…"
STOPPING = "Interruption en cours…"
PROGRESS_NAME = "Documents rapatriés"
DONE = "Rapatriement terminé"
ATTENTION = "Certains documents demandent votre attention."
ATTENTION_ADVICE = "La liste et l’index disent lesquels, pourquoi, et que faire."
STOPPED = "Rapatriement interrompu"
GOES_ON = (
    "Ce qui a été rapatrié est en place. Recommencez dans le même dossier pour reprendre le reste."
)
FAILED = "Le rapatriement s’est arrêté"
LIST_NAME = "Documents qui demandent votre attention"
SIGNED_OUT = typeset(
    "Votre connexion à Microsoft 365 ne sera pas gardée : le stockage est désactivé."
)

HEADINGS = (
    NUMBER,
    "Tiers",
    "Nom du tiers",
    "Type",
    "Date",
    "Chemin",
    "SHA-256",
    "Lien",
    "État",
    "Remarque",
)
_PATH_AT = HEADINGS.index("Chemin")

_STATES: dict[FileMatch, str] = {
    FileMatch.IDENTICAL: "Identique",
    FileMatch.COMPLETED: "Complété par SharePoint",
    FileMatch.AS_ONLINE: "Tel qu’en ligne",
    FileMatch.CHANGED: "Modifié en ligne",
    FileMatch.DAMAGED: "Non rapatrié",
}
_REMARKS: dict[FileMatch, str] = {
    FileMatch.IDENTICAL: "",
    FileMatch.COMPLETED: "SharePoint a ajouté ses propriétés au fichier classé.",
    FileMatch.AS_ONLINE: "Déposé directement en ligne ; vérifié par l’empreinte de Microsoft 365.",
    FileMatch.CHANGED: "Ce n’est plus le fichier classé : quelqu’un l’a modifié dans Microsoft 365. "
    "Celui d’aujourd’hui a été copié ; l’original est dans l’historique du fichier.",
    FileMatch.DAMAGED: "",
}
_NOT_BACK = "Non rapatrié"
_FROM_HERE = "N’était pas encore parti : repris de la base de la société."
_DELETED = (
    "Supprimé dans Microsoft 365. Le propriétaire du groupe peut le restaurer depuis la corbeille "
    "de SharePoint pendant 93 jours."
)
_DAMAGED = (
    "Le fichier reçu n’est ni celui qui a été classé, ni celui de Microsoft 365. Recommencez."
)


def line(brought: ExportedDocument) -> list[str]:
    """One line of the index."""
    row = brought.row
    return [
        row.number,
        row.third_party_code,
        row.third_party_name,
        type_label(row.type) if row.type else "",
        day(row.date) if row.date else "",
        brought.path,
        brought.sha256 or row.sha256,
        row.url or "",
        state(brought),
        remark(brought),
    ]


INDEX = IndexTexts(HEADINGS, line, _PATH_AT)


def state(brought: ExportedDocument) -> str:
    """« Identique », « Non rapatrié »…"""
    return _STATES[brought.verdict] if brought.verdict else _NOT_BACK


def remark(brought: ExportedDocument) -> str:
    """What to know of it, empty when there is nothing."""
    if brought.missing is not None:
        return reason(brought.missing)
    if brought.verdict is FileMatch.IDENTICAL and brought.row.status is not Status.FILED:
        return typeset(_FROM_HERE)
    return typeset(_REMARKS[brought.verdict]) if brought.verdict else ""


def reason(missing: MissingDocument) -> str:
    """Why a document could not be brought back, and what to do."""
    if missing.deleted:
        return typeset(_DELETED)
    return explain(missing.trouble, "").sentence if missing.trouble else typeset(_DAMAGED)


def chosen(count: int) -> str:
    """How many documents the choice means."""
    if count == 0:
        return NONE_CHOSEN
    return plural(count, "{n} document sera rapatrié.", "{n} documents seront rapatriés.")


def progress(seen: ExportProgress) -> str:
    """« 120 sur 4 218 documents · 35 Mo »."""
    done = f"{number(seen.done)} sur {plural(seen.total, '{n} document', '{n} documents')}"
    return f"{done} · {size(seen.size)}"


def size(count: int) -> str:
    """« 35 Mo », in thousands as French systems count them."""
    for unit, name in ((1000**3, "Go"), (1000**2, "Mo"), (1000, "Ko")):
        if count >= unit:
            amount = count / unit
            text = f"{amount:.1f}".replace(".", ",") if amount < 10 else number(round(amount))
            return f"{text}{NBSP}{name}"
    return f"{number(count)}{NBSP}octets" if count > 1 else f"{count}{NBSP}octet"


def summary(result: ExportResult) -> str:
    """What a run came to, on one line."""
    parts = [plural(result.fetched, "{n} document rapatrié", "{n} documents rapatriés")]
    if result.already:
        parts.append(plural(result.already, "{n} déjà en place", "{n} déjà en place"))
    if result.changed:
        parts.append(plural(result.changed, "{n} modifié en ligne", "{n} modifiés en ligne"))
    if result.missing:
        parts.append(plural(result.missing, "{n} non rapatrié", "{n} non rapatriés"))
    if result.unfiled:
        parts.append(plural(result.unfiled, "{n} pas encore en ligne", "{n} pas encore en ligne"))
    return " · ".join(part.replace(" ", NBSP, 1) for part in parts)


def where(result: ExportResult) -> str:
    """Where the index is."""
    return typeset(f"Index : {result.index}") if result.index else ""


def proven(result: ExportResult) -> str:
    """Where the proof is, and of how many documents."""
    return typeset(
        plural(
            result.proven,
            f"Preuve de {{n}} document : {result.proof}",
            f"Preuve de {{n}} documents : {result.proof}",
        )
    )


def problem(brought: ExportedDocument) -> str:
    """One of those that need somebody: where it belongs, then why."""
    return f"{one_line(brought.path)}\n{remark(brought)}"


NOTHING_TO_BRING = "La société n’a pas encore de document classé."
NOTHING_CHOSEN = (
    "Aucun document ne correspond à ces critères. Vérifiez le code du tiers, le type et les dates."
)


def not_back(count: int) -> str:
    """Why the command does not end well."""
    return typeset(
        plural(
            count,
            "{n} document n’a pas pu être rapatrié : l’index dit pourquoi, et que faire.",
            "{n} documents n’ont pas pu être rapatriés : l’index dit pourquoi, et que faire.",
        )
    )


def more(hidden: int) -> str:
    """How many lines are hidden, said under a list that is cut."""
    return plural(hidden, "et {n} autre, dans l’index", "et {n} autres, dans l’index")
