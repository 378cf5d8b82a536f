"""Files dragged onto our windows are read and never moved; what is no file yet is said to be none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stockage_partage.applications import Application
from stockage_partage.messages.document_menu import SAVE_FIRST
from stockage_partage.ui.attaching.chosen_files import ChosenFiles
from stockage_partage.ui.printing.print_dialog import PrintDialog
from stockage_partage.ui.widgets.given_files import FileDrop

FILE = "/compta/facture.pdf"
COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
OUTLOOK = 'application/x-qt-windows-mime;value="FileGroupDescriptorW"'


def a_file() -> QMimeData:
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(FILE)])
    return carried


def an_attachment() -> QMimeData:
    carried = QMimeData()
    carried.setData(OUTLOOK, b"\x01\x00\x00\x00")
    return carried


def with_shift(on: QWidget, carried: QMimeData, offered: Qt.DropAction) -> Sequence[QDropEvent]:
    """A drag with Shift: Qt proposes to move. Both of its answers."""
    left, shift = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    enter = QDragEnterEvent(QPoint(1, 1), offered, carried, left, shift)
    drop = QDropEvent(QPointF(1, 1), offered, carried, left, shift)
    for event in (enter, drop):
        event.setDropAction(MOVE)
        event.ignore()
        QApplication.sendEvent(on, event)
    return enter, drop


@pytest.fixture(params=["window", "print dialog"])
def target(request: pytest.FixtureRequest, qtbot: QtBot) -> tuple[QWidget, list[Path]]:
    got: list[Path] = []
    if request.param == "window":
        widget = QWidget()
        FileDrop(widget, got.extend)
    else:
        widget = PrintDialog(Application.COMPTABILITE)
        widget.file_wanted.connect(got.append)
    qtbot.addWidget(widget)
    return widget, got


def test_an_original_dragged_with_shift_is_copied_so_that_explorer_keeps_it(
    target: tuple[QWidget, list[Path]],
) -> None:
    widget, got = target
    for event in with_shift(widget, a_file(), COPY | MOVE):
        assert event.isAccepted()
        assert event.dropAction() is COPY
    assert got == [Path(FILE)]


def test_a_source_that_offers_to_move_alone_is_refused(
    target: tuple[QWidget, list[Path]],
) -> None:
    widget, got = target
    assert not any(event.isAccepted() for event in with_shift(widget, a_file(), MOVE))
    assert got == []


def test_an_attachment_of_outlook_is_said_to_be_saved_first_in_the_print_dialog(
    qtbot: QtBot,
) -> None:
    dialog = PrintDialog(Application.COMPTABILITE)
    qtbot.addWidget(dialog)
    got: list[Path] = []
    dialog.file_wanted.connect(got.append)
    with_shift(dialog, an_attachment(), COPY)
    assert dialog.problem.what.text() == SAVE_FIRST
    assert got == []


def test_an_attachment_of_outlook_is_said_to_be_saved_first_beside_the_files(qtbot: QtBot) -> None:
    files = ChosenFiles(from_group=True)
    qtbot.addWidget(files)
    got: list[object] = []
    files.added.connect(got.append)
    with_shift(files, an_attachment(), COPY)
    assert (files.notice.what.text(), got) == (SAVE_FIRST, [])
    with_shift(files, a_file(), COPY)
    assert got == [[Path(FILE)]]


def test_a_page_of_the_web_is_neither_a_file_nor_an_attachment(
    target: tuple[QWidget, list[Path]],
) -> None:
    widget, got = target
    carried = QMimeData()
    carried.setUrls([QUrl("https://exemple.fr/facture.pdf")])
    assert not any(event.isAccepted() for event in with_shift(widget, carried, COPY))
    assert got == []
