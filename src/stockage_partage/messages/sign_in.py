"""Signing in, and the organisation's access set up: the windows, and what they say when it goes otherwise.

Microsoft's own pages say by a number that a rule of the organisation refuses this browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stockage_partage.graph.library.creation_right import SETTINGS_PERMISSION, CreationRight
from stockage_partage.messages.typography import NBSP, THIN, quoted, typeset

TITLE = "Connexion à Microsoft 365"
OPEN_BROWSER = "Ouvrir dans le navigateur"
CANCEL = "Annuler"
#: Below a page that may have its own « Annuler ».
GIVE_UP = "Annuler la connexion"
RETRY = "Réessayer"
LOADING = "Chargement de la page en cours"
PAGE_NAME = "Page de connexion"
BACK_TO_SIGN_IN = "Revenir à la connexion"
LINK_REFUSED = "Ce lien ne s’ouvre pas ici."
PAGE_REFUSED = "Cette page n’est pas protégée."
LANGUAGE = "fr-FR,fr;q=0.9"
DEMONSTRATION = "Démonstration"
DEMONSTRATION_TIP = (
    "Cette page vient du Microsoft 365 local. N’y saisissez pas le mot de passe d’un vrai compte."
)

#: Said of the open lock: nothing of what is shown came from the host beside it.
NO_PAGE = "Aucune page n’est ouverte"


def secure(host: str) -> str:
    """What the closed lock says to a screen reader."""
    return f"Connexion sécurisée à {host}"


@dataclass(frozen=True, slots=True)
class SignInMessage:
    """Shown instead of the page. `retry`: trying again may help; `browser`: another browser may."""

    what: str
    advice: str
    retry: bool = True
    browser: bool = True


OFFLINE = SignInMessage(
    "La page de connexion ne répond pas.",
    "Vérifiez la connexion Internet de ce poste, puis réessayez. Rien n’a été modifié.",
)
CRASHED = SignInMessage(
    "La page de connexion s’est arrêtée.",
    "Réessayez, ou terminez la connexion dans votre navigateur. Rien n’a été modifié.",
)
POLICY = SignInMessage(
    "Votre organisation n’accepte pas la connexion depuis cette fenêtre.",
    "Terminez-la dans votre navigateur habituel. Rien n’a été modifié.",
    retry=False,
)
TOKEN_PROTECTION = SignInMessage(
    "Votre organisation n’accepte que les connexions liées au poste (protection des jetons).",
    "Ni cette fenêtre ni un navigateur ne le permettent. Demandez à l’administrateur Microsoft 365 d’exclure "
    "Stockage et partage de cette règle, puis réessayez. Rien n’a été modifié.",
    browser=False,
)
NOT_FOR_US = SignInMessage(
    "La page de connexion est restée vide.",
    "Votre organisation demande sans doute une connexion que cette fenêtre ne sait pas faire. Terminez-la dans "
    "votre navigateur habituel. Rien n’a été modifié.",
    retry=False,
)
EMPTY_PAGE = SignInMessage(
    "La page de connexion est restée vide.",
    "Réessayez dans un instant, ou terminez la connexion dans votre navigateur. Rien n’a été modifié.",
)
UNSAFE_PAGE = SignInMessage(
    "La page demandée n’est pas protégée.",
    "Elle n’a pas été ouverte. Réessayez, ou terminez la connexion dans votre navigateur.",
)


def certificate(host: str) -> SignInMessage:
    """The server is not who it should be, or the company inspects what passes."""
    return SignInMessage(
        f"Le certificat de {quoted(host)} n’est pas reconnu sur ce poste.",
        typeset(
            "La page n’a pas été ouverte, et rien n’a été modifié. Prévenez votre administrateur : si le réseau de "
            "l’entreprise contrôle les échanges, son certificat doit être déclaré sur ce poste."
        ),
    )


# --- The system's browser ------------------------------------------------------------------------

BROWSER_TITLE = "Terminez la connexion dans votre navigateur"
BROWSER_TEXT = (
    "Une page Microsoft 365 s’ouvre dans votre navigateur. "
    "Cette fenêtre se fermera d’elle-même quand la connexion sera terminée."
)
BROWSER_WAIT = "Attente de la connexion dans le navigateur"
NO_BROWSER_TEXT = (
    "Ce poste n’a ouvert aucun navigateur. Copiez l’adresse et collez-la dans un navigateur de ce poste. "
    "Cette fenêtre se fermera d’elle-même quand la connexion sera terminée."
)
BROWSER_MISSING = typeset(
    "Aucune page ne s’est ouverte ? Copiez l’adresse et collez-la dans votre navigateur."
)


def browser_asked(url: str, *, opened: bool) -> tuple[str, ...]:
    """Where to sign in. `opened`: a browser was asked to show it."""
    if opened:
        said = "Terminez la connexion dans la page ouverte par votre navigateur. Sinon, ouvrez-y cette adresse :"
    else:
        said = "Aucun navigateur n’a été trouvé. Terminez la connexion à cette adresse, dans un navigateur de ce poste :"
    return typeset(said), url


SIGNED_OUT_AGAIN = typeset(
    "Votre connexion à Microsoft 365 n’a pas été gardée : le stockage n’est pas activé."
)
HOW_TO_BRING_BACK = typeset(
    "Pour reprendre les documents restés en ligne, lancez la commande « rapatrier » : "
    "elle demande elle-même la connexion."
)


ANSWER_PAGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Connexion terminée</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:34em;margin:15vh auto;padding:0 1em;color:#1a2029}
h1{font-size:1.4em}@media(prefers-color-scheme:dark){body{background:#171a1f;color:#eceef1}}</style></head>
<body><h1>Connexion terminée</h1><p>Vous pouvez fermer cette page et revenir à Stockage et partage.</p></body></html>
"""


