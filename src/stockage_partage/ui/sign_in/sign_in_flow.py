"""A whole sign-in: begin, let the person sign in, redeem. Embedded first, the system's browser beside.

While somebody signs in with the system's own browser, a dialog waits.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.errors import (
    EmbeddedBrowserMissing,
    SignInCancelled,
    SignInTimedOut,
    Trouble,
)
from stockage_partage.graph.auth.account import SignInAttempt
from stockage_partage.messages import sign_in as texts
from stockage_partage.messages import window
from stockage_partage.messages.message import Message
from stockage_partage.messages.troubles import explain
from stockage_partage.system_libraries import browser_trouble
from stockage_partage.ui.runtime.background import Background, Job
from stockage_partage.ui.sign_in.sign_in_window import SignInWindow
from stockage_partage.ui.widgets.accessible_roles import is_installed
from stockage_partage.ui.widgets.base_dialog import BaseDialog
from stockage_partage.ui.widgets.link_opening import open_outside
from stockage_partage.ui.widgets.thin_bar import ThinBar
from stockage_partage.ui.widgets.widget_updates import announce, keep_room, show, show_text

if TYPE_CHECKING:
    from stockage_partage.activation.account_service import AccountService, SignedIn


class BrowserWait(BaseDialog):
    """Closes itself when told; « Annuler » and Escape give up."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "browser_wait", texts.BROWSER_TITLE)
        self._address = ""
        self.reason = self.add_text("reason", "")
        show(self.reason, False)
        self.text = self.add_text("text", texts.BROWSER_TEXT)
        self.progress = ThinBar(texts.BROWSER_WAIT)
        self.progress.setObjectName("waiting")
        self.subject.addWidget(self.progress)
        self.missing = self.add_text("missing", texts.BROWSER_MISSING)
        self.copy = self.add_button("copy_address", window.COPY_ADDRESS)
        keep_room(self.missing)  # told once the browser was asked: « Annuler » stays where it is
        for offer in (self.missing, self.copy):
            show(offer, False)
        self.cancel = self.add_button("cancel", texts.CANCEL, default=True)
        self.copy.clicked.connect(self._copy)
        self.cancel.clicked.connect(self.reject)
        self.rejected.connect(self.cancelled)

    def show_reason(self, why: Message) -> None:
        """Why this is not done in a window of ours: what lacks, and who can put it right."""
        show_text(self.reason, f"{why.what} {why.advice}")
        show(self.reason, True)

    def show_address(self, url: str, *, opened: bool = True) -> None:
        """The address, offered from now on to whoever must paste it. `opened`: a browser took it."""
        self._address = url
        if not opened:
            show_text(self.text, texts.NO_BROWSER_TEXT)
            announce(self.text, texts.NO_BROWSER_TEXT)
        show(self.missing, opened)  # else said above
        show(self.copy, True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.copy.setText(window.ADDRESS_COPIED)


class SignInFlow(QObject):
    """One sign-in at a time; ends in exactly one of its two signals."""

    signed_in = Signal(object)  # SignedIn
    gave_up = Signal(object)  # Trouble
    _address_known = Signal(str)

    def __init__(
        self,
        service: AccountService,
        background: Background,
        parent: QWidget,
        *,
        ca_file: Path | None = None,
        demonstration: bool = False,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._background = background
        self._over_window = parent
        self._ca_file = ca_file
        self._demonstration = demonstration
        self._expected: str | None = None
        self._job: Job | None = None
        self._stop = threading.Event()
        self.window: SignInWindow | None = None
        self.wait: BrowserWait | None = None
        self._address_known.connect(self._open_address)

    @property
    def active(self) -> bool:
        """True between `start` and the end."""
        return self._job is not None or self.window is not None or self.wait is not None

    def start(self, *, expected: str | None = None, claims: str | None = None) -> None:
        """Signs in in the embedded window. `expected`: the username to come back as, None to choose."""
        if self.active:
            return
        self._expected = expected
        self._job = self._background.run(
            lambda: self._service.begin_sign_in(expected=expected, claims=claims),
            owner=self,
            done=self._show_window,
            failed=self._fail,
        )

    def start_in_browser(self, *, expected: str | None = None) -> None:
        """Signs in in the system's browser, while a small window waits."""
        if self.active:
            return
        self._expected = expected
        self._wait_for_browser()

    def cancel(self) -> None:
        """Closes whatever is open; `gave_up` follows."""
        if self.window is not None:
            self.window.reject()
        elif self.wait is not None:
            self.wait.reject()

    # --- embedded --------------------------------------------------------------------------------

    def _show_window(self, attempt: SignInAttempt) -> None:
        self._job = None
        window = SignInWindow(
            attempt,
            ca_file=self._ca_file,
            demonstration=self._demonstration,
            parent=self._over_window,
        )
        self.window = window
        window.landed.connect(lambda answer: self._redeem(attempt, answer))
        window.cancelled.connect(lambda: self._fail(SignInCancelled()))
        window.timed_out.connect(lambda: self._fail(SignInTimedOut()))
        window.browser_wanted.connect(self._wait_for_browser)
        window.open()
        # In a turn of its own: making a browser is long, and somebody waits for the window.
        QTimer.singleShot(1, window, lambda: self._start(window))

    def _start(self, window: SignInWindow) -> None:
        if window is not self.window:
            return
        if is_installed():
            # The system's browser has its own screen reader's words; ours would not outlive its start.
            window.leave_to_browser()
            return
        try:
            window.start()
        except EmbeddedBrowserMissing as missing:
            # The other way in is not a failure: take it at once, and say why.
            window.leave_to_browser()
            self._say_why(missing)

    def _say_why(self, missing: EmbeddedBrowserMissing) -> None:
        wait = self.wait
        if wait is None:
            return
        wait.show_reason(explain(missing, ""))
        # The loader names one library; all of them, with this system's names for the packages, take longer.
        self._background.run(
            browser_trouble,
            owner=wait,
            done=lambda whole: wait.show_reason(explain(whole or missing, "")),
        )

    def _redeem(self, attempt: SignInAttempt, answer: dict[str, str]) -> None:
        self.window = None
        expected = self._expected
        self._job = self._background.run(
            lambda: self._service.finish_sign_in(attempt, answer, expected=expected),
            owner=self,
            done=self._succeed,
            failed=self._fail,
        )

    # --- the system's browser --------------------------------------------------------------------

    def _wait_for_browser(self) -> None:
        self.window = None
        self._stop = stop = threading.Event()
        expected = self._expected
        self.wait = BrowserWait(self._over_window)
        self.wait.cancelled.connect(self._stop_waiting)
        self.wait.open()
        self._job = self._background.run(
            lambda: self._service.sign_in_with_browser(
                stop.is_set, self._address_known.emit, texts.ANSWER_PAGE, expected=expected
            ),
            owner=self,
            done=self._succeed,
            failed=self._fail,
        )

    def _stop_waiting(self) -> None:
        """The wait closed itself; the worker sees it within a glance and ends as cancelled."""
        self.wait = None
        self._stop.set()

    @Slot(str)
    def _open_address(self, url: str) -> None:
        opened = open_outside(url)
        if self.wait is not None:
            self.wait.show_address(url, opened=opened)

    # --- how it ends -----------------------------------------------------------------------------

    def _succeed(self, signed_in: SignedIn) -> None:
        self._close()
        self.signed_in.emit(signed_in)

    def _fail(self, trouble: Trouble) -> None:
        self._close()
        self._background.run(
            self._service.abandon_sign_in, owner=self, done=lambda _: self.gave_up.emit(trouble)
        )

    def _close(self) -> None:
        self._job = None
        self.window = None
        wait, self.wait = self.wait, None
        if wait is not None:
            wait.blockSignals(True)
            wait.close()

    def shutdown(self) -> None:
        """The program ends: nothing may hold it."""
        self._stop.set()
        self.blockSignals(True)
        if self.window is not None:
            self.window.reject()
        self._close()
