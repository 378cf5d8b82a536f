"""A person in front of the real window, played: looks, waits, signs in, takes pictures.

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
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QDialog, QWidget

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
