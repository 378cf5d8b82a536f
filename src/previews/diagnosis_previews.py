"""« Diagnostic » and what it leads to, made up: the repair in its states, the file for the support."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from previews import Preview
from previews.sample_names import FOLDER
from stockage_partage.diagnosis import CheckName, Finding
from stockage_partage.documents.repair.findings import Fault, FaultFinding, RepairOutcome
from stockage_partage.errors import OptionMissing, SignInNeeded
from stockage_partage.messages.diagnosis import points
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.window.diagnosis_dialog import DiagnosisDialog, DiagnosisWork
from stockage_partage.ui.window.repair_dialog import RepairDialog

_FOUND = (
    Finding(CheckName.SETTINGS, "login.microsoftonline.com"),
    Finding(CheckName.TRUST),
    Finding(CheckName.GRAPH, "graph.microsoft.com"),
    Finding(CheckName.DATABASE, "BIJOU SA"),
    Finding(CheckName.LICENCE, trouble=OptionMissing("expired")),
)
FINDINGS = (
    FaultFinding(Fault.LEASES_LOST, 2, ("Facture_FA00051.pdf", "Facture_FA00052.pdf")),
    FaultFinding(Fault.BYTES_LACKING, 1, ("Scan du 23 novembre.pdf",)),
    FaultFinding(Fault.COUNTERS_WRONG, 1),
    FaultFinding(Fault.UNSEEN, trouble=SignInNeeded()),
)


def _diagnosis() -> DiagnosisDialog:
    company: Any = object()  # somebody has one open
    work = DiagnosisWork(lambda: points(_FOUND), lambda: company, lambda file, stop: None)
    return DiagnosisDialog(work, Background(lambda _: None), None, lambda url: None)


def _found() -> DiagnosisDialog:
    made = _diagnosis()
    made.show_points(points(_FOUND))
    return made


def _written() -> DiagnosisDialog:
    made = _found()
    made.show_written(Path(FOLDER) / "assistance-2026-11-24-1430.zip")
    return made


def _asking() -> RepairDialog:
    made = RepairDialog()
    made.show_found(FINDINGS)
    return made


def _mended() -> RepairDialog:
    made = RepairDialog()
    left = {Fault.BYTES_LACKING, Fault.UNSEEN}
    made.show_mended([RepairOutcome(each, int(each.fault in left)) for each in FINDINGS])
    return made


def _nothing() -> RepairDialog:
    made = RepairDialog()
    made.show_found(())
    return made


def previews() -> dict[str, Preview]:
    """Name → what makes the widget."""
    return {
        "dialog-diagnosis": _found,
        "dialog-diagnosis-running": _diagnosis,
        "dialog-diagnosis-support": _written,
        "dialog-repair": _asking,
        "dialog-repair-running": RepairDialog,
        "dialog-repair-nothing": _nothing,
        "dialog-repair-over": _mended,
    }
