"""« Sociétés »: every company known on this workstation, in the window and by the command `societes`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stockage_partage.activation.company_overview import Attention, CompanyOverview
from stockage_partage.activation.states import GroupHealth
from stockage_partage.applications import Application
from stockage_partage.company.places import shown
from stockage_partage.company.state_records import ActivationStatus
from stockage_partage.company.third_parties.identity import normal_name
from stockage_partage.errors import DatabaseMissing, Passing
from stockage_partage.messages.names import application as application_name
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import NBSP, day, number, plural, quoted, typeset
from stockage_partage.messages.window import OPEN_COMPANY_FILE

NAME = "Société"
APPLICATIONS = "Applications"
STATE = "Stockage"
ACTIVATED_BY = "Activé par"
LINK = "Lien"
WAITING = "En attente"
BLOCKED = "Bloqués"
TO_CLASSIFY = "À classer"
LICENCE_END = "Fin de licence"
PLACE = "Emplacement"
ATTENTION = "À régler"

#: Of the table for a spreadsheet, in the order of its columns.
HEADINGS = (
    NAME,
    "SIREN",
    APPLICATIONS,
    STATE,
    ACTIVATED_BY,
    LINK,
    WAITING,
    BLOCKED,
    TO_CLASSIFY,
    LICENCE_END,
    ATTENTION,
    PLACE,
)

STATES = {
    ActivationStatus.INACTIVE: "Inactif",
    ActivationStatus.ACTIVATING: "Activation en cours",
    ActivationStatus.PROVISIONING: "Espace en préparation",
    ActivationStatus.ACTIVE: "Actif",
}
NOT_READ_YET = "Lecture…"
AWAY = "Pas de réponse"
UNREADABLE = "Illisible"
NO_NAME = "Société sans nom connu"

_ATTENTION = {
    Attention.ELSEWHERE: "base déplacée ou copiée",
    Attention.GROUP: "groupe à vérifier",
    Attention.LICENCE_REFUSED: "licence à installer",
    Attention.LICENCE_ENDED: "licence expirée",
    Attention.LICENCE_ENDING: "licence à renouveler",
    Attention.TO_ACTIVATE: "stockage à activer",
}
_GROUPS = {
    GroupHealth.GONE: "groupe supprimé",
    GroupHealth.GONE_RESTORABLE: "groupe supprimé, à restaurer",
    GroupHealth.RIGHTS_LOST: "droits perdus sur le groupe",
}

#: The words of the contract.
STATE_WORDS = {
    ActivationStatus.INACTIVE: "inactif",
    ActivationStatus.ACTIVATING: "activation",
    ActivationStatus.PROVISIONING: "initialisation",
    ActivationStatus.ACTIVE: "actif",
}
_ATTENTION_WORDS = {
    Attention.AWAY: "inaccessible",
    Attention.ELSEWHERE: "deplacee",
    Attention.GROUP: "groupe",
    Attention.LICENCE_REFUSED: "licence",
    Attention.LICENCE_ENDED: "licence_expiree",
    Attention.BLOCKED: "bloques",
    Attention.TO_CLASSIFY: "a_classer",
    Attention.LICENCE_ENDING: "licence_bientot_expiree",
    Attention.TO_ACTIVATE: "a_activer",
}

NONE_KNOWN = typeset(
    "Aucune société n’est connue sur ce poste : celles que vous ouvrez s’ajoutent d’elles-mêmes."
)
NONE_IN_FOLDER = "Aucune société n’a été trouvée dans ce dossier."
ONE_ACT = typeset("Demandez une seule chose à la fois : --activer, --diagnostic ou --licence.")
NONE_MATCHES = "Aucune société ne correspond."


def name(row: CompanyOverview) -> str:
    """The raison sociale, or what stands for it while the company was never read here."""
    return row.name or NO_NAME


def applications(row: CompanyOverview) -> str:
    """The applications by their names, « Comptabilité, Gestion commerciale »."""
    return ", ".join(application_name(each) for each in row.applications)


def state(row: CompanyOverview) -> str:
    """What a list shows of the activation, or of what keeps it from being known."""
    if row.summary is not None:
        return STATES[row.summary.stored]
    if row.trouble is None:
        return NOT_READ_YET
    return AWAY if isinstance(row.trouble, (Passing, DatabaseMissing)) else UNREADABLE


def attention(row: CompanyOverview) -> str:
    """What is to be seen to, « 2 bloqués · licence expirée »; "" when nothing is."""
    return " · ".join(_one(row, each) for each in row.attention)


def _one(row: CompanyOverview, kind: Attention) -> str:
    summary = row.summary
    if summary is None:
        return trouble(row)
    if kind is Attention.BLOCKED:
        return plural(summary.blocked, "{n} bloqué", "{n} bloqués")
    if kind is Attention.TO_CLASSIFY:
        return f"{number(summary.to_classify)} à classer"
    if kind is Attention.GROUP and summary.health in _GROUPS:
        return _GROUPS[GroupHealth(summary.health)]
    return _ATTENTION[kind]


def trouble(row: CompanyOverview) -> str:
    """Why the company could not be read: a sentence; "" where it was, or is still to answer."""
    return explain(row.trouble).what if row.trouble is not None else ""


def advice(row: CompanyOverview) -> str:
    """What to do about a company that could not be read; "" where it was."""
    return explain(row.trouble).advice if row.trouble is not None else ""


def activated_by(row: CompanyOverview) -> str:
    """The account that activated storage, or ""."""
    return (row.summary.activated_by or "") if row.summary is not None else ""


def searched(row: CompanyOverview) -> str:
    """What a filter looks through, in small letters; the name without its accents as well."""
    siren = (row.summary.siren or "") if row.summary is not None else ""
    named = (row.name, normal_name(row.name))
    said = (*named, siren, shown(row.place), applications(row), state(row), activated_by(row))
    return " ".join(said).casefold()


def licence_end(row: CompanyOverview) -> str:
    """The last day of the licence, « 31/12/2026 », or ""."""
    return day(row.licence_end) if row.licence_end is not None else ""


def cells(row: CompanyOverview) -> tuple[str, ...]:
    """The row under `HEADINGS`, for a spreadsheet: counts are bare digits there."""
    seen = row.summary
    counts = ("", "", "") if seen is None else (seen.waiting, seen.blocked, seen.to_classify)
    return (
        row.name,
        (seen.siren or "") if seen else "",
        applications(row),
        state(row),
        activated_by(row),
        (seen.link or "") if seen else "",
        *(str(count) for count in counts),
        licence_end(row),
        attention(row),
        shown(row.place),
    )


def line(row: CompanyOverview) -> str:
    """One company on one line of a terminal."""
    seen = row.summary
    if seen is None:
        return f"{name(row)}  {state(row)}  {trouble(row)}  {shown(row.place)}"
    parts = [name(row), applications(row), state(row)]
    if seen.waiting:
        parts.append(f"{number(seen.waiting)} en attente")
    if row.attention:
        parts.append(attention(row))
    if row.licence_end is not None:
        parts.append(f"licence jusqu’au {licence_end(row)}")
    return "  ".join(filter(None, (*parts, shown(row.place))))


def total(rows: int, to_settle: int) -> str:
    """What a list comes to, below it."""
    known = plural(rows, "{n} société", "{n} sociétés")
    return f"{known}, {number(to_settle)} à régler" if to_settle else known


def company_object(row: CompanyOverview) -> dict[str, Any]:
    """One company as `societes --json` tells it: a contract that other programs rely on."""
    seen = row.summary
    return {
        "societe": row.name or None,
        "siren": seen.siren if seen else None,
        "emplacement": row.place,
        "applications": [str(each) for each in row.applications],
        "stockage": STATE_WORDS[seen.stored] if seen else None,
        "active_par": seen.activated_by if seen else None,
        "lien": seen.link if seen else None,
        "documents": None
        if seen is None
        else {
            "en_attente": seen.waiting,
            "envoyes": seen.filed,
            "bloques": seen.blocked,
            "a_classer": seen.to_classify,
        },
        "licence_fin": row.licence_end.isoformat() if row.licence_end else None,
        "a_regler": [_ATTENTION_WORDS[each] for each in row.attention],
        "raison": trouble(row) or None,
    }


def folder_refused(folder: str) -> str:
    """A folder that `--dossier` could not look through."""
    return f"Ce dossier n’a pas pu être parcouru{NBSP}: {folder}."


def kept(count: int) -> str:
    """How many companies were added to the list."""
    return plural(count, "{n} société ajoutée à la liste.", "{n} sociétés ajoutées à la liste.")


def forgotten(place: str) -> str:
    """A company was taken off the list; nothing else happened to it."""
    return f"{quoted(place)} n’est plus dans la liste. La société elle-même n’a pas changé."


def not_known(place: str) -> str:
    """A company to be taken off the list is not on it."""
    return f"{quoted(place)} n’est pas dans la liste."


def written(file: str, count: int) -> str:
    """The table for a spreadsheet was written."""
    return plural(count, "{n} société écrite", "{n} sociétés écrites") + f" dans {file}."


# --- The window ----------------------------------------------------------------------------------

TITLE = "Sociétés"
HELP = typeset(
    "Les sociétés ouvertes sur ce poste, telles que leurs bases les donnent maintenant. Regarder ne change rien."
)
TABLE_NAME = "Sociétés connues sur ce poste"
SEARCH = "Chercher une société"
SEARCH_HINT = "Nom, SIREN, emplacement, application, compte…"
TO_SETTLE = "À régler"
OPEN = "Ouvrir"
OPEN_FILE = OPEN_COMPANY_FILE
OPEN_SERVER = "Ouvrir une société sur un serveur…"
OPEN_SERVER_SHORT = "Ouvrir sur un serveur…"
SERVER_TITLE = "Ouvrir une société sur un serveur"
SERVER_ADDRESS = "Adresse de la base"
SERVER_HINT = "serveur/base"
SERVER_HELP = typeset(
    "Le serveur PostgreSQL et le nom de la base : « compta.bijou.fr/bijou », ou "
    "« marie@compta.bijou.fr:5432/bijou » s’il faut un nom et un port. Votre administrateur la connaît."
)
SERVER_MISSING = typeset("Indiquez l’adresse de la base : « serveur/base ».")
SERVER_WRONG = typeset(
    "Cette adresse ne désigne pas une base PostgreSQL. Écrivez-la ainsi : « serveur/base »."
)
SERVER_PASSWORD = typeset(
    "Le mot de passe ne s’écrit pas ici : il vient d’être effacé. Il se met dans le fichier de mots de passe "
    "de PostgreSQL de ce poste ; votre administrateur sait le faire."
)
CREATE = "Créer une société…"
DEMONSTRATION = "Essayer la démonstration"
DEMONSTRATION_ENTRY = "Société de démonstration"
FIND = "Chercher dans un dossier…"
EXPORT = "Exporter en CSV…"
FORGET = "Retirer de la liste"
OPEN_LINK = "Ouvrir le dossier en ligne"
REFRESH = "Actualiser"
COPY_ADDRESS = "Copier l’adresse"
ADDRESS_COPIED = typeset(
    "L’adresse est copiée : elle ouvre cette société sur les postes qui la connaissent."
)
CHOOSE_ONE = "Choisissez d’abord une société dans la liste."
LOOKING = "Lecture des sociétés"
COMPANY_FILES = "Bases de société (*)"
OPEN_TITLE = "Ouvrir une société"
FIND_TITLE = "Chercher des sociétés dans un dossier"
EXPORT_TITLE = "Exporter la liste des sociétés"
CSV_NAME = "societes.csv"
CSV_KINDS = "Fichiers CSV (*.csv)"
WELCOME = "Bienvenue dans Stockage et partage"
WELCOME_ADVICE = typeset(
    "Ouvrez la base d’une société, fichier ou serveur, créez-en une, ou essayez d’abord sur une société d’exemple : "
    "rien ne sort alors de ce poste.\nVous administrez Microsoft 365 ? Réglez-en d’abord l’accès : Fichier › Accès à Microsoft 365…"
)
NOTHING_MATCHES = "Aucune société ne correspond."
NOTHING_TO_SETTLE = "Rien n’est à régler."
NOTHING_MATCHES_ADVICE = "Changez le texte cherché, ou montrez toutes les sociétés."
SHOW_ALL = "Montrer toutes les sociétés"


def count(value: int) -> str:
    """A count as a cell shows it."""
    return number(value)


def chosen(rows: int, to_settle: int, selected: int) -> str:
    """What stands below the table: how many there are, need somebody, are chosen."""
    said = total(rows, to_settle)
    return f"{said} · {plural(selected, '{n} choisie', '{n} choisies')}" if selected > 1 else said


def recent(company: str, application: Application) -> str:
    """An entry of the recent companies, « BIJOU SA – Comptabilité »."""
    return f"{company} – {application_name(application)}"


def to_settle(count: int) -> str:
    """The filter with how many it would show, « À régler  3 »."""
    return f"{TO_SETTLE}  {number(count)}"


def found(new: int, folder: str) -> str:
    """What came of looking through a folder."""
    if not new:
        return f"Aucune autre société n’a été trouvée dans {folder}."
    return plural(new, "{n} société trouvée", "{n} sociétés trouvées") + f" dans {folder}."


def off_the_list(rows: Sequence[CompanyOverview]) -> str:
    """Companies were taken off the list; nothing else happened to them."""
    if len(rows) == 1:
        return typeset(f"« {name(rows[0])} » n’est plus dans la liste. Sa base n’a pas changé.")
    return f"{number(len(rows))} sociétés ne sont plus dans la liste. Leurs bases n’ont pas changé."


# --- Creating a company --------------------------------------------------------------------------

CREATE_TITLE = "Créer une société"
CREATE_VERB = "Créer"
COMPANY_NAME = "Raison sociale"
SIREN = "SIREN"
SIREN_HELP = typeset("Neuf chiffres ; facultatif. Une licence se reconnaît à lui.")
FILE = "Fichier de la base"
FILE_HELP = "Dans un dossier que tous les postes de la société voient, sauvegardé avec elle."
CHOOSE_FILE = "Choisir…"
FILE_TITLE = "Fichier de la base de la société"
FILE_KINDS = "Bases de société (*.db)"
NAME_MISSING = "Écrivez la raison sociale."
SIREN_WRONG = "Un SIREN a neuf chiffres."
FILE_MISSING = "Choisissez où garder la base."
CREATING = "La société est en cours de création."


def proposed_file(name: str) -> str:
    """A file's name made of the raison sociale: nothing that a disk refuses."""
    kept = "".join(each if each.isalnum() or each in " -_" else " " for each in name)
    return f"{' '.join(kept.split()) or 'societe'}.db"
