"""Real presses of the mouse and of keys on the real widgets, as a person does them."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QTreeWidget,
    QWidget,
)
from shiboken6 import isValid

from stockage_partage.journey.window_driver import NeverCame, WindowDriver

Kind = TypeVar("Kind", bound=QWidget)

_LEFT = Qt.MouseButton.LeftButton
#: After each press: whoever presses leaves the window the time to answer.
_REST_S = 0.03


class InputDriver:
    """Presses what is there and can be pressed; waits for it first, as a person would."""

    def __init__(self, window_driver: WindowDriver) -> None:
        self._window_driver = window_driver

    def opened(self, kind: type[Kind]) -> Kind:
        """The window or dialog of that kind. Raises NeverCame when none opens."""
        return self._window_driver.until(lambda: _shown(kind), f"window {kind.__name__}")

    def click(self, within: QWidget, name: str) -> None:
        """The button of that object name. Raises NeverCame when it is absent or greyed."""
        button = self._window_driver.until(lambda: _ready(within, name), f"button {name}")
        QTest.mouseClick(button, _LEFT, pos=button.rect().center())
        self._rest()

    def choose(self, window: QMainWindow, entry: str) -> None:
        """The menu entry of that object name, by its menu. Raises NeverCame when it is greyed."""
        action = self._window_driver.until(lambda: _enabled(window, entry), f"menu entry {entry}")
        menu = self.unfold(window, action)
        QTest.mouseClick(menu, _LEFT, pos=menu.actionGeometry(action).center())
        self._rest()

    def entry(self, window: QMainWindow, name: str) -> QAction:
        """A menu entry, greyed or not."""
        found = window.menuBar().findChild(QAction, name)
        if found is None:
            raise NeverCame(f"menu entry {name}")
        return found

    def unfold(self, window: QMainWindow, action: QAction) -> QMenu:
        """Opens the menu that holds `action`."""
        bar = window.menuBar()
        title = next((each for each in bar.actions() if action in _entries(each)), None)
        if title is None:
            raise NeverCame(f"menu of {action.objectName()}")
        QTest.mouseClick(bar, _LEFT, pos=bar.actionGeometry(title).center())
        menu: QMenu = title.menu()  # type: ignore[assignment]  # declared as a plain object
        self._window_driver.until(menu.isVisible, "unfolded menu")
        self._rest()
        return menu

    def fold(self, menu: QMenu) -> None:
        """Closes the menu by Escape."""
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        self._window_driver.until(lambda: not menu.isVisible(), "folded menu")

    def type(self, edit: QLineEdit, text: str) -> None:
        """Key by key, after what is there."""
        QTest.mouseClick(edit, _LEFT)
        for letter in text:
            QTest.keyClicks(edit, letter)
            self._rest()

    def paste(self, edit: QLineEdit, text: str) -> None:
        """Over what is there: Ctrl+A, Ctrl+V."""
        QGuiApplication.clipboard().setText(text)
        QTest.mouseClick(edit, _LEFT)
        for key in (Qt.Key.Key_A, Qt.Key.Key_V):
            QTest.keyClick(edit, key, Qt.KeyboardModifier.ControlModifier)
        self._rest()

    def last_choice(self, box: QComboBox) -> None:
        """The last one of a drop-down list."""
        QTest.keyClick(box, Qt.Key.Key_End)
        self._rest()

    def pick(self, view: QAbstractItemView, index: QModelIndex) -> None:
        """A row of a list or a table."""
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), _LEFT, pos=view.visualRect(index).center())
        self._rest()

    def pick_named(self, tree: QTreeWidget, name: str) -> None:
        """The row of a tree that says `name`."""
        exactly = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
        found = self._window_driver.until(lambda: tree.findItems(name, exactly), f"row {name}")
        self.pick(tree, tree.indexFromItem(found[0]))

    def give_path(self, dialog: str, path: Path) -> None:
        """Names a file or a folder in the file dialog of that object name, and accepts it."""
        chooser = self._window_driver.until(lambda: _chooser(dialog), f"file dialog {dialog}")
        edit = chooser.findChild(QLineEdit, "fileNameEdit")
        if edit is None:
            raise NeverCame("a file dialog of our own, where a name can be typed")
        self.paste(edit, str(path))
        accept = next(button for button in chooser.findChildren(QPushButton) if button.isDefault())
        self._window_driver.until(accept.isEnabled, "accepted path")
        QTest.mouseClick(accept, _LEFT)
        self.until_closed(chooser)

    def escape(self, widget: QWidget) -> None:
        """Closes what Escape closes."""
        QTest.keyClick(widget, Qt.Key.Key_Escape)
        self.until_closed(widget)

    def until_closed(self, widget: QWidget) -> None:
        """A dialog is hidden when it closes, and soon gone altogether."""
        self._window_driver.until(
            lambda: not isValid(widget) or not widget.isVisible(), "closed window"
        )

    def _rest(self) -> None:
        self._window_driver.pause(_REST_S)

    def clipboard(self) -> str:
        """What was copied last."""
        return QGuiApplication.clipboard().text()


def _shown(kind: type[Kind]) -> Kind | None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, kind) and widget.isVisible():
            return widget
    return None


def _ready(within: QWidget, name: str) -> QAbstractButton | None:
    button = within.findChild(QAbstractButton, name)
    return button if button is not None and button.isVisible() and button.isEnabled() else None


def _enabled(window: QMainWindow, name: str) -> QAction | None:
    action = window.menuBar().findChild(QAction, name)
    return action if action is not None and action.isEnabled() else None


def _entries(title: QAction) -> list[QAction]:
    menu = title.menu()
    return menu.actions() if isinstance(menu, QMenu) else []


def _chooser(name: str) -> QFileDialog | None:
    for widget in QApplication.allWidgets():
        if isinstance(widget, QFileDialog) and widget.objectName() == name and widget.isVisible():
            return widget
    return None
