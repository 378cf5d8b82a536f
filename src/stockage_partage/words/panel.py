"""The panel « Stockage et partage Office 365 » in French: one function a line of the panel.

Everything is read from a `PanelState`; nothing here decides, and nothing here knows Qt.
"""

from __future__ import annotations

from stockage_partage.storage.panel_state import Label, PanelState, Phase, Reason
from stockage_partage.storage.states import AccountState, Functions, GroupHealth
from stockage_partage.words.names import the_application
from stockage_partage.words.panel_notices import NOTICE_ACTIONS as NOTICE_ACTIONS
from stockage_partage.words.panel_notices import TONES as TONES
from stockage_partage.words.panel_notices import counted
from stockage_partage.words.panel_notices import more as more
from stockage_partage.words.panel_notices import notice as notice
from stockage_partage.words.panel_notices import wanted_group as wanted_group
from stockage_partage.words.panel_reasons import on_workstation
from stockage_partage.words.panel_reasons import reason as reason
from stockage_partage.words.typography import moment, typeset

TITLE = "Stockage et partage Office 365"
SUBTITLE = (
    "Conserve les documents de la société dans un espace en ligne Microsoft 365, "
    "classés par tiers, par mois et par pièce."
)
ROW_STORAGE = "Stockage"
ROW_FOLDER = "Dossier en ligne"
ROW_ACCOUNT = "Compte"
ROW_DOCUMENTS = "Documents"
COPY_LINK = "Copier le lien"
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
    """Under it: why the button is greyed, what activation does, or who activated and when."""
    if state.phase is Phase.ELSEWHERE and state.main.reason is Reason.ACTIVATION_ELSEWHERE:
        where = on_workstation(state.facts.activating_who)
        return f"{where[:1].upper()}{where[1:]}."
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


def _activated(state: PanelState) -> str:
    facts = state.facts
    words = "Activé"
    if facts.activated_at is not None:
        words += f" {moment(facts.activated_at, facts.now)}"
    if facts.activated_from is not None:
        words += f" depuis {the_application(facts.activated_from)}"
    if facts.activated_by:
        words += f" par {facts.activated_by}"
    return typeset(words + ".")


def folder_help(state: PanelState) -> str:
    """Under the link: what a click does now."""
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
        case AccountState.SIGNING_IN:
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
    AccountState.SIGNED_IN: "Utilisé pour consulter et déposer depuis ce poste.",
    AccountState.SESSION_ENDED: "Reconnectez-vous, ou choisissez un autre compte.",
    AccountState.OFFLINE: "Microsoft 365 ne répond pas ; la connexion reprendra d’elle-même.",
}


def account_help(state: PanelState) -> str:
    """Under it: why the button is greyed, or what the account is for."""
    now = state.facts.account_state
    if state.connect.reason is Reason.STORAGE_INACTIVE and now is not AccountState.SIGNING_IN:
        return reason(state, state.connect)
    if now is AccountState.SIGNED_IN and state.functions is Functions.LIMITED:
        return "Utilisé pour consulter et copier depuis ce poste."
    return typeset(_ACCOUNT_HELP[now])


def documents(state: PanelState) -> str:
    """The counters, as the database holds them."""
    count = state.facts.documents
    parts = [
        counted(count.filed, "classé", "classés") if count.filed else "aucun classé",
        counted(count.waiting, "en attente", "en attente") if count.waiting else "aucun en attente",
    ]
    if count.blocked:
        parts.append(counted(count.blocked, "bloqué", "bloqués"))
    if count.to_classify:
        parts.append(counted(count.to_classify, "à classer", "à classer"))
    text = " · ".join(parts)
    return text[0].upper() + text[1:]


def documents_help(state: PanelState) -> str:
    """When the last document reached the online folder."""
    last = state.facts.documents.last_filed_at
    if last is None:
        return "Aucun dépôt pour l’instant."
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
