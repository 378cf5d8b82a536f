"""« Diagnostic » in the window: what is wrong is mended when somebody agrees, and the support gets its file."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from typing import Any

import pytest
from at_the_window import AtTheWindow
from person_at_page import PAGE_MS
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from previews.diagnosis_previews import FINDINGS
from stockage_partage.activation.states import Tone
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.diagnosis import CheckName, Finding
from stockage_partage.documents.repair.findings import Fault, RepairOutcome
from stockage_partage.errors import FileExists, SignInNeeded
from stockage_partage.messages import repairing as texts
from stockage_partage.messages.diagnosis import points
from stockage_partage.messages.repairing import NOTHING_WRONG
from stockage_partage.messages.troubles import explain
from stockage_partage.messages.typography import unbroken
from stockage_partage.ui.runtime.background import Background
from stockage_partage.ui.widgets.fact_row import FactRow
from stockage_partage.ui.widgets.info_bar import InfoBar
from stockage_partage.ui.window.diagnosis_dialog import DiagnosisDialog, DiagnosisWork
from stockage_partage.ui.window.repair_dialog import RepairDialog


@pytest.fixture
def diagnosis(at_window: AtTheWindow) -> DiagnosisDialog:
    """Opened by the menu, with all its lines."""
    at_window.until_live()
    at_window.program.window.body.menus.diagnosis.trigger()
    dialog = at_window.opened(DiagnosisDialog)
    at_window.bot.waitUntil(dialog.support.isVisible, timeout=PAGE_MS)
    return dialog


def test_what_needs_somebody_is_framed_and_comes_before_what_is_well(qtbot: QtBot) -> None:
    company: Any = object()
    work = DiagnosisWork(lambda: (), lambda: company, lambda file, stop: None)
    dialog = DiagnosisDialog(work, Background(lambda _: None), None, lambda url: None)
    qtbot.addWidget(dialog)
    dialog.show_points(
        points([Finding(CheckName.KEYRING), Finding(CheckName.SESSION, trouble=SignInNeeded())])
    )
    dialog.show()
    bar = dialog.findChild(InfoBar, "diagnosis_to_settle_1")
    well = dialog.findChild(QLabel, "point_1")
    assert bar is not None
    assert well is not None
    assert bar.property("tone") == Tone.TO_SETTLE
    assert bar.what.text() == unbroken(f"Compte\u00a0: {explain(SignInNeeded()).what}")
    assert bar.mapTo(dialog, bar.rect().topLeft()).y() < well.mapTo(dialog, QPoint()).y()
    assert dialog.state.text().replace("\u00a0", " ") == "1 point est à régler :"
    assert "Compte" not in well.text()
    dialog.copy.click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2


def test_where_nothing_has_to_be_done_that_is_said(qtbot: QtBot) -> None:
    work = DiagnosisWork(lambda: (), lambda: None, lambda file, stop: None)
    dialog = DiagnosisDialog(work, Background(lambda _: None), None, lambda url: None)
    qtbot.addWidget(dialog)
    dialog.show_points(points([Finding(CheckName.KEYRING)]))
    assert dialog.state.text() == "Rien n’est à régler."
    assert dialog.findChild(InfoBar, "diagnosis_to_settle_1") is None


def filed(at_window: AtTheWindow) -> int:
    with closing(sqlite3.connect(at_window.company)) as file:
        return int(file.execute("SELECT filed FROM sp_meta").fetchone()[0])


def miscount(at_window: AtTheWindow) -> None:
    with closing(sqlite3.connect(at_window.company)) as file, file:
        file.execute("UPDATE sp_meta SET filed = 4")


def looked_over(at_window: AtTheWindow, diagnosis: DiagnosisDialog) -> RepairDialog:
    diagnosis.repair.click()
    dialog = at_window.opened(RepairDialog)
    at_window.bot.waitUntil(dialog.told.isVisible, timeout=PAGE_MS)
    return dialog


def test_nothing_is_mended_before_somebody_agrees_and_then_it_is_journaled(
    at_window: AtTheWindow, diagnosis: DiagnosisDialog, company: CompanyDatabase
) -> None:
    miscount(at_window)
    dialog = looked_over(at_window, diagnosis)
    assert "1 anomalie" in dialog.told.what.text()
    assert dialog.close_button.isDefault()
    assert filed(at_window) == 4
    dialog.go_on.click()
    at_window.bot.waitUntil(lambda: dialog.told.what.text() == texts.ALL_MENDED, timeout=PAGE_MS)
    assert filed(at_window) == 0
    newest = next(iter(company.journal.pages()))[-1]
    assert newest.act == JournalAct.REPAIRED.value
    assert not dialog.go_on.isVisible()


def test_whoever_declines_leaves_all_as_it_was(
    at_window: AtTheWindow, diagnosis: DiagnosisDialog
) -> None:
    miscount(at_window)
    dialog = looked_over(at_window, diagnosis)
    dialog.close_button.click()
    assert filed(at_window) == 4


def test_where_all_is_well_nothing_is_offered(
    at_window: AtTheWindow, diagnosis: DiagnosisDialog
) -> None:
    dialog = looked_over(at_window, diagnosis)
    assert dialog.told.what.text() == NOTHING_WRONG
    assert not dialog.go_on.isVisible()


def test_what_is_left_is_told_with_what_to_do(qtbot: QtBot) -> None:
    dialog = RepairDialog()
    qtbot.addWidget(dialog)
    left = {Fault.BYTES_LACKING, Fault.UNSEEN}
    dialog.show_mended([RepairOutcome(each, int(each.fault in left)) for each in FINDINGS])
    assert dialog.told.what.text() == texts.SOME_LEFT
    what, advice = texts.became_row(RepairOutcome(FINDINGS[1], 1))
    assert "Scan du 23 novembre.pdf" in what
    assert advice.startswith("Reste à faire. Déposez de nouveau")
    # What nobody can mend here is no question.
    dialog.show_found(FINDINGS[1:2])
    assert dialog.go_on.isHidden()
    assert dialog.told.advice.text() == texts.NOTHING_TO_MEND


def test_the_support_gets_a_file_without_secrets_and_its_folder_opens(
    at_window: AtTheWindow, diagnosis: DiagnosisDialog
) -> None:
    def write() -> None:
        diagnosis.support.click()
        at_window.bot.waitUntil(
            lambda: diagnosis.findChild(QFileDialog) is not None, timeout=PAGE_MS
        )
        asked = diagnosis.findChild(QFileDialog)
        assert asked is not None
        asked.fileSelected.emit(str(target))
        asked.close()
        asked.deleteLater()

    assert diagnosis.findChild(FactRow, "diagnosis_helping_row") is not None
    target = at_window.folder / "assistance.zip"
    write()
    at_window.bot.waitUntil(diagnosis.told.action.isVisible, timeout=PAGE_MS)
    assert "assistance.zip" in diagnosis.told.what.text()
    assert diagnosis.told.advice.text() == texts.SUPPORT_NO_SECRET
    with zipfile.ZipFile(target) as archive:
        assert "lisez-moi.txt" in archive.namelist()
        told = b"".join(archive.read(name) for name in archive.namelist() if "json" in name)
    assert b"BIJOU" not in told
    assert str(at_window.folder).encode() not in told
    diagnosis.told.action.click()
    assert at_window.opened_links[-1].endswith(at_window.folder.name)

    # A file that is there is never written over.
    before = target.read_bytes()
    write()
    at_window.bot.waitUntil(diagnosis.troubles.isVisible, timeout=PAGE_MS)
    assert diagnosis.troubles.what.text() == explain(FileExists()).what
    assert target.read_bytes() == before
    assert diagnosis.support.isEnabled()
