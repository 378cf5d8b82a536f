"""What the pages of help say: each command in one line, options, headings; and what is wrong with a call.

Read at every start: nothing but text.
"""

from __future__ import annotations

from collections.abc import Sequence

from stockage_partage.messages.typography import NBSP, quoted, typeset

#: By what is typed after the program's name.
HELPS = {
    "": "Les documents de la société dans Microsoft 365, classés et retrouvés.",
    "etat": "Tout ce que montre le panneau.",
    "activer": "Activer le stockage de la société.",
    "desactiver": "Désactiver le stockage de la société.",
    "connecter": "Se connecter à Microsoft 365 depuis ce poste.",
    "deconnecter": "Se déconnecter de Microsoft 365 sur ce poste.",
    "deposer": "Classer des documents.",
    "lire": "Lire une facture électronique en français, avec tout ce qu’elle contient.",
    "envoyer": "Envoyer les documents en attente.",
    "documents": "Chercher dans les documents de la société.",
    "classer": "Classer un document qui attend, ou montrer ceux qui attendent.",
    "joindre": "Joindre des fichiers à un tiers, à une pièce ou à un article.",
    "archiver": "Ranger une archive zip de l’application.",
    "envoyer-sdm": "Envoyer des fichiers vers Sage Document Manager, stockage désactivé.",
    "ouvrir": "Ouvrir la fenêtre.",
    "demo": "Ouvrir la fenêtre sur une société d’exemple et un Microsoft 365 local.",
    "parcours": "Jouer tout le parcours de la page d’aide, sans écran.",
    "emulateur": "Le Microsoft 365 local, seul.",
    "diagnostic": "Vérifier réglages, réseau, coffre, base : ce qui ne va pas, et que faire.",
    "reparer": "Montrer ce qui peut être réparé, et le réparer avec « --appliquer ».",
    "dossier-assistance": "Écrire ce dont l’assistance a besoin, sans secret ni document.",
    "reessayer": "Réessayer l’envoi d’un document bloqué ou de tous ; sans document, les montrer.",
    "retirer": "Retirer un document qui n’est pas encore en ligne.",
    "synchroniser": "Reporter dans la liste des documents ce qui a changé en ligne.",
    "rapatrier": "Ramener des documents dans un dossier, avec un index pour les rattacher.",
    "dossier": "Constituer un dossier qui se lit et se vérifie sans ce programme : documents, vues lisibles, index, preuves.",
    "renommer-groupe": "Donner au groupe en ligne le nom de la raison sociale d’aujourd’hui.",
    "imprimer": "Imprimer des PDF et les classer dans l’espace de stockage.",
    "imprimantes": "Montrer les imprimantes de ce poste, comme la fenêtre d’impression les propose.",
    "modeles": "Montrer ou régler ce qui est classé à l’impression.",
    "journal": "Lire le journal de la société : qui a fait quoi, d’où et quand.",
    "verifier": "Vérifier le journal de la société, et les documents contre lui.",
    "societes": "Montrer les sociétés connues sur ce poste : état, documents en attente, fin de licence.",
    "societe": "Créer une société, la montrer, la régler.",
    "societe creer": "Créer la base d’une société.",
    "societe afficher": "Montrer une société et ses tiers.",
    "societe renommer": "Changer la raison sociale d’une société.",
    "societe exercice": "Montrer ou changer le début de l’exercice de la société.",
    "societe emplacement": "Dire si la base a été déplacée, ou si c’est une copie pour des essais.",
    "societe transferer": "Transférer la société dans une autre base : d’un fichier vers PostgreSQL, ou l’inverse.",
    "tiers": "Les tiers de la société : lister, importer, ajouter, modifier, retirer.",
    "tiers lister": "Montrer les tiers, ou ceux qui correspondent à un texte.",
    "tiers importer": "Ajouter et modifier des tiers d’après un fichier CSV.",
    "tiers ajouter": "Ajouter un tiers.",
    "tiers modifier": "Modifier un tiers ; ce qui n’est pas indiqué reste.",
    "tiers retirer": "Retirer un tiers qu’aucun document ne porte.",
    "preuve": "Établir ou vérifier la preuve qu’un document est celui qui a été conservé.",
    "preuve etablir": "Écrire la preuve d’un document dans un fichier qui se suffit.",
    "preuve verifier": "Vérifier une preuve, sans la société et sans connexion.",
    "service": "Classer et envoyer sans fenêtre, à chaque ouverture de session.",
    "service installer": "Mettre en place le service de cette personne sur ce poste.",
    "service retirer": "Retirer le service de cette personne sur ce poste.",
    "service ecrire": "Écrire seulement le fichier du service dans un dossier.",
    "integration": "Mettre le programme dans le menu des applications et derrière ses adresses.",
    "integration installer": "Le mettre en place pour cette personne sur ce poste.",
    "integration retirer": "Le retirer pour cette personne sur ce poste.",
    "integration ecrire": "Écrire seulement les fichiers dans un dossier.",
    "licence": "Installer, montrer ou émettre une licence.",
    "licence verifier-date": "Comparer la date retenue par la société à celle de Microsoft 365, et la corriger.",
    "licence installer": "Installer un fichier de licence dans la base de la société.",
    "licence afficher": "Montrer ce que la licence ouvre à chaque application.",
    "licence emettre": "Émettre une licence (outil de l’éditeur).",
    "licence creer-cle": "Créer les clés de signature de l’éditeur.",
}

