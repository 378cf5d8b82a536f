"""The diagnosis in French: what was looked at, what was found, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from stockage_partage.diagnosis import ENVIRONMENT_BUNDLES, OFF, UNKNOWN, CheckName, Finding
from stockage_partage.messages.diagnosis_points import MARKS, Concern, DiagnosisPoint
from stockage_partage.messages.message import Message
from stockage_partage.messages.troubles import explain
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


def points(findings: Iterable[Finding]) -> list[DiagnosisPoint]:
    """Every check in words for a window, what needs somebody first."""
    return sorted(map(_point, findings), key=lambda point: point.concern)


def _point(finding: Finding) -> DiagnosisPoint:
    said, name = found(finding, in_window=True), NAMES[finding.name]
    what, advice = (said.what, said.advice) if isinstance(said, Message) else (said, "")
    return DiagnosisPoint(
        _concern(finding), f"{name}{NBSP}: {what}", line(finding, in_window=True), advice
    )


def found(finding: Finding, *, in_window: bool = False) -> Message | str:
    """A short fact when all is well; what happened and what to do otherwise.

    `in_window`: with buttons, not commands, and without any setting's name.
    """
    if finding.trouble is not None:
        return explain(finding.trouble, "") if in_window else in_a_terminal(finding.trouble)
    if finding.name is CheckName.TRUST and finding.fact:
        return _trusted(finding.fact.split(", "), in_window=in_window)
    if finding.name is CheckName.LICENCE and finding.fact:
        return _FINE[finding.name].format(day(date.fromisoformat(finding.fact)))
    if finding.name is CheckName.TIMESTAMPS and finding.fact:
        last = datetime.fromisoformat(finding.fact).astimezone()
        return f"le journal a été horodaté le {day(last)} à {last:%H:%M}"
    if finding.name is CheckName.LIBRARY and finding.fact:
        return _LIBRARY[finding.fact]
    template = _WITH_FACT.get(finding.name) if finding.fact else None
    return (template or _FINE[finding.name]).format(finding.fact)


def _trusted(facts: list[str], *, in_window: bool) -> str:
    """The company's own certificate if any, then the variables that count for nothing here."""
    own = [fact for fact in facts if fact not in ENVIRONMENT_BUNDLES]
    ignored = [fact for fact in facts if fact in ENVIRONMENT_BUNDLES]
    said = f"ceux du système et {', '.join(own)}" if own else _FINE[CheckName.TRUST]
    if not ignored:
        return said
    if in_window:
        return f"{said} (ceux que ce poste indique à d’autres programmes ne comptent pas ici)"
    return f"{said} (sans tenir compte de {', '.join(ignored)})"


def in_words(finding: Finding) -> str:
    """What one check found, for a window, without its name: a fact, or what happened and what to do."""
    said = found(finding, in_window=True)
    return said.sentence if isinstance(said, Message) else said


def line(finding: Finding, *, in_window: bool = False) -> str:
    """One line for a person; the mark is doubled by words, never alone.

    `in_window`: as `found` says it there.
    """
    said = found(finding, in_window=in_window)
    told = said.sentence if isinstance(said, Message) else said
    return f"{MARKS[_concern(finding)]}{NBSP}· {NAMES[finding.name]}{NBSP}: {told}"


def _concern(finding: Finding) -> Concern:
    if finding.trouble is not None:
        return Concern.TO_SETTLE
    return Concern.NOT_CHECKED if finding.fact == UNKNOWN else Concern.FINE
