"""The words of what depends on nothing but its kind: troubles, a licence's verdicts, refused lines of a file."""

from __future__ import annotations

from stockage_partage import errors
from stockage_partage.messages import setup_troubles
from stockage_partage.messages.message import KEPT, UNCHANGED, Message, MessageAction
from stockage_partage.messages.typography import NBSP, THIN, typeset

OPTION_REASONS: dict[str, Message] = {
    "absent": Message(
        "L’option Stockage et partage n’est pas acquise pour cette application.",
        "Pour l’acquérir, adressez-vous à votre revendeur, puis installez la licence reçue.",
    ),
    "not_covered": Message(
        "La licence de cette société ne comprend pas l’option pour cette application.",
        "Demandez à votre revendeur de l’ajouter, puis installez la nouvelle licence.",
    ),
    "expired": Message(
        "La licence de l’option Stockage et partage a expiré.",
        "Demandez son renouvellement à votre revendeur, puis installez la nouvelle licence.",
    ),
    "not_yet_valid": Message(
        "La licence de l’option Stockage et partage n’est pas encore en vigueur.",
        "Attendez sa date de début, ou demandez à votre revendeur une licence valable dès aujourd’hui.",
    ),
    "other_company": Message(
        "Cette licence a été établie pour une autre société.",
        "Installez la licence établie pour cette société, ou demandez-la à votre revendeur.",
    ),
    "tampered": Message(
        "Cette licence a été modifiée ou est incomplète.",
        "Installez de nouveau le fichier reçu de votre revendeur, sans le modifier.",
    ),
    "unknown_key": Message(
        "Cette licence n’a pas été signée par l’éditeur.",
        "Installez le fichier reçu de votre revendeur, ou demandez-lui une nouvelle licence.",
    ),
    "clock_set_back": Message(
        "La date de cet ordinateur est antérieure à la dernière date connue de la société.",
        "Mettez l’ordinateur à la bonne date, puis rouvrez la société. S’il l’est déjà, vérifiez sa connexion "
        + f"à Internet{NBSP}: la date connue sera comparée à celle de Microsoft 365.",
    ),
}

