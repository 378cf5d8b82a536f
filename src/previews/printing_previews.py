"""The page « Modèles » and the print dialog, made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from previews import Preview, sample_names
from previews.classifying_previews import page
from previews.panel_previews import ACTIVE, INACTIVE, LIMITED, window
from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import Facts
from stockage_partage.applications import Application
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.documents.filing.outcomes import DepositResult
from stockage_partage.documents.filing.outcomes import FilingOutcome as Kept
from stockage_partage.documents.printing.folder_look import (
    FolderScan,
    FolderState,
    PrintOutcome,
    PrintResult,
    WaitReason,
)
from stockage_partage.documents.printing.print_job import PrintProposal
from stockage_partage.documents.printing.templates import FilingMode, template_called
from stockage_partage.errors import PrinterRefused, StorageInactive
from stockage_partage.messages import print_dialog as print_texts
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.printing.print_dialog import PrintDialog
from stockage_partage.ui.printing.templates_controller import ask_to_watch
from stockage_partage.ui.window.main_window import MainWindow

GESTION = replace(ACTIVE, application=Application.GESTION_COMMERCIALE)
FOLDER = Path(sample_names.PRINT_FOLDER)
CHOSEN = {
    "ventes/devis": "jamais",
    "ventes/facture": "obligatoire",
    "ventes/facture-d-avoir": "obligatoire",
    "achats/preparation-de-commande": "jamais",
}
WATCHED = FolderScan(
    FolderState.WATCHED,
    FOLDER,
    (
        *(PrintResult("f", PrintOutcome.KEPT) for _ in range(12)),
        PrintResult("l", PrintOutcome.TO_CLASSIFY),
    ),
    (("Facture_FA00051.pdf", WaitReason.INCOMPLETE),),
)


def _page(facts: Facts) -> MainWindow:
    made = window(facts, place=PageId.TEMPLATES)
    made.body.templates.make_lines()
    return made


def _templates() -> MainWindow:
    made = _page(GESTION)
    made.body.templates.show_chosen(CHOSEN)
    made.body.templates.folder.show_round(WATCHED)
    return made


def _accounting() -> MainWindow:
    return _page(ACTIVE)


def _limited() -> MainWindow:
    made = _page(LIMITED)
    made.body.templates.show_chosen(CHOSEN)
    return made


def _off() -> MainWindow:
    facts = replace(INACTIVE, application=Application.GESTION_COMMERCIALE)
    made = _page(facts)
    made.body.templates.show_chosen(CHOSEN)
    made.body.templates.folder.show_round(
        FolderScan(FolderState.ABSENT, FOLDER, trouble=StorageInactive())
    )
    return made


def _small() -> MainWindow:
    made = _templates()
    made.resize(683, 384)
    return made


INVOICE = PrintProposal(
    Path("/home/marie/Factures/Facture_FA00042.pdf"),
    template_called(Application.GESTION_COMMERCIALE, "facture"),
    "CARAT",
    "FA00042",
    date(2026, 11, 17),
)
PARTIES = (
    ThirdParty("CARAT", "clients", sample_names.CUSTOMER),
    ThirdParty("BILLO", "fournisseurs", sample_names.SUPPLIER),
)


def _printed() -> bytes:
    lines = (
        (0, 18, "BIJOU SA"),
        (70, 15, "Facture n° FA00042"),
        (106, 10, "Saumur, le 17 novembre 2026"),
        (150, 10, sample_names.CUSTOMER),
    )
    return page(lines)


def _dialog(
    facts: Facts = GESTION,
    filing: FilingMode = FilingMode.OFFERED,
    printers: Sequence[str] = sample_names.PRINTERS,
) -> PrintDialog:
    made = PrintDialog(facts.application)
    made.show_printers(printers, printers[0] if printers else "")
    made.show_state(describe(facts), {"ventes/facture": filing})
    made.show_proposed(INVOICE, party=PARTIES[0], content=_printed())
    return made


def _empty() -> PrintDialog:
    made = PrintDialog(GESTION.application)
    made.show_state(describe(GESTION), {})
    made.show_printers(sample_names.PRINTERS, sample_names.PRINTERS[0])
    return made


def _waiting() -> PrintDialog:
    made = _dialog()
    made.number.clear()
    return made


def _unprinted() -> PrintDialog:
    made = _dialog()
    kept = DepositResult(Kept.WAITING, 1, "", 1)
    made.show_partly_done(
        print_texts.printed(
            INVOICE.file.name, kept, None, PrinterRefused(), describe(GESTION), to_file=False
        )
    )
    return made


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "templates": _templates,
        "templates-accounting": _accounting,
        "templates-limited": _limited,
        "templates-off": _off,
        "small-templates": _small,
        "dialog-full-folder": lambda: ask_to_watch(FOLDER, 42),
        "dialog-print": _dialog,
        "dialog-print-empty": _empty,
        "dialog-print-waits": _waiting,
        "dialog-print-compulsory": lambda: _dialog(filing=FilingMode.COMPULSORY),
        "dialog-print-never": lambda: _dialog(filing=FilingMode.NEVER),
        "dialog-print-off": lambda: _dialog(replace(INACTIVE, application=GESTION.application)),
        "dialog-print-no-printer": lambda: _dialog(printers=()),
        "dialog-print-refused": _unprinted,
    }
