"""The page « Modèles » and the print dialog, made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stockage_partage.applications import Application
from stockage_partage.company.facts import ThirdParty
from stockage_partage.documents.filing.outcomes import Deposited
from stockage_partage.documents.filing.outcomes import Filing as Kept
from stockage_partage.documents.printing.files import Waiting
from stockage_partage.documents.printing.job import Proposed
from stockage_partage.documents.printing.outcomes import FolderState, Outcome, Round, TakenPrint
from stockage_partage.documents.printing.templates import Filing, template_called
from stockage_partage.errors import PrinterRefused, StorageInactive
from stockage_partage.storage.panel import describe
from stockage_partage.storage.panel_facts import Facts
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.places import Place
from stockage_partage.ui.printing.full_folder_dialog import FullFolderDialog
from stockage_partage.ui.printing.print_dialog import PrintDialog
from stockage_partage.ui.scenes import ACTIVE, INACTIVE, LIMITED, window
from stockage_partage.words import print_dialog as print_words
from stockage_partage.words import samples

Scene = Callable[[], QWidget]

GESTION = replace(ACTIVE, application=Application.GESTION_COMMERCIALE)
FOLDER = Path(samples.PRINT_FOLDER)
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
    made.templates.show_round(Round(FolderState.ABSENT, FOLDER, trouble=StorageInactive()))
    return made


def _small() -> MainWindow:
    made = _templates()
    made.resize(683, 384)
    return made


INVOICE = Proposed(
    Path("/home/marie/Factures/Facture_FA00042.pdf"),
    template_called(Application.GESTION_COMMERCIALE, "facture"),
    "CARAT",
    "FA00042",
    date(2026, 11, 17),
)
PARTIES = (
    ThirdParty("CARAT", "clients", samples.CUSTOMER),
    ThirdParty("BILLO", "fournisseurs", samples.SUPPLIER),
)


def _dialog(
    facts: Facts = GESTION,
    filing: Filing = Filing.OFFERED,
    printers: Sequence[str] = samples.PRINTERS,
) -> PrintDialog:
    made = PrintDialog(facts.application)
    made.show_parties(PARTIES)
    made.show_printers(printers, printers[0] if printers else "")
    made.show_state(describe(facts), {"ventes/facture": filing})
    made.show_proposed(INVOICE)
    return made


def _empty() -> PrintDialog:
    made = PrintDialog(GESTION.application)
    made.show_state(describe(GESTION), {})
    made.show_printers(samples.PRINTERS, samples.PRINTERS[0])
    return made


def _unprinted() -> PrintDialog:
    made = _dialog()
    kept = Deposited(Kept.WAITING, 1, "", 1)
    made.show_partly_done(
        print_words.printed(
            INVOICE.file.name, kept, None, PrinterRefused(), describe(GESTION), to_file=False
        )
    )
    return made


SCENES: dict[str, Scene] = {
    "templates": _templates,
    "templates-accounting": _accounting,
    "templates-limited": _limited,
    "templates-off": _off,
    "small-templates": _small,
    "dialog-full-folder": lambda: FullFolderDialog(FOLDER, 42),
    "dialog-print": _dialog,
    "dialog-print-empty": _empty,
    "dialog-print-compulsory": lambda: _dialog(filing=Filing.COMPULSORY),
    "dialog-print-never": lambda: _dialog(filing=Filing.NEVER),
    "dialog-print-off": lambda: _dialog(replace(INACTIVE, application=GESTION.application)),
    "dialog-print-no-printer": lambda: _dialog(printers=()),
    "dialog-print-refused": _unprinted,
}
