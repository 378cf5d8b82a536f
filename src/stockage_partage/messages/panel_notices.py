"""The notices at the foot of the window, and why a button is greyed: what is so, and what to do about it.

Two of them lead to a question, which follows: whether a company that is elsewhere than it was moved or was
copied, and what becomes of its group under another name.
"""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage.activation.states import NoticeKind, PanelButton, PanelState, Reason, Tone
from stockage_partage.messages.names import the_application
from stockage_partage.messages.typography import NBSP, day, duration, plural, quoted, typeset


def reason(state: PanelState, button: PanelButton) -> str:
    """Why the button is greyed, and what to do where somebody can; empty when it is not."""
    return typeset(because(state, button.reason)) if button.reason else ""


def because(state: PanelState, why: Reason) -> str:
    """The sentence of a reason, not yet typeset: for what quotes it."""
    return _REASONS[why](state)


def _option(sentence: str) -> Callable[[PanelState], str]:
    return lambda state: sentence.format(application=the_application(state.facts.application))


def _expired(state: PanelState) -> str:
    until, application = (
        state.facts.entitlement.valid_until,
        the_application(state.facts.application),
    )
    expired = (
        f"La licence de l’option a expiré le {day(until)} pour {application}."
        if until
        else f"La licence de l’option a expiré pour {application}."
    )
    return f"{expired} Demandez son renouvellement à votre revendeur."


def _not_yet(state: PanelState) -> str:
    start, application = (
        state.facts.entitlement.valid_from,
        the_application(state.facts.application),
    )
    if start is None:
        return f"La licence de l’option ne vaut que plus tard pour {application}."
    return f"La licence de l’option ne vaut qu’à partir du {day(start)} pour {application}."


def _other_company(state: PanelState) -> str:
    holder, ours = state.facts.entitlement.holder, state.facts.company_name
    other = (
        f"La licence installée est celle de « {holder} », et non de « {ours} »."
        if holder
        else f"La licence installée est celle d’une autre société, et non de « {ours} »."
    )
    return f"{other} Installez celle de cette société."


def _inactive(_: PanelState) -> str:
    return "La connexion sera possible une fois le stockage activé."


def elsewhere(who: str | None) -> str:
    """Somebody else is activating, on the workstation `who` where it named itself."""
    if not who:
        return "L’activation est en cours sur un autre poste."
    return f"L’activation est en cours sur le poste {who}."


_REASONS: dict[Reason, Callable[[PanelState], str]] = {
    Reason.OPTION_ABSENT: _option(
        "Option non acquise pour {application}. "
        "Adressez-vous à votre revendeur, puis installez la licence reçue."
    ),
    Reason.OPTION_NOT_COVERED: _option(
        "Option non acquise pour {application} : la licence de la société couvre d’autres applications. "
        "Demandez à votre revendeur de l’ajouter."
    ),
    Reason.OPTION_EXPIRED: _expired,
    Reason.OPTION_NOT_YET_VALID: _not_yet,
    Reason.OPTION_OTHER_COMPANY: _other_company,
    Reason.OPTION_TAMPERED: _option(
        "Le fichier de licence a été modifié : installez de nouveau celui qui vous a été remis."
    ),
    Reason.OPTION_UNKNOWN_KEY: _option(
        "Le fichier de licence n’est pas signé par l’éditeur : demandez-en un autre."
    ),
    Reason.OPTION_CLOCK_SET_BACK: _option(
        "L’horloge de ce poste a été reculée : remettez-la à l’heure pour utiliser l’option."
    ),
    Reason.STORAGE_INACTIVE: _inactive,
    Reason.ACTIVATION_UNDER_WAY: _option("L’activation est en cours sur ce poste."),
    Reason.ACTIVATION_ELSEWHERE: lambda state: elsewhere(state.facts.activating_who),
    Reason.SIGN_IN_UNDER_WAY: _option("La connexion est en cours."),
    Reason.ACCOUNT_UNREAD: _option("Le compte de ce poste est en cours de lecture."),
}


TONES: dict[Tone, str] = {Tone.INFORMATION: "Information", Tone.TO_SETTLE: "À régler"}

#: The button inside a notice, for the few that one click settles.
_INSTALL_LICENCE = "Installer la licence…"
RENAME_GROUP = "Renommer le groupe"

NOTICE_ACTIONS: dict[NoticeKind, str] = {
    NoticeKind.SESSION_ENDED: "Me reconnecter",
    NoticeKind.NOBODY_CONNECTED: "Me connecter",
    NoticeKind.RIGHTS_LOST: "Changer de compte",
    NoticeKind.NAME_DIFFERS: RENAME_GROUP,
    NoticeKind.DOCUMENTS_BLOCKED: "Voir pourquoi",
    NoticeKind.OPTION_LAPSED: _INSTALL_LICENCE,
    NoticeKind.LICENCE_ENDING: _INSTALL_LICENCE,
    NoticeKind.NOT_REMEMBERED: f"Pourquoi{NBSP}?",
}


