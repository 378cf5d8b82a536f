"""Every trouble in French: what happened, then what to do, then at most one button.

A test walks the families of `errors`, so that no trouble can be mute.

Dates are said here too: a computer's clock, or the date that a company keeps, against Microsoft 365's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from stockage_partage import errors
from stockage_partage.messages.message import (
    ACTION_LABELS,
    CHANGE_ACCOUNT,
    KEPT,
    RESUME_ACTIVATION,
    UNCHANGED,
    Message,
    MessageAction,
)
from stockage_partage.messages.panel_notices import RESTORABLE, elsewhere
from stockage_partage.messages.plain_troubles import (
    LINE_REASONS,
    OPTION_REASONS,
    PARTY_FILES,
    PLAIN,
)
from stockage_partage.messages.setup_troubles import SETTINGS, TOLD, link_in_the_way
from stockage_partage.messages.typography import NBSP, day, duration, listed, quoted, typeset


def corrected(kept: datetime, theirs: datetime) -> str:
    """Said when the date that the company kept was false, and no workstation uses it any more."""
    return typeset(
        f"La base de la société retenait le {_day(kept)}, alors que Microsoft 365 donne le {_day(theirs)}. "
        "Elle retient de nouveau la bonne date, pour tous les postes."
    )


def right(theirs: datetime) -> str:
    """Nothing had to be done."""
    return typeset(
        f"La date de la société s’accorde avec celle de Microsoft 365 : le {_day(theirs)}. "
        "Rien n’est à corriger."
    )


def clock_wrong(trouble: errors.ClockWrong) -> Message:
    """This computer's own; how far, when that is known."""
    late = "en retard" if trouble.seconds < 0 else "en avance"
    by = f" de {duration(round(abs(trouble.seconds) / 60))}" if trouble.seconds else ""
    what = (
        f"L’horloge de ce poste est {late}{by}."
        if by
        else "L’horloge de ce poste n’est pas à l’heure."
    )
    return Message(what, "Mettez-la à l’heure, puis réessayez.", MessageAction.RETRY)


def date_kept_wrong(trouble: errors.DateKeptWrong) -> Message:
    """What a diagnosis found, and the way without a command."""
    return Message(
        typeset(
            f"La base de la société retient une date à venir, le {_day(trouble.kept)}, alors que "
            f"Microsoft 365 donne le {_day(trouble.theirs)} : l’option peut être suspendue sur tous les postes."
        ),
        typeset("Fermez la société, puis rouvrez-la depuis ce poste : la date sera corrigée."),
    )


def _day(moment: datetime) -> str:
    return day(moment.astimezone().date())


def _throttled(trouble: errors.Throttled) -> Message:
    wait = (
        f"L’envoi reprendra dans {duration(max(1, round(trouble.retry_after / 60)))}."
        if trouble.retry_after
        else "L’envoi reprendra de lui-même."
    )
    return Message("Microsoft 365 demande de ralentir.", wait)


_STAMP_REFUSALS = {
    "rejected": "Le service d’horodatage a refusé d’horodater le journal de la société.",
    "certificate": "Le service d’horodatage présente un certificat que ce poste ne reconnaît pas.",
    "other": "Le service d’horodatage a répondu autre chose qu’un horodatage du journal de la société.",
}


def _stamp_refused(trouble: errors.TimestampRefused) -> Message:
    return Message(
        _STAMP_REFUSALS[trouble.reason],
        "Demandez à votre administrateur de vérifier l’adresse de ce service. Il est interrogé de nouveau plus tard, "
        "et les documents partent sans l’attendre.",
    )


def _stamps_behind(trouble: errors.TimestampsBehind) -> Message:
    since = trouble.since
    return Message(
        f"Le journal de la société n’est plus horodaté depuis le {day(since.astimezone())}."
        if since is not None
        else "Le journal de la société n’a encore jamais été horodaté.",
        "Le service est interrogé une fois par jour, tant que le programme est ouvert. S’il ne répond pas, demandez à "
        "votre administrateur de vérifier son adresse.",
    )


def _elsewhere(trouble: errors.ActivatingElsewhere) -> Message:
    return Message(
        elsewhere(trouble.who),
        "Attendez qu’elle se termine" + NBSP + ": le résultat s’affichera ici.",
    )


