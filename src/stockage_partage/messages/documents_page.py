"""The page « Documents »: what is found, what is wrong with it, what may be done.

The commands `reessayer` and `retirer` say the same of one document.
"""

from __future__ import annotations

from datetime import date, datetime

from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.company.document_records import DocumentRow, OnlineState
from stockage_partage.company.state_records import DocumentCounts, Status
from stockage_partage.errors import DeletedOnline, StorageInactive, Trouble
from stockage_partage.messages import documents
from stockage_partage.messages.document_menu import DOCUMENT_ENTRIES
from stockage_partage.messages.documents import NUMBER
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import NBSP, capital, day, moment, number, quoted, typeset

SEARCH = "Rechercher"
CLEAR = "Effacer la recherche"
SEARCH_HINT = typeset("Numéro, tiers, type, date, montant…")
SEARCH_TIP = typeset(
    "Exemples : FA00042, 42, Carat, facture d’avoir, 2026, 03/2026, mars 2026, 17/03/2026, 1 234,56"
)
FILTERS = "Filtres"
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
OPEN_ATTACHED = "Ouvrir les fichiers joints"
NONE_ATTACHED = "Aucun fichier joint à cette facture n’a pu être lu."
DOSSIER = DOCUMENT_ENTRIES[DocumentWork.DOSSIER]
RETRY = "Réessayer"
WITHDRAW = "Retirer…"
CLASSIFY = "Classer…"
RECYCLE_BIN = "Ouvrir la corbeille du site"
JOURNAL = "Journal du document…"
SHOW_PREVIEW = "Afficher l’aperçu"
SIGN_IN = "Me connecter"
STOP = "Arrêter"

READING = "Lecture des documents…"
LOADING = "Chargement de l’aperçu…"
FETCHING = typeset("Récupération du document : {share} %")
SAVED = typeset("Le document est enregistré dans {file}.")
STOPPED = "Le document n’a pas été récupéré. Rien n’a été enregistré."
REPLACED = typeset(
    "« {document} » n’a pas été récupéré : ce que vous avez demandé ensuite a pris sa place. "
    "Rien n’a été enregistré. Recommencez s’il vous le faut encore."
)
RETRIED = "Le document repart en tête de la file d’envoi."
NOT_RETRIED = "Ce document n’attend plus d’envoi."
WITHDRAWN = "Le document est retiré."
NOT_WITHDRAWN = typeset(
    "Ce document est en cours d’envoi ou déjà classé : il ne peut plus être retiré."
)
LEAVING = "Retrait en cours"
LEAVING_NOTE = typeset(
    "Ce document sera retiré dans une demi-minute au plus. « Garder ce document » annule le retrait."
)
KEEP = "Garder ce document"
NO_PROGRAM = (
    "Aucun programme de ce poste n’ouvre ce genre de fichier. "
    "Enregistrez le document, puis choisissez le programme."
)

NO_PREVIEW = "Ce genre de fichier ne s’affiche pas ici. Ouvrez-le avec votre programme habituel."
TOO_LARGE = typeset(
    "Ce document est volumineux ({size}) : son aperçu n’est pas affiché de lui-même."
)
ARCHIVED = typeset("Ce document est archivé : son contenu ne peut pas être affiché pour l’instant.")
NOTHING_LEFT = "Il n’y a plus rien à afficher."
PROTECTED = "Ce PDF est protégé par un mot de passe. Ouvrez-le avec votre programme habituel."
BROKEN = "Ce PDF ne peut pas être affiché ici. Ouvrez-le avec votre programme habituel."

NO_FOLDER = typeset(
    "Ce dossier n’est plus dans SharePoint : la place est libre. Réessayez l’envoi de ce document."
)

NOT_OPEN_TITLE = "Les documents ne peuvent pas être lus"
CLOSED_TITLE = "La consultation est fermée"
OPEN_EXCHANGES = "Ouvrir Échanges de données"
BRING_BACK = DOCUMENT_ENTRIES[DocumentWork.BRING_BACK]
EMPTY_TITLE = "Aucun document pour l’instant"
EMPTY = "Les documents imprimés, déposés ou joints apparaîtront ici dès qu’ils seront gardés."
NOTHING_TITLE = "Aucun document trouvé"
SHOW_ALL = "Tout afficher"
#: Where the list and the chosen document do not fit side by side.
SHOW_DETAILS = "Voir le document"
BACK_TO_LIST = "Revenir à la liste"

