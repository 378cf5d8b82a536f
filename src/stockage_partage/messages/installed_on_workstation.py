"""What is put in place on a workstation: the service that sends, the menu of applications, our addresses."""

from __future__ import annotations

from collections.abc import Sequence

from stockage_partage.messages.typography import NBSP, quoted, typeset

SERVICE_FOLDER = "Le dossier où l’écrire."

SERVICE_NOT_THERE = "Aucun service n’était en place pour vous sur ce poste."
SERVICE_REMOVED = "Le service est retiré. Ce qui attend partira par la fenêtre ou par une commande."
SERVICE_NO_PASSWORD = (
    "Le mot de passe de la base serait lisible dans le fichier du service"
    f"{NBSP}: gardez-le dans le fichier de mots de passe de PostgreSQL."
)


def service_installed(place: str) -> tuple[str, ...]:
    """Said when the service is in place: that it runs, and where its file is."""
    return (
        "Le service est en place, et démarré. Il démarrera à chaque ouverture de votre session.",
        f"Son fichier{NBSP}: {place}",
        f"Il envoie au nom de la personne connectée{NBSP}: connectez-vous une fois, dans la fenêtre ou par {quoted('connecter')}.",
    )


def service_written(place: str) -> str:
    """Where the file is."""
    return f"Fichier écrit{NBSP}: {place}"


MENU_COMMENT = "Les documents de la société dans Microsoft 365"
MENU_AUTOSTART = "Ouvrir aussi la fenêtre à chaque ouverture de session."
MENU_FOLDER = "Le dossier où écrire les fichiers."
MENU_REMOVED = "Le programme n’est plus dans le menu des applications, et n’ouvre plus les adresses stockage-partage."
MENU_NOT_THERE = "Le programme n’était pas dans le menu des applications."
_INSTALLED = typeset(
    "Le programme est dans le menu des applications, et ouvre les adresses stockage-partage."
)
_AT_START = "Il s’ouvrira à chaque ouverture de votre session."


def menu_installed(places: Sequence[str], *, autostart: bool) -> tuple[str, ...]:
    """Said once it is in place: what that means, and where its files are."""
    said = [_INSTALLED, _AT_START] if autostart else [_INSTALLED]
    return (*said, *(menu_written(place) for place in places))


def menu_written(place: str) -> str:
    """Where a file is."""
    return f"Fichier{NBSP}: {place}"
