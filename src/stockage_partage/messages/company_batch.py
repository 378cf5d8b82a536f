"""What is done for several companies at once: activated, diagnosed, licensed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from stockage_partage.activation.company_overview import CompanyOverview
from stockage_partage.errors import Trouble
from stockage_partage.messages import companies
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import day, number, plural, typeset


class CompanyAct(StrEnum):
    """What can be done for the companies that are chosen."""

    ACTIVATE = "activate"
    DIAGNOSE = "diagnose"
    INSTALL = "install"


#: On the buttons above the list.
LABELS = {
    CompanyAct.ACTIVATE: "Activer…",
    CompanyAct.DIAGNOSE: "Diagnostiquer",
    CompanyAct.INSTALL: "Installer des licences…",
}
CHOOSE_FIRST = "Choisissez d’abord une ou plusieurs sociétés dans la liste."
CHOOSE_LICENCES = "Fichiers de licence reçus du revendeur"
COMPANY = "Société"
RESULT = "Résultat"
TABLE_NAME = "Résultat par société"
PROGRESS = "Sociétés traitées"
WAITING = "En attente"
STOP = "Interrompre"
_TITLES = {
    CompanyAct.ACTIVATE: (
        "Activer le stockage d’une société",
        "Activer le stockage de {n} sociétés",
    ),
    CompanyAct.DIAGNOSE: ("Diagnostiquer une société", "Diagnostiquer {n} sociétés"),
    CompanyAct.INSTALL: (
        "Installer la licence d’une société",
        "Installer les licences de {n} sociétés",
    ),
}
BEGIN = {
    CompanyAct.ACTIVATE: "Activer",
    CompanyAct.DIAGNOSE: "Diagnostiquer",
    CompanyAct.INSTALL: "Installer",
}
POINTS = {
    CompanyAct.ACTIVATE: tuple(
        typeset(point)
        for point in (
            "Un groupe « Sage – Raison sociale » est créé ou retrouvé dans Microsoft 365 pour chaque société, après une seule connexion.",
            "Toutes les applications qui utilisent ces bases sont concernées ; les envois vers Sage Document Manager s’y arrêtent.",
            "Une société dont le groupe demande un choix reste inactive : activez-la dans sa propre fenêtre.",
        )
    ),
    CompanyAct.DIAGNOSE: (
        "La base, l’espace en ligne et la licence de chaque société sont vérifiés. Rien n’est modifié.",
    ),
    CompanyAct.INSTALL: (
        typeset("Chaque société reçoit, parmi les fichiers choisis, la licence établie à son nom."),
    ),
}
_DONE = {
    CompanyAct.ACTIVATE: "Stockage activé",
    CompanyAct.DIAGNOSE: "Tout va bien",
    CompanyAct.INSTALL: "Licence installée",
}


def title(act: CompanyAct, count: int) -> str:
    """« Activer le stockage de 12 sociétés »."""
    one, many = _TITLES[act]
    return plural(count, one, many)


def name(row: CompanyOverview) -> str:
    """The company as its row is called."""
    return companies.name(row)


def outcome(act: CompanyAct, trouble: Trouble | None, until: date | None) -> str:
    """What became of one company: done, or what happened and what to do."""
    if trouble is not None:
        said = explain(trouble)
        return said.sentence
    return f"{_DONE[act]} jusqu’au {day(until)}" if until is not None else _DONE[act]


def told(act: CompanyAct, done: int, failed: int, count: int) -> str:
    """How far it has come, « 12 sur 50 sociétés, 2 à régler »."""
    said = f"{number(done)} sur " + plural(count, "{n} société", "{n} sociétés")
    return f"{said}, {number(failed)} à régler" if failed else said


def line(row: CompanyOverview, done: str, reason: str) -> str:
    """What became of one company, on a line of a terminal."""
    return f"{companies.name(row)}  {reason or done}"


def outcome_object(row: CompanyOverview, until: date | None, reason: str) -> dict[str, Any]:
    """What became of one company, for another program."""
    return {
        "societe": row.name or None,
        "emplacement": row.place,
        "fait": not reason,
        "licence_fin": until.isoformat() if until is not None else None,
        "raison": reason or None,
    }
