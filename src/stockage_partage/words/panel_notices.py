"""The notices above the panel: what is so, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage.storage.panel_state import NoticeKind, PanelState, Reason, Tone
from stockage_partage.words.names import the_application
from stockage_partage.words.panel_reasons import because, elsewhere
from stockage_partage.words.renaming import RENAME_GROUP
from stockage_partage.words.typography import NBSP, day, duration, plural, typeset

TONES: dict[Tone, str] = {Tone.INFORMATION: "Information", Tone.TO_SETTLE: "À régler"}

#: The button inside a notice, for the few that one click settles.
NOTICE_ACTIONS: dict[NoticeKind, str] = {
    NoticeKind.SESSION_ENDED: "Me reconnecter",
    NoticeKind.RIGHTS_LOST: "Changer de compte",
    NoticeKind.NAME_DIFFERS: RENAME_GROUP,
    NoticeKind.DOCUMENTS_BLOCKED: "Voir pourquoi",
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


def more(hidden: int) -> str:
    """Under the two notices shown: the button that shows the rest."""
    return plural(hidden, "Afficher un autre message", f"Afficher {{n}}{NBSP}autres messages")


def _group(state: PanelState) -> str:
    group = state.facts.group
    return group.name if group is not None else wanted_group(state)


def _limited(state: PanelState) -> str:
    source = state.facts.activated_from
    whence = f" Le stockage a été activé depuis {the_application(source)} :" if source else " Ici,"
    return (
        f"L’option n’est pas acquise pour {the_application(state.facts.application)}.{whence} vous pouvez "
        "consulter les documents et en copier sur les tiers ; les impressions ne sont pas classées."
    )


def _lapsed(state: PanelState) -> str:
    why = because(state, _lapse(state))
    return f"{why} Vous pouvez encore consulter les documents et en copier sur les tiers."


def _lapse(state: PanelState) -> Reason:
    return Reason(f"option_{state.facts.entitlement.standing.value}")


def _preparing(state: PanelState) -> str:
    hurry = (
        " Si cela dure, prévenez l’administrateur : son guide indique comment relancer la préparation."
        if state.prepares_too_long
        else ""
    )
    return (
        f"Microsoft prépare l’espace en ligne depuis {duration(state.elapsed_minutes)}. "
        "Inutile d’attendre ici : les documents classés d’ici là sont conservés "
        f"et partiront dès qu’il sera prêt.{hurry}"
    )


def _session_ended(state: PanelState) -> str:
    return f"Votre session Microsoft 365 est terminée : reconnectez-vous.{_then_leave(state)}"


def _gone_restorable(state: PanelState) -> str:
    return (
        f"Le groupe « {_group(state)} » a été supprimé en ligne. {RESTORABLE}{_then_leave(state)}"
    )


def _then_leave(state: PanelState) -> str:
    """What becomes of the documents that wait; nothing when none does."""
    waiting = state.facts.documents.waiting
    if not waiting:
        return ""
    return f" {plural(waiting, *_LEAVE)}"


def _blocked(state: PanelState) -> str:
    blocked = state.facts.documents.blocked
    return f"{counted(blocked, 'document n’a pas pu partir', 'documents n’ont pas pu partir')}."


def _licence_ending(state: PanelState) -> str:
    end = state.licence_ends_on
    until = f" le {day(end)}" if end else " bientôt"
    return (
        f"La licence de l’option expire{until} pour {the_application(state.facts.application)}. "
        "Renouvelez-la pour continuer à classer les impressions."
    )


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
    NoticeKind.SESSION_ENDED: _session_ended,
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
    NoticeKind.DOCUMENTS_BLOCKED: _blocked,
    NoticeKind.NAME_DIFFERS: _name_differs,
    NoticeKind.LICENCE_ENDING: _licence_ending,
    NoticeKind.NOT_REMEMBERED: _constant(
        "Ce poste ne peut pas garder la session : il faudra se reconnecter à la prochaine ouverture."
    ),
}
