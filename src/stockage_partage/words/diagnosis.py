"""The diagnosis in French: what was looked at, what was found, what to do."""

from __future__ import annotations

from stockage_partage.diagnosis import CheckName, Finding
from stockage_partage.words.message import Words
from stockage_partage.words.typography import NBSP
from stockage_partage.words.usage import in_a_terminal

NAMES: dict[CheckName, str] = {
    CheckName.SETTINGS: "Réglages",
    CheckName.TRUST: "Certificats",
    CheckName.PROXY: "Proxy",
    CheckName.SIGN_IN: "Connexion à Microsoft 365",
    CheckName.GRAPH: "Services Microsoft 365",
    CheckName.CLOCK: "Horloge",
    CheckName.KEYRING: "Coffre de mots de passe",
    CheckName.SESSION: "Compte",
    CheckName.BROWSER: "Fenêtre de connexion",
    CheckName.DATABASE: "Base de la société",
    CheckName.LICENCE: "Licence",
}

_FINE: dict[CheckName, str] = {
    CheckName.SETTINGS: "organisation visée par {}",
    CheckName.TRUST: "certificats du système",
    CheckName.PROXY: "aucun proxy",
    CheckName.SIGN_IN: "{} répond",
    CheckName.GRAPH: "{} répond",
    CheckName.CLOCK: "à l’heure",
    CheckName.KEYRING: "utilisable",
    CheckName.SESSION: "{} est connecté",
    CheckName.BROWSER: "disponible",
    CheckName.DATABASE: "{}",
    CheckName.LICENCE: "valable jusqu’au {}",
}
_WITH_FACT: dict[CheckName, str] = {
    CheckName.TRUST: "{} (les variables de l’environnement sont ignorées)",
    CheckName.PROXY: "par {}",
}


def found(finding: Finding) -> Words | str:
    """A short fact when all is well; what happened and what to do otherwise."""
    if finding.trouble is not None:
        return in_a_terminal(finding.trouble)
    template = _WITH_FACT.get(finding.name) if finding.fact else None
    return (template or _FINE[finding.name]).format(finding.fact)


def line(finding: Finding) -> str:
    """One line for a person; the mark is doubled by words, never alone."""
    said = found(finding)
    if isinstance(said, Words):
        return f"À régler{NBSP}· {NAMES[finding.name]}{NBSP}: {said.sentence}"
    return f"Bien{NBSP}· {NAMES[finding.name]}{NBSP}: {said}"
