"""Licences installed: by the command, by the button where one is missing, and for many companies."""

from __future__ import annotations

from datetime import date

from stockage_partage.messages.typography import NBSP, day

CHOOSE_TITLE = "Fichier de licence reçu du revendeur"
KINDS = "Fichiers de licence (*.licence *.txt);;Tous les fichiers (*)"


def installed(first: date, last: date, *, later: bool) -> str:
    """What was installed. `later`: it begins after today, and that of today goes on until then."""
    if later:
        return (
            f"Licence enregistrée{NBSP}: elle prendra effet d’elle-même le {day(first)}, jusqu’au "
            f"{day(last)}. D’ici là, rien ne change."
        )
    return f"Licence installée{NBSP}: elle vaut du {day(first)} au {day(last)}."
