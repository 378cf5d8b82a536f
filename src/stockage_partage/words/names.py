"""French names of things: applications, fields, kinds of third parties."""

from __future__ import annotations

from stockage_partage.applications import Application

#: As in « la Comptabilité », « depuis la Comptabilité ».
APPLICATIONS: dict[Application, str] = {
    Application.COMPTABILITE: "Comptabilité",
    Application.GESTION_COMMERCIALE: "Gestion commerciale",
    Application.PAIE: "Paie",
    Application.IMMOBILISATIONS: "Immobilisations",
    Application.MOYENS_DE_PAIEMENT: "Moyens de paiement",
}

_WITH_ARTICLE: dict[Application, str] = {
    Application.COMPTABILITE: "la Comptabilité",
    Application.GESTION_COMMERCIALE: "la Gestion commerciale",
    Application.PAIE: "la Paie",
    Application.IMMOBILISATIONS: "les Immobilisations",
    Application.MOYENS_DE_PAIEMENT: "les Moyens de paiement",
}


def application(value: Application) -> str:
    """« Comptabilité »."""
    return APPLICATIONS[value]


def the_application(value: Application) -> str:
    """« la Comptabilité », to follow a preposition."""
    return _WITH_ARTICLE[value]
