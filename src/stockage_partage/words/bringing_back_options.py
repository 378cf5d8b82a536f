"""The helps of `rapatrier`: read at every start, so they load nothing else."""

from __future__ import annotations

HELP = "Ramener des documents dans un dossier, avec un index pour les rattacher."
TARGET = "Le dossier où les ramener ; il est créé s’il n’existe pas."
TEXT_OPTION = "Seulement ceux qui répondent à cette recherche."
THIRD_PARTY_OPTION = "Seulement ceux de ce tiers (son code)."
TYPE_OPTION = "Seulement ce type de pièce."
SINCE_OPTION = "À partir de cette date de pièce, AAAA-MM-JJ."
UNTIL_OPTION = "Jusqu’à cette date de pièce, AAAA-MM-JJ."
