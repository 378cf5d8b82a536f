"""The words of the troubles that depend on nothing but their kind, and of a licence's verdicts."""

from __future__ import annotations

from stockage_partage import errors
from stockage_partage.words import setup_troubles
from stockage_partage.words.message import KEPT, UNCHANGED, Action, Words
from stockage_partage.words.typography import NBSP, THIN

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

# One entry a trouble whose words depend on nothing but its kind.
PLAIN: dict[type[errors.Trouble], Words] = {
    errors.Offline: Words(
        "Microsoft 365 ne répond pas.",
        "Vérifiez la connexion Internet de ce poste, puis réessayez.",
        Action.RETRY,
        stops_all=True,
    ),
    errors.ServiceUnavailable: Words(
        "Microsoft 365 est momentanément indisponible.",
        "Réessayez dans quelques minutes.",
        Action.RETRY,
        stops_all=True,
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
        "Connectez-vous pour continuer.",
        Action.SIGN_IN,
        stops_all=True,
    ),
    errors.SignInCancelled: Words(
        "Vous avez annulé la connexion.",
        UNCHANGED,
        Action.SIGN_IN,
        chosen=True,
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
        "Connectez-vous avec un compte administrateur capable de créer des groupes, "
        "ou demandez à votre administrateur d’activer le stockage.",
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
        "Supprimez des groupes inutiles, ou connectez-vous avec un autre compte administrateur.",
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
    **setup_troubles.PLAIN,
}
