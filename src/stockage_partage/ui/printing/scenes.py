"""The page « Modèles » and the print dialog, made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stockage_partage.applications import Application
from stockage_partage.documents.print_files import Waiting
from stockage_partage.documents.print_outcomes import FolderState, Outcome, Round, TakenPrint
from stockage_partage.storage.panel_facts import Facts
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.places import Place
from stockage_partage.ui.scenes import ACTIVE, INACTIVE, LIMITED, NOW, window

Scene = Callable[[], QWidget]

GESTION = replace(ACTIVE, application=Application.GESTION_COMMERCIALE)
FOLDER = Path("~/Documents/Stockage et partage/Impressions/Gestion commerciale")
CHOSEN = {
    "ventes/devis": "jamais",
    "ventes/facture": "obligatoire",
    "ventes/facture-d-avoir": "obligatoire",
    "achats/preparation-de-commande": "jamais",
}
WATCHED = Round(
    FolderState.WATCHED,
    FOLDER,
    (*(TakenPrint("f", Outcome.KEPT) for _ in range(12)), TakenPrint("l", Outcome.TO_CLASSIFY)),
    (("Facture_FA00051.pdf", Waiting.INCOMPLETE),),
)


def _page(facts: Facts) -> MainWindow:
    made = window(facts, place=Place.TEMPLATES)
    made.templates.make_lines()
    return made


def _templates() -> MainWindow:
    made = _page(GESTION)
    made.templates.show_chosen(CHOSEN)
    made.templates.show_round(WATCHED)
    return made


def _accounting() -> MainWindow:
    return _page(ACTIVE)


def _limited() -> MainWindow:
    made = _page(LIMITED)
    made.templates.show_chosen(CHOSEN)
    return made


def _off() -> MainWindow:
    facts = replace(INACTIVE, application=Application.GESTION_COMMERCIALE)
    made = _page(facts)
    made.templates.show_chosen(CHOSEN)
    made.templates.show_round(Round(FolderState.ABSENT, FOLDER))
    return made


def _small() -> MainWindow:
    made = _templates()
    made.resize(683, 384)
    return made


SCENES: dict[str, Scene] = {
    "templates": _templates,
    "templates-accounting": _accounting,
    "templates-limited": _limited,
    "templates-off": _off,
    "small-templates": _small,
}
#: Said of a document handed over a moment ago.
MOMENT = NOW - timedelta(minutes=1)
