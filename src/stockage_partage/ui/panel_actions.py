"""What is pressed, done: each action starts clean, ends by asking for the truth, and leaves a way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from stockage_partage.errors import ConsentMissing, Trouble
from stockage_partage.storage.panel_state import Label, NoticeKind, PanelState
from stockage_partage.ui.activation import Activation
from stockage_partage.ui.background import Background
from stockage_partage.ui.deactivation_dialog import DeactivationDialog
from stockage_partage.ui.library_watch import LibraryWatch
from stockage_partage.ui.main_window import MainWindow
from stockage_partage.ui.opened import Opened
from stockage_partage.ui.sign_in_flow import SignInFlow
from stockage_partage.ui.sign_out_dialog import SignOutDialog
from stockage_partage.words import sign_in as words
from stockage_partage.words.troubles import Action

if TYPE_CHECKING:
    from stockage_partage.storage.accounts import SignedIn


class PanelActions(QObject):
    """Made once the first truth is shown: acting needs more than showing does."""

    truth_wanted = Signal()
    diagnosis_wanted = Signal()

    def __init__(
        self, opened: Opened, background: Background, window: MainWindow, state: PanelState
    ) -> None:
        super().__init__(window)
        self._service = opened.service
        self._background = background
        self._window = window
        self._state = state
        self._last: Callable[[], None] = self.truth_wanted.emit
        self.sign_in = SignInFlow(
            opened.service,
            background,
            window,
            ca_file=opened.ca_file,
            demonstration=opened.demonstration,
        )
        self.activation = Activation(opened.service, background, self.sign_in, window)
        self.watch = LibraryWatch(opened.service, background, self)
        self.activation.finished.connect(self.finish)
        self.watch.looked.connect(self.truth_wanted)
        self.watch.troubled.connect(window.show_trouble)
        self.sign_in.gave_up.connect(self._not_signed_in)
        self.sign_in.signed_in.connect(self._signed_in)
        self.watch.show_state(state)

    def show_state(self, state: PanelState) -> None:
        """What the person sees while pressing."""
        self._state = state
        self.watch.show_state(state)

    # --- the panel's buttons ---------------------------------------------------------------------

    def press(self, label: Label) -> None:
        """A button of the panel."""
        {
            Label.ACTIVATE: self.activate,
            Label.DEACTIVATE: self.deactivate,
            Label.CONNECT: self.connect_account,
            Label.DISCONNECT: self.disconnect_account,
        }[label]()

    def activate(self) -> None:
        """Confirm, claim, sign in, create the group."""
        self._start(self.activate)
        self.activation.start(self._state)

    def deactivate(self) -> None:
        """Confirm what stays and what is left to do, then turn it off for everybody."""
        self._start(self.deactivate)
        dialog = DeactivationDialog(self._state, self._window)
        dialog.accepted.connect(lambda: self._do(self._service.deactivate))
        dialog.open()

    def connect_account(self) -> None:
        """Always lets the account be chosen (help page)."""
        self._start(self.connect_account)
        self.sign_in.start()

    def reconnect_account(self) -> None:
        """Comes back as the account whose session ended."""
        self._start(self.reconnect_account)
        self.sign_in.start(expected=self._state.facts.account)

    def disconnect_account(self) -> None:
        """Asks first only when documents wait for the account."""
        self._start(self.disconnect_account)
        if self._state.facts.documents.waiting == 0:
            self._do(self._service.sign_out)
            return
        dialog = SignOutDialog(self._state, self._window)
        dialog.accepted.connect(lambda: self._do(self._service.sign_out))
        dialog.open()

    def rename_group(self) -> None:
        """The group online takes the name of the raison sociale of today."""
        self._start(self.rename_group)
        self._do(self._service.rename_group)

    def settle(self, kind: NoticeKind) -> None:
        """The button inside a notice."""
        if kind is NoticeKind.SESSION_ENDED:
            self.reconnect_account()
        elif kind is NoticeKind.NAME_DIFFERS:
            self.rename_group()
        else:
            self.connect_account()

    # --- what comes of it ------------------------------------------------------------------------

    def _start(self, action: Callable[[], None]) -> None:
        self._last = action
        self._window.exchanges.troubles.clear()

    def _do(self, work: Callable[[], object]) -> None:
        self._background.run(work, owner=self, done=lambda _: self.finish(None), failed=self.finish)

    def finish(self, trouble: Trouble | None) -> None:
        """An action ended: its trouble if any, then the truth."""
        if trouble is not None:
            self._window.show_trouble(trouble, resuming=self._last == self.activate)
        self.watch.look_soon()
        self.truth_wanted.emit()

    def _signed_in(self, signed_in: SignedIn) -> None:
        if not self.activation.active:
            self.finish(None)
        if signed_in.previous:
            self._window.show_information(
                words.changed_account(signed_in.account.username, signed_in.previous)
            )

    def _not_signed_in(self, trouble: Trouble) -> None:
        if not self.activation.active:
            self.finish(trouble)

    # --- the way out of a trouble ----------------------------------------------------------------

    def way_out(self, action: Action, trouble: Trouble) -> None:
        """The button of the trouble bar."""
        match action:
            case Action.RETRY | Action.CHOOSE_GROUP:
                self._last()
            case Action.SIGN_IN_AGAIN:
                self.reconnect_account()
            case Action.SIGN_IN | Action.OPEN_BROWSER:
                self._sign_in_again(in_browser=action is Action.OPEN_BROWSER)
            case Action.COPY_CONSENT:
                self._copy_consent(trouble)
            case Action.DIAGNOSE:
                self.diagnosis_wanted.emit()

    def _sign_in_again(self, *, in_browser: bool) -> None:
        """An interrupted activation goes on from its sign-in; else only the sign-in starts anew."""
        if self._last == self.activate:
            self.activation.again(in_browser=in_browser)
        elif in_browser:
            self.sign_in.start_in_browser()
        else:
            self.connect_account()

    def _copy_consent(self, trouble: Trouble) -> None:
        if isinstance(trouble, ConsentMissing) and trouble.consent_url:
            QGuiApplication.clipboard().setText(words.consent_message(trouble.consent_url))
            self._window.show_information(words.CONSENT_COPIED)

    def shutdown(self) -> None:
        """The window closes: nothing more is asked."""
        self.watch.stop()
        self.sign_in.shutdown()
