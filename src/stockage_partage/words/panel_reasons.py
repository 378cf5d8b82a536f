"""Why a button of the panel is greyed, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage.storage.panel_state import Button, Label, PanelState, Phase, Reason
from stockage_partage.words.names import the_application
from stockage_partage.words.typography import day, typeset


def reason(state: PanelState, button: Button) -> str:
    """Why the button is greyed, and what to do where somebody can; empty when it is not."""
    return typeset(because(state, button.reason)) if button.reason else ""


def because(state: PanelState, why: Reason) -> str:
    """The sentence of a reason, not yet typeset: for what quotes it."""
    return _REASONS[why](state)


def _option(sentence: str) -> Callable[[PanelState], str]:
    return lambda state: sentence.format(application=the_application(state.facts.application))


def _expired(state: PanelState) -> str:
    until = state.facts.entitlement.valid_until
    when = f" a expiré le {day(until)}" if until else " a expiré"
    return (
        f"La licence de l’option{when} pour {the_application(state.facts.application)}. "
        "Demandez son renouvellement à votre revendeur."
    )


def _not_yet(state: PanelState) -> str:
    start = state.facts.entitlement.valid_from
    when = f"qu’à partir du {day(start)}" if start else "que plus tard"
    return f"La licence de l’option ne vaut {when} pour {the_application(state.facts.application)}."


def _other_company(state: PanelState) -> str:
    holder = state.facts.entitlement.holder
    whose = f"celle de « {holder} »" if holder else "celle d’une autre société"
    return (
        f"La licence installée est {whose}, et non de « {state.facts.company_name} ». "
        "Installez celle de cette société."
    )


def _inactive(state: PanelState) -> str:
    if state.phase is Phase.CREATING:
        return "Utilisé pour créer le groupe."
    if state.connect.label is Label.DISCONNECT:
        return "La déconnexion sera possible une fois le stockage activé."
    return "La connexion sera possible une fois le stockage activé."


def on_workstation(who: str | None) -> str:
    """« sur le poste POSTE-2 », as it names itself."""
    return f"sur le poste {who}" if who else "sur un autre poste"


def elsewhere(who: str | None) -> str:
    """Somebody else is activating."""
    return f"L’activation est en cours {on_workstation(who)}."


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
}