COMPANY = "La base de la société : un fichier, ou une adresse postgresql+psycopg://…"
APPLICATION = "L’application : comptabilite, gestion-commerciale, paie…"
JSON = "Répondre en JSON, pour un autre programme."
YES = "Ne pas demander de confirmation."
COMPANY_NAME = "La raison sociale."
SIREN = "Le numéro SIREN, neuf chiffres."
THIRD_PARTIES = "Un fichier CSV de tiers : code;type;nom;siren;siret;tva."
LICENCE_FILE = "Le fichier reçu du revendeur."
KEY_FOLDER = "Où écrire les deux clés ; la privée n’en sort pas."
LICENCE_APPLICATIONS = "Une application couverte ; l’option peut être répétée."
LICENCE_KEY = "La clé privée de l’éditeur ; sans elle, celle de la démonstration."
LICENCE_OUTPUT = "Le fichier de licence à écrire ; sans lui, elle est affichée."
LICENCE_START = "Premier jour de validité, AAAA-MM-JJ."
LICENCE_END = "Dernier jour de validité, AAAA-MM-JJ."
WITH_BROWSER = "Se connecter dans le navigateur du poste plutôt qu’avec un code."
USE_GROUP = "Utiliser ce groupe existant (son identifiant)."
NEW_GROUP = "Créer un autre groupe du même nom."
RESTORE = "Restaurer le groupe supprimé dans Microsoft 365."
CONTINUOUS = "Continuer jusqu’à l’arrêt demandé."
IN_FLIGHT = "Envois simultanés, de 1 à 32."
SEARCHED = "Ce qui est cherché : numéro, tiers, type…"
LIMIT = "Nombre de documents au plus."
FILES = "Les fichiers à classer."
THIRD_PARTY = "Le code du tiers."
DOCUMENT_TYPE = "Le type de pièce : facture, avoir, devis…"
DOCUMENT_NUMBER = "Le numéro de pièce."
DOCUMENT_DATE = "La date de la pièce, AAAA-MM-JJ."
VERSION = "Dire la version du programme."
CAPTURES = "Dossier où laisser les images de chaque étape."
PORT = "Le premier des trois ports ; 0 : des ports libres."
EMULATOR_DATA = "Dossier où il garde ses données."
LATENCY = "Délai ajouté à chaque réponse, en millisecondes."
PROVISIONING = "Durée de préparation de l’espace d’un nouveau groupe, en secondes."
FAULTS = "Fichier JSON de défauts à jouer."
EMULATOR_JOURNAL = "Fichier où noter chaque demande, une ligne JSON."

# --- `documents` ----------------------------------------------------------------------------------

SEARCH_OFFSET = "Passe ce nombre de documents."
SEARCH_STATUS = typeset(
    "Seulement ceux qui ont ce statut : en_attente, bloque, a_classer, classe ou supprime (en ligne)."
)
SEARCH_ORDER = typeset("Trie par : ajout, date, numero, tiers, type, montant ou statut.")
SEARCH_RISING = "Du plus petit au plus grand, ou du plus ancien au plus récent."

# --- `rapatrier` ----------------------------------------------------------------------------------

