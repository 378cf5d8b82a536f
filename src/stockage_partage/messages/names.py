"""French names of things: applications, fields, kinds of third parties.

With them, the few words that a window needs before it has painted: nothing else is loaded for them.
"""

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
    """The application's name, without its article: « Comptabilité »."""
    return APPLICATIONS[value]


def the_application(value: Application) -> str:
    """« la Comptabilité », to follow a preposition."""
    return _WITH_ARTICLE[value]


PRODUCT = "Stockage et partage"
COMPANY_SETTINGS = "Paramètres société"
READING = "Lecture de la base de la société…"


def window_title(company: str, value: Application) -> str:
    """« BIJOU SA – Comptabilité – Stockage et partage »; what differs first, where a taskbar cuts."""
    return " – ".join(filter(None, (company, application(value), PRODUCT)))


NO_SCREEN = (
    "Aucun écran n’a été trouvé\u00a0: la fenêtre ne peut pas s’ouvrir. "
    "Ouvrez une session graphique, ou utilisez les commandes (--help)."
)