_ONLINE: dict[OnlineState, str] = {
    OnlineState.ARCHIVED: "Ce document est archivé dans Microsoft 365 : il est conservé, et peut être lu une fois réactivé "
    "dans SharePoint, ce qui peut prendre jusqu’à 24 heures.",
    OnlineState.MOVED: "Ce document a été déplacé ou renommé dans SharePoint. Il s’ouvre comme avant.",
    OnlineState.CHANGED: "Ce document a été modifié dans SharePoint après son classement : "
    "ce qui s’affiche est la version d’aujourd’hui, celle d’origine est dans son historique.",
}


def status_count(status: Status | None, counts: DocumentCounts) -> str:
    """« Bloqués 2 », for the button that shows them."""
    return f"{STATUSES[status]}{NBSP}{NBSP}{number(count_of(status, counts))}"


def count_of(status: Status | None, counts: DocumentCounts) -> int:
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


_NOTHING_FOUND = "Rien ne correspond à « {text} ». Essayez un numéro sans ses lettres, le début du nom du tiers ou une année."
_NOTHING_FILTERED = (
    "Rien ne correspond à « {text} ». Essayez un numéro sans ses lettres, le début du nom du tiers ou une année, "
    "ou retirez les filtres."
)


def nothing_found(text: str, filtered: bool) -> str:
    """Why the list is empty, and what to try."""
    text = text.strip()
    if text:
        found_nothing = _NOTHING_FILTERED if filtered else _NOTHING_FOUND
        return typeset(found_nothing.format(text=text))
    return "Aucun document ne correspond à ces filtres."


def closed(trouble: Trouble, *, bring_back: bool) -> str:
    """Why nothing is shown, and what the buttons below it do."""
    told = explain(trouble)
    if not isinstance(trouble, StorageInactive):
        return told.sentence
    advice = (
        "Activez-le dans « Échanges de données », ou rapatriez les documents restés en ligne."
        if bring_back
        else "Activez-le dans « Échanges de données »."
    )
    return typeset(f"{told.what} {advice}")


def heading(row: DocumentRow) -> str:
    """« Facture FA00042 », else the file's name; « Facture F9 (autre forme de la même facture) »."""
    named = " ".join(part for part in (documents.type_label(row.type), row.number) if part)
    role = documents.role_label(row.attached)
    named = f"{named} ({role})" if role else named
    return named if row.number else row.title


def third_party(row: DocumentRow) -> str:
    """« Carat & Fils (CARAT) »."""
    if row.third_party_name and row.third_party_code:
        return f"{row.third_party_name} ({row.third_party_code})"
    return row.third_party_code


def amount(row: DocumentRow) -> str:
    """« 1 234,56 € », empty where nobody told it."""
    return "" if row.amount is None else money(row.amount, row.currency)


def money(hundredths: int, currency: str) -> str:
    """« 1 234,56 € »; a currency without a sign of ours by its code."""
    euros, cents = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    currency = {"EUR": "€", "": ""}.get(currency, currency)
    return f"{sign}{number(euros)},{cents:02}{NBSP}{currency}".rstrip(NBSP)


def cell(row: DocumentRow, column: int) -> str:
    """What a column of the table says of a document."""
    return (
        day(row.date) if row.date else "",
        row.number or row.title,
        _kind(row),
        third_party(row),
        amount(row),
        _standing(row),
        added(row),
    )[column]


def _kind(row: DocumentRow) -> str:
    """« Facture », « Facture, autre forme de la même facture »."""
    label = documents.type_label(row.type) if row.type else ""
    return ", ".join(part for part in (label, documents.role_label(row.attached)) if part)


def added(row: DocumentRow, *, whole: bool = False) -> str:
    """« 24/11/2026 », with the time of day when `whole`."""
    return row.created_at.astimezone().strftime("%d/%m/%Y %H:%M" if whole else "%d/%m/%Y")


