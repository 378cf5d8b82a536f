"""Why a line of a third-party file is left out, by the reasons of `company.third_parties.csv_file`."""

from __future__ import annotations

from stockage_partage.messages.typography import typeset

#: The field at fault, as the form names it.
FIELDS: dict[str, str] = {
    "header": "En-tête",
    "unreadable": "Ligne",
    "code": "Code",
    "code_unseen": "Code",
    "code_twice": "Code",
    "name": "Nom",
    "type": "Type",
    "siren": "SIREN",
    "siret": "SIRET",
    "vat": "N° de TVA",
    "siren_key": "SIREN",
    "siret_key": "SIRET",
    "vat_key": "N° de TVA",
}

REASONS: dict[str, str] = {
    "header": typeset("la première ligne ne nomme pas les colonnes « code » et « nom »"),
    "unreadable": "elle n’a pas la forme d’une ligne CSV",
    "code": "le code du tiers manque",
    "code_unseen": "le code du tiers contient un retour à la ligne ou un caractère invisible",
    "code_twice": "une ligne précédente porte déjà ce code",
    "name": "le nom du tiers manque",
    "type": "le type doit être client, fournisseur, salarié ou autre",
    "siren": "le SIREN doit avoir neuf chiffres",
    "siret": "le SIRET doit avoir quatorze chiffres",
    "vat": "le numéro de TVA n’a pas la forme de ceux de son pays",
    "siren_key": "ce SIREN n’existe pas, un de ses chiffres est faux",
    "siret_key": "ce SIRET n’existe pas, un de ses chiffres est faux",
    "vat_key": "la clé de ce numéro de TVA ne convient pas, un de ses chiffres est faux",
}

#: What is wrong with a whole file, and what to do.
FILES: dict[str, tuple[str, str]] = {
    "empty": (
        "Ce fichier de tiers est vide.",
        typeset(
            "Sa première ligne doit nommer les colonnes, dont « code » et « nom », et chaque ligne suivante "
            "un tiers. Vérifiez que c’est bien le fichier voulu."
        ),
    ),
    "encoding": (
        typeset(
            "Les accents de ce fichier de tiers ne peuvent pas être lus : il a été enregistré pour un ancien "
            "Macintosh ou pour MS-DOS."
        ),
        typeset(
            "Enregistrez-le de nouveau depuis votre tableur, au format « CSV UTF-8 », puis recommencez : "
            "aucun tiers n’a été ajouté."
        ),
    ),
}
