"""Every trouble in French: what happened, then what to do, then at most one button.

A test walks the families of `errors`, so that no trouble can be mute.
"""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage import errors
from stockage_partage.words.message import (
    ACTION_LABELS,
    CHANGE_ACCOUNT,
    COPY_DETAILS,
    KEPT,
    RESUME_ACTIVATION,
    UNCHANGED,
    Action,
    Words,
)
from stockage_partage.words.panel_notices import RESTORABLE
from stockage_partage.words.panel_reasons import elsewhere
from stockage_partage.words.plain_troubles import OPTION_REASONS, PLAIN
from stockage_partage.words.third_party_lines import REASONS
from stockage_partage.words.typography import NBSP, duration, quoted

__all__ = [
    "ACTION_LABELS",
    "CHANGE_ACCOUNT",
    "COPY_DETAILS",
    "KEPT",
    "OPTION_REASONS",
    "RESUME_ACTIVATION",
    "UNCHANGED",
    "Action",
    "Words",
    "action_label",
    "explain",
    "explained_kinds",
]


def _throttled(trouble: errors.Throttled) -> Words:
    wait = (
        f"L’envoi reprendra dans {duration(max(1, round(trouble.retry_after / 60)))}."
        if trouble.retry_after
        else "L’envoi reprendra de lui-même."
    )
    return Words("Microsoft 365 demande de ralentir.", wait)


def _elsewhere(trouble: errors.ActivatingElsewhere) -> Words:
    return Words(
        elsewhere(trouble.who),
        "Attendez qu’elle se termine" + NBSP + ": le résultat s’affichera ici.",
    )


def _wrong_account(trouble: errors.WrongAccount) -> Words:
    return Words(
        f"Le compte attendu était {trouble.expected}, "
        f"mais la connexion a été faite avec {trouble.actual}.",
        "Rien n’a été modifié. Recommencez avec le compte attendu. "
        f"Pour en changer, cliquez sur {quoted(ACTION_LABELS[Action.SIGN_IN])}, à la ligne Compte.",
        Action.SIGN_IN_AGAIN,
    )


def _consent(trouble: errors.ConsentMissing) -> Words:
    what = "L’administrateur Microsoft 365 de l’organisation doit d’abord autoriser Stockage et partage."
    if not trouble.consent_url:
        advice = "Demandez-lui cette autorisation. Recommencez quand il l’aura donnée."
        return Words(what, advice, Action.SIGN_IN)
    return Words(
        what,
        "Copiez le message préparé et envoyez-le-lui. Recommencez quand il aura donné son autorisation.",
        Action.COPY_CONSENT,
    )


def _option(trouble: errors.OptionMissing | errors.LicenceRefused) -> Words:
    return OPTION_REASONS[trouble.reason]


def _gone(trouble: errors.GroupGone) -> Words:
    what = "Le groupe de la société a été supprimé dans Microsoft 365."
    if trouble.restorable:
        return Words(
            what,
            f"{RESTORABLE} {KEPT}",
            Action.RETRY,
        )
    return Words(
        what, "Désactivez puis réactivez le stockage pour créer un nouveau groupe. " + KEPT
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


def _new_name_refused(trouble: errors.NewGroupNameRefused) -> Words:
    proposal = f"Elles proposent {quoted(trouble.suggested)}. " if trouble.suggested else ""
    return Words(
        "Les règles de votre organisation refusent le nouveau nom du groupe.",
        proposal
        + "Demandez à l’administrateur Microsoft 365 de renommer le groupe ou d’adapter la règle.",
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
    "family": "la famille de l’article",
    "reference": "la référence de l’article",
    "year": "l’année archivée",
}


def _missing(trouble: errors.DetailsMissing) -> Words:
    facts = [MISSING_FACTS.get(fact, fact) for fact in trouble.missing]
    listed = ", ".join(facts[:-1]) + (" et " if len(facts) > 1 else "") + facts[-1]
    return Words("Il manque de quoi classer ce document.", f"Indiquez {listed}.")


_UNKNOWN_TARGETS: dict[str, Words] = {
    "third_party": Words(
        "Aucun tiers de la société ne porte ce code.",
        "Vérifiez le code, ou ajoutez ce tiers à la société.",
    ),
    "type": Words(
        "Ce type de pièce n’existe pas pour ce tiers.",
        "Choisissez un type de pièce de vente, d’achat ou de stock.",
    ),
    "state": Words(
        "Un relevé, une lettre ou un rappel ne reçoit pas de pièces jointes.",
        "Joignez les fichiers au tiers.",
    ),
    "document": Words(
        "Ce document n’est plus dans la société.",
        "Actualisez la liste, puis choisissez un autre document.",
    ),
    "not_placed": Words(
        "Ce document attend encore d’être classé.",
        "Classez-le d’abord, puis joignez-lui les fichiers.",
    ),
}


def _unknown_target(trouble: errors.TargetUnknown) -> Words:
    return _UNKNOWN_TARGETS[trouble.what]


def _third_party(trouble: errors.ThirdPartyRefused) -> Words:
    why = REASONS.get(trouble.reason)
    return Words(
        f"La ligne {trouble.line} du fichier de tiers ne peut pas être reprise"
        + (f"{NBSP}: {why}." if why else "."),
        "Corrigez-la, puis recommencez" + NBSP + ": aucun tiers n’a été ajouté.",
    )


def _database_missing(trouble: errors.DatabaseMissing) -> Words:
    where = f"{NBSP}: {trouble.place}" if trouble.place else ""
    return Words(
        f"La base de la société est introuvable{where}.",
        "Vérifiez son emplacement, et que le réseau ou le serveur répond, puis réessayez.",
        Action.RETRY,
    )


_ADDRESS = f"une adresse qui commence par {quoted('https://')} est attendue"
_SETTINGS_EXPECTED = {
    "CA_FILE": "aucun certificat n’a été trouvé à cet endroit",
    "AUTHORITY": _ADDRESS,
    "GRAPH_URL": _ADDRESS,
}


def _settings(trouble: errors.SettingsRefused) -> Words:
    expected = _SETTINGS_EXPECTED.get(trouble.setting)
    why = f"{NBSP}: {expected}" if expected else ""
    return Words(
        f"Le réglage {quoted(trouble.setting)} ne peut pas être utilisé{why}.",
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
    errors.NewGroupNameRefused: _new_name_refused,
    errors.FileTooLarge: _too_large,
    errors.DetailsMissing: _missing,
    errors.TargetUnknown: _unknown_target,
    errors.ThirdPartyRefused: _third_party,
    errors.SettingsRefused: _settings,
    errors.DatabaseMissing: _database_missing,
    errors.CertificateRefused: _certificate,
    errors.ClockWrong: _clock,
}


def explain(trouble: errors.Trouble, outcome: str = UNCHANGED) -> Words:
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
    if action is Action.SIGN_IN and isinstance(trouble, _ANOTHER_ACCOUNT):
        return CHANGE_ACCOUNT
    if action is Action.SIGN_IN and resuming:
        return RESUME_ACTIVATION
    return ACTION_LABELS[action] if action is not None else ""


def explained_kinds() -> frozenset[type[errors.Trouble]]:
    """The kinds that have words, for the test that none is mute."""
    return frozenset(PLAIN) | frozenset(_TOLD)
