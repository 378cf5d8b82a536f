"""What is pressed, done: each action starts clean, ends by asking for the truth, and leaves a way out.

While somebody waits for the group's library, it is looked at every 5 s at first, then up to a minute.
« Installer la licence… » asks for the file and does what the command does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from stockage_partage.activation.licences import install_licence, licence_keys, text_of
from stockage_partage.activation.states import Functions, Label, NoticeKind, PanelState, Phase
from stockage_partage.errors import (
    ConsentMissing,
    DatabaseUnreachable,
    Passing,
    SignInCancelled,
    SignInNeeded,
    Trouble,
)
from stockage_partage.messages import panel as licences_texts
from stockage_partage.messages import sign_in as texts
from stockage_partage.messages import window
from stockage_partage.messages.message import MessageAction
from stockage_partage.messages.panel_notices import wanted_group
from stockage_partage.ui.panel.activation_flow import ActivationFlow
from stockage_partage.ui.runtime.background import Background, Job
from stockage_partage.ui.widgets.base_dialog import Confirmation, Verb, confirm
from stockage_partage.ui.widgets.given_files import ask_file

if TYPE_CHECKING:
    from stockage_partage.activation.account_service import SignedIn
    from stockage_partage.activation.activation_service import ActivationService
    from stockage_partage.licensing.licence import Licence
    from stockage_partage.ui.runtime.window_context import WindowContext

FIRST_MS = 5_000
LONGEST_MS = 60_000
CALM_MS = 300_000  # once it is ready: to notice a group that is gone, at next to no cost


class LibraryWatcher(QObject):
    """Peers poll at 1.5 times the former wait; Microsoft asks for no more than one look in 5 s."""

    looked = Signal()
    troubled = Signal(object)  # Trouble that somebody has to settle; the same one is told once
    mended = Signal(object)  # Trouble of the database that was told and is over

    def __init__(self, service: ActivationService, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._service = service
        self._background = background
        self._job: Job | None = None
        self._wait = FIRST_MS
        self._phase: Phase | None = None
        self._told = ""
        self._unreachable: DatabaseUnreachable | None = None  # told, and not over
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def show_state(self, state: PanelState) -> None:
        """Looks at another rhythm when the panel's phase has changed."""
        if state.phase is self._phase:
            return
        self._phase = state.phase
        if state.link is None:
            self._timer.stop()
        else:
            self.look_soon()

    def look_soon(self) -> None:
        """Something was done: back to the quick rhythm."""
        self._wait = FIRST_MS
        self._timer.start(self._wait)

    def stop(self) -> None:
        """Ends the looks at the library."""
        self._timer.stop()

    def _look(self) -> None:
        if self._job is not None and not self._job.over:
            return
        self._job = self._background.run(
            self._service.watch_library, owner=self, done=self._seen, failed=self._not_seen
        )

    def _seen(self, _: None) -> None:
        self._told = ""
        self._reached()
        self._again()
        self.looked.emit()

    def _not_seen(self, trouble: Trouble) -> None:
        # Nobody signed in, or offline: the panel's own state says so, and a look costs nothing. The
        # database that cannot be written is said nowhere else: the panel only reads it.
        unreachable = isinstance(trouble, DatabaseUnreachable)
        if not unreachable:
            self._reached()
        said_already = isinstance(trouble, SignInNeeded | Passing) and not unreachable
        if not said_already and trouble.kind != self._told:
            self._told = trouble.kind
            self._unreachable = trouble if isinstance(trouble, DatabaseUnreachable) else None
            self.troubled.emit(trouble)
        self._again()

    def _reached(self) -> None:
        if self._unreachable is not None:
            self.mended.emit(self._unreachable)
            self._unreachable, self._told = None, ""

    def _again(self) -> None:
        self._wait = min(self._wait * 3 // 2, LONGEST_MS)
        self._timer.start(CALM_MS if self._phase is Phase.READY else self._wait)


def ask_to_deactivate(state: PanelState, parent: QWidget | None = None) -> Confirmation:
    """« Désactiver le stockage et partage ? »: everybody who uses the company database is concerned."""
    facts = state.facts
    group = facts.group.name if facts.group is not None else wanted_group(state)
    way_back = facts.entitlement.granted
    return confirm(
        parent,
        "deactivation_dialog",
        window.DEACTIVATE_TITLE,
        window.deactivation_points(group, facts.documents.not_online),
        Verb("deactivate", window.DEACTIVATE),
        warning="" if way_back else window.no_way_back(facts.application, facts.activated_from),
    )


def ask_to_sign_out(state: PanelState, parent: QWidget | None = None) -> Confirmation:
    """« Déconnecter marie.durand@… ? », for when documents wait for that account."""
    return confirm(
        parent,
        "sign_out_dialog",
        texts.sign_out_title(state.facts.account or ""),
        texts.sign_out_points(state.facts.documents.waiting),
        Verb("sign_out", texts.SIGN_OUT),
        cancel=Verb("cancel", texts.STAY),
    )


class PanelActions(QObject):
    """Made once the first truth is shown: acting needs more than showing does."""

    truth_wanted = Signal(bool)  # whether what keeps us from it is told again
    diagnosis_wanted = Signal()

    def __init__(self, context: WindowContext) -> None:
        window = context.window
        super().__init__(window)
        self._context = context
        self._service = context.app.service
        self._background = context.background
        self._window = window
        self._last: Callable[[], None] = self._ask_again
        self._sign_in = context.sign_in
        self.activation = ActivationFlow(self._service, self._background, self._sign_in, window)
        self.watch = LibraryWatcher(self._service, self._background, self)
        self.activation.finished.connect(self.finish)
        self.activation.not_confirmed.connect(self._ask_again)
        self.watch.looked.connect(lambda: self.truth_wanted.emit(False))
        self.watch.troubled.connect(lambda it: window.show_trouble(it, by_itself=True))
        self.watch.mended.connect(window.body.exchanges.troubles.unsay)
        self._sign_in.gave_up.connect(self._not_signed_in)
        self._sign_in.signed_in.connect(self._signed_in)
        context.state_shown.connect(self.watch.show_state)
        self.watch.show_state(context.state)

    # --- the panel's buttons ---------------------------------------------------------------------

    def press(self, label: Label) -> None:
        """A button of the panel."""
        {
            Label.ACTIVATE: self.activate,
            Label.DEACTIVATE: self.deactivate,
            Label.CONNECT: self.connect_account,
            Label.DISCONNECT: self.disconnect_account,
            Label.CHANGE_ACCOUNT: self.connect_account,
        }[label]()

    def activate(self) -> None:
        """Confirm, claim, sign in, create the group."""
        self._start(self.activate)
        self.activation.start(self._context.state)

    def deactivate(self) -> None:
        """Confirm what stays and what is left to do, then turn it off for everybody."""
        self._start(self.deactivate)
        dialog = ask_to_deactivate(self._context.state, self._window)
        dialog.accepted.connect(lambda: self._do(self._service.deactivate))
        dialog.rejected.connect(self._ask_again)
        dialog.open()

    def connect_account(self) -> None:
        """Always lets the account be chosen (help page)."""
        self._start(self.connect_account)
        self._sign_in.start()

    def reconnect_account(self) -> None:
        """Comes back as the account whose session ended."""
        self._start(self.reconnect_account)
        self._sign_in.start(expected=self._context.state.facts.account)

    def disconnect_account(self) -> None:
        """Asks first only when documents wait for the account: while storage is off, none does."""
        self._start(self.disconnect_account)
        off = self._context.state.functions is Functions.NONE
        if off or self._context.state.facts.documents.waiting == 0:
            self._do(self._service.sign_out)
            return
        dialog = ask_to_sign_out(self._context.state, self._window)
        dialog.accepted.connect(lambda: self._do(self._service.sign_out))
        dialog.rejected.connect(self._ask_again)
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
        self._window.body.exchanges.troubles.clear()

    def _do(self, work: Callable[[], object]) -> None:
        self._background.run(work, owner=self, done=lambda _: self.finish(None), failed=self.finish)

    def finish(self, trouble: Trouble | None) -> None:
        """An action ended: its trouble if any, then the truth."""
        if trouble is not None:
            self._window.show_trouble(trouble, resuming=self._last == self.activate)
        self.watch.look_soon()
        # Its own trouble stays in front of what may keep us from the truth.
        self.truth_wanted.emit(trouble is None or isinstance(trouble, SignInCancelled))

    def _ask_again(self) -> None:
        """Nothing was done: what the press took away is told again if it is still so."""
        self.truth_wanted.emit(True)

    def _signed_in(self, signed_in: SignedIn) -> None:
        if not self.activation.active:
            self.finish(None)
        if signed_in.previous:
            self._window.show_information(
                texts.changed_account(signed_in.account.username, signed_in.previous)
            )

    def _not_signed_in(self, trouble: Trouble) -> None:
        if not self.activation.active:
            self.finish(trouble)

    # --- the way out of a trouble ----------------------------------------------------------------

    def way_out(self, action: MessageAction, trouble: Trouble) -> None:
        """The button of the trouble bar."""
        match action:
            case MessageAction.RETRY | MessageAction.CHOOSE_GROUP:
                self._last()
            case MessageAction.SIGN_IN_AGAIN:
                self.reconnect_account()
            case MessageAction.SIGN_IN | MessageAction.OPEN_BROWSER:
                self._sign_in_again(in_browser=action is MessageAction.OPEN_BROWSER)
            case MessageAction.COPY_CONSENT:
                self._copy_consent(trouble)
            case MessageAction.DIAGNOSE:
                self.diagnosis_wanted.emit()

    def _sign_in_again(self, *, in_browser: bool) -> None:
        """An interrupted activation goes on from its sign-in; else only the sign-in starts anew."""
        if self._last == self.activate:
            self.activation.again(in_browser=in_browser)
        elif in_browser:
            self._sign_in.start_in_browser()
        else:
            self.connect_account()

    def _copy_consent(self, trouble: Trouble) -> None:
        if isinstance(trouble, ConsentMissing) and trouble.consent_url:
            QGuiApplication.clipboard().setText(texts.consent_message(trouble.consent_url))
            self._window.show_information(texts.CONSENT_COPIED)

    def shutdown(self) -> None:
        """The window closes: nothing more is asked."""
        self.watch.stop()
        self._sign_in.shutdown()


class LicenceInstaller(QObject):
    """Made when it is first asked for; `installed` once the company has its licence."""

    installed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window)
        self._context = context

    def choose(self) -> None:
        """Asks for the file that the reseller sent."""
        ask_file(
            self._context.window,
            "licence_dialog",
            licences_texts.CHOOSE_LICENCE,
            licences_texts.LICENCE_KINDS,
            self.install,
        )

    def install(self, file: Path) -> None:
        """Puts the licence of that file into the company, and says what became of it."""
        self._context.background.run(
            self._work(file),
            owner=self,
            done=self._say,
            failed=self._context.window.show_trouble,
        )

    def _work(self, file: Path) -> Callable[[], tuple[Licence, bool]]:
        app = self._context.app

        def work() -> tuple[Licence, bool]:
            today = app.clock().date()
            licence = install_licence(
                app.database, text_of(file), licence_keys(app.settings), today
            )
            return licence, licence.valid_from > today

        return work

    def _say(self, done: tuple[Licence, bool]) -> None:
        licence, later = done
        self._context.window.show_information(
            licences_texts.licence_installed(licence.valid_from, licence.valid_until, later=later)
        )
        self.installed.emit()
