"""Between the services and the window: asks for the truth every second, does what is pressed.

After every action, whatever came of it, the truth is asked again and shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from stockage_partage.errors import ConsentMissing, Trouble
from stockage_partage.storage.panel import describe
from stockage_partage.storage.panel_state import Label, NoticeKind, PanelState
from stockage_partage.ui.activation import Activation
from stockage_partage.ui.background import Background, Job
from stockage_partage.ui.deactivation_dialog import DeactivationDialog
from stockage_partage.ui.identification_page import Identity
from stockage_partage.ui.library_watch import LibraryWatch
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.sign_in_flow import SignInFlow
from stockage_partage.ui.sign_out_dialog import SignOutDialog
from stockage_partage.words import sign_in as sign_in_words
from stockage_partage.words.troubles import Action

if TYPE_CHECKING:
    from stockage_partage.storage.panel_facts import Facts
    from stockage_partage.storage.service import SignedIn, StorageService

EVERY_MS = 1000


@dataclass(frozen=True)
class Opened:
    """What opening the company gave: the service, and what the window shows once."""

    service: StorageService
    identity: Identity
    ca_file: Path | None = None
    demonstration: bool = False


class PanelController(QObject):
    """Lives as long as its window. `open_company` blocks: it is called in the background."""

    opened = Signal()
    shown = Signal(object)  # PanelState
    diagnosis_wanted = Signal()

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        open_company: Callable[[], Opened],
        *,
        open_url: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._background = background
        self._open_company = open_company
        self._open_url = open_url or (lambda url: QDesktopServices.openUrl(QUrl(url)))
        self._service: StorageService | None = None
        self._reading: Job | None = None
        self._state: PanelState | None = None
        self.sign_in: SignInFlow | None = None
        self.activation: Activation | None = None
        self.watch: LibraryWatch | None = None
        self._retry: Callable[[], None] = self.refresh
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()

    @property
    def state(self) -> PanelState | None:
        """What is being shown; None before the first truth."""
        return self._state

    def _connect(self) -> None:
        panel = self._window.exchanges.panel
        panel.pressed.connect(self._pressed)
        panel.open_link_wanted.connect(self.open_link)
        panel.copy_link_wanted.connect(self.copy_link)
        self._window.exchanges.notices.action_wanted.connect(self._settle)
        self._window.exchanges.troubles.action_wanted.connect(self._way_out)
        self._window.looked_at.connect(self._looked_at)

    # --- the truth -------------------------------------------------------------------------------

    def start(self) -> None:
        """Opens the company; call it once the window has painted."""
        self._retry = self.start
        self._background.run(
            self._open_company, owner=self, done=self._company_opened, failed=self.show_trouble
        )

    def _company_opened(self, opened: Opened) -> None:
        self._service = service = opened.service
        self._retry = self.refresh
        self._window.identification.show_identity(opened.identity)
        self.sign_in = SignInFlow(
            service,
            self._background,
            self._window,
            ca_file=opened.ca_file,
            demonstration=opened.demonstration,
        )
        self.activation = Activation(service, self._background, self.sign_in, self._window)
        self.activation.finished.connect(self._finished)
        self.watch = LibraryWatch(service, self._background, self)
        self.watch.looked.connect(self.refresh)
        self.sign_in.gave_up.connect(self._not_signed_in)
        self.sign_in.signed_in.connect(self._signed_in)
        self.opened.emit()
        self.refresh()
        if self._window.isVisible():
            self._timer.start()
        self._background.run(
            service.resume, owner=self, done=lambda _: self.refresh(), failed=self._finished
        )

    def refresh(self) -> None:
        """Asks for the facts, one question at a time."""
        if self._service is None or (self._reading is not None and not self._reading.over):
            return
        self._reading = self._background.run(
            self._service.facts, owner=self, done=self._show, failed=self._unreadable
        )

    def _show(self, facts: Facts) -> None:
        self._state = state = describe(facts)
        self._window.show_state(state)
        if self.watch is not None:
            self.watch.show_state(state)
        self.shown.emit(state)

    def _unreadable(self, trouble: Trouble) -> None:
        """The database went away: said once, asked again every second, unsaid when it is back."""
        shown = self._window.exchanges.troubles.trouble
        if shown is None or shown.kind != trouble.kind:
            self.show_trouble(trouble)

    def _looked_at(self, looked_at: bool) -> None:
        if looked_at and self._service is not None:
            self._timer.start()
            self.refresh()
        elif not looked_at:
            self._timer.stop()

    # --- what is pressed -------------------------------------------------------------------------

    def _pressed(self, label: Label) -> None:
        {
            Label.ACTIVATE: self.activate,
            Label.DEACTIVATE: self.deactivate,
            Label.CONNECT: self.connect_account,
            Label.DISCONNECT: self.disconnect_account,
        }[label]()

    def activate(self) -> None:
        """Confirm, claim, sign in, create the group."""
        if self.activation is not None and self._state is not None:
            self._starting(self.activate)
            self.activation.start(self._state)

    def deactivate(self) -> None:
        """Confirm what stays and what is left to do, then turn it off for everybody."""
        if self._state is not None:
            self._starting(self.deactivate)
            dialog = DeactivationDialog(self._state, self._window)
            dialog.accepted.connect(self._deactivate)
            dialog.open()

    def _deactivate(self) -> None:
        if self._service is not None:
            self._do(self._service.deactivate)

    def connect_account(self) -> None:
        """Always lets the account be chosen (help page)."""
        if self.sign_in is not None:
            self._starting(self.connect_account)
            self.sign_in.start()

    def reconnect_account(self) -> None:
        """Comes back as the account whose session ended."""
        if self.sign_in is not None and self._state is not None:
            self._starting(self.reconnect_account)
            self.sign_in.start(expected=self._state.facts.account)

    def disconnect_account(self) -> None:
        """Asks first only when documents wait for the account."""
        if self._state is None:
            return
        self._starting(self.disconnect_account)
        if self._state.facts.documents.waiting == 0:
            self._disconnect()
            return
        dialog = SignOutDialog(self._state, self._window)
        dialog.accepted.connect(self._disconnect)
        dialog.open()

    def _disconnect(self) -> None:
        if self._service is not None:
            self._do(self._service.sign_out)

    def open_link(self) -> None:
        """In the default browser."""
        if (url := self._url()) is not None:
            self._open_url(url)

    def copy_link(self) -> None:
        """To the clipboard, and says so on the button for a moment."""
        if (url := self._url()) is not None:
            QGuiApplication.clipboard().setText(url)
            self._window.exchanges.panel.say_copied()

    def _url(self) -> str | None:
        link = self._state.link if self._state is not None else None
        return link.url if link is not None else None

    def _settle(self, kind: NoticeKind) -> None:
        if kind is NoticeKind.SESSION_ENDED:
            self.reconnect_account()
        else:
            self.connect_account()

    # --- what comes of it ------------------------------------------------------------------------

    def _starting(self, action: Callable[[], None]) -> None:
        self._retry = action
        self._window.exchanges.troubles.clear()

    def _do(self, work: Callable[[], object]) -> None:
        self._background.run(
            work, owner=self, done=lambda _: self._finished(None), failed=self._finished
        )

    def _finished(self, trouble: Trouble | None) -> None:
        if trouble is not None:
            self.show_trouble(trouble)
        if self.watch is not None:
            self.watch.look_soon()
        self.refresh()

    def _signed_in(self, signed_in: SignedIn) -> None:
        if self.activation is None or not self.activation.active:
            self._finished(None)
        if signed_in.previous:
            self._window.show_information(
                sign_in_words.changed_account(signed_in.account.username, signed_in.previous)
            )

    def _not_signed_in(self, trouble: Trouble) -> None:
        if self.activation is None or not self.activation.active:
            self._finished(trouble)

    def show_trouble(self, trouble: Trouble) -> None:
        """In the bar of the page where the person is."""
        self._window.show_trouble(trouble)

    def _way_out(self, action: Action, trouble: Trouble) -> None:
        match action:
            case Action.RETRY | Action.CHOOSE_GROUP:
                self._retry()
            case Action.SIGN_IN | Action.OPEN_BROWSER:
                self._sign_in_again(in_browser=action is Action.OPEN_BROWSER)
            case Action.COPY_CONSENT:
                self._copy_consent(trouble)
            case Action.DIAGNOSE:
                self.diagnosis_wanted.emit()

    def _copy_consent(self, trouble: Trouble) -> None:
        if isinstance(trouble, ConsentMissing) and trouble.consent_url:
            QGuiApplication.clipboard().setText(sign_in_words.consent_message(trouble.consent_url))
            self._window.show_information(sign_in_words.CONSENT_COPIED)

    def _sign_in_again(self, *, in_browser: bool) -> None:
        """An interrupted activation goes on from its sign-in; else only the sign-in starts anew."""
        if self._retry == self.activate and self.activation is not None:
            self.activation.again(in_browser=in_browser)
        elif in_browser and self.sign_in is not None:
            self.sign_in.start_in_browser()
        else:
            self.connect_account()

    def shutdown(self) -> None:
        """The window closes: nothing more is asked."""
        self._timer.stop()
        if self.watch is not None:
            self.watch.stop()
        if self.sign_in is not None:
            self.sign_in.shutdown()