#: Of a group deleted online a short while ago.
RESTORABLE = (
    "L’administrateur Microsoft 365 peut encore le restaurer, dans les "
    f"30{NBSP}jours qui suivent la suppression."
)
_LEAVE = (
    "Le document en attente partira ensuite.",
    f"Les {{n}}{NBSP}documents en attente partiront ensuite.",
)


def counted(count: int, one: str, many: str) -> str:
    """« 1 document », « 12 documents », the number never left alone at the end of a line."""
    return plural(count, f"{{n}}{NBSP}{one}", f"{{n}}{NBSP}{many}")


def wanted_group(state: PanelState) -> str:
    """The group's name as activation would create it."""
    return state.facts.wanted_group_name or f"Sage – {state.facts.company_name}"


def notice(state: PanelState, kind: NoticeKind) -> str:
    """One sentence or two: what is so, and what to do about it."""
    return typeset(_NOTICES[kind](state))


def place(number: int, count: int) -> str:
    """The button beside a notice that is not alone: which of them it is; it leads to the next."""
    return f"{number}{NBSP}sur{NBSP}{count}{NBSP}›"


def place_name(number: int, count: int) -> str:
    """What a screen reader says of that button."""
    return f"Message {number} sur {count}, afficher le suivant"


def _group(state: PanelState) -> str:
    group = state.facts.group
    return group.name if group is not None else wanted_group(state)


def _limited(state: PanelState) -> str:
    source = state.facts.activated_from
    missing = f"L’option n’est pas acquise pour {the_application(state.facts.application)}."
    if source is None:
        return (
            f"{missing} Ici, vous pouvez consulter les documents et en copier sur les tiers ; "
            "les impressions ne sont pas classées."
        )
    return (
        f"{missing} Le stockage a été activé depuis {the_application(source)} : vous pouvez consulter les "
        "documents et en copier sur les tiers ; les impressions ne sont pas classées."
    )


def _lapsed(state: PanelState) -> str:
    why = because(state, _lapse(state))
    return f"{why} Vous pouvez encore consulter les documents et en copier sur les tiers."


def _lapse(state: PanelState) -> Reason:
    return Reason(f"option_{state.facts.entitlement.standing.value}")


def _preparing(state: PanelState) -> str:
    sentences = [
        f"Microsoft prépare l’espace en ligne depuis {duration(state.elapsed_minutes)}.",
        "Inutile d’attendre ici : les documents classés d’ici là sont conservés et partiront dès qu’il sera prêt.",
    ]
    if state.prepares_too_long:
        sentences.append(
            "Si cela dure, prévenez l’administrateur : son guide indique comment relancer la préparation."
        )
    return " ".join(sentences)


def _session_ended(state: PanelState) -> str:
    return _then_leave("Votre session Microsoft 365 est terminée : reconnectez-vous.", state)


def _nobody_connected(state: PanelState) -> str:
    return _then_leave(
        "Aucun compte Microsoft 365 n’est connecté sur ce poste : connectez-vous.", state
    )


def _site_locked(state: PanelState) -> str:
    return _then_leave(
        "Un administrateur a verrouillé le site SharePoint de la société. Demandez à l’administrateur "
        "Microsoft 365 de le déverrouiller.",
        state,
    )


def _paused(state: PanelState) -> str:
    return _then_leave(
        "Microsoft 365 demande de ralentir : l’envoi reprendra de lui-même dans "
        f"{duration(state.paused_minutes)}.",
        state,
    )


def _gone_restorable(state: PanelState) -> str:
    return _then_leave(
        f"Le groupe « {_group(state)} » a été supprimé en ligne. {RESTORABLE}", state
    )


def _then_leave(said: str, state: PanelState) -> str:
    """What is said, and what becomes of the documents that wait, where some do."""
    waiting = state.facts.documents.waiting
    return f"{said} {plural(waiting, *_LEAVE)}" if waiting else said


def _blocked(state: PanelState) -> str:
    blocked = state.facts.documents.blocked
    return counted(blocked, "document n’a pas pu partir.", "documents n’ont pas pu partir.")


def _licence_ending(state: PanelState) -> str:
    end, application = state.licence_ends_on, the_application(state.facts.application)
    ends = (
        f"La licence de l’option expire le {day(end)} pour {application}."
        if end
        else f"La licence de l’option expire bientôt pour {application}."
    )
    return f"{ends} Renouvelez-la pour continuer à classer les impressions."


def _name_differs(state: PanelState) -> str:
    # Nobody can tell whether the company or the group was renamed: neither is said to have been.
    return (
        f"Le nom du groupe en ligne, « {_group(state)} », ne correspond plus à la raison sociale. "
        f"Renommez-le en « {wanted_group(state)} ». "
        "Rien n’est perdu : les documents continuent d’y être classés et consultés."
    )


def _constant(sentence: str) -> Callable[[PanelState], str]:
    return lambda state: sentence.format(group=_group(state))


