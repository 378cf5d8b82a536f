"""The panel « Stockage et partage Office 365 » in French: one function a line of the panel.

Everything is read from a `PanelState`; nothing here decides, and nothing here knows Qt.
"""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage.storage.panel_state import (
    Button,
    Label,
    NoticeKind,
    PanelState,
    Phase,
    Reason,
    Tone,
)
from stockage_partage.storage.states import AccountState, Functions
from stockage_partage.words.names import the_application
from stockage_partage.words.typography import NBSP, day, duration, moment, plural, typeset

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
OPEN_LINK_DESCRIPTION = "Ouvre le dossier en ligne dans votre navigateur"

LABELS: dict[Label, str] = {
    Label.ACTIVATE: "Activer le stockage",
    Label.DEACTIVATE: "Désactiver le stockage",
    Label.CONNECT: "Me connecter",
    Label.DISCONNECT: "Me déconnecter",
}

TONES: dict[Tone, str] = {Tone.INFORMATION: "Information", Tone.TO_SETTLE: "À régler"}

#: The button inside a notice, for the few that one click settles.
NOTICE_ACTIONS: dict[NoticeKind, str] = {
    NoticeKind.SESSION_ENDED: "Me reconnecter",
    NoticeKind.RIGHTS_LOST: "Changer de compte",
}

_PHASES: dict[Phase, str] = {
    Phase.INACTIVE: "Inactif",
    Phase.ASKED: "Activation demandée · connexion à Microsoft 365 en cours",
    Phase.CREATING: "Activation en cours · création du groupe",
    Phase.ELSEWHERE: "Activation en cours sur un autre poste",
    Phase.INTERRUPTED: "Activation interrompue",
    Phase.PREPARING: "Actif · initialisation en cours",
    Phase.READY: "Actif",
    Phase.GROUP_GONE: "Actif · groupe introuvable en ligne",
    Phase.RIGHTS_LOST: "Actif · dossier en ligne inaccessible",
}


def _counted(count: int, one: str, many: str) -> str:
    """« 1 document », « 12 documents », the number never left alone at the end of a line."""
    return plural(count, f"{{n}}{NBSP}{one}", f"{{n}}{NBSP}{many}")


def storage(state: PanelState) -> str:
    """The first line: where storage stands."""
    return _PHASES[state.phase]


def storage_help(state: PanelState) -> str:
    """Under it: why the button is greyed, what activation does, or who activated and when."""
    if state.main.reason is not None:
        return reason(state, state.main)
    if state.functions is not Functions.NONE:
        return _activated(state)
    if state.phase is Phase.INTERRUPTED:
        return "« Activer le stockage » la reprend là où elle s’est arrêtée."
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


def wanted_group(state: PanelState) -> str:
    """The group's name as activation would create it."""
    return state.facts.wanted_group_name or f"Sage – {state.facts.company_name}"


def folder_help(state: PanelState) -> str:
    """Under the link: what a click does now."""
    link = state.link
    if link is None:
        return ""
    if state.phase is Phase.GROUP_GONE:
        return "Le dossier ne s’ouvre plus tant que le groupe n’est pas restauré."
    if state.phase is Phase.RIGHTS_LOST:
        return "Le dossier demande un compte membre du groupe."
    if link.url is None:
        return "L’adresse sera connue dès que Microsoft 365 aura préparé l’espace."
    if not link.ready:
        return "Le lien s’ouvrira dès que l’espace sera prêt."
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
    AccountState.SESSION_ENDED: "Microsoft 365 demande de se reconnecter.",
    AccountState.OFFLINE: "Microsoft 365 ne répond pas ; la connexion reprendra d’elle-même.",
}


def account_help(state: PanelState) -> str:
    """Under it: why the button is greyed, or what the account is for."""
    if state.connect.reason is Reason.STORAGE_INACTIVE:
        return reason(state, state.connect)
    now = state.facts.account_state
    if now is AccountState.SIGNED_IN and state.functions is Functions.LIMITED:
        return "Utilisé pour consulter et copier depuis ce poste."
    return typeset(_ACCOUNT_HELP[now])


def documents(state: PanelState) -> str:
    """The counters, as the database holds them."""
    count = state.facts.documents
    parts = [
        _counted(count.filed, "classé", "classés") if count.filed else "aucun classé",
        _counted(count.waiting, "en attente", "en attente")
        if count.waiting
        else "aucun en attente",
    ]
    if count.blocked:
        parts.append(_counted(count.blocked, "bloqué", "bloqués"))
    if count.to_classify:
        parts.append(_counted(count.to_classify, "à classer", "à classer"))
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


def copy_refused(state: PanelState) -> str:
    """Why the link cannot be opened or copied; empty when it can."""
    if state.link is None or state.link.url is not None:
        return ""
    return "L’adresse du dossier n’est pas encore connue."


# --- Greyed buttons ------------------------------------------------------------------------------


def reason(state: PanelState, button: Button) -> str:
    """Why the button is greyed, in one sentence; empty when it is not."""
    return typeset(_REASONS[button.reason](state)) if button.reason else ""


def _option(sentence: str) -> Callable[[PanelState], str]:
    return lambda state: sentence.format(application=the_application(state.facts.application))


def _expired(state: PanelState) -> str:
    until = state.facts.entitlement.valid_until
    when = f" a expiré le {day(until)}" if until else " a expiré"
    return f"La licence de l’option{when} pour {the_application(state.facts.application)}."


