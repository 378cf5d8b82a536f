"""The few words a window needs before it has painted; `window` has the rest."""

from __future__ import annotations

COMPANY_SETTINGS = "Paramètres société"
READING = "Lecture de la base de la société…"