def _wrong_account(trouble: errors.WrongAccount) -> Message:
    return Message(
        f"Le compte attendu était {trouble.expected}, "
        f"mais la connexion a été faite avec {trouble.actual}.",
        "Rien n’a été modifié. Recommencez avec le compte attendu. "
        f"Pour en changer, cliquez sur {quoted(ACTION_LABELS[MessageAction.SIGN_IN])}, à la ligne Compte.",
        MessageAction.SIGN_IN_AGAIN,
    )


def _consent(trouble: errors.ConsentMissing) -> Message:
    what = "L’administrateur Microsoft 365 de l’organisation doit d’abord autoriser Stockage et partage."
    if not trouble.consent_url:
        advice = "Demandez-lui cette autorisation. Recommencez quand il l’aura donnée."
        return Message(what, advice, MessageAction.SIGN_IN)
    return Message(
        what,
        "Copiez le message préparé et envoyez-le-lui. Recommencez quand il aura donné son autorisation.",
        MessageAction.COPY_CONSENT,
    )


def _option(trouble: errors.OptionMissing | errors.LicenceRefused) -> Message:
    return OPTION_REASONS[trouble.reason]


def _gone(trouble: errors.GroupGone) -> Message:
    what = "Le groupe de la société a été supprimé dans Microsoft 365."
    if trouble.restorable:
        return Message(
            what,
            f"{RESTORABLE} {KEPT}",
            MessageAction.RETRY,
        )
    return Message(
        what, "Désactivez puis réactivez le stockage pour créer un nouveau groupe. " + KEPT
    )


def _name_taken(trouble: errors.GroupNameTaken) -> Message:
    name = trouble.candidates[0][1] if trouble.candidates else ""
    return Message(
        f"Un groupe nommé {quoted(name)} existe déjà et n’a pas été créé pour cette société.",
        "Choisissez de l’utiliser, d’en créer un autre ou d’annuler.",
        MessageAction.CHOOSE_GROUP,
    )


def _name_refused(trouble: errors.GroupNameRefused) -> Message:
    advice = "Demandez à l’administrateur Microsoft 365 de créer le groupe ou d’adapter la règle."
    if trouble.suggested:
        advice = f"Elle propose {quoted(trouble.suggested)}. {advice}"
    return Message("Les règles de votre organisation refusent le nom prévu pour le groupe.", advice)


def _new_name_refused(trouble: errors.NewGroupNameRefused) -> Message:
    advice = (
        "Demandez à l’administrateur Microsoft 365 de renommer le groupe ou d’adapter la règle."
    )
    if trouble.suggested:
        advice = f"Elles proposent {quoted(trouble.suggested)}. {advice}"
    return Message("Les règles de votre organisation refusent le nouveau nom du groupe.", advice)


def _too_large(trouble: errors.FileTooLarge) -> Message:
    return Message(
        "Le fichier est trop volumineux pour être classé.",
        f"La limite est de {trouble.limit // 1_000_000}{NBSP}Mo{NBSP}: réduisez-le ou séparez-le en plusieurs documents.",
    )


MISSING_FACTS = {
    "third_party": "le tiers",
    "type": "le type de pièce",
    "number": "le numéro de pièce",
    "date": "la date",
    "family": "la famille de l’article",
    "reference": "la référence de l’article",
    "year": "l’année archivée",
}


def _missing(trouble: errors.DetailsMissing) -> Message:
    facts = listed([MISSING_FACTS.get(fact, fact) for fact in trouble.missing])
    return Message("Il manque de quoi classer ce document.", f"Indiquez {facts}.")


_UNKNOWN_TARGETS: dict[str, Message] = {
    "third_party": Message(
        "Aucun tiers de la société ne porte ce code.",
        "Vérifiez le code, ou ajoutez ce tiers à la société.",
    ),
    "type": Message(
        "Ce type de pièce n’existe pas pour ce tiers.",
        "Choisissez un type de pièce de vente, d’achat ou de stock.",
    ),
    "state": Message(
        "Un relevé, une lettre ou un rappel ne reçoit pas de pièces jointes.",
        "Joignez les fichiers au tiers.",
    ),
    "document": Message(
        "Ce document n’est plus dans la société.",
        "Actualisez la liste, puis choisissez un autre document.",
    ),
    "not_placed": Message(
        "Ce document attend encore d’être classé.",
        "Classez-le d’abord, puis joignez-lui les fichiers.",
    ),
}


