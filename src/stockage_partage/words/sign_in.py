"""The sign-in window, the wait for the system's browser, and what they say when it goes otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from stockage_partage.words.typography import THIN, quoted, typeset

TITLE = "Connexion à Microsoft 365"
OPEN_BROWSER = "Ouvrir dans le navigateur"
CANCEL = "Annuler"
RETRY = "Réessayer"
CONNECTING = "Ouverture de la page de connexion…"
LOADING = "Chargement de la page en cours"
PAGE_NAME = "Page de connexion"
LANGUAGE = "fr-FR,fr;q=0.9"
DEMONSTRATION = "Démonstration"
DEMONSTRATION_TIP = (
    "Cette page vient du Microsoft 365 local. N’y saisissez pas le mot de passe d’un vrai compte."
)

# What a page that refuses this browser by a policy says in its title or text, in English or French.
# Source of the numbers: Microsoft's list of AADSTS codes.
POLICY_SAID = (
    r"AADSTS5300[0-9]|AADSTS530021|you can.?t get there from here|"
    r"vous ne pouvez pas (y )?accéder"
)


#: Said of the open lock: nothing of what is shown came from the host beside it.
NO_PAGE = "Aucune page n’est ouverte"


def secure(host: str) -> str:
    """What the closed lock says to a screen reader."""
    return f"Connexion sécurisée à {host}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Shown instead of the page. `retry`: trying again may help."""

    what: str
    advice: str
    retry: bool = True


OFFLINE = Notice(
    "La page de connexion ne répond pas.",
    "Vérifiez la connexion Internet de ce poste, puis réessayez. Rien n’a été modifié.",
)
CRASHED = Notice(
    "La page de connexion s’est arrêtée.",
    "Réessayez, ou terminez la connexion dans votre navigateur. Rien n’a été modifié.",
)
POLICY = Notice(
    "Votre organisation n’accepte pas la connexion depuis cette fenêtre.",
    "Terminez-la dans votre navigateur habituel. Rien n’a été modifié.",
    retry=False,
)
UNSAFE_PAGE = Notice(
    "La page demandée n’est pas protégée.",
    "Elle n’a pas été ouverte. Réessayez, ou terminez la connexion dans votre navigateur.",
)


def certificate(host: str) -> Notice:
    """The server is not who it should be, or the company inspects what passes."""
    return Notice(
        f"Le certificat de {quoted(host)} n’est pas reconnu sur ce poste.",
        typeset(
            "La page n’a pas été ouverte, et rien n’a été modifié. Prévenez votre administrateur : si le réseau de "
            "l’entreprise contrôle les échanges, son certificat doit être déclaré sur ce poste (réglage CA_FILE)."
        ),
    )


# --- The system's browser ------------------------------------------------------------------------

BROWSER_TITLE = "Terminez la connexion dans votre navigateur"
BROWSER_TEXT = (
    "Une page Microsoft 365 s’est ouverte dans votre navigateur. "
    "Cette fenêtre se fermera d’elle-même quand la connexion sera terminée."
)
BROWSER_WAIT = "Attente de la connexion dans le navigateur"
COPY_ADDRESS = "Copier l’adresse"
ADDRESS_COPIED = "Adresse copiée"
BROWSER_MISSING = typeset(
    "Aucune page ne s’est ouverte ? Copiez l’adresse et collez-la dans votre navigateur."
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


def consent_message(url: str) -> str:
    """What to send to whoever may approve the application for the organisation."""
    return (
        typeset(
            "Bonjour,\n\nPour conserver les documents de la société dans Microsoft 365, l’application "
            "Stockage et partage a besoin de votre autorisation pour l’organisation. "
            "Merci de l’accorder à cette adresse :\n\n"
        )
        + f"{url}\n"
    )
