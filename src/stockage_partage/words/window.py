"""The window around the panel: menus, tree, pages, dialogs' buttons, status bar."""

from __future__ import annotations

from datetime import date

from stockage_partage.applications import Application
from stockage_partage.licensing.entitlement import Entitlement, Standing
from stockage_partage.words.names import application as name
from stockage_partage.words.names import the_application
from stockage_partage.words.opening import COMPANY_SETTINGS as COMPANY_SETTINGS
from stockage_partage.words.opening import READING as READING
from stockage_partage.words.typography import THIN, day, typeset

PRODUCT = "Stockage et partage"
FILE = "Fichier"
YOUR_COMPANY = "Votre société"
IDENTIFICATION = "Identification"
FISCAL_YEARS = "Exercices"
THIRD_PARTIES = "Tiers"
PROCESSING = "Configuration des traitements"
EXCHANGES = "Échanges de données"
CUSTOMISING = "Personnalisation"
TEMPLATES = "Modèles"
DOCUMENTS = "Documents"
OPEN_FOLDER = "Ouvrir le dossier en ligne"
COPY_LINK = "Copier le lien"
NO_FOLDER_YET = "La base de la société n’est pas encore lue."
HELP = "Aide"
GUIDE = "Guide de l’utilisateur"
ABOUT = "À propos de Stockage et partage"
QUIT = "Quitter"
CANCEL = "Annuler"
CLOSE = "Fermer"
COPY_DETAILS = "Copier les détails"
DETAILS_COPIED = "Détails copiés"
SHOW_DETAILS = "Détails"
CLOSE_MESSAGE = "Fermer ce message"
TROUBLE = "Problème"
TREE_NAME = "Rubriques des paramètres de la société"
PAGES_NAME = "Réglages"
SPLITTER_NAME = "Largeur de la liste des rubriques"
BREADCRUMB_NAME = "Vous êtes ici"
DEMONSTRATION = typeset("Démonstration : Microsoft 365 local")
GUIDE_BACK = "Page précédente"
GUIDE_MISSING = "Le guide n’est pas installé sur ce poste."

#: Mnemonics of the menu bar; each letter once.
MENU_FILE = "&Fichier"
MENU_DOCUMENTS = "&Documents"
MENU_HELP = "&Aide"


def title(company: str) -> str:
    """« Paramètres société – BIJOU SA »."""
    return f"{COMPANY_SETTINGS} – {company}" if company else COMPANY_SETTINGS


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
    """Its dates, and its holder when that is the point."""
    holder = f" Délivrée à « {entitlement.holder} »." if entitlement.holder else ""
    return typeset((_dates(entitlement.valid_from, entitlement.valid_until) + holder).strip())


def _dates(start: date | None, end: date | None) -> str:
    if start and end:
        return f"Valable du {day(start)} au {day(end)}."
    if end:
        return f"Valable jusqu’au {day(end)}."
    return f"Valable à partir du {day(start)}." if start else ""


# --- Confirmations -------------------------------------------------------------------------------

ACTIVATE_TITLE = typeset("Activer le stockage et partage ?")
ACTIVATE = "Activer"
DEACTIVATE_TITLE = typeset("Désactiver le stockage et partage ?")
DEACTIVATE = "Désactiver"
_GROUP_TITLE = "Un groupe de ce nom existe déjà"
_GROUPS_TITLE = "Des groupes de ce nom existent déjà"
USE_GROUP = "Utiliser ce groupe"
CREATE_GROUP = "Créer un autre groupe"
CANDIDATES = "Groupes trouvés"


def activation_points(group: str, already_there: bool) -> tuple[str, ...]:
    """What the person should know before the browser opens."""
    first = (
        f"Le groupe « {group} », déjà créé dans Microsoft 365, sera retrouvé avec ses documents."
        if already_there
        else f"Le groupe « {group} » sera créé dans Microsoft 365. Vous allez vous connecter avec un "
        "compte administrateur capable de créer des groupes."
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
    """For an application without the option: it stops the others and cannot turn it on again."""
    other = (
        f"Le stockage a été activé depuis {the_application(activated_from)}"
        if activated_from
        else "Le stockage a été activé depuis une autre application"
    )
    return typeset(
        f"{other}, qui cessera aussi de l’utiliser. L’option n’étant pas acquise pour "
        f"{the_application(application)}, vous ne pourrez pas le réactiver d’ici."
    )


def group_title(count: int) -> str:
    """Above the choice."""
    return _GROUP_TITLE if count == 1 else _GROUPS_TITLE


def group_choice(group: str, count: int) -> str:
    """Why a choice is asked."""
    found = (
        "Un groupe de ce nom, qui n’a pas été créé pour cette société, existe"
        if count == 1
        else f"{count} groupes de ce nom, qui n’ont pas été créés pour cette société, existent"
    )
    return typeset(
        f"{found} déjà dans Microsoft 365 : « {group} ». Les documents de la société iront dans le groupe "
        "que vous choisissez, et ses membres pourront les lire."
    )


RESTORE_TITLE = "Le groupe de la société a été supprimé"
RESTORE_GROUP = "Restaurer le groupe"


def restore_choice(group: str) -> str:
    """Its documents are still there for a while."""
    return typeset(
        f"Le groupe « {group} » a été supprimé dans Microsoft 365, mais il peut encore être restauré avec ses "
        "documents. Un autre groupe serait vide, et les documents déjà classés ne s’ouvriraient plus."
    )


DIAGNOSIS = "Diagnostic"
DIAGNOSIS_UNDER_WAY = (
    "Réglages, certificats, réseau, coffre, base et licence sont vérifiés un à un."
)
DIAGNOSIS_FAILED = "Le diagnostic n’a pas pu être mené à son terme. Réessayez dans un instant."
UNEXPECTED = (
    "Une situation imprévue s’est présentée. Vos documents sont conservés : "
    "fermez cette fenêtre puis rouvrez-la, et prévenez votre revendeur si cela se reproduit."
).replace(" :", "\u00a0:")