_NOTICES: dict[NoticeKind, Callable[[PanelState], str]] = {
    NoticeKind.GROUP_GONE_RESTORABLE: _gone_restorable,
    NoticeKind.GROUP_GONE: _constant(
        "Le groupe « {group} » n’existe plus en ligne. Désactivez puis réactivez le stockage pour en créer un autre."
    ),
    NoticeKind.RIGHTS_LOST: _constant(
        "Ce compte n’a pas accès au groupe « {group} ». Demandez à l’administrateur Microsoft 365 de "
        "l’y ajouter, ou connectez-vous avec un autre compte."
    ),
    NoticeKind.SITE_LOCKED: _site_locked,
    NoticeKind.SESSION_ENDED: _session_ended,
    NoticeKind.NOBODY_CONNECTED: _nobody_connected,
    NoticeKind.ACTIVATING_ELSEWHERE: lambda state: (
        f"{elsewhere(state.facts.activating_who)} "
        "Attendez : cette page se mettra à jour d’elle-même."
    ),
    NoticeKind.ACTIVATION_INTERRUPTED: _constant(
        "Une activation s’est arrêtée avant la fin. Cliquez sur « Activer le stockage » pour la reprendre : "
        "aucun second groupe ne sera créé."
    ),
    NoticeKind.OPTION_LAPSED: _lapsed,
    NoticeKind.LIMITED: _limited,
    NoticeKind.PREPARING: _preparing,
    NoticeKind.OFFLINE: _constant(
        "Microsoft 365 ne répond pas. Vérifiez la connexion Internet de ce poste. "
        "Les documents sont conservés et partiront dès son retour."
    ),
    NoticeKind.PAUSED: _paused,
    NoticeKind.DOCUMENTS_BLOCKED: _blocked,
    NoticeKind.NAME_DIFFERS: _name_differs,
    NoticeKind.LICENCE_ENDING: _licence_ending,
    NoticeKind.NOT_REMEMBERED: _constant(
        "Ce poste ne peut pas garder la session : il faudra se reconnecter à la prochaine ouverture."
    ),
}


# --- a company that is elsewhere, or has another name ---------------------------------------------

MOVED_TITLE = "La base de la société a changé d’emplacement"
MOVED_QUESTION = typeset(
    "Elle n’est plus à l’endroit où elle a été ouverte jusqu’ici. Est-ce la société elle-même, ou une copie de "
    "sa base ?"
)
MOVED_POINTS = (
    typeset(
        "La société elle-même : tout continue ici, avec le même groupe Microsoft 365. Mettez de côté l’ancien "
        "fichier, s’il existe encore : une société ne sert que d’une seule base."
    ),
    typeset(
        "Une copie pour des essais : elle devient une société à part. Le stockage y est désactivé, et ce qu’elle "
        "classera ira dans un groupe à elle. La société d’origine n’est pas touchée."
    ),
)
IT_MOVED = "C’est la société"
IT_IS_A_COPY = "C’est une copie"

SAID_MOVED = "La société est désormais à cet emplacement."
SAID_COPY = (
    "Cette copie est désormais une société à part. Le stockage y est désactivé ; activez-le si vous voulez "
    "essayer, dans un groupe à elle."
)


def before_transfer(place: str) -> str:
    """The question before a company moves to `place`."""
    return typeset(
        f"La société sera copiée dans « {place} » et ne servira plus que de là : indiquez ensuite cette adresse à "
        "chaque poste. Fermez d’abord les applications ; l’ancienne base n’est pas effacée."
    )


def transferred(place: str) -> str:
    """The company is at `place` now."""
    return typeset(
        f"La société est désormais dans « {place} ». L’ancienne base est intacte ; mettez-la de côté."
    )


def before_renaming(old_group: str, *, has_siren: bool) -> str:
    """The warning before the raison sociale changes while storage is active."""
    # A licence is recognised by the SIREN, and by the name where there is none.
    sentences = [
        f"Le stockage est activé. Le groupe {quoted(old_group)} gardera ce nom en ligne tant que vous ne "
        "l’aurez pas renommé.",
        "Rien n’est perdu : les documents continuent d’être classés, consultés et envoyés dans ce même groupe.",
    ]
    if not has_siren:
        sentences.append(
            "La licence de l’option est au nom de la société, qui n’a pas de SIREN enregistré : demandez-en "
            "une nouvelle à votre revendeur, sans quoi l’option ne sera plus reconnue."
        )
    return typeset(" ".join(sentences))


def after_renaming(new_group: str) -> str:
    """What is left to do once the raison sociale has changed."""
    return typeset(
        f"La raison sociale est changée. Lancez la commande {quoted('renommer-groupe')} pour que le groupe "
        f"s’appelle {quoted(new_group)} en ligne aussi."
    )


def group_renamed(group: str) -> str:
    """The group has its new name."""
    return f"Le groupe s’appelle maintenant {quoted(group)}."


def group_already_named(group: str) -> str:
    """Said when the group has the wanted name already: nothing is to be done."""
    return typeset(f"Le groupe s’appelle déjà {quoted(group)} : rien n’est à faire.")