def _unknown_target(trouble: errors.TargetUnknown) -> Message:
    return _UNKNOWN_TARGETS[trouble.what]


def _third_party(trouble: errors.ThirdPartyRefused) -> Message:
    why = LINE_REASONS.get(trouble.reason)
    return Message(
        f"La ligne {trouble.line} du fichier de tiers ne peut pas être reprise{NBSP}: {why}."
        if why
        else f"La ligne {trouble.line} du fichier de tiers ne peut pas être reprise.",
        f"Corrigez-la, puis recommencez{NBSP}: aucun tiers n’a été ajouté.",
    )


def _third_party_file(trouble: errors.ThirdPartyFileRefused) -> Message:
    return Message(*PARTY_FILES[trouble.reason])


def _folder_missing(trouble: errors.DatabaseFolderMissing) -> Message:
    return Message(
        f"Le dossier où créer la base de la société n’existe pas{NBSP}: {trouble.folder}.",
        "Créez ce dossier, ou vérifiez l’emplacement indiqué, puis recommencez.",
    )


def _database_missing(trouble: errors.DatabaseMissing) -> Message:
    return Message(
        f"La base de la société est introuvable{NBSP}: {trouble.place}."
        if trouble.place
        else "La base de la société est introuvable.",
        "Vérifiez son emplacement, et que le réseau ou le serveur répond, puis réessayez.",
        MessageAction.RETRY,
    )


def _certificate(trouble: errors.CertificateRefused) -> Message:
    return Message(
        f"Le certificat présenté à la place de celui de Microsoft 365, établi par {quoted(trouble.issuer)}, "
        "n’est pas reconnu ici."
        if trouble.issuer
        else "Le certificat présenté à la place de celui de Microsoft 365 n’est pas reconnu ici.",
        "Si votre entreprise contrôle les échanges, demandez à votre administrateur de déclarer son certificat "
        "sur ce poste.",
        MessageAction.DIAGNOSE,
    )


# Words that need the trouble's own facts.
_TOLD: dict[type[errors.Trouble], Callable[..., Message]] = {
    errors.Throttled: _throttled,
    errors.ActivatingElsewhere: _elsewhere,
    errors.TimestampRefused: _stamp_refused,
    errors.TimestampsBehind: _stamps_behind,
    errors.WrongAccount: _wrong_account,
    errors.ConsentMissing: _consent,
    errors.OptionMissing: _option,
    errors.LicenceRefused: _option,
    errors.GroupGone: _gone,
    errors.GroupNameTaken: _name_taken,
    errors.GroupNameRefused: _name_refused,
    errors.NewGroupNameRefused: _new_name_refused,
    errors.FileTooLarge: _too_large,
    errors.DetailsMissing: _missing,
    errors.TargetUnknown: _unknown_target,
    errors.ThirdPartyRefused: _third_party,
    errors.ThirdPartyFileRefused: _third_party_file,
    errors.DatabaseFolderMissing: _folder_missing,
    errors.LinkInTheWay: link_in_the_way,
    errors.DatabaseMissing: _database_missing,
    errors.CertificateRefused: _certificate,
    errors.ClockWrong: clock_wrong,
    errors.DateKeptWrong: date_kept_wrong,
    **SETTINGS,
    **TOLD,
}


def explain(trouble: errors.Trouble, outcome: str = UNCHANGED) -> Message:
    """What to say of a trouble, and of the work that it stopped: `outcome`, "" for nothing.

    Raises KeyError for a family head, which nobody should raise.
    """
    kind = type(trouble)
    told = _TOLD[kind](trouble) if kind in _TOLD else PLAIN[kind]
    return told.of_work(outcome)


# The same account would only be refused again.
_ANOTHER_ACCOUNT = (
    errors.GroupCreationForbidden,
    errors.DirectoryQuotaReached,
    errors.RightsLost,
    errors.GroupRenameForbidden,
)


def action_label(trouble: errors.Trouble, *, resuming: bool = False) -> str:
    """What the one button of `trouble` says, "" when it has none.

    `resuming`: signing in goes on with an activation that was under way.
    """
    action = explain(trouble).action
    if action is MessageAction.SIGN_IN and isinstance(trouble, _ANOTHER_ACCOUNT):
        return CHANGE_ACCOUNT
    if action is MessageAction.SIGN_IN and resuming:
        return RESUME_ACTIVATION
    return ACTION_LABELS[action] if action is not None else ""
