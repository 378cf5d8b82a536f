"""The window « Documents »: what is found, what is wrong with it, what may be done."""

from __future__ import annotations

from datetime import datetime

from stockage_partage.company.facts import Counts, DocumentRow, Online, Status
from stockage_partage.errors import DeletedOnline, StorageInactive, Trouble
from stockage_partage.storage.document_work import DocumentWork
from stockage_partage.words import documents
from stockage_partage.words.document_menu import ENTRIES
from stockage_partage.words.pieces import NUMBER
from stockage_partage.words.troubles import explain
from stockage_partage.words.typography import NBSP, day, moment, number, quoted, typeset

SEARCH = "Rechercher"
CLEAR = "Effacer la recherche"
SEARCH_HINT = typeset("Numéro, tiers, type, date, montant…")
SEARCH_TIP = typeset(
    "Exemples : FA00042, 42, Carat, facture d’avoir, 2026, 03/2026, mars 2026, 17/03/2026, 1 234,56"
)
ALL_TYPES = "Tous les types"
TYPE_FILTER = "Type de pièce"
PERIOD_FILTER = "Période"
TABLE = "Documents de la société"
DETAILS = "Document choisi"
PREVIEW = "Aperçu du document"
NO_SELECTION = "Choisissez un document pour le voir ici."

COLUMNS: tuple[str, ...] = (
    "Date", NUMBER, "Type", "Tiers", "Montant", "État", "Ajouté le",
)  # fmt: skip

STATUSES: dict[Status | None, str] = {
    None: "Tous",
    Status.WAITING: "En attente",
    Status.BLOCKED: "Bloqués",
    Status.TO_CLASSIFY: "À classer",
    Status.FILED: "Classés",
}
STATUS: dict[Status, str] = {
    Status.WAITING: "En attente",
    Status.BLOCKED: "Bloqué",
    Status.TO_CLASSIFY: "À classer",
    Status.FILED: "Classé",
}

OPEN = "Ouvrir"
OPEN_ONLINE = "Ouvrir dans SharePoint"
#: As short as a narrow window needs; the tip says where it opens.
OPEN_FOLDER = "Ouvrir le dossier"
OPEN_FOLDER_TIP = "Ouvre dans SharePoint le dossier où ce document doit aller."
COPY_LINK = "Copier le lien"
COPIED = "Lien copié"
SAVE_AS = "Enregistrer sous…"
RETRY = "Réessayer"
WITHDRAW = "Retirer…"
CLASSIFY = "Classer…"
RECYCLE_BIN = "Ouvrir la corbeille du site"
SHOW_PREVIEW = "Afficher l’aperçu"
SIGN_IN = "Me connecter"
STOP = "Arrêter"

READING = "Lecture des documents…"
LOADING = "Chargement de l’aperçu…"
FETCHING = typeset("Récupération du document : {share} %")
SAVED = typeset("Le document est enregistré dans {file}.")
STOPPED = "Le document n’a pas été récupéré. Rien n’a été enregistré."
RETRIED = "Le document repart en tête de la file d’envoi."
NOT_RETRIED = "Ce document n’attend plus d’envoi."
WITHDRAWN = "Le document est retiré."
NOT_WITHDRAWN = typeset(
    "Ce document est en cours d’envoi ou déjà classé : il ne peut plus être retiré."
)
NO_PROGRAM = (
    "Aucun programme de ce poste n’ouvre ce genre de fichier. "
    "Enregistrez le document, puis choisissez le programme."
)

NO_PREVIEW = "Ce genre de fichier ne s’affiche pas ici. Ouvrez-le avec votre programme habituel."
TOO_LARGE = typeset(
    "Ce document est volumineux ({size}) : son aperçu n’est pas affiché de lui-même."
)
NOTHING_LEFT = "Il n’y a plus rien à afficher."
PROTECTED = "Ce PDF est protégé par un mot de passe. Ouvrez-le avec votre programme habituel."
BROKEN = "Ce PDF ne peut pas être affiché ici. Ouvrez-le avec votre programme habituel."

