"""The words of two families: `SetupTrouble`, what must be put right first, and `DocumentTrouble`, one document's.

Of a computer that lacks a library of its system, it is said which and how to get it; of settings, in a terminal,
where they are wrong, what was expected, and the words that are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from stockage_partage import errors
from stockage_partage.applications import Application
from stockage_partage.messages.message import Message, MessageAction
from stockage_partage.messages.typography import NBSP, quoted
from stockage_partage.settings import CLOUDS

PLAIN: dict[type[errors.Trouble], Message] = {
    errors.FileMissing: Message(
        "Le fichier n’existe plus à cet endroit.",
        "Vérifiez son nom et son dossier, puis recommencez.",
    ),
    errors.FileUnreadable: Message(
        "Le fichier ne peut pas être lu.",
        "Fermez le programme qui l’utilise, vérifiez vos droits sur ce fichier, puis recommencez.",
    ),
    errors.FileOpenElsewhere: Message(
        "Ce fichier est ouvert dans un autre programme.",
        "Fermez-le dans ce programme, puis recommencez" + NBSP + ": rien n’a été remplacé.",
    ),
    errors.FileEmpty: Message(
        "Le fichier est vide.",
        "Imprimez ou enregistrez de nouveau le document, puis recommencez.",
    ),
    errors.FolderGiven: Message(
        "C’est un dossier, pas un fichier.",
        "Ouvrez-le et choisissez les fichiers qu’il contient.",
    ),
    errors.NotAnArchive: Message(
        "Ce fichier n’est pas une archive zip complète.",
        "Recommencez l’archivage dans l’application, puis choisissez le fichier zip qu’elle a produit.",
    ),
    errors.DocumentNotUnderstood: Message(
        "Ce fichier n’est pas un PDF, ou il est abîmé.",
        "Choisissez-en un autre. Pour le classer sans l’imprimer, déposez-le.",
    ),
    errors.NameRefused: Message(
        "SharePoint refuse le nom ou l’emplacement prévu pour ce document.",
        "Raccourcissez le numéro de pièce ou le code du tiers, puis réessayez.",
    ),
    errors.PlaceTaken: Message(
        "Un autre fichier porte déjà ce nom à cet endroit dans l’espace en ligne.",
        "Renommez ou déplacez cet autre fichier dans SharePoint, puis réessayez"
        + NBSP
        + ": rien n’est remplacé.",
    ),
    errors.FolderForbidden: Message(
        "Ce compte n’a pas accès au dossier de ce document dans SharePoint.",
        "Demandez cet accès à l’administrateur Microsoft 365, ou réessayez avec un compte qui l’a.",
    ),
    errors.LockedOnline: Message(
        "Le document est ouvert ou réservé par quelqu’un dans SharePoint.",
        "Faites-le fermer ou libérer, puis réessayez.",
    ),
    errors.ArchivedOnline: Message(
        "Ce document est archivé dans Microsoft 365"
        + NBSP
        + ": il est conservé, mais ne peut pas être lu pour l’instant.",
        "Réactivez-le dans SharePoint, ce qui peut prendre jusqu’à 24"
        + NBSP
        + "heures, puis réessayez.",
        MessageAction.RETRY,
    ),
    errors.RecordLocked: Message(
        "Ce document est protégé par une règle de conservation de l’organisation.",
        "Il n’y a rien à réparer"
        + NBSP
        + ": il reste en place et ne peut être ni renommé, ni déplacé, ni supprimé. "
        "Pour lever cette protection, adressez-vous à l’administrateur Microsoft 365.",
    ),
    errors.RefusedByService: Message(
        "Microsoft 365 refuse ce document.",
        "Vérifiez-le avec votre antivirus, puis réessayez ou retirez-le de la liste.",
    ),
    errors.AddressRefused: Message(
        "Microsoft 365 a indiqué pour ce document une adresse étrangère au SharePoint de votre organisation.",
        "Rien n’y a été envoyé ni demandé. Réessayez. Si cela dure, prévenez votre administrateur.",
    ),
    errors.HeldDangerous: Message(
        "Microsoft 365 tient ce fichier pour dangereux et ne le donne à personne.",
        "Faites-le examiner par l’administrateur Microsoft 365 avant de l’utiliser ou de l’envoyer de nouveau.",
    ),
    errors.PageInstead: Message(
        "Une page d’avertissement a été reçue à la place de ce document.",
        "Microsoft 365, ou la protection de votre réseau, le tient pour suspect"
        + NBSP
        + ": ouvrez-le en ligne pour lire cette page, ou demandez à l’administrateur.",
    ),
    errors.DeletedOnline: Message(
        "Ce document a été supprimé dans SharePoint.",
        "Un propriétaire du groupe peut le restaurer depuis la corbeille du site, pendant 93"
        + NBSP
        + "jours en général.",
    ),
    errors.DocumentWithdrawn: Message(
        "Ce document a été retiré par quelqu’un avant d’être classé.",
        "Imprimez-le ou déposez-le de nouveau s’il doit être classé.",
    ),
    errors.OpeningRefused: Message(
        "Ce fichier peut exécuter des commandes sur ce poste"
        + NBSP
        + ": il n’est pas ouvert d’ici.",
        "Enregistrez-le, faites-le vérifier, puis ouvrez-le si vous en connaissez l’origine.",
    ),
    errors.CompanyNotNamed: Message(
        "Aucune société n’est ouverte.",
        f"Ouvrez-en une par le menu Fichier, {quoted('Ouvrir une société…')}.",
    ),
    errors.WindowAddressRefused: Message(
        "Cette adresse ne mène à rien que ce poste connaisse.",
        "Ouvrez d’abord la société dans le programme, ou demandez une autre adresse à qui vous l’a envoyée.",
    ),
    errors.FileExists: Message(
        "Un fichier porte déjà ce nom à cet endroit.",
        "Choisissez un autre emplacement" + NBSP + ": rien n’a été remplacé.",
    ),
    errors.FolderRefused: Message(
        "Le programme ne peut pas écrire dans le dossier prévu.",
        "Demandez à votre administrateur de vérifier vos droits sur ce dossier, ou d’en indiquer un autre.",
    ),
    errors.ExchangeFolderNotNamed: Message(
        "Le dossier d’échange de Sage Document Manager n’est pas connu.",
        "Choisissez-le, ou demandez à votre administrateur où il se trouve.",
    ),
    errors.ExchangeFolderRefused: Message(
        "Le dossier d’échange de Sage Document Manager est absent, ou n’accepte pas de fichiers.",
        "Vérifiez qu’il existe et que vous pouvez y écrire, ou choisissez-en un autre.",
    ),
    errors.PrinterRefused: Message(
        "L’imprimante n’a pas pris le document.",
        "Vérifiez qu’elle est allumée et prête, puis imprimez de nouveau, ou choisissez-en une autre.",
    ),
    errors.PrintersSilent: Message(
        "Les imprimantes de ce poste ne répondent pas.",
        "Enregistrez un PDF, ou vérifiez la connexion au serveur d’impression, puis rouvrez cette fenêtre.",
    ),
    errors.PrintFolderTaken: Message(
        "Ce dossier reçoit déjà les impressions d’une autre société ou d’une autre application.",
        "Choisissez-en un autre dans Fichier › Paramètres société › Personnalisation › Modèles"
        + NBSP
        + ": chaque société et chaque application a le sien.",
    ),
    errors.NotADatabase: Message(
        "Ce fichier n’est pas une base de société.",
        "Choisissez le fichier de la société, ou créez-la d’abord.",
    ),
    errors.DatabaseRefused: Message(
        "Le serveur de la base de la société a refusé l’accès.",
        "Vérifiez le nom d’utilisateur et le mot de passe réglés pour cette base.",
    ),
    errors.DatabaseReadOnly: Message(
        "La base de la société ne peut pas être modifiée depuis ce poste.",
        "Demandez le droit d’écrire dans cette base (si c’est un fichier, dans son dossier aussi), puis recommencez.",
    ),
    errors.DatabaseTooNew: Message(
        "La base de la société a été ouverte par une version plus récente de Stockage et partage.",
        "Installez cette version sur ce poste. La base n’a pas été modifiée.",
    ),
    errors.DatabaseExists: Message(
        "Une société existe déjà à cet emplacement.",
        "Ouvrez-la, ou choisissez un autre nom" + NBSP + ": rien n’a été remplacé.",
    ),
    errors.DatabaseCopied: Message(
        "La base de la société n’est plus à l’emplacement connu"
        + NBSP
        + ": elle a été déplacée, ou c’est une copie.",
        "Dites laquelle des deux. D’ici là, rien n’est classé ni envoyé depuis cette base.",
        MessageAction.TELL_WHERE,
    ),
    errors.DatabaseDamaged: Message(
        "La base de la société est endommagée.",
        "Arrêtez les applications et restaurez la dernière sauvegarde de la base.",
    ),
    errors.TargetFolderRefused: Message(
        "Le dossier choisi n’accepte pas de fichiers.",
        "Vérifiez vos droits sur ce dossier, ou choisissez-en un autre.",
    ),
    errors.TargetNotAFolder: Message(
        "Ce qui est indiqué est un fichier, et non un dossier.",
        "Indiquez un dossier" + NBSP + ": il est créé s’il n’existe pas.",
    ),
    errors.DossierFolderTaken: Message(
        "À cet endroit se trouve déjà autre chose, ou un dossier constitué pour d’autres documents.",
        "Choisissez un autre nom ou un dossier vide" + NBSP + ": rien n’y a été changé.",
    ),
    errors.DiskFull: Message(
        "Il n’y a plus de place sur le disque.",
        "Libérez de la place, puis recommencez. Ce qui était enregistré est intact.",
    ),
    errors.ProxyUnreachable: Message(
        "Le serveur mandataire (proxy) de l’entreprise ne répond pas.",
        "Vérifiez le réglage du proxy de ce poste avec votre administrateur.",
        MessageAction.DIAGNOSE,
    ),
    errors.ProxyWantsSignIn: Message(
        "Le serveur mandataire (proxy) de l’entreprise demande une identification que le programme ne peut pas lui donner.",
        "Demandez à votre administrateur de laisser passer sans identification les adresses de Microsoft 365.",
        MessageAction.DIAGNOSE,
    ),
    errors.IntegrationRefused: Message(
        "Ce système n’a pas mis le programme dans le menu des applications, ou ne l’en a pas retiré.",
        "Écrivez ses fichiers dans un dossier, et demandez à votre administrateur de les mettre en place.",
    ),
    errors.ServiceRefused: Message(
        "Le système n’a pas accepté le service d’envoi.",
        "Rien n’est perdu"
        + NBSP
        + ": la fenêtre classe et envoie aussi. Demandez à votre administrateur si ce poste permet les services de la personne.",
    ),
    errors.KeyringUnusable: Message(
        "Le coffre de mots de passe de ce poste n’est pas utilisable"
        + NBSP
        + ": la connexion ne sera pas retenue.",
        "Vous pouvez continuer. Il faudra vous reconnecter à la prochaine ouverture.",
        MessageAction.DIAGNOSE,
    ),
    errors.Unexpected: Message(
        "Une situation imprévue s’est présentée.",
        "Recommencez. Si cela se reproduit, prévenez votre revendeur. Vos documents sont conservés.",
    ),
}


def link_in_the_way(trouble: errors.LinkInTheWay) -> Message:
    """Which one it is, where that is known."""
    which = f"{quoted(trouble.name)} est" if trouble.name else "Ce dossier est"
    return Message(
        f"{which} un lien vers un autre endroit, que le programme ne suit pas.",
        "Remplacez ce lien par un vrai dossier, ou choisissez le dossier auquel il mène.",
    )


_NAMED = 3


def _lacking(trouble: errors.LibraryMissing) -> str:
    """« : il y manque libXfixes.so.3. »; a full stop alone where nothing is known."""
    libraries = trouble.libraries
    if not libraries:
        return "."
    named, more = ", ".join(libraries[:_NAMED]), len(libraries) - _NAMED
    others = f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else ""
    noun = "la bibliothèque" if len(libraries) == 1 else "les bibliothèques"
    return f"{NBSP}: il y manque {noun} {named}{others}."


def _to_install(trouble: errors.LibraryMissing) -> str:
    """Who can help, and with which packages; "" where nothing is known to be missing."""
    if not trouble.libraries:
        return ""
    if not trouble.packages:
        return "Demandez à l’administrateur de ce poste de les installer. "
    noun = "le paquet" if len(trouble.packages) == 1 else "les paquets"
    return (
        f"Demandez à l’administrateur de ce poste d’installer {noun} {' '.join(trouble.packages)}. "
    )


def _window(trouble: errors.LibraryMissing) -> Message:
    what = "La fenêtre ne peut pas s’ouvrir sur ce poste" + _lacking(trouble)
    return Message(what, (_to_install(trouble) + "Les commandes restent utilisables.").strip())


def _browser(trouble: errors.EmbeddedBrowserMissing) -> Message:
    what = "La fenêtre de connexion ne peut pas s’ouvrir sur ce poste" + _lacking(trouble)
    meanwhile = "En attendant, terminez" if trouble.libraries else "Terminez"
    advice = f"{_to_install(trouble)}{meanwhile} la connexion dans votre navigateur habituel."
    return Message(what, advice, MessageAction.OPEN_BROWSER)


def _printers(trouble: errors.PrintersMissing) -> Message:
    what = "Les imprimantes ne peuvent pas être utilisées depuis ce poste" + _lacking(trouble)
    return Message(what, _to_install(trouble) + "L’enregistrement en PDF reste possible.")


TOLD: dict[type[errors.Trouble], Callable[..., Message]] = {
    errors.LibraryMissing: _window,
    errors.EmbeddedBrowserMissing: _browser,
    errors.PrintersMissing: _printers,
}


_FORM = "Écrivez chaque valeur entre guillemets droits ou entre apostrophes droites."
_PATHS = "Dans un chemin Windows, mettez des / ou entourez-le d’apostrophes droites."
_AGAIN = "Corrigez-le, puis relancez le programme."
_INVISIBLE = re.compile("[\x00-\x1f\x7f]")
_ADDRESS = f"une adresse qui commence par {quoted('https://')} est attendue"
_EXPECTED = {
    "CA_FILE": "aucun certificat n’a été trouvé à cet endroit",
    "AUTHORITY": _ADDRESS,
    "GRAPH_URL": _ADDRESS,
    "HORODATAGE": f"{_ADDRESS}, sans nom d’utilisateur ni mot de passe",
    "CLOUD": f"les mots possibles sont {', '.join(CLOUDS)}",
    "APPLICATION": f"les noms possibles sont {', '.join(Application)}",
}


#: What each setting says, in the words of a window.
_SAID_BY = {
    "CA_FILE": "le certificat de l’entreprise",
    "AUTHORITY": "l’adresse de connexion à Microsoft 365",
    "GRAPH_URL": "l’adresse des services Microsoft 365",
    "CLIENT_ID": "l’identifiant de l’application",
    "CLOUD": "le cloud Microsoft 365",
    "HORODATAGE": "le service d’horodatage",
    "APPLICATION": "l’application",
}
_BY_THE_ADMINISTRATOR = (
    "Demandez à votre administrateur de le corriger, puis relancez le programme."
)


def _not_usable(trouble: errors.SettingsRefused) -> Message:
    said = _SAID_BY.get(trouble.setting)
    about = f" pour {said}" if said else ""
    return Message(
        f"Le fichier de réglages de ce poste donne{about} une valeur qui ne peut pas être utilisée.",
        _BY_THE_ADMINISTRATOR,
    )


def _not_readable(trouble: errors.SettingsFileRefused) -> Message:
    where = (
        f"{NBSP}: la ligne {trouble.line} n’est pas écrite comme attendu" if trouble.line else ""
    )
    return Message(
        f"Le fichier de réglages {quoted(trouble.setting)} ne peut pas être lu{where}.",
        _BY_THE_ADMINISTRATOR,
    )


def _not_known(trouble: errors.SettingUnknown) -> Message:
    return Message(
        "Le fichier de réglages de ce poste contient un nom inconnu, ou une valeur qui n’est pas un texte.",
        _BY_THE_ADMINISTRATOR,
    )


#: In a window, where no setting is named: nobody can change it there.
SETTINGS: dict[type[errors.Trouble], Callable[[Any], Message]] = {
    errors.SettingsRefused: _not_usable,
    errors.SettingsFileRefused: _not_readable,
    errors.SettingUnknown: _not_known,
}


def _refused(trouble: errors.SettingsRefused) -> Message:
    name = quoted(trouble.setting)
    if _INVISIBLE.search(trouble.detail):
        # What `"S:\\base\\new.db"` becomes: the backslash and the letter after it are one character.
        return Message(f"Le réglage {name} contient un caractère invisible.", f"{_PATHS} {_AGAIN}")
    expected = _EXPECTED.get(trouble.setting)
    why = f"{NBSP}: {expected}" if expected else ""
    return Message(
        f"Le réglage {name} ne peut pas être utilisé{why}.",
        "Corrigez-le dans le fichier de réglages ou dans l’environnement, puis relancez le programme.",
    )


def _file_refused(trouble: errors.SettingsFileRefused) -> Message:
    where = (
        f"{NBSP}: la ligne {trouble.line} n’est pas écrite comme attendu" if trouble.line else ""
    )
    return Message(
        f"Le fichier de réglages {quoted(trouble.setting)} ne peut pas être lu{where}.",
        f"{_PATHS if trouble.backslash else _FORM} {_AGAIN}",
    )


def _unknown(trouble: errors.SettingUnknown) -> Message:
    return Message(
        f"Dans le fichier de réglages, {quoted(trouble.setting)} n’est pas un réglage, ou sa valeur n’est pas un texte.",
        f"{_FORM} Les réglages sont{NBSP}: {', '.join(trouble.known)}.",
    )


#: In a terminal, for whoever writes them.
SETTINGS_BY_NAME: dict[type[errors.Trouble], Callable[[Any], Message]] = {
    errors.SettingsRefused: _refused,
    errors.SettingsFileRefused: _file_refused,
    errors.SettingUnknown: _unknown,
}
