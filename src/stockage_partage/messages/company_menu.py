"""Entries of the menu « Fichier » that lead to other companies: read with the window, so nothing but text."""

from __future__ import annotations

OPEN_FILE = "Ouvrir une société…"
RECENT = "Sociétés récentes"
COMPANIES_ENTRY = "Sociétés…"