def _not_yet(state: PanelState) -> str:
    start = state.facts.entitlement.valid_from
    when = f"qu’à partir du {day(start)}" if start else "que plus tard"
    return f"La licence de l’option ne vaut {when} pour {the_application(state.facts.application)}."


def _other_company(state: PanelState) -> str:
    holder = state.facts.entitlement.holder
    whose = f"celle de « {holder} »" if holder else "celle d’une autre société"
    return f"La licence installée est {whose}, et non de « {state.facts.company_name} »."


def _elsewhere(state: PanelState) -> str:
    who = state.facts.activating_who
    return (
        f"Activation en cours sur un autre poste : {who}."
        if who
        else _PHASES[Phase.ELSEWHERE] + "."
    )


_REASONS: dict[Reason, Callable[[PanelState], str]] = {
    Reason.OPTION_ABSENT: _option("Option non acquise pour {application}."),
    Reason.OPTION_NOT_COVERED: _option(
        "Option non acquise pour {application} : la licence de la société couvre d’autres applications."
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
    Reason.STORAGE_INACTIVE: _option("La connexion sera possible une fois le stockage activé."),
    Reason.ACTIVATION_UNDER_WAY: _option("L’activation est en cours sur ce poste."),
    Reason.ACTIVATION_ELSEWHERE: _elsewhere,
    Reason.SIGN_IN_UNDER_WAY: _option("La connexion est en cours."),
}


# --- Notices -------------------------------------------------------------------------------------


def notice(state: PanelState, kind: NoticeKind) -> str:
    """One sentence or two: what is so, and what to do about it."""
    return typeset(_NOTICES[kind](state))


def more(hidden: int) -> str:
    """Under the two notices shown."""
    return f"et {_counted(hidden, 'autre', 'autres')}"


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
    why = _REASONS[_lapse(state)](state)
    return f"{why} Vous pouvez encore consulter les documents et en copier sur les tiers."


def _lapse(state: PanelState) -> Reason:
    return Reason(f"option_{state.facts.entitlement.standing.value}")


def _preparing(state: PanelState) -> str:
    return (
        f"Microsoft prépare l’espace en ligne depuis {duration(state.elapsed_minutes)}. "
        "Vous pouvez fermer cette fenêtre : les documents classés d’ici là sont conservés "
        "et partiront dès qu’il sera prêt."
    )


def _session_ended(state: PanelState) -> str:
    waiting = state.facts.documents.waiting
    after = (
        f" {_counted(waiting, 'document en attente partira', 'documents en attente partiront')} ensuite."
        if waiting
        else ""
    )
    return f"Microsoft 365 demande de se reconnecter.{after}"


def _blocked(state: PanelState) -> str:
    blocked = state.facts.documents.blocked
    return f"{_counted(blocked, 'document n’a pas pu partir', 'documents n’ont pas pu partir')}."


def _licence_ending(state: PanelState) -> str:
    end = state.licence_ends_on
    until = f" le {day(end)}" if end else " bientôt"
    return (
        f"La licence de l’option expire{until} pour {the_application(state.facts.application)}. "
        "Renouvelez-la pour continuer à classer les impressions."
    )


def _name_differs(state: PanelState) -> str:
    return (
        f"La raison sociale a changé : le groupe s’appelle encore « {_group(state)} » en ligne, au lieu de "
        f"« {wanted_group(state)} ». Rien n’est perdu ; l’administrateur Microsoft 365 peut le renommer."
    )


def _constant(sentence: str) -> Callable[[PanelState], str]:
    return lambda state: sentence.format(group=_group(state))


_NOTICES: dict[NoticeKind, Callable[[PanelState], str]] = {
    NoticeKind.GROUP_GONE_RESTORABLE: _constant(
        "Le groupe « {group} » a été supprimé en ligne. L’administrateur Microsoft 365 peut encore le "
        "restaurer ; les documents en attente partiront ensuite."
    ),
    NoticeKind.GROUP_GONE: _constant(
        "Le groupe « {group} » n’existe plus en ligne. Désactivez puis réactivez le stockage pour en créer un autre."
    ),
    NoticeKind.RIGHTS_LOST: _constant(
        "Ce compte n’a plus accès au groupe « {group} ». Demandez à l’administrateur Microsoft 365 de "
        "l’y ajouter, ou connectez-vous avec un autre compte."
    ),
    NoticeKind.SESSION_ENDED: _session_ended,
    NoticeKind.ACTIVATING_ELSEWHERE: lambda state: (
        f"{_elsewhere(state)} Cette page se mettra à jour d’elle-même."
    ),
    NoticeKind.ACTIVATION_INTERRUPTED: _constant(
        "Une activation s’est arrêtée avant la fin. Cliquez sur « Activer le stockage » pour la reprendre : "
        "aucun second groupe ne sera créé."
    ),
    NoticeKind.OPTION_LAPSED: _lapsed,
    NoticeKind.LIMITED: _limited,
    NoticeKind.PREPARING: _preparing,
    NoticeKind.OFFLINE: _constant(
        "Microsoft 365 ne répond pas. Les documents sont conservés et partiront dès son retour."
    ),
    NoticeKind.DOCUMENTS_BLOCKED: _blocked,
    NoticeKind.NAME_DIFFERS: _name_differs,
    NoticeKind.LICENCE_ENDING: _licence_ending,
    NoticeKind.NOT_REMEMBERED: _constant(
        "Ce poste ne peut pas garder la session : il faudra se reconnecter à la prochaine ouverture."
    ),
}
