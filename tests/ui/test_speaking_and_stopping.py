"""Qt speaks French too, and the system's own signals end the window as its cross does."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from at_the_window import AtTheWindow
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from stockage_partage.ui.runtime.stop_signals import close_every_window, stopped_by_signals
from stockage_partage.ui.widgets.given_files import ask_file, ask_where
from stockage_partage.ui.window.program import speak_french

ENGLISH = {
    "&Undo", "&Redo", "Cu&t", "&Copy", "&Paste", "Delete", "Select All", "Look in:", "File &name:",
    "Files of type:", "&Open", "&Save", "Cancel", "Name", "Size", "Date Modified",
    "Create New Folder", "&Look in:", "Files of &type:",
}  # fmt: skip


@pytest.fixture
def french(qapp: QApplication) -> None:
    speak_french(qapp)


@pytest.mark.usefixtures("french")
def test_the_menu_of_every_field_is_in_french(qtbot: QtBot) -> None:
    for kind in (QLineEdit, QPlainTextEdit, QTextBrowser):
        field = kind()
        qtbot.addWidget(field)
        menu = field.createStandardContextMenu()
        said = {action.text().partition("\t")[0] for action in menu.actions()} - {""}
        assert said
        assert not said & ENGLISH
        menu.deleteLater()


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize("mode", list(QFileDialog.AcceptMode))
def test_file_dialogs_are_in_french(qtbot: QtBot, mode: QFileDialog.AcceptMode) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    if mode is QFileDialog.AcceptMode.AcceptOpen:
        ask_file(over, "open", "Choisir", "PDF (*.pdf)", lambda _: None)
    else:
        ask_where(over, "save", "Enregistrer", "facture.pdf", lambda _: None)
    dialog = over.findChild(QFileDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    labels = [each.text() for each in dialog.findChildren(QLabel)]
    buttons = [each.text() for each in dialog.findChildren(QAbstractButton)]
    tree = dialog.findChild(QTreeView)
    assert tree is not None
    model = tree.model()
    assert model is not None
    columns = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    tips = [each.toolTip() for each in dialog.findChildren(QAbstractButton)]
    assert not {*labels, *buttons, *columns, *tips} & ENGLISH


@pytest.mark.usefixtures("french")
def test_keys_have_the_names_that_french_keyboards_have() -> None:
    native = QKeySequence.SequenceFormat.NativeText
    assert QKeySequence("Ctrl+Shift+C").toString(native) == "Ctrl+Maj+C"
    assert QKeySequence("Esc").toString(native) == "Échap"


@pytest.fixture
def handlers() -> Iterator[None]:
    """What the process does at a signal, the same before and after."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    assert {number: signal.getsignal(number) for number in before} == before


@pytest.mark.usefixtures("handlers")
@pytest.mark.skipif(os.name != "posix", reason="the system's own signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_wakes_an_idle_window(qtbot: QtBot, number: signal.Signals) -> None:
    told: list[bool] = []
    with stopped_by_signals(lambda: told.append(True)):
        os.kill(os.getpid(), number)
        qtbot.waitUntil(lambda: bool(told))
        assert signal.getsignal(number) is signal.SIG_DFL  # a second one ends at once
    assert told == [True]


def test_being_told_to_stop_closes_the_window_and_what_is_open_over_it(
    at_window: AtTheWindow, qapp: QApplication
) -> None:
    left: list[bool] = []
    at_window.panel.main.click()
    at_window.question("activation_dialog")
    closed: list[bool] = []
    at_window.program.window.closed.connect(lambda: closed.append(True))

    close_every_window(qapp, lambda: left.append(True))

    assert closed == [True]
    at_window.bot.waitUntil(lambda: left == [True])
    assert not at_window.program.window.isVisible()
