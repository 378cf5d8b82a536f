"""The few words a window needs before it has painted; `window` has the rest."""

from __future__ import annotations

COMPANY_SETTINGS = "Paramètres société"
READING = "Lecture de la base de la société…"

NO_SCREEN = (
    "Aucun écran n’a été trouvé\u00a0: la fenêtre ne peut pas s’ouvrir. "
    "Ouvrez une session graphique, ou utilisez les commandes (--help)."
)
