"""The helps of `synchroniser`: read at every start, so they load nothing else."""

from __future__ import annotations

HELP = "Reporter dans la liste des documents ce qui a changé en ligne."
PART_OPTION = (
    "Une partie à mettre à jour (tiers, ventes, achats, comptabilite, articles, stocks, archives, autres) ; "
    "l’option peut être répétée. Sans elle : toutes."
)