# --- Signing out, signing in as somebody else ----------------------------------------------------

SIGN_OUT = "Me déconnecter"
STAY = "Annuler"


def sign_out_title(account: str) -> str:
    """« Déconnecter marie@… ? »"""
    return f"Déconnecter {account}{THIN}?"


def sign_out_points(waiting: int) -> tuple[str, ...]:
    """What stays, what waits."""
    points = [
        "Les documents déjà classés restent en ligne, et le stockage reste actif pour la société.",
        "Ce poste oublie le compte ; vos autres appareils restent connectés à Microsoft 365.",
    ]
    if waiting == 1:
        points.append("1 document en attente partira à la prochaine connexion.")
    elif waiting:
        points.append(f"{waiting} documents en attente partiront à la prochaine connexion.")
    return tuple(typeset(point) for point in points)


def changed_account(now: str, before: str) -> str:
    """Reconnecting as somebody else is said."""
    return f"Vous êtes maintenant connecté avec {now}, et non plus avec {before}."


# --- Consent -------------------------------------------------------------------------------------

CONSENT_COPIED = typeset(
    "Le message est copié : collez-le dans un courriel à l’administrateur Microsoft 365."
)


#: What the application asks for, and why; as the administrator's guide tells it.
CONSENT_SCOPES = (
    ("User.Read", "savoir qui est connecté"),
    ("Group.ReadWrite.All", "créer le groupe de la société et le retrouver"),
    ("Files.ReadWrite.All", "déposer et lire les documents de ce groupe"),
)


def consent_message(url: str) -> str:
    """What to send to whoever may approve the application for the organisation."""
    return (
        typeset(
            "Bonjour,\n\nPour conserver les documents de la société dans Microsoft 365, l’application "
            "Stockage et partage a besoin de votre autorisation pour l’organisation. "
            "Merci de l’accorder à cette adresse, avec un compte d’administrateur :\n\n"
        )
        + f"{url}\n\n"
        + typeset(
            "Les autorisations demandées sont déléguées : l’application agit au nom de la personne connectée, "
            "dans la limite de ses droits.\n\n"
        )
        + "".join(typeset(f"- {scope} : {why}") + "\n" for scope, why in CONSENT_SCOPES)
        + typeset(
            "\nSauf réglage contraire de l’organisation, Microsoft réserve depuis août 2025 l’accès aux fichiers "
            "partagés à l’accord d’un administrateur : une personne ne peut plus le donner pour elle-même.\n"
        )
    )


# Source of the numbers: Microsoft's list of AADSTS codes.
DEVICE_BOUND_NUMBERS = re.compile(r"AADSTS530084(?![0-9])")
POLICY_NUMBERS = re.compile(r"AADSTS(5300[0-9]|53000[0-9]|530021)(?![0-9])")