# One entry a trouble whose words depend on nothing but its kind.
PLAIN: dict[type[errors.Trouble], Message] = {
    errors.Offline: Message(
        "Microsoft 365 ne répond pas.",
        "Vérifiez la connexion Internet de ce poste, puis réessayez.",
        MessageAction.RETRY,
        stops_all=True,
    ),
    errors.ServiceUnavailable: Message(
        "Microsoft 365 est momentanément indisponible.",
        "Réessayez dans quelques minutes.",
        MessageAction.RETRY,
        stops_all=True,
    ),
    errors.AnsweredByPage: Message(
        "Une page d’avertissement est venue à la place de la réponse de Microsoft 365.",
        f"La protection de votre réseau retient peut-être ce document{NBSP}: demandez à votre administrateur. "
        "L’envoi est tenté de nouveau.",
    ),
    errors.TimestampServiceSilent: Message(
        "Le service d’horodatage ne répond pas.",
        f"Rien n’est à faire{NBSP}: il est interrogé de nouveau plus tard, et les documents partent sans l’attendre.",
    ),
    errors.BeingPrepared: Message(
        "Microsoft prépare encore l’espace en ligne de la société.",
        "Rien n’est à faire" + NBSP + ": il devient accessible de lui-même. " + KEPT,
    ),
    errors.DatabaseBusy: Message(
        "La base de la société est occupée par d’autres postes.",
        "Réessayez dans un instant. Si cela dure, vérifiez qu’aucun traitement long n’est en cours.",
        MessageAction.RETRY,
    ),
    errors.DatabaseUnreachable: Message(
        "Le dossier de la base de la société ne répond pas pour l’instant.",
        "Réessayez dans un instant. Si cela dure, vérifiez le réseau, et le poste ou le serveur qui garde cette base.",
        MessageAction.RETRY,
    ),
    errors.SignInNeeded: Message(
        "Microsoft 365 demande de se connecter.",
        "Connectez-vous pour continuer.",
        MessageAction.SIGN_IN,
        stops_all=True,
    ),
    errors.SignInCancelled: Message(
        "Vous avez annulé la connexion.",
        UNCHANGED,
        MessageAction.SIGN_IN,
        chosen=True,
    ),
    errors.SignInTimedOut: Message(
        "La connexion n’a pas été terminée à temps.",
        "Rien n’a été modifié. Recommencez, ou terminez la connexion dans votre navigateur.",
        MessageAction.OPEN_BROWSER,
    ),
    errors.SignInRefused: Message(
        "Microsoft 365 a refusé cette connexion.",
        "Vérifiez le nom et le mot de passe du compte, et qu’il n’est ni bloqué ni expiré, puis recommencez.",
        MessageAction.SIGN_IN,
    ),
    errors.SignInForged: Message(
        "La réponse reçue ne correspond pas à la connexion demandée"
        + NBSP
        + ": elle a été écartée.",
        "Rien n’a été modifié. Recommencez"
        + THIN
        + "; si cela se reproduit, prévenez votre administrateur.",
        MessageAction.SIGN_IN,
    ),
    errors.BrowserRefused: Message(
        "Votre organisation n’accepte pas la connexion depuis cette fenêtre.",
        "Terminez la connexion dans votre navigateur habituel.",
        MessageAction.OPEN_BROWSER,
    ),
    errors.DeviceCodeRefused: Message(
        "Votre organisation n’accepte pas la connexion par code.",
        "Connectez-vous depuis la fenêtre de Stockage et partage, ou dans le navigateur de ce poste.",
        MessageAction.SIGN_IN,
    ),
    errors.TokenProtectionRequired: Message(
        "Votre organisation n’accepte que les connexions liées au poste (protection des jetons), "
        "ce que ni cette fenêtre ni un navigateur ne permettent.",
        "Demandez à l’administrateur Microsoft 365 d’exclure Stockage et partage de cette règle, puis réessayez.",
        MessageAction.SIGN_IN,
    ),
    errors.NotAssigned: Message(
        "Ce compte ne fait pas partie des personnes autorisées à utiliser Stockage et partage.",
        "Demandez à l’administrateur Microsoft 365 de l’ajouter aux utilisateurs de l’application, "
        "ou connectez-vous avec un autre compte.",
        MessageAction.SIGN_IN,
    ),
    errors.PersonalAccount: Message(
        "Ce compte Microsoft est un compte personnel.",
        "Connectez-vous avec votre compte professionnel, celui de l’organisation Microsoft 365 de la société.",
        MessageAction.SIGN_IN,
    ),
    errors.ForeignAccount: Message(
        "Ce compte n’appartient pas à l’organisation Microsoft 365 de la société.",
        "Connectez-vous avec un compte de cette organisation, ou demandez à son administrateur de vous y inviter.",
        MessageAction.SIGN_IN,
    ),
    errors.ConsentDeclined: Message(
        "L’autorisation demandée par Stockage et partage a été refusée.",
        "Recommencez et acceptez-la, ou demandez à l’administrateur Microsoft 365 de l’accorder.",
        MessageAction.SIGN_IN,
    ),
    errors.ApplicationUnknown: Message(
        "Votre organisation Microsoft 365 ne connaît pas Stockage et partage, ou l’a réglé autrement.",
        "Demandez à l’administrateur de vérifier l’inscription de l’application avec le guide de l’administrateur.",
        MessageAction.DIAGNOSE,
    ),
    errors.GroupUpsertMissing: Message(
        "Ce service Microsoft 365 ne sait pas créer le groupe d’une société sans risque d’en créer deux"
        + NBSP
        + ": il lui manque la création d’un groupe par son nom unique.",
        "Rien n’a été créé. Indiquez-le à votre revendeur, qui vérifiera le service auquel ce poste est relié.",
        MessageAction.DIAGNOSE,
    ),
    errors.GroupCreationForbidden: Message(
        "Ce compte n’a pas le droit de créer des groupes dans Microsoft 365.",
        "Connectez-vous avec un compte administrateur capable de créer des groupes, "
        "ou demandez à votre administrateur d’activer le stockage.",
        MessageAction.SIGN_IN,
    ),
    errors.RightsLost: Message(
        "Ce compte n’a pas accès au groupe de la société.",
        "Demandez à un propriétaire du groupe de vous y ajouter, ou connectez-vous avec un autre compte.",
        MessageAction.SIGN_IN,
    ),
    errors.GroupRenameForbidden: Message(
        "Ce compte ne peut pas renommer le groupe de la société.",
        "Demandez à un propriétaire du groupe ou à l’administrateur Microsoft 365 de le renommer, "
        "ou connectez-vous avec un autre compte.",
        MessageAction.SIGN_IN,
    ),
    errors.NeverActivated: Message(
        "Le stockage n’a jamais été activé pour cette société"
        + NBSP
        + ": aucun de ses documents n’est en ligne.",
        "Vérifiez que la base choisie est bien celle de la société.",
    ),
    errors.StorageInactive: Message(
        "Le stockage n’est pas activé pour cette société.",
        "Activez-le dans Fichier › Paramètres société › Configuration des traitements › Échanges de données.",
    ),
    errors.StorageAlreadyActive: Message(
        "Le stockage est déjà activé pour cette société.",
        "Rien n’est à faire" + NBSP + ": toutes les applications de la base l’utilisent.",
    ),
    errors.FunctionLimited: Message(
        "Cette fonction n’est pas ouverte à cette application, qui n’a pas l’option Stockage et partage.",
        "Utilisez l’application qui a l’option, ou acquérez l’option pour celle-ci.",
    ),
    errors.DocumentManagerClosed: Message(
        "L’envoi vers Sage Document Manager est suspendu tant que le stockage Microsoft 365 est actif.",
        "Classez le document dans l’espace en ligne de la société.",
    ),
    errors.GroupAliasTaken: Message(
        "L’adresse prévue pour le groupe est déjà utilisée dans votre organisation.",
        "Demandez à l’administrateur Microsoft 365 de libérer cette adresse, puis réessayez.",
        MessageAction.RETRY,
    ),
    errors.DirectoryQuotaReached: Message(
        "Ce compte a atteint le nombre de groupes que Microsoft 365 lui permet.",
        "Supprimez des groupes inutiles, ou connectez-vous avec un autre compte administrateur.",
        MessageAction.SIGN_IN,
    ),
    errors.SiteLocked: Message(
        "Le site SharePoint de la société est verrouillé par un administrateur.",
        f"Demandez à l’administrateur Microsoft 365 de le déverrouiller{NBSP}: tout reprendra ensuite de soi-même.",
        stops_all=True,
    ),
    errors.LibraryFull: Message(
        "Il n’y a plus de place dans l’espace en ligne de la société.",
        "Demandez à l’administrateur Microsoft 365 d’augmenter l’espace. " + KEPT,
    ),
    errors.LicenceForLibraryMissing: Message(
        "L’organisation Microsoft 365 n’a pas d’espace SharePoint pour ce groupe.",
        "Demandez à l’administrateur d’ajouter SharePoint à l’abonnement de l’organisation.",
    ),
    errors.ThirdPartyInUse: Message(
        "Des documents de la société sont rattachés à ce tiers.",
        "Gardez-le" + NBSP + ": ils se cherchent par son nom. Modifiez-le s’il a changé.",
    ),
    **setup_troubles.PLAIN,
}


