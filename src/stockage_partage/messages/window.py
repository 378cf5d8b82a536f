"""The window around the panel: menus, tree, pages, dialogs' buttons, status bar."""

from __future__ import annotations

from datetime import date, datetime

from stockage_partage.applications import Application
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.messages.names import PRODUCT, the_application
from stockage_partage.messages.names import application as name
from stockage_partage.messages.typography import NBSP, THIN, day, plural, typeset

FILE = "Fichier"
DOCUMENTS = "Documents"
YOUR_COMPANY = "Votre société"
IDENTIFICATION = "Identification"
FISCAL_YEARS = "Exercices"
THIRD_PARTIES = "Tiers"
PROCESSING = "Configuration des traitements"
EXCHANGES = "Échanges de données"
CUSTOMISING = "Personnalisation"
TEMPLATES = "Modèles"
OPEN_FOLDER = "Ouvrir le dossier en ligne"
COPY_LINK = "Copier le lien"
NO_FOLDER_YET = "La base de la société n’est pas encore lue."
PAGE_HELP = "Aide sur cette page"
GUIDE = "Guide de l’utilisateur"
ABOUT = "À propos de Stockage et partage"
QUIT = "Quitter"
CANCEL = "Annuler"
CLOSE = "Fermer"
OPEN_COMPANY_FILE = "Ouvrir une société…"
RECENT_COMPANIES = "Sociétés récentes"
ALL_COMPANIES = "Sociétés…"
COPY_DETAILS = "Copier les détails"


def copied_details(said: str, known: str, when: datetime, version: str, company: str) -> str:
    """A trouble as text for whoever helps: where and when it came, what was said, and what the program calls it."""
    where = " · ".join(filter(None, (f"{PRODUCT} {version}", company, f"{when:%d/%m/%Y %H:%M}")))
    return f"{where}\n{said}\n{known}"


DETAILS_COPIED = "Détails copiés"
NOTHING_OPENED = "Rien ne s’est ouvert"
NOTHING_OPENED_ADVICE = typeset(
    "Ce poste n’a aucun programme pour ouvrir ce lien. Copiez son adresse, puis collez-la dans le navigateur de "
    "votre choix, sur ce poste ou sur un autre."
)
ADDRESS = "Adresse"
COPY_ADDRESS = "Copier l’adresse"
ADDRESS_COPIED = "Adresse copiée"
FILE_DIALOG_FOLDER = "Cherc&her dans\N{NO-BREAK SPACE}:"
FILE_DIALOG_KINDS = "&Type de fichiers\N{NO-BREAK SPACE}:"


def messages_waiting(count: int) -> str:
    """What leads to the messages that are not seen here."""
    return "Voir le message" if count == 1 else f"Voir les {count} messages"


def sending(leaving: int, waiting: int) -> str:
    """In the status bar: the documents on their way, else those that wait; '' when there are none."""
    if leaving:
        return plural(leaving, "1 envoi en cours", f"{{n}}{NBSP}envois en cours")
    return plural(waiting, "1 envoi en attente", f"{{n}}{NBSP}envois en attente") if waiting else ""


TAKE_BACK = "Annuler"


def not_taken_back(said: str) -> str:
    """Of a message that others pushed out: what it told is done."""
    return typeset(f"Il n’est plus temps d’annuler : « {said} »")


SESSION_ENDED_AWAY = typeset("Votre session Microsoft 365 est terminée : reconnectez-vous.")


def blocked_away(count: int) -> str:
    """What the icon near the clock says of documents that have just been blocked."""
    return plural(
        count, "1 document n’a pas pu partir.", f"{{n}}{NBSP}documents n’ont pas pu partir."
    )


TRAY = "Garder une icône près de l’horloge"
NO_TRAY = "Ce poste n’a pas de place pour une telle icône."
SHOW_WINDOW = "Ouvrir la fenêtre"
SENDING_NAME = "Envois en cours"
CLOSE_MESSAGE = "Fermer ce message"
TROUBLE = "Problème"
TREE_NAME = "Rubriques de la fenêtre"
PAGES_NAME = "Rubrique choisie"
FOLD_TREE = "Replier la liste des rubriques"
UNFOLD_TREE = "Déplier la liste des rubriques"
SPLITTER_NAME = "Largeur de la liste des rubriques"
BREADCRUMB_NAME = "Vous êtes ici"
DEMONSTRATION = typeset("Démonstration : Microsoft 365 local")
GUIDE_BACK = "Page précédente"
GUIDE_MISSING = "Le guide n’est pas installé sur ce poste."