def _standing(row: DocumentRow) -> str:
    """« Classé », and what became of the invoice: « Classé · Refusée (210) »."""
    message = documents.life_cycle_status(row)
    return f"{status(row)} · {documents.life_cycle_label(message)}" if message else status(row)


def status(row: DocumentRow) -> str:
    """« Classé », « Envoi en cours », « Supprimé »…"""
    if row.status is Status.WAITING and row.sending:
        return "Envoi en cours"
    if row.status is Status.FILED and row.online == OnlineState.DELETED:
        return "Supprimé"
    if row.status is Status.FILED and row.online == OnlineState.ARCHIVED:
        return "Archivé"
    return STATUS[row.status]


def facts(row: DocumentRow, now: datetime, kept_until: date | None = None) -> list[tuple[str, str]]:
    """Title and value of each thing known, in reading order. `kept_until`: the end of its legal retention."""
    message = documents.life_cycle_status(row)
    kept = [
        ("Date", day(row.date) if row.date else ""),
        ("Montant", amount(row)),
        ("Cycle de vie", documents.life_cycle_sentence(message) if message else ""),
        ("Version", str(row.version) if (row.version or 1) > 1 else ""),
        ("Emplacement", row.path.rpartition("/")[0].replace("/", " › ") if row.path else ""),
        ("Fichier", row.path.rpartition("/")[2] if row.path else row.title),
        ("Taille", size(row.size)),
        ("Ajouté", capital(moment(row.created_at, now)) + (f", par {row.by}" if row.by else "")),
        ("Classé", capital(moment(row.filed_at, now)) if row.filed_at else ""),
        ("À conserver", f"jusqu’au {day(kept_until)}" if kept_until else ""),
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
            return typeset(_ONLINE.get(OnlineState(row.online), ""))
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


CHANGED = typeset(_ONLINE[OnlineState.CHANGED])

WITHDRAW_TITLE = typeset("Retirer ce document ?")
WITHDRAW_KEEP = "Le garder"
WITHDRAW_DO = "Retirer"
WITHDRAW_LATER = typeset(
    "Avant cela, il reste une demi-minute pour changer d’avis : « Annuler », dans le message qui suit, garde tout. "
    "Si vous fermez la fenêtre, le retrait est fait aussitôt."
)


def withdraw_points(row: DocumentRow) -> list[str]:
    """What is lost, what is not."""
    return [
        typeset(
            f"Le fichier {quoted(row.title)} ({size(row.size)}) n’est pas encore dans l’espace en "
            "ligne : la copie gardée ici est effacée, sans retour possible."
        ),
        "Il ne sera pas classé. Pour le classer plus tard, imprimez-le ou déposez-le de nouveau.",
        _WITH_ITS_VIEW
        if row.title.casefold().endswith(".xml")
        else "Rien ne change dans SharePoint, ni pour les autres documents.",
    ]


_WITH_ITS_VIEW = typeset(
    "Rien ne change dans SharePoint, ni pour les autres documents : seul le PDF lisible tiré de cette facture, s’il "
    "attend encore, est retiré avec elle."
)


PERIODS: dict[str, str] = {
    "": "Toutes les dates",
    "month": "Ce mois-ci",
    "last_month": "Le mois dernier",
    "year": "Cette année",
    "last_year": "L’année dernière",
    "older": "Plus ancien",
}


def accessible_row(row: DocumentRow, state: str | None = None) -> str:
    """A whole row, for a screen reader; `state` in the place of what the register says of it."""
    told = state or _standing(row)
    said = (heading(row), third_party(row), day(row.date) if row.date else "", told)
    return ", ".join(part for part in said if part)


NOBODY = "Aucun document qui n’est pas encore en ligne ne correspond."
NOTHING_BLOCKED = "Aucun document n’est bloqué."


def several(count: int) -> str:
    """More than one document answers to what was written."""
    return typeset(
        f"{count} documents correspondent : indiquez l’identifiant de l’un d’eux, en tête de sa ligne."
    )


def before_withdrawing(row: DocumentRow) -> str:
    """The question before a document's bytes are erased: what is lost, what is not."""
    return " ".join(withdraw_points(row))


def numbered(document_id: int, line: str) -> str:
    """A document of the register on one line, its identifier first."""
    return f"{document_id}  {line}"
