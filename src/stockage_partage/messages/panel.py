"""The panel « Stockage et partage Office 365 » in French: one function a line of the panel.

Everything is read from a `PanelState`; nothing here decides, and nothing here knows Qt. What stands beside it
follows: « Pour commencer » after a first activation, and the licence that its button installs.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from stockage_partage.activation.states import (
    AccountState,
    Functions,
    GroupHealth,
    Label,
    PanelState,
    Phase,
    Reason,
)
from stockage_partage.company.state_records import Status
from stockage_partage.messages.names import the_application
from stockage_partage.messages.panel_notices import (
    counted,
    reason,
    wanted_group,
)
from stockage_partage.messages.typography import NBSP, day, moment, typeset

TITLE = "Stockage et partage Office 365"
SUBTITLE = (
    "Conserve les documents de la société dans un espace en ligne Microsoft 365, "
    "classés par tiers, par mois et par pièce."
)
ROW_STORAGE = "Stockage"
ROW_FOLDER = "Dossier en ligne"
ROW_ACCOUNT = "Compte"
ROW_DOCUMENTS = "Documents"
ACCOUNT_MENU = "Compte ▾"
ACCOUNT_MENU_NAME = "Compte"
ACCOUNT_MENU_DESCRIPTION = "Changer de compte ou se déconnecter"
COPY_LINK = "Copier le lien"
INSTALL_LICENCE = "Installer la licence…"
INSTALL_LICENCE_DESCRIPTION = "Choisit le fichier de licence reçu du revendeur."
SEE_DOCUMENTS = "Voir les documents"
COUNT_DESCRIPTION = "Montre ces documents dans la liste."
NO_SUCH_DOCUMENT = "Il n’y en a aucun."
NOT_READ = "La base de la société n’a pas pu être lue."
NOT_READ_ADVICE = typeset(
    "Ce qui l’empêche est dit ci-dessous. Vous pouvez aussi ouvrir une autre société : Fichier › Ouvrir une société…"
)
LINK_COPIED = "Lien copié"
PROGRESS_NAME = "Initialisation de l’espace en ligne en cours"
NO_FOLDER = typeset("Le stockage n’est pas activé : il n’y a pas encore de dossier en ligne.")
_OPENS_LATER = "Le lien deviendra actif dès que l’espace sera prêt."
OPEN_LINK_DESCRIPTION = "Ouvre le dossier en ligne dans votre navigateur"

LABELS: dict[Label, str] = {
    Label.ACTIVATE: "Activer le stockage",
    Label.DEACTIVATE: "Désactiver le stockage",
    Label.CONNECT: "Me connecter",
    Label.DISCONNECT: "Me déconnecter",
    Label.CHANGE_ACCOUNT: "Changer de compte…",
}

_PHASES: dict[Phase, str] = {
    Phase.INACTIVE: "Inactif",
    Phase.ASKED: "Activation demandée · connexion à Microsoft 365 en cours",
    Phase.CREATING: "Activation en cours · création du groupe",
    Phase.ELSEWHERE: "Activation en cours",
    Phase.INTERRUPTED: "Activation interrompue",
    Phase.PREPARING: "Actif · initialisation en cours",
    Phase.READY: "Actif",
    Phase.GROUP_GONE: "Actif · groupe introuvable en ligne",
    Phase.RIGHTS_LOST: "Actif · dossier en ligne inaccessible",
}


def storage(state: PanelState) -> str:
    """The first line: where storage stands."""
    return _PHASES[state.phase]


def storage_help(state: PanelState) -> str:
    """The line under the storage: why its button is greyed, what activation does, or who activated."""
    if state.phase is Phase.ELSEWHERE and state.main.reason is Reason.ACTIVATION_ELSEWHERE:
        who = state.facts.activating_who
        return f"Sur le poste {who}." if who else "Sur un autre poste."
    if state.main.reason is not None:
        return reason(state, state.main)
    if state.functions is not Functions.NONE:
        return _activated(state)
    if state.phase is Phase.INTERRUPTED:
        return typeset("« Activer le stockage » la reprend là où elle s’est arrêtée.")
    facts = state.facts
    if facts.group is not None:
        return typeset(f"L’activation retrouvera le groupe « {facts.group.name} » déjà créé.")
    return typeset(
        f"L’activation crée le groupe « {wanted_group(state)} » dans Microsoft 365. "
        "Elle demande un compte administrateur capable de créer des groupes."
    )


#: Whether it is known when, from which application and by whom.
_ACTIVATED: dict[tuple[bool, bool, bool], str] = {
    (False, False, False): "Activé.",
    (False, False, True): "Activé par {who}.",
    (False, True, False): "Activé depuis {whence}.",
    (False, True, True): "Activé depuis {whence} par {who}.",
    (True, False, False): "Activé {when}.",
    (True, False, True): "Activé {when} par {who}.",
    (True, True, False): "Activé {when} depuis {whence}.",
    (True, True, True): "Activé {when} depuis {whence} par {who}.",
}


def _activated(state: PanelState) -> str:
    facts = state.facts
    when = moment(facts.activated_at, facts.now) if facts.activated_at is not None else ""
    whence = the_application(facts.activated_from) if facts.activated_from is not None else ""
    sentence = _ACTIVATED[bool(when), bool(whence), bool(facts.activated_by)]
    return typeset(sentence.format(when=when, whence=whence, who=facts.activated_by))


def folder_help(state: PanelState) -> str:
    """The line under the link: what a click does now; empty without a link."""
    link = state.link
    if link is None:
        return ""
    if state.phase is Phase.GROUP_GONE:
        return open_refused(state)
    if state.phase is Phase.RIGHTS_LOST:
        return "Le dossier demande un compte membre du groupe."
    if link.url is None:
        return "L’adresse sera connue dès que Microsoft 365 aura préparé l’espace."
    if not link.ready:
        return _OPENS_LATER
    return "S’ouvre dans votre navigateur, sur SharePoint."


def account(state: PanelState) -> str:
    """Who is connected on this workstation, the name said even when the session is broken."""
    who = state.facts.account
    match state.facts.account_state:
        case AccountState.UNREAD:
            return "…"
        case AccountState.SIGNING_IN | AccountState.FINISHING:
            return "Connexion en cours…"
        case AccountState.SESSION_ENDED if who:
            return f"{who} · session terminée"
        case AccountState.OFFLINE if who:
            return f"{who} · hors connexion"
        case AccountState.SIGNED_IN if who:
            return who
    return "Aucun compte connecté"


_ACCOUNT_HELP: dict[AccountState, str] = {
    AccountState.NOBODY: "Connectez-vous pour utiliser le dossier en ligne depuis ce poste.",
    AccountState.SIGNING_IN: "Terminez la connexion dans la fenêtre Microsoft 365.",
    AccountState.FINISHING: "La session est enregistrée sur ce poste ; si le coffre de mots de passe s’ouvre, saisissez le sien.",
    AccountState.SIGNED_IN: "Utilisé pour consulter et déposer depuis ce poste.",
    AccountState.SESSION_ENDED: "Reconnectez-vous, ou choisissez un autre compte.",
    AccountState.OFFLINE: "Microsoft 365 ne répond pas ; la connexion reprendra d’elle-même.",
}


_SIGNING_IN = (AccountState.SIGNING_IN, AccountState.FINISHING)
_SIGNED_IN_FOR = "Utilisé pour créer le groupe."
_SIGNED_IN_FOR_NOTHING = typeset(
    "La déconnexion fait oublier ce compte à ce poste. Il ne sert à rien tant que le stockage est désactivé."
)


def account_help(state: PanelState) -> str:
    """The line under the account: why its button is greyed, or what the account is for."""
    now = state.facts.account_state
    if now is AccountState.UNREAD:
        return reason(state, state.connect)
    if state.functions is Functions.NONE and state.connect.label is Label.DISCONNECT:
        return _SIGNED_IN_FOR if state.phase is Phase.CREATING else _SIGNED_IN_FOR_NOTHING
    if state.connect.reason is Reason.STORAGE_INACTIVE and now not in _SIGNING_IN:
        return reason(state, state.connect)
    if now is AccountState.SIGNED_IN and state.functions is Functions.LIMITED:
        return "Utilisé pour consulter et copier depuis ce poste."
    return typeset(_ACCOUNT_HELP[now])


#: In reading order.
COUNTED = (Status.FILED, Status.WAITING, Status.BLOCKED, Status.TO_CLASSIFY)


def document_count(state: PanelState, status: Status) -> tuple[str, int]:
    """« 2 bloqués », and the number; no words for what there is none of and that nobody misses."""
    counts = state.facts.documents
    count, one, many, none = {
        Status.FILED: (counts.filed, "classé", "classés", "Aucun classé"),
        Status.WAITING: (counts.waiting, "en attente", "en attente", "aucun en attente"),
        Status.BLOCKED: (counts.blocked, "bloqué", "bloqués", ""),
        Status.TO_CLASSIFY: (counts.to_classify, "à classer", "à classer", ""),
    }[status]
    return counted(count, one, many) if count else none, count


def documents(state: PanelState) -> str:
    """The counters, as the database holds them."""
    parts = (document_count(state, status)[0] for status in COUNTED)
    return " · ".join(part for part in parts if part)


def documents_help(state: PanelState) -> str:
    """When the last document reached the online folder."""
    last = state.facts.documents.last_filed_at
    if last is None:
        return ""
    return f"Dernier dépôt {moment(last, state.facts.now)}."


def document_manager(state: PanelState) -> str:
    """The footer: storage and Sage Document Manager exclude each other (help page)."""
    if state.document_manager_allowed:
        return typeset("Sage Document Manager : les envois sont possibles.")
    return typeset(
        "Sage Document Manager : les envois sont suspendus tant que le stockage est actif."
    )


def open_refused(state: PanelState) -> str:
    """Why the link cannot be opened; empty when it can."""
    if state.phase is Phase.PREPARING and state.link is not None and state.link.url is not None:
        return _OPENS_LATER
    return copy_refused(state)


def copy_refused(state: PanelState) -> str:
    """Why the link cannot be copied; empty when it can."""
    if state.phase is Phase.GROUP_GONE:
        if state.facts.health is GroupHealth.GONE:
            return "Le dossier ne s’ouvre plus."
        return "Le dossier ne s’ouvre plus tant que le groupe n’est pas restauré."
    if state.link is None or state.link.url is not None:
        return ""
    return "L’adresse du dossier n’est pas encore connue."


# --- « Pour commencer » ---------------------------------------------------------------------------


class FirstStep(StrEnum):
    """What comes first once storage is on, in this order."""

    SPACE = "space"
    DEPOSIT = "deposit"
    TEMPLATES = "templates"
    THIRD_PARTIES = "third_parties"


FIRST_STEPS = "Pour commencer"
STEP_DONE = "Fait"
STEP_TO_DO = "À faire"
STEP_NAMES = {
    FirstStep.DEPOSIT: "Déposer une première facture",
    FirstStep.TEMPLATES: "Régler les modèles d’impression",
    FirstStep.THIRD_PARTIES: "Importer les tiers",
}
_STEP_EXPLANATIONS = {
    FirstStep.DEPOSIT: "Une facture électronique se classe d’elle-même.",
    FirstStep.TEMPLATES: "Ce qui est classé à l’impression.",
    FirstStep.THIRD_PARTIES: "D’après un fichier CSV de votre logiciel.",
}
_STEPS_DONE = {
    FirstStep.TEMPLATES: "Les modèles sont réglés.",
    FirstStep.THIRD_PARTIES: "Des tiers sont connus.",
}


def space_step(*, ready: bool) -> str:
    """The first line: whether the online space is there."""
    return (
        "L’espace en ligne est prêt." if ready else "L’espace en ligne est en cours de préparation…"
    )


def step_explanation(step: FirstStep, *, done: bool) -> str:
    """What a step is for, or that it is done; "" for what says all by itself."""
    return (_STEPS_DONE.get(step) if done else None) or _STEP_EXPLANATIONS.get(step, "")


# --- a licence ------------------------------------------------------------------------------------

CHOOSE_LICENCE = "Fichier de licence reçu du revendeur"
LICENCE_KINDS = "Fichiers de licence (*.licence *.txt);;Tous les fichiers (*)"


def licence_installed(first: date, last: date, *, later: bool) -> str:
    """What was installed. `later`: it begins after today, and that of today goes on until then."""
    if later:
        return (
            f"Licence enregistrée{NBSP}: elle prendra effet d’elle-même le {day(first)}, jusqu’au "
            f"{day(last)}. D’ici là, rien ne change."
        )
    return f"Licence installée{NBSP}: elle vaut du {day(first)} au {day(last)}."