#: Mnemonics of the menu bar; each letter once.
MENU_FILE = "&Fichier"
MENU_DOCUMENTS = "&Documents"
MENU_HELP = "&Aide"


def dialog_title(title: str, company: str) -> str:
    """« Imprimer un document – BIJOU SA »: which of two open companies a dialog is about."""
    return f"{title} – {company}" if company else title


def where(company: str, application: Application) -> str:
    """Right of the status bar: the company and the application."""
    return f"{company} · {name(application)}" if company else name(application)


def about(version: str) -> str:
    """The « À propos » text."""
    return typeset(
        f"Stockage et partage, version {version}.\n\n"
        "Conserve les documents d’une société dans Microsoft 365, selon une arborescence structurée."
    )


# --- Identification ------------------------------------------------------------------------------

IDENTIFICATION_HELP = typeset(
    "Ces renseignements viennent de votre logiciel de gestion ; ils se modifient là-bas."
)
ROW_NAME = "Raison sociale"
ROW_SIREN = "SIREN"
ROW_COMPANY_ID = "Identifiant"
ROW_APPLICATION = "Application"
ROW_LICENCE = "Option"
UNKNOWN = "Non renseigné"
COMPANY_ID_HELP = "Relie la société à son groupe Microsoft 365, même si la raison sociale change."


def siren(value: str | None) -> str:
    """« 732 829 320 », in threes."""
    digits = (value or "").replace(" ", "")
    if not digits:
        return UNKNOWN
    return THIN.join(digits[i : i + 3] for i in range(0, len(digits), 3))


_STANDINGS: dict[Standing, str] = {
    Standing.GRANTED: "Acquise",
    Standing.ABSENT: "Non acquise",
    Standing.NOT_COVERED: "Non acquise pour cette application",
    Standing.EXPIRED: "Expirée",
    Standing.NOT_YET_VALID: "Pas encore valable",
    Standing.OTHER_COMPANY: "Licence d’une autre société",
    Standing.TAMPERED: "Licence modifiée, refusée",
    Standing.UNKNOWN_KEY: "Licence d’une autre origine, refusée",
    Standing.CLOCK_SET_BACK: "Suspendue : l’horloge de ce poste a été reculée",
}


def licence(entitlement: Entitlement) -> str:
    """What the licence says for this application."""
    return typeset(_STANDINGS[entitlement.standing])


def licence_help(entitlement: Entitlement) -> str:
    """A licence's dates, and its holder when it has one."""
    holder = f"Délivrée à « {entitlement.holder} »." if entitlement.holder else ""
    dates = _dates(entitlement.valid_from, entitlement.valid_until)
    return typeset(" ".join(filter(None, (dates, holder))))


def _dates(start: date | None, end: date | None) -> str:
    if start and end:
        return f"Valable du {day(start)} au {day(end)}."
    if end:
        return f"Valable jusqu’au {day(end)}."
    return f"Valable à partir du {day(start)}." if start else ""


# --- Confirmations -------------------------------------------------------------------------------

ACTIVATE_TITLE = typeset("Activer le stockage et partage ?")
ACTIVATE = "Activer"
ACTIVATE_OTHERWISE = "Avec un autre compte…"
DEACTIVATE_TITLE = typeset("Désactiver le stockage et partage ?")
DEACTIVATE = "Désactiver"
_GROUP_TITLE = "Un groupe de ce nom existe déjà"
_GROUPS_TITLE = "Des groupes de ce nom existent déjà"
USE_GROUP = "Utiliser ce groupe"
CREATE_GROUP = "Créer un autre groupe"
CANDIDATES = "Groupes trouvés"


#: Characters of an account's name on a button: more would push the other buttons out.
_NAME_ON_BUTTON = 24


def activate_with(account: str) -> str:
    """The button that activates without another sign-in, as who is connected."""
    name = account.partition("@")[0]
    if len(name) > _NAME_ON_BUTTON:
        name = f"{name[: _NAME_ON_BUTTON - 1]}…"
    return f"Continuer avec {name}"