TARGET = "Le dossier où les ramener ; il est créé s’il n’existe pas."
TEXT_OPTION = "Seulement ceux qui répondent à cette recherche."
THIRD_PARTY_OPTION = "Seulement ceux de ce tiers (son code)."
TYPE_OPTION = "Seulement ce type de pièce."
SINCE_OPTION = "À partir de cette date de pièce, AAAA-MM-JJ."
FILED_OPTION = "Seulement ceux qui sont en ligne : sans ceux qui attendent, repris sinon de la base de la société."
PROVE_OPTION = "Écrire aussi la preuve que ces fichiers sont ceux qui ont été conservés."
UNTIL_OPTION = "Jusqu’à cette date de pièce, AAAA-MM-JJ."

# --- `dossier` ------------------------------------------------------------------------------------

DOSSIER_TARGET = (
    "Le dossier à constituer, nouveau ou vide ; ou celui d’une fois précédente, qui est complété."
)
DOSSIER_ZIP = "Faire un seul fichier zip, au lieu d’un dossier."
DOSSIER_DOCUMENT = "Seulement ce document (son identifiant) et les fichiers de sa pièce ; l’option peut être répétée."

# --- `synchroniser` -------------------------------------------------------------------------------

PART_OPTION = (
    "Une partie à mettre à jour (tiers, ventes, achats, comptabilite, articles, stocks, archives, autres) ; "
    "l’option peut être répétée. Sans elle : toutes."
)

# --- `joindre`, `archiver` ------------------------------------------------------------------------

ATTACHED_FILES = "Les fichiers à joindre."
ARCHIVED_FILE = "L’archive zip."
ATTACHED_TO_TYPE = "Le type de la pièce à laquelle joindre : facture, devis…"
ATTACHED_TO_NUMBER = "Le numéro de la pièce à laquelle joindre."
ATTACHED_TO_DATE = "La date de cette pièce, AAAA-MM-JJ."
ATTACHED_TO_ARTICLE = "L’article auquel joindre, au lieu d’un tiers."
TO_TRANSMIT_OPTION = "Dans le dossier « A transmettre » de la pièce."
FROM_GROUP = "Les fichiers sont dans l’espace en ligne de la société : y copier."
YEAR = "L’année archivée, AAAA."
TARGET_ADVICE = typeset("Indiquez --tiers CODE, ou --article FAMILLE/REFERENCE.")
ONE_TARGET = typeset("Indiquez un tiers et sa pièce, ou un article : pas les deux.")
ARTICLE_ADVICE = typeset("Écrivez la famille, une barre oblique, puis la référence.")
PIECE_ADVICE = typeset("Indiquez aussi --piece NUMERO : seule une pièce a ce dossier.")

# --- `envoyer-sdm` --------------------------------------------------------------------------------

EXCHANGED_FILES = "Les fichiers à envoyer."
EXCHANGE_FOLDER = "Son dossier d’échange ; retenu pour cette personne et cette société."

# --- `reessayer`, `retirer` -----------------------------------------------------------------------

WHICH = typeset(
    "Le document : son identifiant, ou ce qui le désigne (nom du fichier, numéro de pièce)."
)
ALL_BLOCKED = "Tous les documents bloqués."
ONE_OR_ALL = "Indiquez un document, ou --tous, et non les deux."

# --- `journal` ------------------------------------------------------------------------------------

JOURNAL_TEXT = "Seulement les lignes qui contiennent ces mots."
JOURNAL_SINCE = "À partir de ce jour, AAAA-MM-JJ."
JOURNAL_UNTIL = "Jusqu’à ce jour compris, AAAA-MM-JJ."
JOURNAL_DOCUMENT = "Seulement ce qui est arrivé à ce document (son identifiant)."
JOURNAL_LIMIT = "Nombre de lignes au plus, les plus récentes d’abord."
JOURNAL_CSV = (
    "Écrire toutes les lignes demandées dans un fichier CSV, avec la tête du journal à la fin."
)

# --- `verifier` -----------------------------------------------------------------------------------

CHECKED_FOLDER = "Un dossier de documents rapatriés : leurs fichiers sont vérifiés aussi."
CHECKED_ONLINE = "Demander aussi à Microsoft 365 la taille et l’empreinte de ce qui est en ligne."
CHECKED_HEAD = "Une tête gardée ailleurs, NUMERO:EMPREINTE, que le journal doit contenir."
ACCEPTED_HEAD = (
    "Garder la tête d’aujourd’hui sur ce poste malgré les constats, une fois qu’ils sont expliqués."
)
HEAD_FORM = typeset("Écrivez le numéro, deux-points, puis l’empreinte : 42:9f86d0…")

# --- `societes` -----------------------------------------------------------------------------------

