"""The embedded sign-in: host and lock above the page, another way in always one click away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.errors import EmbeddedBrowserMissing
from stockage_partage.graph.account import Attempt
from stockage_partage.ui.icon_label import IconLabel
from stockage_partage.ui.look import GRID
from stockage_partage.ui.showing import announce, put_property, show
from stockage_partage.ui.sign_in_notice import SignInNotice
from stockage_partage.ui.thin_bar import ThinBar
from stockage_partage.words import sign_in as words

if TYPE_CHECKING:
    from stockage_partage.ui.sign_in_page import ThrowAwayBrowser

TIMEOUT_S = 600.0


class SignInWindow(QDialog):
    """Ends in exactly one of its four signals, then closes itself."""

    landed = Signal(dict)  # the redirect's query
    cancelled = Signal()
    browser_wanted = Signal()
    timed_out = Signal()

    def __init__(
        self,
        attempt: Attempt,
        *,
        ca_file: Path | None = None,
        demonstration: bool = False,
        timeout_s: float = TIMEOUT_S,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in_window")
        self.setWindowTitle(words.TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._attempt = attempt
        self._ca_file = ca_file
        self._ended = False
        self._settled_words = False
        self.browser: ThrowAwayBrowser | None = None
        self._lay_out(demonstration)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(timeout_s * 1000))
        self._timer.timeout.connect(lambda: self._end(self.timed_out))

    # --- what it looks like ----------------------------------------------------------------------

    def _lay_out(self, demonstration: bool) -> None:
        self.lock = IconLabel("unlocked", words.NO_PAGE)
        self.host = QLabel(self._attempt.host)
        self.host.setObjectName("host")
        self.host.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = ThinBar(words.LOADING)
        self.progress.setObjectName("loading")
        self.notice = SignInNotice()
        self.notice.retry_wanted.connect(self.load)
        self.notice.browser_wanted.connect(self.leave_to_browser)
        self.stack = QStackedWidget()
        self.stack.setObjectName("sign_in_stack")
        self.stack.addWidget(QWidget())  # until the browser is made
        self.stack.addWidget(self.notice)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._address(demonstration))
        box.addWidget(self.progress)
        box.addWidget(self.stack, 1)
        box.addWidget(self._foot())
        self.resize(62 * GRID, 84 * GRID)
        self.setMinimumSize(40 * GRID, 40 * GRID)

    def _address(self, demonstration: bool) -> QFrame:
        frame = QFrame()
        frame.setObjectName("address")
        self._frame = frame
        put_property(frame, "secure", False)
        across = QHBoxLayout(frame)
        across.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        across.addWidget(self.lock)
        across.addWidget(self.host, 1)
        if demonstration:
            mark = QLabel(words.DEMONSTRATION)
            mark.setObjectName("demonstration")
            mark.setToolTip(words.DEMONSTRATION_TIP)
            across.addWidget(mark)
        return frame

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("foot")
        self.open_browser = QPushButton(words.OPEN_BROWSER)
        self.open_browser.setObjectName("open_browser")
        self.open_browser.setAutoDefault(False)
        self.open_browser.clicked.connect(self.leave_to_browser)
        self.cancel = QPushButton(words.CANCEL)
        self.cancel.setObjectName("cancel")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        across = QHBoxLayout(foot)
        across.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        across.addWidget(self.open_browser)
        across.addStretch(1)
        across.addWidget(self.cancel)
        return foot

    # --- the page --------------------------------------------------------------------------------

    def start(self) -> None:
        """Makes the browser and loads the page. Raises EmbeddedBrowserMissing where it cannot be."""
        try:
            from PySide6.QtWebEngineWidgets import QWebEngineView

            from stockage_partage.ui.sign_in_page import ThrowAwayBrowser
        except ImportError as error:
            raise EmbeddedBrowserMissing(str(error)) from error
        self.browser = ThrowAwayBrowser(self._attempt.redirect_uri, self._ca_file)
        page = self.browser.page
        self.view = QWebEngineView()
        self.view.setObjectName("sign_in_view")
        self.view.setAccessibleName(words.PAGE_NAME)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view.setPage(page)
        self.stack.addWidget(self.view)
        page.landed.connect(self._landed)
        page.policy_refused.connect(lambda: self.show_words(words.POLICY))
        page.certificate_refused.connect(lambda host: self.show_words(words.certificate(host)))
        page.unsafe_refused.connect(lambda: self.show_words(words.UNSAFE_PAGE))
        page.failed.connect(self._failed)
        page.renderProcessTerminated.connect(lambda *_: self.show_words(words.CRASHED))
        page.loadStarted.connect(lambda: show(self.progress, True))
        page.loadFinished.connect(self._loaded)
        page.urlChanged.connect(self._show_host)
        self._timer.start()
        self.load()

    def load(self) -> None:
        """The sign-in page from its beginning."""
        if self.browser is not None:
            self._settled_words = False
            self._unlock()
            self.stack.setCurrentWidget(self.view)
            show(self.open_browser, True)
            self.view.setFocus()
            self.browser.page.load(QUrl(self._attempt.url))

    def _show_host(self, url: QUrl) -> None:
        """The lock closes on a page that came by a recognised certificate, and on nothing else."""
        if url.scheme() != "https" or self._settled_words:
            return
        port = f":{url.port()}" if url.port() not in (-1, 443) else ""
        host = url.host() + port
        self.host.setText(host)
        self.lock.show_icon("lock", words.secure(host))
        put_property(self._frame, "secure", True)

    def _loaded(self, came: bool) -> None:
        show(self.progress, False)
        if came and self.browser is not None:
            self._show_host(self.browser.page.url())

    def _unlock(self) -> None:
        self.lock.show_icon("unlocked", words.NO_PAGE)
        put_property(self._frame, "secure", False)

    def _failed(self) -> None:
        # A refused certificate or an unsafe page fails the load too, and was already said.
        if not self._settled_words:
            self.show_words(words.OFFLINE)

    def show_words(self, notice: words.Notice) -> None:
        """In place of the page."""
        if self._ended:
            return
        self._settled_words = True
        self._unlock()
        self.notice.show_notice(notice)
        self.stack.setCurrentWidget(self.notice)
        show(self.open_browser, False)  # the notice has its own
        show(self.progress, False)
        announce(self.notice, f"{notice.what} {notice.advice}")

    # --- how it ends -----------------------------------------------------------------------------

    def _landed(self, answer: dict[str, str]) -> None:
        if not self._ended:
            self._close_down()
            self.landed.emit(answer)
            self.close()

    def leave_to_browser(self) -> None:
        """Goes away: the system's browser is wanted instead."""
        self._end(self.browser_wanted)

    def _end(self, signal: SignalInstance) -> None:
        if not self._ended:
            self._close_down()
            signal.emit()
            self.close()

    def reject(self) -> None:
        """Escape and « Annuler ». Qt also comes here to hide a window that is being closed."""
        if self._ended:
            super().reject()
        else:
            self._end(self.cancelled)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross."""
        self._end(self.cancelled)
        super().closeEvent(event)

    def _close_down(self) -> None:
        self._ended = True
        self._timer.stop()
        if self.browser is not None:
            self.view.setPage(None)  # type: ignore[arg-type]  # null lets go of the page
            self.browser.dismantle()