NO_FOLDER = typeset(
    "Ce dossier n’est plus dans SharePoint : la place est libre. Réessayez l’envoi de ce document."
)

CLOSED_TITLE = "La consultation est fermée"
OPEN_EXCHANGES = "Ouvrir Échanges de données"
BRING_BACK = ENTRIES[DocumentWork.BRING_BACK]
EMPTY_TITLE = "Aucun document pour l’instant"
EMPTY = "Les documents imprimés, déposés ou joints apparaîtront ici dès qu’ils seront gardés."
NOTHING_TITLE = "Aucun document trouvé"
SHOW_ALL = "Tout afficher"

_ONLINE: dict[Online, str] = {
    Online.MOVED: "Ce document a été déplacé ou renommé dans SharePoint. Il s’ouvre comme avant.",
    Online.CHANGED: "Ce document a été modifié dans SharePoint après son classement : "
    "ce qui s’affiche est la version d’aujourd’hui, celle d’origine est dans son historique.",
}


def title(company: str) -> str:
    """« Documents – BIJOU SA »."""
    return f"Documents – {company}" if company else "Documents"


def status_count(status: Status | None, counts: Counts) -> str:
    """« Bloqués 2 », for the button that shows them."""
    return f"{STATUSES[status]}{NBSP}{NBSP}{number(count_of(status, counts))}"


def count_of(status: Status | None, counts: Counts) -> int:
    """How many documents have that status; all of them for None."""
    each = {
        Status.WAITING: counts.waiting,
        Status.BLOCKED: counts.blocked,
        Status.TO_CLASSIFY: counts.to_classify,
        Status.FILED: counts.filed,
    }
    return sum(each.values()) if status is None else each[status]


def found(count: int, at_most: int | None) -> str:
    """« 1 234 documents »; « plus de 100 000 documents » where counting stopped."""
    if count == 0:
        return "Aucun document"
    if at_most is not None and count >= at_most:
        return f"Plus de {number(at_most)} documents"
    return f"{number(count)} document{'s' if count > 1 else ''}"


def nothing_found(text: str, filtered: bool) -> str:
    """Why the list is empty, and what to try."""
    text = text.strip()
    if text:
        return typeset(
            f"Rien ne correspond à « {text} ». Essayez un numéro sans ses lettres, le début du nom "
            "du tiers ou une année" + (", ou retirez les filtres." if filtered else ".")
        )
    return "Aucun document ne correspond à ces filtres."


def closed(trouble: Trouble, *, bring_back: bool) -> str:
    """Why nothing is shown, and what the buttons below it do."""
    told = explain(trouble)
    if not isinstance(trouble, StorageInactive):
        return told.sentence
    others = ", ou rapatriez les documents restés en ligne" if bring_back else ""
    return typeset(f"{told.what} Activez-le dans « Échanges de données »{others}.")


def heading(row: DocumentRow) -> str:
    """« Facture FA00042 », else the file's name."""
    named = " ".join(part for part in (documents.type_label(row.type), row.number) if part)
    return named if row.number else row.title


def third_party(row: DocumentRow) -> str:
    """« Carat & Fils (CARAT) »."""
    if row.third_party_name and row.third_party_code:
        return f"{row.third_party_name} ({row.third_party_code})"
    return row.third_party_code


def amount(row: DocumentRow) -> str:
    """« 1 234,56 € », empty where nobody told it."""
    if row.amount is None:
        return ""
    euros, cents = divmod(abs(row.amount), 100)
    sign = "-" if row.amount < 0 else ""
    currency = {"EUR": "€", "": ""}.get(row.currency, row.currency)
    return f"{sign}{number(euros)},{cents:02}{NBSP}{currency}".rstrip(NBSP)