def activation_points(group: str, already_there: bool, account: str = "") -> tuple[str, ...]:
    """What the person should know before anything is done; `account`: who is connected, '' for nobody."""
    if already_there:
        first = f"Le groupe « {group} », déjà créé dans Microsoft 365, sera retrouvé avec ses documents."
    else:
        first = f"Le groupe « {group} » sera créé dans Microsoft 365."
    if account:
        first += f" Le compte {account} est connecté."
        if not already_there:
            first += " S’il ne peut pas créer de groupes, choisissez un autre compte."
    elif not already_there:
        first += (
            " Vous allez vous connecter avec un compte administrateur capable de créer des groupes."
        )
    return tuple(
        typeset(point)
        for point in (
            first,
            "Toutes les applications qui utilisent la base de la société sont concernées.",
            "Les envois vers Sage Document Manager ne seront plus possibles tant que le stockage sera actif.",
        )
    )


def deactivation_points(group: str, waiting: int) -> tuple[str, ...]:
    """What stops, what stays, what is left to do."""
    points = [
        "La consultation et la copie s’arrêtent aussitôt dans toutes les applications de la société.",
        "Les documents déjà classés restent en ligne et ne sont pas rapatriés. Pour les exploiter dans "
        "votre application, il faudra les rattacher à la main.",
        f"Le groupe « {group} » n’est pas supprimé : l’administrateur Microsoft 365 peut le supprimer "
        "s’il ne sert plus.",
    ]
    if waiting == 1:
        points.append(
            "1 document qui n’est pas encore en ligne reste dans la base et ne partira pas."
        )
    elif waiting:
        points.append(
            f"{waiting} documents qui ne sont pas encore en ligne restent dans la base et ne "
            "partiront pas."
        )
    return tuple(typeset(point) for point in points)


def no_way_back(application: Application, activated_from: Application | None) -> str:
    """Said to an application without the option: it stops the others and cannot turn storage on again."""
    other = the_application(activated_from) if activated_from else "une autre application"
    return typeset(
        f"Le stockage a été activé depuis {other}, qui cessera aussi de l’utiliser. L’option n’étant pas "
        f"acquise pour {the_application(application)}, vous ne pourrez pas le réactiver d’ici."
    )


def group_title(count: int) -> str:
    """The title above the choice among `count` groups of the wanted name."""
    return _GROUP_TITLE if count == 1 else _GROUPS_TITLE


def group_choice(group: str, count: int) -> str:
    """Why a choice is asked."""
    found = (
        f"Un groupe de ce nom, qui n’a pas été créé pour cette société, existe déjà dans Microsoft 365 : « {group} »."
        if count == 1
        else f"{count} groupes de ce nom, qui n’ont pas été créés pour cette société, existent déjà dans "
        f"Microsoft 365 : « {group} »."
    )
    return typeset(
        f"{found} Les documents de la société iront dans le groupe que vous choisissez, et ses membres pourront "
        "les lire."
    )


RESTORE_TITLE = "Le groupe de la société a été supprimé"
RESTORE_GROUP = "Restaurer le groupe"


def restore_choice(group: str) -> str:
    """Said of a deleted group whose documents are still there for a while."""
    return typeset(
        f"Le groupe « {group} » a été supprimé dans Microsoft 365, mais il peut encore être restauré avec ses "
        "documents. Un autre groupe serait vide, et les documents déjà classés ne s’ouvriraient plus."
    )


#: In the menu « Documents ».
JOURNAL = "Journal de la société…"
DIAGNOSIS = "Diagnostic"
DIAGNOSIS_ENTRY = "Diagnostic, réparation, assistance…"
DIAGNOSIS_UNDER_WAY = (
    "Réglages, certificats, réseau, coffre, base et licence sont vérifiés un à un."
)
DIAGNOSIS_FAILED = "Le diagnostic n’a pas pu être mené à son terme. Réessayez dans un instant."
UNEXPECTED = typeset(
    "Une situation imprévue s’est présentée. Vos documents sont conservés : "
    "fermez cette fenêtre puis rouvrez-la, et prévenez votre revendeur si cela se reproduit."
)
