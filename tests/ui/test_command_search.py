"""Commands and settings are found by a few letters, done or led to, and say why they wait."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previews.panel_previews import ACTIVE, STATES, window
from stockage_partage.activation.panel_rules import DocumentWork
from stockage_partage.activation.states import Facts
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.window.commands import CommandSearch
from stockage_partage.ui.window.main_window import MainWindow


def opened(qtbot: QtBot, facts: Facts) -> tuple[MainWindow, CommandSearch]:
    """The window, and its search opened by the keyboard."""
    shown = window(facts)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    QTest.keyClick(shown.focusWidget() or shown, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    search = shown.findChild(CommandSearch)
    assert search is not None
    qtbot.waitUntil(lambda: QApplication.focusWidget() is search.search)
    return shown, search


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("impr", "Imprimer un document"),
        ("EXERCI", "Exercices"),
        ("siren", "Identification"),
        ("facture", "Documents"),
        ("me dec", "Échanges de données › Me déconnecter"),
        ("racc", "Raccourcis clavier"),
    ],
)
def test_a_few_letters_find_it(qtbot: QtBot, typed: str, first: str) -> None:
    _, search = opened(qtbot, ACTIVE)
    QTest.keyClicks(search.search, typed)
    assert search.list.item(0).text().startswith(first)


def test_enter_goes_to_the_page_that_is_chosen_with_the_arrows(qtbot: QtBot) -> None:
    shown, search = opened(qtbot, ACTIVE)
    QTest.keyClicks(search.search, "client")
    assert search.search.hasFocus()
    QTest.keyClick(search.search, Qt.Key.Key_Return)
    assert shown.body.stack.currentWidget() is shown.body.page(PageId.THIRD_PARTIES)


def test_a_command_is_done(qtbot: QtBot) -> None:
    shown, search = opened(qtbot, ACTIVE)
    wanted: list[DocumentWork] = []
    shown.body.menus.work_wanted.connect(wanted.append)
    QTest.keyClicks(search.search, "imprimer")
    QTest.keyClick(search.search, Qt.Key.Key_Return)
    assert wanted == [DocumentWork.PRINT]
    assert not search.isVisible()


def test_a_button_of_the_panel_is_led_to_and_not_pressed(qtbot: QtBot) -> None:
    shown, search = opened(qtbot, ACTIVE)
    QTest.keyClicks(search.search, "desactiver")
    QTest.keyClick(search.search, Qt.Key.Key_Return)
    panel = shown.body.exchanges.panel
    assert shown.focusWidget() is panel.main
    assert panel.main.text() == "Désactiver le stockage"


def test_what_cannot_be_done_says_why_and_keeps_the_search_open(qtbot: QtBot) -> None:
    _, search = opened(qtbot, STATES["inactive"])
    QTest.keyClicks(search.search, "synchro")
    assert "activez-le dans" in search.note.text()
    QTest.keyClick(search.search, Qt.Key.Key_Return)
    assert search.isVisible()
    QTest.keyClicks(search.search, "zzz")
    assert search.note.text().startswith("Rien de ce nom.")
