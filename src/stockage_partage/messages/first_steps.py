"""« Pour commencer »: the steps that follow a first activation."""

from __future__ import annotations

from enum import StrEnum


class FirstStep(StrEnum):
    """What comes first once storage is on, in this order."""

    SPACE = "space"
    DEPOSIT = "deposit"
    TEMPLATES = "templates"
    THIRD_PARTIES = "third_parties"


TITLE = "Pour commencer"
DONE = "Fait"
TO_DO = "À faire"
NAMES = {
    FirstStep.DEPOSIT: "Déposer une première facture",
    FirstStep.TEMPLATES: "Régler les modèles d’impression",
    FirstStep.THIRD_PARTIES: "Importer les tiers",
}
_EXPLANATIONS = {
    FirstStep.DEPOSIT: "Une facture électronique se classe d’elle-même.",
    FirstStep.TEMPLATES: "Ce qui est classé à l’impression.",
    FirstStep.THIRD_PARTIES: "D’après un fichier CSV de votre logiciel.",
}
_DONE = {
    FirstStep.TEMPLATES: "Les modèles sont réglés.",
    FirstStep.THIRD_PARTIES: "Des tiers sont connus.",
}


def space(*, ready: bool) -> str:
    """The first line: whether the online space is there."""
    return (
        "L’espace en ligne est prêt." if ready else "L’espace en ligne est en cours de préparation…"
    )


def explanation(step: FirstStep, *, done: bool) -> str:
    """What a step is for, or that it is done; "" for what says all by itself."""
    return (_DONE.get(step) if done else None) or _EXPLANATIONS.get(step, "")
