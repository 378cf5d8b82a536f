"""The window does what the hand means: what Enter, Escape and a double click press."""

from __future__ import annotations

import pytest
from PySide6.QtCore import SIGNAL, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QRadioButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from previews.capture import settle
from previews.catalogue import all_previews
from previews.documents_previews import document
from previews.panel_previews import STATES
from stockage_partage.activation.panel_rules import describe
from stockage_partage.activation.states import Label
from stockage_partage.ui.panel.storage_panel import StoragePanel
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.window.main_window import MainWindow


def reachable_buttons(scene: QWidget) -> list[QAbstractButton]:
    """Those that the Tab key reaches; a box to tick or a choice is answered by Space, as everywhere."""
    return [
        button
        for button in scene.findChildren(QAbstractButton)
        if button.isVisibleTo(scene)
        and button.isEnabled()
        and button.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(button, QCheckBox | QRadioButton)
    ]


def cut_off(button: QAbstractButton) -> None:
    """Pressed, and nothing comes of it."""
    if button.receivers(SIGNAL("clicked(bool)")):
        button.clicked.disconnect()


#: How the pictures of windows begin that one closes with Escape.
_DIALOGS = (
    "dialog-", "sign-in-", "synchronise-", "bring-back-", "dossier-", "journal", "guide-",
)  # fmt: skip
#: Every dialog, window and page, each once in the states that have other buttons.
_WALKED = [
    name
    for name in all_previews()
    if name.startswith((*_DIALOGS, "documents-", "companies-welcome"))
] + [
    *("inactive", "active", "many-notices", "trouble-consent", "identification"),
    *("fiscal-years", "third-parties", "templates", "documents"),
]
#: Where files are being read or copied, the first Escape stops them and the next one closes.
_ESCAPED = [name for name in all_previews() if name.startswith(_DIALOGS) and "running" not in name]


#: Where words are looked for, the first Escape empties the field and the next one closes.
_SEARCHING = ("journal-nothing", "guide-search")


@pytest.mark.parametrize("name", _WALKED)
def test_enter_presses_the_button_that_has_the_focus_and_no_other(qtbot: QtBot, name: str) -> None:
    scene = all_previews()[name]()
    qtbot.addWidget(scene)
    settle(scene)
    pressed: list[str] = []
    buttons = reachable_buttons(scene)
    for button in buttons:
        cut_off(button)
        button.clicked.connect(lambda _=False, button=button: pressed.append(button.objectName()))
    for button in buttons:
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        QTest.keyClick(button, Qt.Key.Key_Enter)
    assert pressed == [name for button in buttons for name in 2 * [button.objectName()]]


@pytest.mark.parametrize("name", _ESCAPED)
def test_escape_closes_every_dialog(qtbot: QtBot, name: str) -> None:
    scene = all_previews()[name]()
    settle(scene)
    assert isinstance(scene, QDialog)
    gone: list[int] = []
    scene.finished.connect(gone.append)
    if name in _SEARCHING:
        QTest.keyClick(scene.focusWidget() or scene, Qt.Key.Key_Escape)
        assert gone == []
    QTest.keyClick(scene.focusWidget() or scene, Qt.Key.Key_Escape)
    assert gone == [QDialog.DialogCode.Rejected.value]


def test_enter_that_is_held_down_presses_once(qtbot: QtBot) -> None:
    button = PushButton("Activer")
    qtbot.addWidget(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    for repeated in (False, True, True):
        press = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            repeated,
        )
        QApplication.sendEvent(button, press)
    assert len(pressed) == 1


