"""`integration`: the program in the menu of applications, behind its addresses, at the opening of a session."""

from __future__ import annotations

from collections.abc import Sequence

from stockage_partage.messages.typography import NBSP, typeset

COMMENT = "Les documents de la société dans Microsoft 365"
AUTOSTART = "Ouvrir aussi la fenêtre à chaque ouverture de session."
FOLDER = "Le dossier où écrire les fichiers."
REMOVED = "Le programme n’est plus dans le menu des applications, et n’ouvre plus les adresses stockage-partage."
NOT_THERE = "Le programme n’était pas dans le menu des applications."
_INSTALLED = typeset(
    "Le programme est dans le menu des applications, et ouvre les adresses stockage-partage."
)
_AT_START = "Il s’ouvrira à chaque ouverture de votre session."


def installed(places: Sequence[str], *, autostart: bool) -> tuple[str, ...]:
    """Said once it is in place: what that means, and where its files are."""
    said = [_INSTALLED, _AT_START] if autostart else [_INSTALLED]
    return (*said, *(written(place) for place in places))


def written(place: str) -> str:
    """Where a file is."""
    return f"Fichier{NBSP}: {place}"
