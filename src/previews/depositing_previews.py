"""Files handed over in the window, made up: the zone, how far it is, what became of each."""

from __future__ import annotations

from pathlib import Path

from previews import Preview
from previews.panel_previews import ACTIVE, window
from stockage_partage.documents.filing.filing_service import FilingResult
from stockage_partage.documents.filing.outcomes import (
    DepositResult,
    FilingOutcome,
    MissingDetail,
)
from stockage_partage.documents.invoices.invoice import UnreadReason
from stockage_partage.errors import FileEmpty
from stockage_partage.messages import classifying as texts
from stockage_partage.ui.depositing import DepositBatch, DepositDialog
from stockage_partage.ui.window.drop_zone import DropZone
from stockage_partage.ui.window.main_window import MainWindow

_FOLDER = Path("/home/marie/Factures")


def _filed(number: str) -> FilingResult:
    name = f"Facture_{number}"
    path = f"Sage/Clients/CARAT/Documents ventes/202611/{name}/{name}.pdf"
    return FilingResult(_FOLDER / f"{name}.pdf", DepositResult(FilingOutcome.WAITING, 1, path, 1))


RESULTS = (
    *(_filed(f"FA0005{number}") for number in range(1, 6)),
    FilingResult(
        _FOLDER / "Facture Billo 2026-11-17.pdf",
        DepositResult(
            FilingOutcome.TO_CLASSIFY,
            7,
            None,
            None,
            lacking=(MissingDetail.THIRD_PARTY, MissingDetail.TYPE, MissingDetail.NUMBER),
            unread=UnreadReason.NOTHING_INSIDE,
        ),
    ),
    FilingResult(_FOLDER / "vide.pdf", trouble=FileEmpty()),
)


def _dialog(done: int) -> DepositDialog:
    made = DepositDialog()
    made.show_batch(DepositBatch([each.file for each in RESULTS], list(RESULTS[:done])))
    return made


def _zone() -> MainWindow:
    made = window(ACTIVE)
    DropZone(made).show_over(texts.DROP_HELP)
    return made


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "drop-zone": _zone,
        "dialog-deposit-running": lambda: _dialog(3),
        "dialog-deposit": lambda: _dialog(len(RESULTS)),
    }
