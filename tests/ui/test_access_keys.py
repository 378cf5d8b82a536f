"""Every button and field of every window has a letter of its own under Alt, and every menu entry one in its menu."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMainWindow, QMenu, QWidget
from pytestqt.qtbot import QtBot

from previews.capture import settle
from previews.catalogue import all_previews
from previews.panel_previews import ACTIVE, STATES, window
from stockage_partage.activation.panel_rules import describe
from stockage_partage.ui.pages.page_ids import PageId
from stockage_partage.ui.widgets.keys import AccessKeys, keys_of, name_of
from stockage_partage.ui.window.main_window import MainWindow


def given(scene: QWidget) -> AccessKeys:
    keys = keys_of(scene)
    assert keys is not None
    keys.give()
    return keys


@pytest.mark.parametrize("name", sorted(all_previews()))
def test_every_button_and_field_has_a_letter_of_its_own(qtbot: QtBot, name: str) -> None:
    scene = all_previews()[name]()
    qtbot.addWidget(scene)
    settle(scene)
    letters = given(scene).letters
    assert letters
    assert [name_of(each) for each, letter in letters.items() if not letter] == []
    assert [each for each, count in Counter(letters.values()).items() if count > 1] == []
    if isinstance(scene, QMainWindow):
        titles = [action.text() for action in scene.menuBar().actions()]
        menus = {text[text.index("&") + 1].lower() for text in titles}
        assert menus.isdisjoint(letters.values())


def test_every_menu_entry_has_a_letter_of_its_own_in_its_menu(qtbot: QtBot) -> None:
    shown = window(ACTIVE)
    qtbot.addWidget(shown)
    for menu in [each for each in shown.findChildren(QMenu) if each.actions()]:
        texts = [action.text() for action in menu.actions() if not action.isSeparator()]
        assert [text for text in texts if "&" not in text] == []
        letters = Counter(text[text.index("&") + 1].lower() for text in texts)
        assert max(letters.values()) == 1, texts


#: One of each kind: a page of settings, the list, a question, a form, an assistant.
_PRESSED = ["many-notices", "documents-preview", "dialog-deactivation", "dialog-attach"]


@pytest.mark.parametrize("name", _PRESSED)
def test_a_letter_presses_its_button_or_goes_to_its_field(qtbot: QtBot, name: str) -> None:
    scene = all_previews()[name]()
    qtbot.addWidget(scene)
    with qtbot.waitExposed(scene):
        scene.show()
    scene.activateWindow()
    qtbot.waitUntil(scene.isActiveWindow)
    letters = given(scene).letters
    pressed: list[QWidget] = []
    for each in letters:
        if isinstance(each, QAbstractButton):
            if each.receivers(SIGNAL("clicked(bool)")):
                each.clicked.disconnect()
            each.clicked.connect(lambda _=False, each=each: pressed.append(each))
    for each, letter in letters.items():
        if not each.isEnabled() or not each.isVisible():  # a choice shows other fields
            continue
        keys = QKeySequence(f"Alt+{letter.upper()}")
        QTest.keySequence(QApplication.focusWidget() or scene, keys)
        if isinstance(each, QAbstractButton):
            qtbot.waitUntil(lambda: bool(pressed))
            assert pressed.pop() is each
        else:
            assert each.hasFocus() or each.focusProxy() is QApplication.focusWidget()
    assert pressed == []


def test_a_letter_stays_while_a_button_changes_its_words_and_others_come(qtbot: QtBot) -> None:
    shown = window(ACTIVE)
    qtbot.addWidget(shown)
    settle(shown)
    main = shown.body.exchanges.panel.main
    before = given(shown).letters[main]
    shown.show_state(describe(STATES["inactive"]))
    settle(shown)
    assert main.shortcut().toString().lower() == f"alt+{before}"
    shown.show_state(describe(STATES["many-notices"]))
    settle(shown)
    assert given(shown).letters[main] == before


def test_the_letters_are_shown_while_alt_is_held(qtbot: QtBot) -> None:
    shown = window(ACTIVE)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)

    def tips() -> list[QLabel]:
        return [tip for tip in shown.findChildren(QLabel, "key_tip") if tip.isVisible()]

    QTest.keyPress(shown, Qt.Key.Key_Alt)
    qtbot.waitUntil(lambda: bool(tips()))
    letters = [letter.upper() for letter in given(shown).letters.values()]
    assert {tip.text() for tip in tips()} <= set(letters)
    assert len(tips()) > 8
    QTest.keyRelease(shown, Qt.Key.Key_Alt)
    assert tips() == []


def test_the_keys_of_a_page_lead_to_its_first_field(qtbot: QtBot) -> None:
    shown = all_previews()["active"]()
    qtbot.addWidget(shown)
    assert isinstance(shown, MainWindow)
    with qtbot.waitExposed(shown):
        shown.show()
    wanted = {
        PageId.DOCUMENTS: "documents_search",
        PageId.THIRD_PARTIES: "third_party_search",
        PageId.EXCHANGES: "see_documents_button",  # not the one that turns storage off
    }
    for place, name in wanted.items():
        shown.body.menus.place_wanted.emit(place)
        on = shown.focusWidget()
        assert on is not None
        assert on.objectName() == name


@pytest.mark.parametrize("place", PageId)
def test_every_shortcut_of_the_menus_is_alive_on_every_page(qtbot: QtBot, place: PageId) -> None:
    shown = window(ACTIVE)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    actions = [each for each in shown.findChildren(QAction) if not each.shortcut().isEmpty()]
    assert len(actions) > 10
    triggered: list[QAction] = []
    for action in actions:
        action.triggered.disconnect()
        action.triggered.connect(partial(triggered.append, action))
        action.setEnabled(True)
    shown.go_to(place)
    for action in actions:
        QTest.keySequence(shown.focusWidget() or shown, action.shortcut())
    assert triggered == actions
