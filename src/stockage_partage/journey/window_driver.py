"""A person in front of the real window, played: looks, waits, signs in, presses, types, takes pictures.

For the journey that shows the product without a screen and for the tests that watch the event loop.
It goes through the same widgets as a person; nothing of the program knows that it is there.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QTreeWidget,
    QWidget,
)
from shiboken6 import isValid

from stockage_partage.ui.sign_in.sign_in_flow import BrowserWait
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow
from stockage_partage.ui.window.program import Program

if TYPE_CHECKING:
    from stockage_partage.ui.sign_in.browser_page import SignInPage


Found = TypeVar("Found")

GLANCE_MS = 20
BEAT_MS = 5
#: What the page shows is painted a little after it is loaded.
PAINTED_AFTER_S = 0.4
#: A picture is taken once what has just changed has found its place.
SETTLED_S = 0.06
#: What Qt says of a computer without a screen or a graphics card, at every window: nobody is to do anything.
_EXPECTED = ("This plugin does not support", "QRhiGles2:", "Failed to create RHI for backend")
_WEB_VIEW = "PySide6.QtWebEngineWidgets"

# Fills in whichever page of the local Microsoft 365 is there, once a page; says which it was.
_FILL_IN = """(function (name, password) {
  const by = id => document.getElementById(id), page = document.body;
  if (document.readyState !== 'complete' || !page || page.dataset.answered) return '';
  const answer = (step, button) => { page.dataset.answered = '1'; button.click(); return step; };
  const chosen = document.querySelector('button[name="account"][value="' + name + '"]');
  if (by('password')) { by('password').value = password; return answer('password', by('submit')); }
  if (by('username')) { by('username').value = name; return answer('username', by('submit')); }
  if (chosen) return answer('account', chosen);
  if (by('other')) return answer('other', by('other'));
  if (by('submit')) return answer('consent', by('submit'));
  return '';
})(%s, %s)"""


def hush() -> None:
    """Qt's messages from now on, those that a missing screen explains left out."""
    qInstallMessageHandler(_pass_on)


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    if sys.stderr is not None and not text.startswith(_EXPECTED):
        sys.stderr.write(f"{text}\n")


class NeverCame(Exception):
    """What was waited for did not happen in time; the message says what."""


class LatencyProbe(QObject):
    """Ticks every 5 ms and remembers the longest silence, the first web view's making apart."""

    def __init__(self) -> None:
        super().__init__()
        self.worst_ms = 0.0
        self.lately_ms = 0.0  # the worst since `begin`
        self._last = time.perf_counter()
        self._view_known = _WEB_VIEW in sys.modules
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def begin(self) -> None:
        """Measures anew, for another step of what is played."""
        self.lately_ms = 0.0

    @contextmanager
    def unwatched(self) -> Iterator[None]:
        """For the making of a window: the program makes its own before its event loop runs."""
        yield
        self._last = time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        gap = (now - self._last) * 1000 - BEAT_MS
        known = _WEB_VIEW in sys.modules
        if not known or self._view_known:
            self.lately_ms = max(self.lately_ms, gap)
            self.worst_ms = max(self.worst_ms, gap)
        self._view_known, self._last = known, now


class WindowDriver:
    """Waits by the event loop, so that everything else goes on as it would."""

    def __init__(self, captures: Path | None = None) -> None:
        self._captures = captures
        if captures is not None:
            captures.mkdir(parents=True, exist_ok=True)
        self._taken = 0
        self.latency = LatencyProbe()

    def until(self, look: Callable[[], Found | None], what: str, timeout_s: float = 30.0) -> Found:
        """The first thing that `look` gives which is not None or False. Raises NeverCame."""
        end = time.monotonic() + timeout_s
        # Looking happens here, not in a slot, where Qt would swallow what it raises; and once more at
        # the end, after whatever kept the event loop from turning.
        while not (seen := look()):
            if time.monotonic() >= end:
                raise NeverCame(what)
            loop = QEventLoop()
            QTimer.singleShot(GLANCE_MS, loop.quit)
            loop.exec()
        return seen

    def pause(self, seconds: float) -> None:
        """Lets the event loop go on for that long."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= end, "time", seconds + 10)

    def work(self, job: Callable[[], Found], timeout_s: float = 60.0) -> Found:
        """What `job` gives, done in a thread as the program would; the window stays alive."""
        with ThreadPoolExecutor(1) as worker:
            doing = worker.submit(job)
            self.until(doing.done, "work in the background", timeout_s)
            return doing.result()

    def dialog(self, name: str) -> QDialog:
        """The open dialog of that object name."""
        return self.until(lambda: _open_dialog(name), f"dialog {name}")

    def sign_in(self, username: str, password: str, picture: str = "") -> None:
        """Fills in the pages of the embedded browser until it has landed."""
        window = self.until(_sign_in_window, "sign-in window")
        page = self.until(lambda: _page_of(window), "embedded browser")
        script = _FILL_IN % (json.dumps(username), json.dumps(password))
        self.until(lambda: page.title() or None, "the first page")
        if picture and self._captures is not None:
            self.pause(PAINTED_AFTER_S)
            self.picture(window, picture)
        landed: list[bool] = []
        window.landed.connect(lambda _: landed.append(True))

        def fill_in() -> bool:
            if not landed:
                page.runJavaScript(script)
            return bool(landed)

        self.until(fill_in, "the end of the sign-in")

    def picture(self, widget: QWidget, name: str) -> Path | None:
        """A picture of `widget` in the captures folder, numbered in order; None without a folder."""
        if self._captures is None:
            return None
        self.pause(SETTLED_S)
        self._taken += 1
        path = self._captures / f"{self._taken:02}-{name}.png"
        image = widget.grab().toImage()
        # Compressing takes longer than painting: elsewhere, or the window would seem to have stood still.
        self.work(lambda: image.save(str(path)))
        return path

    def close(self, program: Program) -> None:
        """Closes a window as a person does."""
        program.window.close()


def _open_dialog(name: str) -> QDialog | None:
    for widget in QApplication.allWidgets():
        if isinstance(widget, QDialog) and widget.objectName() == name and widget.isVisible():
            return widget
    return None


def _page_of(window: SignInWindow) -> SignInPage | None:
    return window.browser.page if window.browser is not None else None


def _sign_in_window() -> SignInWindow | None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, SignInWindow) and widget.isVisible():
            return widget
        if isinstance(widget, BrowserWait) and widget.reason.text():
            raise NeverCame(widget.reason.text())
    return None


# --- presses of the mouse and of keys -------------------------------------------------------------

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
