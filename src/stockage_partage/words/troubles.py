"""Every trouble in French: what happened, then what to do, then at most one button.

A test walks the families of `errors`, so that no trouble can be mute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from stockage_partage import errors
from stockage_partage.words.typography import NBSP, THIN, duration, quoted


class Action(StrEnum):
    """What the one button of a message does."""

    RETRY = "retry"
    SIGN_IN = "sign_in"
    OPEN_BROWSER = "open_browser"
    COPY_CONSENT = "copy_consent"
    CHOOSE_GROUP = "choose_group"
    DIAGNOSE = "diagnose"


@dataclass(frozen=True, slots=True)
class Words:
    """A message for a person. `advice` always says what to do."""

    what: str
    advice: str
    action: Action | None = None

    @property
    def sentence(self) -> str:
        """Both on one line, for the command line."""
        return f"{self.what} {self.advice}"


ACTION_LABELS: dict[Action, str] = {
    Action.RETRY: "Réessayer",
    Action.SIGN_IN: "Me connecter",
    Action.OPEN_BROWSER: "Ouvrir dans le navigateur",
    Action.COPY_CONSENT: "Copier le message pour l’administrateur",
    Action.CHOOSE_GROUP: "Choisir le groupe",
    Action.DIAGNOSE: "Lancer le diagnostic",
}

COPY_DETAILS = "Copier les détails"

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
        "La licence installée a été établie pour une autre société.",
        "Installez la licence établie pour cette société, ou demandez-la à votre revendeur.",
    ),
    "tampered": Words(
        "La licence installée a été modifiée ou est incomplète.",
        "Installez de nouveau le fichier reçu de votre revendeur, sans le modifier.",
    ),
    "unknown_key": Words(
        "La licence installée n’a pas été signée par l’éditeur.",
        "Installez le fichier reçu de votre revendeur, ou demandez-lui une nouvelle licence.",
    ),
    "clock_set_back": Words(
        "La date de cet ordinateur est antérieure à la dernière date connue de la société.",
        "Mettez l’ordinateur à la bonne date, puis rouvrez cette fenêtre.",
    ),
}

_KEPT = "Les documents imprimés sont conservés et partiront ensuite."

# One entry a trouble whose words depend on nothing but its kind.
_PLAIN: dict[type[errors.Trouble], Words] = {
    errors.Offline: Words(
        "Microsoft 365 ne répond pas.",
        "Vérifiez la connexion Internet de ce poste, puis réessayez. " + _KEPT,
        Action.RETRY,
    ),
    errors.ServiceUnavailable: Words(
        "Microsoft 365 est momentanément indisponible.",
        "Réessayez dans quelques minutes. " + _KEPT,
        Action.RETRY,
    ),
    errors.BeingPrepared: Words(
        "Microsoft prépare encore l’espace en ligne de la société.",
        "Rien n’est à faire" + NBSP + ": il devient accessible de lui-même. " + _KEPT,
    ),
    errors.DatabaseBusy: Words(
        "La base de la société est occupée par d’autres postes.",
        "Réessayez dans un instant. Si cela dure, vérifiez qu’aucun traitement long n’est en cours.",
        Action.RETRY,
    ),
    errors.SignInNeeded: Words(
        "Microsoft 365 demande de se connecter.",
        f"Cliquez sur {quoted('Me connecter')}. " + _KEPT,
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
        "Demandez à l’administrateur Microsoft 365 d’augmenter l’espace. " + _KEPT,
    ),
    errors.LicenceForLibraryMissing: Words(
        "L’organisation Microsoft 365 n’a pas d’espace SharePoint pour ce groupe.",
        "Demandez à l’administrateur d’ajouter SharePoint à l’abonnement de l’organisation.",
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
    errors.DatabaseMissing: Words(
        "La base de la société est introuvable.",
        "Vérifiez son emplacement, que le réseau ou le serveur répond, puis rouvrez la société.",
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
}


def _throttled(trouble: errors.Throttled) -> Words:
    wait = (
        f"L’envoi reprendra dans {duration(max(1, round(trouble.retry_after / 60)))}."
        if trouble.retry_after
        else "L’envoi reprendra de lui-même."
    )
    return Words("Microsoft 365 demande de ralentir.", wait)


def _elsewhere(trouble: errors.ActivatingElsewhere) -> Words:
    return Words(
        f"L’activation est en cours sur un autre poste{NBSP}: {trouble.who}.",
        "Attendez qu’elle se termine" + NBSP + ": le résultat s’affichera ici.",
    )


def _wrong_account(trouble: errors.WrongAccount) -> Words:
    return Words(
        f"La connexion attendue était celle de {trouble.expected}, "
        f"mais {trouble.actual} s’est connecté.",
        "Rien n’a été modifié. Recommencez avec le compte attendu, ou déconnectez-vous d’abord.",
        Action.SIGN_IN,
    )


def _consent(trouble: errors.ConsentMissing) -> Words:
    return Words(
        "L’administrateur Microsoft 365 de l’organisation doit d’abord autoriser Stockage et partage.",
        "Envoyez-lui le message préparé, puis réessayez quand il l’aura accepté.",
        Action.COPY_CONSENT if trouble.consent_url else Action.SIGN_IN,
    )


def _option(trouble: errors.OptionMissing | errors.LicenceRefused) -> Words:
    return OPTION_REASONS[trouble.reason]


def _gone(trouble: errors.GroupGone) -> Words:
    what = "Le groupe de la société a été supprimé dans Microsoft 365."
    if trouble.restorable:
        return Words(
            what,
            "L’administrateur peut le restaurer pendant 30" + NBSP + "jours. " + _KEPT,
            Action.RETRY,
        )
    return Words(
        what, "Désactivez puis réactivez le stockage pour créer un nouveau groupe. " + _KEPT
    )


def _name_taken(trouble: errors.GroupNameTaken) -> Words:
    name = trouble.candidates[0][1] if trouble.candidates else ""
    return Words(
        f"Un groupe nommé {quoted(name)} existe déjà et n’a pas été créé pour cette société.",
        "Choisissez de l’utiliser, d’en créer un autre ou d’annuler.",
        Action.CHOOSE_GROUP,
    )


def _name_refused(trouble: errors.GroupNameRefused) -> Words:
    proposal = f"Elle propose {quoted(trouble.suggested)}. " if trouble.suggested else ""
    return Words(
        "Les règles de votre organisation refusent le nom prévu pour le groupe.",
        proposal
        + "Demandez à l’administrateur Microsoft 365 de créer le groupe ou d’adapter la règle.",
    )


def _too_large(trouble: errors.FileTooLarge) -> Words:
    return Words(
        "Le fichier est trop volumineux pour être classé.",
        f"La limite est de {trouble.limit // 1_000_000}{NBSP}Mo"
        + NBSP
        + ": réduisez-le ou séparez-le en plusieurs documents.",
    )


MISSING_FACTS = {
    "third_party": "le tiers",
    "type": "le type de pièce",
    "number": "le numéro de pièce",
    "date": "la date",
}


def _missing(trouble: errors.DetailsMissing) -> Words:
    facts = [MISSING_FACTS.get(fact, fact) for fact in trouble.missing]
    listed = ", ".join(facts[:-1]) + (" et " if len(facts) > 1 else "") + facts[-1]
    return Words("Il manque de quoi classer ce document.", f"Indiquez {listed}.")


def _settings(trouble: errors.SettingsRefused) -> Words:
    return Words(
        f"Le réglage {quoted(trouble.setting)} ne peut pas être utilisé.",
        "Corrigez-le dans le fichier de réglages ou dans l’environnement, puis relancez le programme.",
    )


def _certificate(trouble: errors.CertificateRefused) -> Words:
    signed = f", établi par {quoted(trouble.issuer)}," if trouble.issuer else ""
    return Words(
        f"Le certificat présenté à la place de celui de Microsoft 365{signed} n’est pas reconnu ici.",
        "Si votre entreprise contrôle les échanges, indiquez son certificat dans le réglage "
        + quoted("CA_FILE")
        + ".",
        Action.DIAGNOSE,
    )


def _clock(trouble: errors.ClockWrong) -> Words:
    late = "en retard" if trouble.seconds < 0 else "en avance"
    by = f" de {duration(round(abs(trouble.seconds) / 60))}" if trouble.seconds else ""
    what = (
        f"L’horloge de ce poste est {late}{by}."
        if by
        else "L’horloge de ce poste n’est pas à l’heure."
    )
    return Words(what, "Mettez-la à l’heure, puis réessayez.", Action.RETRY)


# Words that need the trouble's own facts.
_TOLD: dict[type[errors.Trouble], Callable[..., Words]] = {
    errors.Throttled: _throttled,
    errors.ActivatingElsewhere: _elsewhere,
    errors.WrongAccount: _wrong_account,
    errors.ConsentMissing: _consent,
    errors.OptionMissing: _option,
    errors.LicenceRefused: _option,
    errors.GroupGone: _gone,
    errors.GroupNameTaken: _name_taken,
    errors.GroupNameRefused: _name_refused,
    errors.FileTooLarge: _too_large,
    errors.DetailsMissing: _missing,
    errors.SettingsRefused: _settings,
    errors.CertificateRefused: _certificate,
    errors.ClockWrong: _clock,
}


def explain(trouble: errors.Trouble) -> Words:
    """What to say of a trouble. Raises KeyError for a family head, which nobody should raise."""
    kind = type(trouble)
    if kind in _TOLD:
        return _TOLD[kind](trouble)
    return _PLAIN[kind]


def explained_kinds() -> frozenset[type[errors.Trouble]]:
    """The kinds that have words, for the test that none is mute."""
    return frozenset(_PLAIN) | frozenset(_TOLD)