COMPANIES_FILTER = "Seulement celles qui contiennent ce texte : nom, SIREN, emplacement, application, état, compte."
COMPANIES_TO_SETTLE = "Seulement celles qui demandent quelque chose."
COMPANIES_FOLDER = "Les sociétés qui se trouvent dans ce dossier, à la place de celles de la liste."
COMPANIES_KEEP = "Ajouter à la liste celles qui ont été trouvées dans le dossier."
COMPANIES_FORGET = "Retirer une société de la liste ; la société elle-même ne change pas."
COMPANIES_ACTIVATE = "Activer le stockage de celles de la liste, après une seule connexion."
COMPANIES_DIAGNOSE = "Vérifier la base, l’espace en ligne et la licence de celles de la liste."
COMPANIES_LICENCES = (
    "Une licence reçue ; l’option peut être répétée, chaque société de la liste prend la sienne."
)
COMPANIES_CSV = "Écrire la liste dans un fichier CSV, pour un tableur."

# --- `societe` ------------------------------------------------------------------------------------

COMMAND_MOVED = "C’est la société elle-même, qui a changé d’emplacement."
COMMAND_COPY = (
    "C’est une copie pour des essais : elle devient une société à part, stockage désactivé."
)
ONE_ANSWER = "Donnez l’une des deux options : --deplacee ou --copie."
TRANSFER_TARGET = "La base à créer : un fichier, ou une adresse postgresql+psycopg://…"
NEW_NAME = "La nouvelle raison sociale."

# --- `ouvrir` -------------------------------------------------------------------------------------

ADDRESS = (
    "Une adresse stockage-partage:// : ce qu’elle montre, dans une société connue sur ce poste."
)
PAGE = "La page à montrer : documents, echanges, tiers, exercices, modeles ou identification."
SHOWN_DOCUMENT = "Le numéro de la pièce à montrer."


# --- the grammar of a call ------------------------------------------------------------------------

COMMANDS = f"Commandes{NBSP}"
COMMAND_PIECE = "COMMANDE [ARGUMENTS]…"
#: What the command library writes on a help page, by its own English. It adds colons and brackets.
HELP_PAGE = {
    "Usage:": f"Utilisation{NBSP}:",
    "Positional arguments": f"Arguments{NBSP}",
    "Options": f"Options{NBSP}",
    "Show this message and exit.": "Montrer cette aide.",
    "default: {default}": f"par défaut{NBSP}: {{default}}",
    "required": "obligatoire",
}

SEE_HELP = "Ajoutez --help pour l’aide."
UNFIT_CALL = f"Cette commande n’est pas écrite comme attendu. {SEE_HELP}"
INTERRUPTED = "Interrompu à votre demande."

#: What would fit, for values that are written in one way.
ADVICE_BY_METAVAR = {
    "DATE": "Écrivez une date qui existe, AAAA-MM-JJ : 2026-03-15 pour le 15 mars 2026.",
    "AAAA": "Indiquez une année de quatre chiffres : 2026.",
}
PLAUSIBLE_DATE = "Indiquez une date de 1900 à 2100, AAAA-MM-JJ."
LATER_END = "Donnez une date de fin qui ne précède pas la date de début."


def unknown_command(name: str) -> str:
    """A command nobody knows."""
    return f"La commande {quoted(name)} n’existe pas. {SEE_HELP}"


def unknown_option(name: str) -> str:
    """An option nobody knows."""
    return f"L’option {quoted(name)} n’existe pas. {SEE_HELP}"


def missing(name: str) -> str:
    """A parameter that must be given."""
    return f"Il manque {quoted(name)}. {SEE_HELP}"


def unfit_option(name: str) -> str:
    """An option without its value, or with one too many."""
    return f"L’option {quoted(name)} n’est pas écrite comme attendu. {SEE_HELP}"


def unfit(name: str, value: str, known: Sequence[str] = (), advice: str = "") -> str:
    """A value that does not fit; `known` are those that do, `advice` says what would."""
    given = f" ({value})" if value else ""
    listed = f"Choisissez parmi{NBSP}: {', '.join(known)}." if known else SEE_HELP
    return f"La valeur donnée à {quoted(name)}{given} ne convient pas. {advice or listed}"


def range_advice(least: float | None, most: float | None) -> str:
    """What number fits between bounds that may be used; without an upper one, from the lower on."""
    if most is None:
        return f"Indiquez un nombre entier, {least:g} au moins."
    return f"Indiquez un nombre entier de {least:g} à {most:g}."