def cell(row: DocumentRow, column: int) -> str:
    """What a column of the table says of a document."""
    return (
        day(row.date) if row.date else "",
        row.number or row.title,
        documents.type_label(row.type) if row.type else "",
        third_party(row),
        amount(row),
        status(row),
        row.created_at.astimezone().strftime("%d/%m/%Y %H:%M"),
    )[column]


def status(row: DocumentRow) -> str:
    """« Classé », « Envoi en cours », « Supprimé »…"""
    if row.status is Status.WAITING and row.sending:
        return "Envoi en cours"
    if row.status is Status.FILED and row.online == Online.DELETED:
        return "Supprimé"
    return STATUS[row.status]


def facts(row: DocumentRow, now: datetime) -> list[tuple[str, str]]:
    """Title and value of each thing known, in reading order."""
    kept = [
        ("Date", day(row.date) if row.date else ""),
        ("Montant", amount(row)),
        ("Version", str(row.version) if (row.version or 1) > 1 else ""),
        ("Emplacement", row.path.rpartition("/")[0].replace("/", " › ") if row.path else ""),
        ("Fichier", row.path.rpartition("/")[2] if row.path else row.title),
        ("Taille", size(row.size)),
        ("Ajouté", _capital(moment(row.created_at, now)) + (f", par {row.by}" if row.by else "")),
        ("Classé", _capital(moment(row.filed_at, now)) if row.filed_at else ""),
    ]
    return [(name, value) for name, value in kept if value]


def size(count: int) -> str:
    """« 96 Ko », « 3,4 Mo », in decimal units."""
    if count < 1000:
        return f"{count}{NBSP}octet{'s' if count > 1 else ''}"
    for unit, scale in (("Ko", 1000), ("Mo", 1000**2), ("Go", 1000**3)):
        if count < scale * 1000 or unit == "Go":
            value = f"{count / scale:.1f}".replace(".", ",") if count < scale * 10 else ""
            return f"{value.removesuffix(',0') or round(count / scale)}{NBSP}{unit}"
    raise AssertionError


def reason(row: DocumentRow) -> str:
    """Why it is not filed and what to do, or what happened to it online; empty when all is well."""
    if row.status is Status.FILED:
        try:
            return typeset(_ONLINE.get(Online(row.online), ""))
        except ValueError:
            return ""
    said = documents.waiting(row)
    if said is not None:
        return said
    if row.status is Status.WAITING and not row.sending:
        return typeset("Ce document est gardé ici : il part dès que l’envoi est possible.")
    return ""


def too_large(row: DocumentRow) -> str:
    """Why the preview waits to be asked for."""
    return TOO_LARGE.format(size=size(row.size))


def deleted() -> str:
    """The document is not online any more: what is possible."""
    return explain(DeletedOnline()).sentence


CHANGED = typeset(_ONLINE[Online.CHANGED])

WITHDRAW_TITLE = typeset("Retirer ce document ?")
WITHDRAW_KEEP = "Le garder"
WITHDRAW_DO = "Retirer"


def withdraw_points(row: DocumentRow) -> list[str]:
    """What is lost, what is not."""
    return [
        typeset(
            f"Le fichier {quoted(row.title)} ({size(row.size)}) n’est pas encore dans l’espace en "
            "ligne : la copie gardée ici est effacée, sans retour possible."
        ),
        "Il ne sera pas classé. Pour le classer plus tard, imprimez-le ou déposez-le de nouveau.",
        "Rien ne change dans SharePoint, ni pour les autres documents.",
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


PERIODS: dict[str, str] = {
    "": "Toutes les dates",
    "month": "Ce mois-ci",
    "last_month": "Le mois dernier",
    "year": "Cette année",
    "last_year": "L’année dernière",
    "older": "Plus ancien",
}


def accessible_row(row: DocumentRow) -> str:
    """A whole row, for a screen reader."""
    said = (heading(row), third_party(row), day(row.date) if row.date else "", status(row))
    return ", ".join(part for part in said if part)