#: The whole of a line: an ordinary page has a link « Vous ne pouvez pas accéder à votre compte ? ».
POLICY_SENTENCES = re.compile(
    r"(you (can.?t|cannot) (get there from here|access this( right now)?( from here)?)"
    r"|vous ne pouvez pas (y )?accéder"
    r"( (à|a) (ceci|cela|ça|cette (ressource|application|page)))?"
    r"( (à partir d.ici|d.ici|pour le moment|pour l.instant|maintenant|actuellement))?)"
    r" ?[.!]?",
    re.IGNORECASE,
)


# --- « Accès à Microsoft 365 », the administrator's assistant -------------------------------------

ACCESS_ENTRY = "Accès à Microsoft 365…"
ACCESS_TITLE = "Accès à Microsoft 365"
ACCESS_INTRODUCTION = typeset(
    "Indiquez l’application inscrite dans Microsoft Entra. Tout est essayé avant d’être enregistré."
)
CLIENT = "Identifiant de l’application"
CLIENT_HELP = typeset("« ID d’application (client) », dans la vue d’ensemble de l’inscription.")
CLIENT_WRONG = typeset("Un identifiant ressemble à ceci : 6c0f8e2b-5b5e-4b1e-9e0b-2b0d5c8a7f14.")
TENANT = "Organisation"
TENANT_HELP = typeset("Son domaine ou son identifiant ; vide, si l’application en sert plusieurs.")
TENANT_WRONG = "Écrivez un domaine, comme bijou.fr, ou l’identifiant de l’organisation."
TRY_ACCESS = "Vérifier"
SIGN_IN_TO_TRY = "Me connecter pour vérifier"
COPY_CONSENT = "Copier l’adresse d’autorisation"
COPY_MESSAGE = "Copier le message à envoyer"
KEEP_ACCESS = "Enregistrer les réglages"
ACCESS_CHECK = "Vérification"
ACCESS_RESULT = "Résultat"
ACCESS_TABLE = "Ce qui a été vérifié"
ACCESS_ACCOUNT = "Compte, autorisation et droits"
SIGN_IN_TO_KNOW = "Connectez-vous pour le savoir."
TRY_ACCESS_FIRST = "Vérifiez d’abord."
MESSAGE_COPIED = (
    "Copié. Envoyez-le à la personne qui administre Microsoft 365, puis vérifiez de nouveau."
)


GROUP_CREATION = "Création du groupe"
GROUP_NAMING = "Nom du groupe"
GROUP_NAME_FINE = typeset("L’organisation accepte un nom comme « Sage – BIJOU SA ».")


def account_fine(account: str) -> str:
    """Somebody signed in, and may read groups: the organisation has approved the application."""
    return f"{account} est connecté, et peut lire les groupes."


_CREATION: dict[CreationRight, str] = {
    CreationRight.BY_ROLE: "{account} peut créer des groupes : son rôle d’administration le permet toujours.",
    CreationRight.EVERYBODY: "{account} peut créer des groupes : l’organisation ne le réserve à personne.",
    CreationRight.AS_MEMBER: "{account} peut créer des groupes : l’organisation le réserve à un groupe de personnes dont il fait partie.",
    CreationRight.REFUSED: (
        "{account} ne peut pas créer de groupe : l’organisation le réserve à d’autres. Activez le stockage avec le compte d’un "
        "administrateur de groupes, ou faites ajouter {account} à ceux qui le peuvent, dans Microsoft Entra."
    ),
    CreationRight.UNTOLD: (
        "L’organisation ne laisse pas lire si {account} peut créer des groupes : l’activation le dira, et ne laisse rien derrière "
        "elle si c’est non. Pour le savoir d’avance, connectez-vous comme administrateur de groupes, ou ajoutez à l’inscription "
        f"l’autorisation « {SETTINGS_PERMISSION} »."
    ),
}
#: Nothing has to be done about these.
CREATION_FINE = frozenset({CreationRight.BY_ROLE, CreationRight.EVERYBODY, CreationRight.AS_MEMBER})


def group_creation(right: CreationRight, account: str) -> str:
    """Whether somebody may create the group of a company, by what, and what to do otherwise."""
    return typeset(_CREATION[right].format(account=account))


def access_kept(place: str) -> str:
    """The settings file is written."""
    return f"Réglages enregistrés dans {place}{NBSP}: ils valent pour les sociétés ouvertes à partir de maintenant."
