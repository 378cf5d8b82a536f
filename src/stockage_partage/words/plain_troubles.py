"""The words of the troubles that depend on nothing but their kind, and of a licence's verdicts."""

from __future__ import annotations

from stockage_partage import errors
from stockage_partage.words.message import Action, Words
from stockage_partage.words.typography import NBSP, THIN, quoted

OPTION_REASONS: dict[str, Words] = {
    "absent": Words(
        "L’option Stockage et partage n’est pas acquise pour cette application.",
        "Pour l’acquérir, adressez-vous à votre revendeur, puis installez la licence reçue.",
    ),
    "not_covered": Words(
        "La licence de cette société ne comprend pas l’option pour cette application.",
        "Demandez à votre revendeur de l’ajouter, puis installez la nouvelle licence.",
    ),
    "expired": Words(
        "La licence de l’option Stockage et partage a expiré.",
        "Demandez son renouvellement à votre revendeur, puis installez la nouvelle licence.",
    ),
    "not_yet_valid": Words(
        "La licence de l’option Stockage et partage n’est pas encore en vigueur.",
        "Attendez sa date de début, ou demandez à votre revendeur une licence valable dès aujourd’hui.",
    ),
    "other_company": Words(
        "Cette licence a été établie pour une autre société.",
        "Installez la licence établie pour cette société, ou demandez-la à votre revendeur.",
    ),
    "tampered": Words(
        "Cette licence a été modifiée ou est incomplète.",
        "Installez de nouveau le fichier reçu de votre revendeur, sans le modifier.",
    ),
    "unknown_key": Words(
        "Cette licence n’a pas été signée par l’éditeur.",
        "Installez le fichier reçu de votre revendeur, ou demandez-lui une nouvelle licence.",
    ),
    "clock_set_back": Words(
        "La date de cet ordinateur est antérieure à la dernière date connue de la société.",
        "Mettez l’ordinateur à la bonne date, puis rouvrez cette fenêtre.",
    ),
}

KEPT = "Les documents imprimés sont conservés et partiront ensuite."

