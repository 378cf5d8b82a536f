"""Why a line of a third-party file is left out; keyed by the words of `company.third_party_csv`."""

from __future__ import annotations

from stockage_partage.words.typography import typeset

#: The field at fault, as the form names it.
FIELDS: dict[str, str] = {
    "header": "En-tête",
    "unreadable": "Ligne",
    "code": "Code",
    "code_twice": "Code",
    "name": "Nom",
    "type": "Type",
    "siren": "SIREN",
    "siret": "SIRET",
    "vat": "N° de TVA",
}

REASONS: dict[str, str] = {
    "header": typeset("la première ligne ne nomme pas les colonnes « code » et « nom »"),
    "unreadable": "elle n’a pas la forme d’une ligne CSV",
    "code": "le code du tiers manque",
    "code_twice": "une ligne précédente porte déjà ce code",
    "name": "le nom du tiers manque",
    "type": "le type doit être client, fournisseur, salarié ou autre",
    "siren": "le SIREN doit avoir neuf chiffres",
    "siret": "le SIRET doit avoir quatorze chiffres",
    "vat": "le numéro de TVA n’a pas la forme de ceux de son pays",
}
