"""Files handed over in the window, dropped or chosen: what files itself is filed, the rest is classified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from at_the_window import AtTheWindow, plain
from person_at_page import PAGE_MS
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from invoice_making import Invoice, Someone, blank_pdf
from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.state_records import Status
from stockage_partage.messages import classifying as texts
from stockage_partage.ui.classifying.classify_dialog import ClassifyDialog
from stockage_partage.ui.depositing import DepositBatch, DepositDialog
from stockage_partage.ui.window.drop_zone import DropZone, WindowDrop

US, CARAT = Someone("BIJOU SA", "732829320"), Someone("Carat Joaillerie", "552100554")
COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def active(company: CompanyDatabase, at_window: AtTheWindow) -> CompanyDatabase:
    company.activation.claim("owner", "POSTE-1", "comptabilite", timedelta(minutes=2))
    company.activation.hold_group("owner", "g", "Sage – BIJOU SA", None, "a@b.fr", "comptabilite")
    at_window.until(lambda state: state.link is not None)
    return company


def invoice(folder: Path, number: str) -> Path:
    file = folder / f"{number}.pdf"
    file.write_bytes(Invoice(number, seller=US, buyer=CARAT).pdf())
    return file


def scan(folder: Path, name: str = "scan.pdf") -> Path:
    file = folder / name
    file.write_bytes(blank_pdf() + name.encode())
    return file


def carrying(files: Sequence[Path]) -> QMimeData:
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return carried


def hover(on: QWidget, files: Sequence[Path]) -> bool:
    carried = carrying(files)  # an event does not keep it alive
    event = QDragEnterEvent(QPoint(20, 20), COPY, carried, LEFT, PLAIN)
    event.ignore()
    QApplication.sendEvent(on, event)
    return event.isAccepted()


def let_go(on: QWidget, files: Sequence[Path]) -> None:
    carried = carrying(files)
    QApplication.sendEvent(on, QDropEvent(QPointF(20, 20), COPY, carried, LEFT, PLAIN))


def zone_of(window: QWidget) -> DropZone:
    zone = window.findChild(DropZone)
    assert zone is not None
    return zone


# --- the zone ------------------------------------------------------------------------------------


def test_the_zone_is_there_while_files_hover_and_gone_when_they_leave(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    got: list[Path] = []
    WindowDrop(window, lambda: (got.extend, "Ce qui arrive"))
    window.resize(600, 400)
    window.show()
    zone = zone_of(window)
    files = [scan(tmp_path)]
    assert zone.isHidden()
    assert hover(window, files)
    assert zone.isVisible()
    assert zone.geometry() == window.rect()
    assert zone.help.text() == "Ce qui arrive"
    # The zone came under the hand: the drag left the window for it.
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert hover(zone, files)
    assert zone.isVisible()
    QApplication.sendEvent(zone, QDragLeaveEvent())
    qtbot.waitUntil(zone.isHidden, timeout=PAGE_MS)
    assert hover(window, files)
    let_go(zone, files)
    assert zone.isHidden()
    assert got == files


def test_a_field_under_the_hand_does_not_take_a_file_for_words(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    WindowDrop(window, lambda: (lambda _: None, "Ce qui arrive"))
    field = QLineEdit(window)
    window.show()
    # Somebody goes to another program for the file.
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not field.acceptDrops()
    assert hover(window, [scan(tmp_path)])


def test_where_nothing_may_be_handed_over_nothing_is_promised(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    WindowDrop(window, lambda: None)
    window.show()
    assert not hover(window, [scan(tmp_path)])
    assert zone_of(window).isHidden()


# --- one file ------------------------------------------------------------------------------------


def test_an_electronic_invoice_dropped_anywhere_files_itself(
    at_window: AtTheWindow, active: CompanyDatabase, tmp_path: Path
) -> None:
    window, files = at_window.program.window, [invoice(tmp_path, "FA00042")]
    assert hover(window, files)
    let_go(zone_of(window), files)
    told = at_window.until_done("est gardé et va être classé")
    assert told.action.text() == "Voir"
    [row] = active.register.search()
    assert (row.status, row.number, row.third_party_code) == (Status.WAITING, "FA00042", "CARAT")
    assert files[0].exists()


def test_another_document_goes_to_classification(
    at_window: AtTheWindow, active: CompanyDatabase, tmp_path: Path
) -> None:
    window, files = at_window.program.window, [scan(tmp_path)]
    assert hover(window, files)
    let_go(window, files)
    way = at_window.until_done("attend d’être classé").action
    assert way.text() == "Classer"
    way.click()
    dialog = at_window.opened(ClassifyDialog)
    assert dialog.document is not None
    assert dialog.document.row.title == "scan.pdf"
    dialog.reject()


def test_what_is_refused_is_said_with_its_reason(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    empty = tmp_path / "vide.pdf"
    empty.write_bytes(b"")
    window = at_window.program.window
    assert hover(window, [empty])
    let_go(window, [empty])
    dialog = at_window.opened(DepositDialog)
    qtbot.waitUntil(lambda: "1 refusé" in plain(dialog.counts.text()), timeout=PAGE_MS)
    assert "vide.pdf" in dialog.list.toPlainText()
    assert "vide" in dialog.list.toPlainText().split("\n", 2)[2]
    dialog.close_button.click()
    assert active.register.search() == []


# --- several -------------------------------------------------------------------------------------


def test_several_are_taken_one_after_the_other_and_told_apart(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    empty = tmp_path / "vide.pdf"
    empty.write_bytes(b"")
    files = [invoice(tmp_path, f"FA0004{n}") for n in (1, 2)] + [scan(tmp_path), empty]
    at_window.program.window.body.menus.works[DocumentWork.DEPOSIT].trigger()
    chooser = at_window.opened(QFileDialog, "deposit_files_dialog")
    chooser.filesSelected.emit([str(file) for file in files])
    chooser.close()
    dialog = at_window.opened(DepositDialog)
    qtbot.waitUntil(
        lambda: plain(dialog.counts.text()) == "2 classés · 1 à classer · 1 refusé",
        timeout=PAGE_MS,
    )
    told = dialog.list.toPlainText()
    assert (
        told.index(texts.DEPOSITS_REFUSED)
        < told.index(texts.DEPOSITS_TO_CLASSIFY)
        < told.index(texts.DEPOSITS_FILED)
    )
    assert "Clients › CARAT" in plain(told)
    dialog.classify.click()
    classifying = at_window.opened(ClassifyDialog)
    assert classifying.document is not None
    assert classifying.document.row.title == "scan.pdf"
    classifying.reject()


def test_closed_before_the_end_it_goes_on_and_its_result_can_be_opened(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [invoice(tmp_path, f"FA{n:05}") for n in range(8)]
    window = at_window.program.window
    assert hover(window, files)
    let_go(window, files)
    dialog = at_window.opened(DepositDialog)
    if dialog.close_button.text() == texts.GO_ON:  # unless all of them were taken already
        dialog.close_button.click()
        told = at_window.until_done("8 classés")
        assert told.action.text() == texts.SEE_RESULT
        told.action.click()
        dialog = at_window.opened(DepositDialog)
    qtbot.waitUntil(lambda: plain(dialog.counts.text()) == "8 classés", timeout=PAGE_MS)
    dialog.see.click()
    assert active.register.counters().to_classify == 0


def test_the_list_has_a_button_for_it_where_there_is_room(
    at_window: AtTheWindow, active: CompanyDatabase, qtbot: QtBot
) -> None:
    window = at_window.program.window
    window.show_documents()
    window.resize(1280, 720)
    button = window.body.documents.filters.deposit
    qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled(), timeout=PAGE_MS)
    button.click()
    at_window.opened(QFileDialog, "deposit_files_dialog").close()
    window.resize(560, 500)
    qtbot.waitUntil(lambda: not button.isVisible(), timeout=PAGE_MS)


def test_while_storage_is_off_nothing_is_handed_over(
    at_window: AtTheWindow, tmp_path: Path
) -> None:
    assert not hover(at_window.program.window, [scan(tmp_path)])
    action = at_window.program.window.body.menus.works[DocumentWork.DEPOSIT]
    assert not action.isEnabled()
    assert action.shortcut().toString() == "Ctrl+N"


def test_an_empty_batch_is_over_and_has_nothing_to_classify() -> None:
    batch = DepositBatch()
    assert batch.is_over
    assert batch.first_to_classify is None