# One entry a trouble whose words depend on nothing but its kind.
PLAIN: dict[type[errors.Trouble], Words] = {
    errors.Offline: Words(
        "Microsoft 365 ne répond pas.",
        "Vérifiez la connexion Internet de ce poste, puis réessayez. " + KEPT,
        Action.RETRY,
    ),
    errors.ServiceUnavailable: Words(
        "Microsoft 365 est momentanément indisponible.",
        "Réessayez dans quelques minutes. " + KEPT,
        Action.RETRY,
    ),
    errors.BeingPrepared: Words(
        "Microsoft prépare encore l’espace en ligne de la société.",
        "Rien n’est à faire" + NBSP + ": il devient accessible de lui-même. " + KEPT,
    ),
    errors.DatabaseBusy: Words(
        "La base de la société est occupée par d’autres postes.",
        "Réessayez dans un instant. Si cela dure, vérifiez qu’aucun traitement long n’est en cours.",
        Action.RETRY,
    ),
    errors.SignInNeeded: Words(
        "Microsoft 365 demande de se connecter.",
        "Connectez-vous pour continuer. " + KEPT,
        Action.SIGN_IN,
    ),
    errors.SignInCancelled: Words(
        "La connexion a été abandonnée.",
        "Rien n’a été modifié. Recommencez quand vous le souhaitez.",
        Action.SIGN_IN,
    ),
    errors.SignInTimedOut: Words(
        "La connexion n’a pas été terminée à temps.",
        "Rien n’a été modifié. Recommencez, ou terminez la connexion dans votre navigateur.",
        Action.OPEN_BROWSER,
    ),
    errors.SignInRefused: Words(
        "Microsoft 365 a refusé cette connexion.",
        "Vérifiez le nom et le mot de passe du compte, et qu’il n’est ni bloqué ni expiré, puis recommencez.",
        Action.SIGN_IN,
    ),
    errors.SignInForged: Words(
        "La réponse reçue ne correspond pas à la connexion demandée"
        + NBSP
        + ": elle a été écartée.",
        "Rien n’a été modifié. Recommencez"
        + THIN
        + "; si cela se reproduit, prévenez votre administrateur.",
        Action.SIGN_IN,
    ),
    errors.BrowserRefused: Words(
        "Votre organisation n’accepte pas la connexion depuis cette fenêtre.",
        "Terminez la connexion dans votre navigateur habituel.",
        Action.OPEN_BROWSER,
    ),
    errors.ConsentDeclined: Words(
        "L’autorisation demandée par Stockage et partage a été refusée.",
        "Recommencez et acceptez-la, ou demandez à l’administrateur Microsoft 365 de l’accorder.",
        Action.SIGN_IN,
    ),
    errors.ApplicationUnknown: Words(
        "Votre organisation Microsoft 365 ne connaît pas Stockage et partage, ou l’a réglé autrement.",
        "Demandez à l’administrateur de vérifier l’inscription de l’application avec le guide de l’administrateur.",
        Action.DIAGNOSE,
    ),
    errors.GroupCreationForbidden: Words(
        "Ce compte n’a pas le droit de créer des groupes dans Microsoft 365.",
        "Connectez-vous avec un compte Administrateur capable de créer des groupes.",
        Action.SIGN_IN,
    ),
    errors.RightsLost: Words(
        "Ce compte n’a pas accès au groupe de la société.",
        "Demandez à un propriétaire du groupe de vous y ajouter, ou connectez-vous avec un autre compte.",
        Action.SIGN_IN,
    ),
    errors.GroupRenameForbidden: Words(
        "Ce compte ne peut pas renommer le groupe de la société.",
        "Demandez à un propriétaire du groupe ou à l’administrateur Microsoft 365 de le renommer, "
        "ou connectez-vous avec un autre compte.",
        Action.SIGN_IN,
    ),
    errors.NeverActivated: Words(
        "Le stockage n’a jamais été activé pour cette société"
        + NBSP
        + ": il n’y a rien à rapatrier.",
        "Vérifiez que la base choisie est bien celle de la société.",
    ),
    errors.StorageInactive: Words(
        "Le stockage n’est pas activé pour cette société.",
        "Activez-le dans Fichier › Paramètres société › Configuration des traitements › Échanges de données.",
    ),
    errors.StorageAlreadyActive: Words(
        "Le stockage est déjà activé pour cette société.",
        "Rien n’est à faire" + NBSP + ": toutes les applications de la base l’utilisent.",
    ),
    errors.FunctionLimited: Words(
        "Cette fonction n’est pas ouverte à cette application, qui n’a pas l’option Stockage et partage.",
        "Utilisez l’application qui a l’option, ou acquérez l’option pour celle-ci.",
    ),
    errors.DocumentManagerClosed: Words(
        "L’envoi vers Sage Document Manager est suspendu tant que le stockage Microsoft 365 est actif.",
        "Classez le document dans l’espace en ligne de la société.",
    ),
    errors.GroupAliasTaken: Words(
        "L’adresse prévue pour le groupe est déjà utilisée dans votre organisation.",
        "Demandez à l’administrateur Microsoft 365 de libérer cette adresse, puis réessayez.",
        Action.RETRY,
    ),
    errors.DirectoryQuotaReached: Words(
        "Ce compte a atteint le nombre de groupes que Microsoft 365 lui permet.",
        "Supprimez des groupes inutiles, ou connectez-vous avec un autre compte Administrateur.",
        Action.SIGN_IN,
    ),
    errors.LibraryFull: Words(
        "Il n’y a plus de place dans l’espace en ligne de la société.",
        "Demandez à l’administrateur Microsoft 365 d’augmenter l’espace. " + KEPT,
    ),
    errors.LicenceForLibraryMissing: Words(
        "L’organisation Microsoft 365 n’a pas d’espace SharePoint pour ce groupe.",
        "Demandez à l’administrateur d’ajouter SharePoint à l’abonnement de l’organisation.",
    ),
    errors.ThirdPartyInUse: Words(
        "Des documents de la société portent le code de ce tiers.",
        "Gardez-le" + NBSP + ": ils se cherchent par son nom. Modifiez-le s’il a changé.",
    ),
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
        "Le document ne dit pas lui-même ce qu’il est.",
        "Indiquez le tiers, le type, le numéro et la date pour le classer.",
    ),
    errors.NameRefused: Words(
        "SharePoint refuse le nom ou l’emplacement prévu pour ce document.",
        "Raccourcissez le numéro de pièce ou le code du tiers, puis réessayez.",
    ),
    errors.PlaceTaken: Words(
        "Un autre fichier porte déjà ce nom à cet endroit dans l’espace en ligne.",
        "Renommez-le ou déplacez-le dans SharePoint, puis réessayez"
        + NBSP
        + ": rien n’est remplacé.",
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
        "Demandez le droit d’écrire dans ce fichier et dans son dossier, puis recommencez.",
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
