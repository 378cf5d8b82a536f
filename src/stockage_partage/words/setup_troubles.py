"""The words of the troubles of one document, of this workstation and of the company database."""

from __future__ import annotations

from stockage_partage import errors
from stockage_partage.words.message import Action, Words
from stockage_partage.words.typography import NBSP, quoted

PLAIN: dict[type[errors.Trouble], Words] = {
    errors.FileMissing: Words(
        "Le fichier n’existe plus à cet endroit.",
        "Vérifiez son nom et son dossier, puis recommencez.",
    ),
    errors.FileUnreadable: Words(
        "Le fichier ne peut pas être lu.",
        "Fermez le programme qui l’utilise, vérifiez vos droits sur ce fichier, puis recommencez.",
    ),
    errors.FileEmpty: Words(
        "Le fichier est vide.",
        "Imprimez ou enregistrez de nouveau le document, puis recommencez.",
    ),
    errors.FolderGiven: Words(
        "C’est un dossier, pas un fichier.",
        "Ouvrez-le et choisissez les fichiers qu’il contient.",
    ),
    errors.NotAnArchive: Words(
        "Ce fichier n’est pas une archive zip complète.",
        "Recommencez l’archivage dans l’application, puis choisissez le fichier zip qu’elle a produit.",
    ),
    errors.DocumentNotUnderstood: Words(
        "Ce fichier n’est pas un PDF, ou il est abîmé.",
        "Choisissez-en un autre. Pour le classer sans l’imprimer, déposez-le.",
    ),
    errors.NameRefused: Words(
        "SharePoint refuse le nom ou l’emplacement prévu pour ce document.",
        "Raccourcissez le numéro de pièce ou le code du tiers, puis réessayez.",
    ),
    errors.PlaceTaken: Words(
        "Un autre fichier porte déjà ce nom à cet endroit dans l’espace en ligne.",
        "Renommez ou déplacez cet autre fichier dans SharePoint, puis réessayez"
        + NBSP
        + ": rien n’est remplacé.",
    ),
    errors.FolderForbidden: Words(
        "Ce compte n’a pas accès au dossier de ce document dans SharePoint.",
        "Demandez cet accès à l’administrateur Microsoft 365, ou réessayez avec un compte qui l’a.",
    ),
    errors.LockedOnline: Words(
        "Le document est ouvert ou réservé par quelqu’un dans SharePoint.",
        "Faites-le fermer ou libérer, puis réessayez.",
    ),
    errors.RefusedByService: Words(
        "Microsoft 365 refuse ce document.",
        "Vérifiez-le avec votre antivirus, puis réessayez ou retirez-le de la liste.",
    ),
    errors.DeletedOnline: Words(
        "Ce document a été supprimé dans SharePoint.",
        "Un propriétaire du groupe peut le restaurer depuis la corbeille du site, pendant 93"
        + NBSP
        + "jours en général.",
    ),
    errors.DocumentWithdrawn: Words(
        "Ce document a été retiré par quelqu’un avant d’être classé.",
        "Imprimez-le ou déposez-le de nouveau s’il doit être classé.",
    ),
    errors.OpeningRefused: Words(
        "Ce fichier peut exécuter des commandes sur ce poste"
        + NBSP
        + ": il n’est pas ouvert d’ici.",
        "Enregistrez-le, faites-le vérifier, puis ouvrez-le si vous en connaissez l’origine.",
    ),
    errors.CompanyNotNamed: Words(
        "Aucune société n’est indiquée.",
        f"Indiquez sa base avec --societe, ou par le réglage {quoted('SOCIETE')}.",
    ),
    errors.FileExists: Words(
        "Un fichier porte déjà ce nom à cet endroit.",
        "Choisissez un autre emplacement" + NBSP + ": rien n’a été remplacé.",
    ),
    errors.FolderRefused: Words(
        "Le programme ne peut pas écrire dans le dossier prévu.",
        f"Vérifiez vos droits sur ce dossier, ou choisissez-en un autre avec le réglage {quoted('DONNEES')}.",
    ),
    errors.ExchangeFolderNotNamed: Words(
        "Le dossier d’échange de Sage Document Manager n’est pas connu.",
        f"Indiquez-le avec --dossier, ou par le réglage {quoted('DOSSIER_SDM')}.",
    ),
    errors.ExchangeFolderRefused: Words(
        "Le dossier d’échange de Sage Document Manager est absent, ou n’accepte pas de fichiers.",
        "Vérifiez qu’il existe et que vous pouvez y écrire, ou choisissez-en un autre.",
    ),
    errors.PrinterRefused: Words(
        "L’imprimante n’a pas pris le document.",
        "Vérifiez qu’elle est allumée et prête, puis imprimez de nouveau, ou choisissez-en une autre.",
    ),
    errors.PrintFolderTaken: Words(
        "Ce dossier reçoit déjà les impressions d’une autre société ou d’une autre application.",
        "Choisissez-en un autre dans Fichier › Paramètres société › Personnalisation › Modèles"
        + NBSP
        + ": chaque société et chaque application a le sien.",
    ),
    errors.NotADatabase: Words(
        "Ce fichier n’est pas une base de société.",
        "Choisissez le fichier de la société, ou créez-la d’abord.",
    ),
    errors.DatabaseRefused: Words(
        "Le serveur de la base de la société a refusé l’accès.",
        "Vérifiez le nom d’utilisateur et le mot de passe réglés pour cette base.",
    ),
    errors.DatabaseReadOnly: Words(
        "La base de la société ne peut pas être modifiée depuis ce poste.",
        "Demandez le droit d’écrire dans cette base (si c’est un fichier, dans son dossier aussi), puis recommencez.",
    ),
    errors.DatabaseTooNew: Words(
        "La base de la société a été ouverte par une version plus récente de Stockage et partage.",
        "Installez cette version sur ce poste. La base n’a pas été modifiée.",
    ),
    errors.DatabaseExists: Words(
        "Une société existe déjà à cet emplacement.",
        "Ouvrez-la, ou choisissez un autre nom" + NBSP + ": rien n’a été remplacé.",
    ),
    errors.DatabaseDamaged: Words(
        "La base de la société est endommagée.",
        "Arrêtez les applications et restaurez la dernière sauvegarde de la base.",
    ),
    errors.TargetFolderRefused: Words(
        "Le dossier choisi n’accepte pas de fichiers.",
        "Vérifiez vos droits sur ce dossier, ou choisissez-en un autre.",
    ),
    errors.TargetNotAFolder: Words(
        "Ce qui est indiqué est un fichier, et non un dossier.",
        "Indiquez un dossier" + NBSP + ": il est créé s’il n’existe pas.",
    ),
    errors.DiskFull: Words(
        "Il n’y a plus de place sur le disque.",
        "Libérez de la place, puis recommencez. Ce qui était enregistré est intact.",
    ),
    errors.ProxyUnreachable: Words(
        "Le serveur mandataire (proxy) de l’entreprise ne répond pas.",
        "Vérifiez le réglage du proxy de ce poste avec votre administrateur.",
        Action.DIAGNOSE,
    ),
    errors.KeyringUnusable: Words(
        "Le coffre de mots de passe de ce poste n’est pas utilisable"
        + NBSP
        + ": la connexion ne sera pas retenue.",
        "Vous pouvez continuer. Il faudra vous reconnecter à la prochaine ouverture.",
        Action.DIAGNOSE,
    ),
    errors.EmbeddedBrowserMissing: Words(
        "La fenêtre de connexion ne peut pas s’ouvrir sur ce poste.",
        "Terminez la connexion dans votre navigateur habituel.",
        Action.OPEN_BROWSER,
    ),
    errors.Unexpected: Words(
        "Une situation imprévue s’est présentée.",
        "Recommencez. Si cela se reproduit, prévenez votre revendeur. Vos documents sont conservés.",
    ),
}
