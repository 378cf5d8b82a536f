"""The diagnosis in French: what was looked at, what was found, what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from stockage_partage.diagnosis import ENVIRONMENT_BUNDLES, OFF, UNKNOWN, CheckName, Finding
from stockage_partage.errors import Trouble
from stockage_partage.messages.message import Message
from stockage_partage.messages.typography import NBSP, day
from stockage_partage.messages.usage import in_a_terminal

NAMES: dict[CheckName, str] = {
    CheckName.SETTINGS: "Réglages",
    CheckName.TRUST: "Certificats",
    CheckName.PROXY: "Proxy",
    CheckName.SIGN_IN: "Connexion à Microsoft 365",
    CheckName.GRAPH: "Services Microsoft 365",
    CheckName.CLOCK: "Horloge",
    CheckName.KEYRING: "Coffre de mots de passe",
    CheckName.SESSION: "Compte",
    CheckName.WINDOW: "Fenêtre",
    CheckName.BROWSER: "Fenêtre de connexion",
    CheckName.PRINTING: "Impression",
    CheckName.DATABASE: "Base de la société",
    CheckName.LIBRARY: "Espace en ligne",
    CheckName.LICENCE: "Licence",
    CheckName.TIMESTAMPS: "Horodatage",
}

_FINE: dict[CheckName, str] = {
    CheckName.SETTINGS: "organisation visée par {}",
    CheckName.TRUST: "ceux du système",
    CheckName.PROXY: "aucun proxy",
    CheckName.SIGN_IN: "{} répond",
    CheckName.GRAPH: "{} répond",
    CheckName.CLOCK: "à l’heure",
    CheckName.KEYRING: "utilisable",
    CheckName.SESSION: "{} est connecté",
    CheckName.WINDOW: "elle peut s’ouvrir",
    CheckName.BROWSER: "disponible",
    CheckName.PRINTING: "les imprimantes peuvent être utilisées",
    CheckName.DATABASE: "{}",
    CheckName.LIBRARY: "il répond",
    CheckName.LICENCE: "valable jusqu’au {}",
    CheckName.TIMESTAMPS: "le premier sera demandé tant que le programme est ouvert",
}
_WITH_FACT: dict[CheckName, str] = {
    CheckName.PROXY: "par {}",
    CheckName.CLOCK: "non comparée, car Microsoft 365 n’a pas répondu",
}


_LIBRARY: dict[str, str] = {
    OFF: "aucun, car le stockage n’est pas activé",
    UNKNOWN: "il le sera une fois la base et Microsoft 365 joints, et un compte connecté",
}


def found(finding: Finding, say: Callable[[Trouble], Message] = in_a_terminal) -> Message | str:
    """A short fact when all is well; what happened and what to do otherwise, as `say` says it."""
    if finding.trouble is not None:
        return say(finding.trouble)
    if finding.name is CheckName.TRUST and finding.fact:
        return _trusted(finding.fact.split(", "))
    if finding.name is CheckName.LICENCE and finding.fact:
        return _FINE[finding.name].format(day(date.fromisoformat(finding.fact)))
    if finding.name is CheckName.TIMESTAMPS and finding.fact:
        last = datetime.fromisoformat(finding.fact).astimezone()
        return f"le journal a été horodaté le {day(last)} à {last:%H:%M}"
    if finding.name is CheckName.LIBRARY and finding.fact:
        return _LIBRARY[finding.fact]
    template = _WITH_FACT.get(finding.name) if finding.fact else None
    return (template or _FINE[finding.name]).format(finding.fact)


def _trusted(facts: list[str]) -> str:
    """The company's own certificate if any, then the variables that count for nothing here."""
    own = [fact for fact in facts if fact not in ENVIRONMENT_BUNDLES]
    ignored = [fact for fact in facts if fact in ENVIRONMENT_BUNDLES]
    said = f"ceux du système et {', '.join(own)}" if own else _FINE[CheckName.TRUST]
    return f"{said} (sans tenir compte de {', '.join(ignored)})" if ignored else said


def in_words(finding: Finding, say: Callable[[Trouble], Message]) -> str:
    """What one check found, without its name: a fact, or what happened and what to do."""
    said = found(finding, say)
    return said.sentence if isinstance(said, Message) else said


def line(finding: Finding, say: Callable[[Trouble], Message] = in_a_terminal) -> str:
    """One line for a person; the mark is doubled by words, never alone.

    `say`: how a trouble is told, with commands in a terminal, with buttons in a window (`explain`).
    """
    said = found(finding, say)
    if isinstance(said, Message):
        return f"À régler{NBSP}· {NAMES[finding.name]}{NBSP}: {said.sentence}"
    mark = "Non vérifié" if finding.fact == UNKNOWN else "Bien"
    return f"{mark}{NBSP}· {NAMES[finding.name]}{NBSP}: {said}"
