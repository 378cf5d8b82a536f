"""What the commands `joindre` and `archiver` say. Light: every command reads it."""

from __future__ import annotations

from stockage_partage.words.typography import typeset

ATTACH = "Joindre des fichiers à un tiers, à une pièce ou à un article."
ARCHIVE = "Ranger une archive zip de l’application."
ATTACHED_FILES = "Les fichiers à joindre."
ARCHIVED_FILE = "L’archive zip."
ATTACHED_TO_TYPE = "Le type de la pièce à laquelle joindre : facture, devis…"
ATTACHED_TO_NUMBER = "Le numéro de la pièce à laquelle joindre."
ATTACHED_TO_DATE = "La date de cette pièce, AAAA-MM-JJ."
ATTACHED_TO_ARTICLE = "L’article auquel joindre, au lieu d’un tiers."
TO_TRANSMIT_OPTION = "Dans le dossier « A transmettre » de la pièce."
FROM_GROUP = "Les fichiers sont dans l’espace en ligne de la société : y copier."
YEAR = "L’année archivée, AAAA."
TARGET_ADVICE = typeset("Indiquez --tiers CODE, ou --article FAMILLE/REFERENCE.")
ONE_TARGET = typeset("Indiquez un tiers et sa pièce, ou un article : pas les deux.")
ARTICLE_ADVICE = typeset("Écrivez la famille, une barre oblique, puis la référence.")
PIECE_ADVICE = typeset("Indiquez aussi --piece NUMERO : seule une pièce a ce dossier.")
