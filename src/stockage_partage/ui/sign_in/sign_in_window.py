"""The embedded sign-in: host and lock above the page, another way in always one click away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from stockage_partage.errors import EmbeddedBrowserMissing
from stockage_partage.graph.auth.account import SignInAttempt
from stockage_partage.messages import sign_in as texts
from stockage_partage.system_libraries import library_of, package_named_after
from stockage_partage.ui.sign_in.page_reading import PageVerdict
from stockage_partage.ui.widgets.base_dialog import name_dialog
from stockage_partage.ui.widgets.buttons import PushButton
from stockage_partage.ui.widgets.elided import ElidedLabel
from stockage_partage.ui.widgets.icon_label import IconLabel
from stockage_partage.ui.widgets.info_bar import InfoPage
from stockage_partage.ui.widgets.keys import AccessKeys, HelpKey
from stockage_partage.ui.widgets.screen_fit import OnScreen, room_on_screen
from stockage_partage.ui.widgets.theme import GRID
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.widget_updates import announce, put_property, show

if TYPE_CHECKING:
    from stockage_partage.ui.sign_in.browser_page import TemporaryBrowser

TIMEOUT_S = 600.0
_SAID = {
    PageVerdict.TOKEN_PROTECTION: texts.TOKEN_PROTECTION,
    PageVerdict.POLICY: texts.POLICY,
    PageVerdict.NOT_FOR_US: texts.NOT_FOR_US,
    PageVerdict.EMPTY: texts.EMPTY_PAGE,
}


class AddressBar(QFrame):
    """The lock closes on a page that came by a recognised certificate, and on nothing else."""

    def __init__(self, host: str, *, demonstration: bool) -> None:
        super().__init__()
        self.setObjectName("address")
        self.lock = IconLabel("unlocked", texts.NO_PAGE)
        self.host = QLabel(host)
        self.host.setObjectName("host")
        self.host.setTextFormat(Qt.TextFormat.PlainText)
        self.back = PushButton(texts.BACK_TO_SIGN_IN)
        self.back.setObjectName("back_to_sign_in")
        self.back.hide()
        put_property(self, "secure", False)
        across = QHBoxLayout(self)
        across.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        across.addWidget(self.lock)
        across.addWidget(self.host, 1)
        across.addWidget(self.back)
        if demonstration:
            mark = QLabel(texts.DEMONSTRATION)
            mark.setObjectName("demonstration")
            mark.setToolTip(texts.DEMONSTRATION_TIP)
            across.addWidget(mark)
        # The way back comes and goes; the page below does not move for it.
        self.setMinimumHeight(self.back.sizeHint().height() + 2 * (GRID + 4))

    def lock_on(self, host: str) -> None:
        """A page of `host` (with its port, where it is not the usual one) is shown."""
        self.host.setText(host)
        self.lock.show_icon("lock", texts.secure(host))
        put_property(self, "secure", True)

    def unlock(self) -> None:
        """Shows that no page came by a recognised certificate."""
        self.lock.show_icon("unlocked", texts.NO_PAGE)
        put_property(self, "secure", False)


class SignInWindow(QDialog):
    """Ends in exactly one of its four signals, then closes itself."""

    landed = Signal(dict)  # the redirect's query
    cancelled = Signal()
    browser_wanted = Signal()
    timed_out = Signal()

    def __init__(
        self,
        attempt: SignInAttempt,
        *,
        ca_file: Path | None = None,
        demonstration: bool = False,
        timeout_s: float = TIMEOUT_S,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in_window")
        HelpKey(self)
        AccessKeys(self)
        name_dialog(self, texts.TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._attempt = attempt
        self._ca_file = ca_file
        self._ended = False
        self._settled_words = False
        self._left_at: int | None = None  # in the history: the page that a link's window replaced
        self._comes_back = False
        self._came = False  # a page, since the sign-in began
        self._loads_since_refused = False  # a page that comes now is not the one that was spoken of
        self._refused_on = ""  # the page that was spoken of: its address
        self.browser: TemporaryBrowser | None = None
        self._lay_out(demonstration)
        # The page has the focus and keeps the keys to itself.
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.reject)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(timeout_s * 1000))
        self._timer.timeout.connect(lambda: self._end(self.timed_out))

    # --- what it looks like ----------------------------------------------------------------------

    def _lay_out(self, demonstration: bool) -> None:
        self.address = AddressBar(self._attempt.host, demonstration=demonstration)
        self.lock, self.host = self.address.lock, self.address.host
        self.address.back.clicked.connect(self._go_back)
        self.progress = ThinBar(texts.LOADING)
        self.progress.setObjectName("loading")
        self.retry = self._button("retry", texts.RETRY, self.load)
        self.other_browser = self._button(
            "notice_browser", texts.OPEN_BROWSER, self.leave_to_browser
        )
        buttons = (self.other_browser, self.retry)
        self.notice = InfoPage("sign_in_notice", "to_settle", buttons, centred=False)
        self.notice.icon.setObjectName("sign_in_notice_icon")
        self.stack = QStackedWidget()
        self.stack.setObjectName("sign_in_stack")
        self.stack.addWidget(QWidget())  # until the browser is made
        self.stack.addWidget(self.notice)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.address)
        box.addWidget(self.progress)
        box.addWidget(self.stack, 1)
        box.addWidget(self._foot())
        self.resize(QSize(62 * GRID, 84 * GRID).boundedTo(room_on_screen(self)))
        OnScreen(self)
        self.setMinimumSize(40 * GRID, 40 * GRID)

    @staticmethod
    def _button(name: str, text: str, act: Callable[[], object]) -> PushButton:
        made = PushButton(text)
        made.setObjectName(name)
        made.clicked.connect(lambda: act())
        return made

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("foot")
        self.open_browser = self._button("open_browser", texts.OPEN_BROWSER, self.leave_to_browser)
        self.cancel = self._button("cancel", texts.GIVE_UP, self.reject)
        across = QHBoxLayout(foot)
        across.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        self.refused_link = ElidedLabel()
        self.refused_link.setObjectName("refused_link")
        self.refused_link.setProperty("role", "quiet")
        across.addWidget(self.open_browser)
        across.addWidget(self.refused_link, 1)
        across.addWidget(self.cancel)
        return foot

    # --- the page --------------------------------------------------------------------------------

    def start(self) -> None:
        """Makes the browser and loads the page. Raises EmbeddedBrowserMissing where it cannot be."""
        try:
            from PySide6.QtWebEngineWidgets import QWebEngineView

            from stockage_partage.ui.sign_in.browser_page import TemporaryBrowser
        except ImportError as error:
            names = library_of(error)
            packages = [package_named_after(name) for name in names]
            raise EmbeddedBrowserMissing(str(error), names, packages) from error
        self.browser = TemporaryBrowser(self._attempt.redirect_uri, self._ca_file)
        page = self.browser.page
        self.view = QWebEngineView()
        self.view.setObjectName("sign_in_view")
        self.view.setAccessibleName(texts.PAGE_NAME)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view.setPage(page)
        self.stack.addWidget(self.view)
        page.landed.connect(self._landed)
        page.judged.connect(lambda verdict: self.show_words(_SAID[verdict]))
        page.certificate_refused.connect(lambda host: self.show_words(texts.certificate(host)))
        page.unsafe_refused.connect(self._refuse_unsafe)
        page.link_refused.connect(lambda address: self._say_refused(texts.LINK_REFUSED, address))
        page.leaves.connect(self._note_way_back)
        page.failed.connect(self._failed)
        page.renderProcessTerminated.connect(lambda *_: self.show_words(texts.CRASHED))
        page.loadStarted.connect(self._load_started)
        page.loadFinished.connect(self._loaded)
        page.urlChanged.connect(self._show_host)
        self._timer.start()
        self.load()

    def load(self) -> None:
        """The sign-in page from its beginning."""
        if self.browser is not None:
            self._settled_words = False
            self._left_at, self._comes_back, self._came = None, False, False
            show(self.address.back, False)
            self.refused_link.setText("")
            self.address.unlock()
            self.stack.setCurrentWidget(self.view)
            show(self.open_browser, True)
            self.view.setFocus()
            self.browser.page.begin(QUrl(self._attempt.url))

    def _refuse_unsafe(self, address: str, pressed: bool) -> None:  # Qt's own signal
        """What was refused leaves the page before it as it was; a notice only where there is none."""
        if (pressed or self._came) and self.stack.currentWidget() is self.view:
            self._say_refused(texts.PAGE_REFUSED, address)
        else:
            self.show_words(texts.UNSAFE_PAGE)

    def _say_refused(self, said: str, address: str) -> None:
        """Says that a link was refused, in the foot, where nothing moves for it; the page stays."""
        self._loads_since_refused = False
        self._refused_on = _page_of(self.browser.page.url()) if self.browser is not None else ""
        self.refused_link.setText(said)
        self.refused_link.setToolTip(address)
        announce(self.refused_link, said)

    def _note_way_back(self) -> None:
        if self.browser is not None and self._left_at is None:
            self._left_at = self.browser.page.history().currentItemIndex()
            show(self.address.back, True)

    def _go_back(self) -> None:
        """Goes back to the page that was left."""
        if self.browser is not None and self._left_at is not None:
            history = self.browser.page.history()
            self._comes_back = True
            history.goToItem(history.itemAt(self._left_at))
            self.view.setFocus()

    def _show_host(self, url: QUrl) -> None:
        """The lock closes on a page that came by a recognised certificate, and on nothing else."""
        if url.scheme() != "https" or self._settled_words:
            return
        # Not by the loads alone: two that overlap are told as one.
        if _page_of(url) != self._refused_on:
            self.refused_link.setText("")
        port = f":{url.port()}" if url.port() not in (-1, 443) else ""
        self.address.lock_on(url.host() + port)

    def _load_started(self) -> None:
        show(self.progress, True)
        self._loads_since_refused = True

    def _loaded(self, came: bool) -> None:
        show(self.progress, False)
        if came and self.browser is not None:
            self._came = True
            # A page that was still loading when its link was refused keeps what is said of it.
            if self._loads_since_refused:
                self.refused_link.setText("")
            self._show_host(self.browser.page.url())
            self._look_where_it_is()

    def _look_where_it_is(self) -> None:
        """Back on the page that was left: there is nothing to come back from any more."""
        at = self.browser.page.history().currentItemIndex() if self.browser is not None else 0
        if self._left_at is not None and at <= self._left_at:
            self._left_at, self._comes_back = None, False
            show(self.address.back, False)

    def _failed(self) -> None:
        # A refused certificate or an unsafe page fails the load too, and was already said.
        if self._settled_words:
            return
        if self._comes_back:
            self.load()  # a page that answered a form may not come back: the sign-in begins anew
        else:
            self.show_words(texts.OFFLINE)

    def show_words(self, notice: texts.SignInMessage) -> None:
        """Shows words in place of the page, with the buttons that help."""
        if self._ended:
            return
        self._settled_words = True
        self.refused_link.setText("")
        self.address.unlock()
        offered = ((self.retry, notice.retry), (self.other_browser, notice.browser))
        self.notice.say(notice.what, notice.advice, [each for each, wanted in offered if wanted])
        put_property(self.other_browser, "primary", not notice.retry)
        put_property(self.retry, "primary", notice.retry)
        (self.retry if notice.retry else self.other_browser).setFocus()
        self.stack.setCurrentWidget(self.notice)
        show(self.open_browser, False)  # the notice has its own
        show(self.progress, False)
        self.notice.speak()

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


def _page_of(url: QUrl) -> str:
    """The page's address, whatever part of it is looked at."""
    return url.toString().partition("#")[0]