# --- a file of third parties ----------------------------------------------------------------------

#: The field at fault, as the form names it.
LINE_FIELDS: dict[str, str] = {
    "header": "En-tête",
    "unreadable": "Ligne",
    "code": "Code",
    "code_unseen": "Code",
    "code_twice": "Code",
    "name": "Nom",
    "type": "Type",
    "siren": "SIREN",
    "siret": "SIRET",
    "vat": "N° de TVA",
    "siren_key": "SIREN",
    "siret_key": "SIRET",
    "vat_key": "N° de TVA",
}

LINE_REASONS: dict[str, str] = {
    "header": typeset("la première ligne ne nomme pas les colonnes « code » et « nom »"),
    "unreadable": "elle n’a pas la forme d’une ligne CSV",
    "code": "le code du tiers manque",
    "code_unseen": "le code du tiers contient un retour à la ligne ou un caractère invisible",
    "code_twice": "une ligne précédente porte déjà ce code",
    "name": "le nom du tiers manque",
    "type": "le type doit être client, fournisseur, salarié ou autre",
    "siren": "le SIREN doit avoir neuf chiffres",
    "siret": "le SIRET doit avoir quatorze chiffres",
    "vat": "le numéro de TVA n’a pas la forme de ceux de son pays",
    "siren_key": "ce SIREN n’existe pas, un de ses chiffres est faux",
    "siret_key": "ce SIRET n’existe pas, un de ses chiffres est faux",
    "vat_key": "la clé de ce numéro de TVA ne convient pas, un de ses chiffres est faux",
}

#: What is wrong with a whole file, and what to do.
PARTY_FILES: dict[str, tuple[str, str]] = {
    "empty": (
        "Ce fichier de tiers est vide.",
        typeset(
            "Sa première ligne doit nommer les colonnes, dont « code » et « nom », et chaque ligne suivante "
            "un tiers. Vérifiez que c’est bien le fichier voulu."
        ),
    ),
    "encoding": (
        typeset(
            "Les accents de ce fichier de tiers ne peuvent pas être lus : il a été enregistré pour un ancien "
            "Macintosh ou pour MS-DOS."
        ),
        typeset(
            "Enregistrez-le de nouveau depuis votre tableur, au format « CSV UTF-8 », puis recommencez : "
            "aucun tiers n’a été ajouté."
        ),
    ),
}
