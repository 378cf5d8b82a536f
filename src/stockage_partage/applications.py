"""The applications of the suite that may share one company database."""

from __future__ import annotations

from enum import StrEnum


class Application(StrEnum):
    """An application as the command line and the licence name it.

    Source of the first two: the help page sells the option for them. The others stand for the
    suite's applications without the option; they exist so that limited functions can be shown.
    """

    COMPTABILITE = "comptabilite"
    GESTION_COMMERCIALE = "gestion-commerciale"
    PAIE = "paie"
    IMMOBILISATIONS = "immobilisations"
    MOYENS_DE_PAIEMENT = "moyens-de-paiement"


#: The applications for which the option can be bought.
SOLD_FOR = frozenset({Application.COMPTABILITE, Application.GESTION_COMMERCIALE})