class Mouse:
    """A mouse over one window; `now` is the window system's clock, in milliseconds."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.now = 10_000

    def press(self, kind: QEvent.Type, at: QPoint) -> None:
        """Presses (or presses again, for Qt's word of a double click) and lets go."""
        for each in (kind, QEvent.Type.MouseButtonRelease):
            self.now += 40
            target = self._window.childAt(at) or self._window
            held = each is not QEvent.Type.MouseButtonRelease
            event = QMouseEvent(
                each,
                QPointF(target.mapFrom(self._window, at)),
                QPointF(at),
                Qt.MouseButton.LeftButton,
                Qt.MouseButton.LeftButton if held else Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
            )
            event.setTimestamp(self.now)
            QApplication.sendEvent(target, event)


@pytest.mark.parametrize("second", [QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonPress])
def test_a_double_click_on_the_account_does_one_thing(qtbot: QtBot, second: QEvent.Type) -> None:
    panel = StoragePanel()
    qtbot.addWidget(panel)
    panel.show_state(describe(STATES["active"]))
    settle(panel)
    pressed: list[Label] = []

    def answered(label: Label) -> None:
        pressed.append(label)
        panel.show_state(describe(STATES["account-nobody"]))

    panel.pressed.connect(answered)
    mouse = Mouse(panel)
    there = panel.connect_account.mapTo(panel, panel.connect_account.rect().center())
    mouse.press(QEvent.Type.MouseButtonPress, there)
    mouse.press(second, there)
    assert pressed == [Label.DISCONNECT]

    mouse.now += QApplication.doubleClickInterval()
    mouse.press(QEvent.Type.MouseButtonPress, there)
    assert pressed == [Label.DISCONNECT, Label.CONNECT]


def test_two_buttons_side_by_side_are_pressed_as_fast_as_one_can(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(200, 40)
    pressed: list[str] = []
    for number, name in enumerate(("first", "second")):
        button = PushButton(name, window)
        button.setGeometry(100 * number, 0, 100, 40)
        button.clicked.connect(lambda _=False, name=name: pressed.append(name))
    settle(window)
    mouse = Mouse(window)
    mouse.press(QEvent.Type.MouseButtonPress, QPoint(50, 20))
    mouse.press(QEvent.Type.MouseButtonPress, QPoint(150, 20))
    assert pressed == ["first", "second"]


def selected_rows(table: QTableView) -> list[int]:
    return [index.row() for index in table.selectionModel().selectedRows()]


def test_the_first_arrow_down_selects_the_row_that_it_shows(qtbot: QtBot) -> None:
    window = all_previews()["documents-empty"]()
    qtbot.addWidget(window)
    assert isinstance(window, MainWindow)
    page = window.body.documents
    page.model.start_over([document(number) for number in range(3)], 3)
    page.show_found(3, None)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.show_documents()
    qtbot.waitUntil(page.filters.search.hasFocus)

    QTest.keyClick(page.filters.search, Qt.Key.Key_Down)

    assert page.table.currentIndex().row() == 0
    assert selected_rows(page.table) == [0]


def test_after_another_search_the_first_arrow_down_takes_its_first_row(qtbot: QtBot) -> None:
    window = all_previews()["documents-empty"]()
    qtbot.addWidget(window)
    assert isinstance(window, MainWindow)
    page = window.body.documents
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.show_documents()
    qtbot.waitUntil(page.filters.search.hasFocus)

    def answer(*numbers: int) -> None:
        page.model.start_over([document(number) for number in numbers], len(numbers))
        page.show_found(len(numbers), None)

    QTest.keyClicks(page.filters.search, "FA")
    page.filters.tell()
    answer(1, 2, 3)
    page.table.choose(2)  # the one that was looked at before stays chosen among the rows
    QTest.keyClick(page.filters.search, Qt.Key.Key_Down)
    assert page.table.currentIndex().row() == 0

    page.filters.search.setFocus()
    QTest.keyClicks(page.filters.search, "0")
    QTest.keyClick(page.filters.search, Qt.Key.Key_Down)  # before the answer is there
    assert page.filters.search.hasFocus()
    answer(7, 1)
    assert page.table.hasFocus()
    assert selected_rows(page.table) == [0]


@pytest.mark.parametrize(
    "name",
    [
        *("documents", "third-parties", "companies", "journal"),
        *("dialog-access", "dialog-activate-companies"),
    ],
)
def test_home_and_end_and_a_page_go_through_the_rows_of_every_table(
    qtbot: QtBot, name: str
) -> None:
    window = all_previews()[name]()
    qtbot.addWidget(window)
    table = next(each for each in window.findChildren(QTableView))
    with qtbot.waitExposed(window):
        window.show()
    last = table.model().rowCount() - 1
    table.setCurrentIndex(table.model().index(1, table.horizontalHeader().logicalIndex(0)))
    gone: list[int] = []
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(table, key)
        gone.append(table.currentIndex().row())
        assert selected_rows(table) == gone[-1:]
    assert (gone[0], gone[1], gone[3]) == (last, 0, 0)
    assert gone[2] > 0


@pytest.mark.parametrize("name", ["documents", "third-parties"])
def test_the_tab_key_into_a_table_selects_the_row_that_it_chooses(qtbot: QtBot, name: str) -> None:
    window = all_previews()[name]()
    qtbot.addWidget(window)
    table = next(each for each in window.findChildren(QTableView))
    with qtbot.waitExposed(window):
        window.show()
    table.selectionModel().clear()
    window.activateWindow()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(table.hasFocus)

    assert table.currentIndex().row() == 0
    assert selected_rows(table) == [0]
