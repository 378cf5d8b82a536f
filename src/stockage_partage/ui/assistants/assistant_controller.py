"""What works behind an assistant: started, interrupted, tried again, with a sign-in when one is needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from stockage_partage.errors import SignInNeeded, Trouble
from stockage_partage.messages.troubles import action_label
from stockage_partage.ui.assistants.assistant import Assistant
from stockage_partage.ui.sign_in.sign_in_flow import SignInFlow

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext


T = TypeVar("T")

#: Between two tellings of how far a work is; a person sees no more.
_APART_S = 0.1


class ScopedSignIn(QObject):
    """A sign-in that a work needs: ends in one of its two signals, and only when it was started here."""

    done = Signal()
    gave_up = Signal(object)  # Trouble

    def __init__(self, flow: SignInFlow, parent: QObject) -> None:
        super().__init__(parent)
        self._flow = flow
        self._mine = False
        flow.signed_in.connect(self._signed_in)
        flow.gave_up.connect(self._not_signed_in)

    def start(self) -> None:
        """The embedded sign-in; joins one that is already open."""
        self._mine = True
        self._flow.start()

    def cancel(self) -> None:
        """Closes it, when it is ours; `gave_up` follows."""
        if self._mine:
            self._flow.cancel()

    def _signed_in(self, _signed_in: object) -> None:
        if self._mine:
            self._mine = False
            self.done.emit()

    def _not_signed_in(self, trouble: Trouble) -> None:
        if self._mine:
            self._mine = False
            self.gave_up.emit(trouble)


class ProgressRelay(QObject):
    """How far a work is: its worker calls `tell` as often as it likes; `told` comes in the window's thread."""

    told = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last = 0.0

    def tell(self, what: Any) -> None:
        """Tells how far the work is, from any thread; left out less than a tenth of a second after another."""
        now = time.monotonic()
        if now - self._last >= _APART_S:
            self._last = now
            self.told.emit(what)

    def listen(self, show: Any) -> None:
        """`show` hears of it."""
        self.told.connect(show, Qt.ConnectionType.QueuedConnection)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What the assistant says of a run. `again` is the button after a trouble."""

    failed: str
    again: str
    running: str
    signing_in: str


class AssistantController(QObject):
    """One run at a time; lives as long as its assistant. Whoever signs in on its way goes on with it."""

    def __init__(self, context: WindowContext, shown: Assistant, said: RunSummary) -> None:
        super().__init__(shown)
        self._shown = shown
        self._said = said
        self._app = context.app
        self._background = context.background
        self._signing_in = ScopedSignIn(context.sign_in, self)
        self._stop = Event()
        self._stop_wished = False  # since the button was pressed, whatever has begun
        self._is_running = False
        self._trouble: Trouble | None = None
        self._telling = ProgressRelay(self)
        shown.finish_wanted.connect(self._pressed)
        shown.again_wanted.connect(self._again)
        shown.stop_wanted.connect(self._interrupt)
        self._signing_in.done.connect(self._signed_in)
        self._signing_in.gave_up.connect(self._failed)
        context.ending.connect(self._leave)

    def _pressed(self) -> None:
        self._stop_wished = False
        self._start()

    def _start(self) -> None:
        """Begins the work: the assistant's main button was pressed."""
        raise NotImplementedError

    def _signed_in(self) -> None:
        """Somebody is, because this work asked for it."""
        self._start()

    def _run(self, work: Callable[[Event], T], done: Callable[[T], None]) -> None:
        """`work` in the background, with an event that asks it to stop; `done` shows what it came to."""
        if self._is_running:
            return  # pressed twice, before the button was gone
        self._is_running = True
        self._stop = stop = Event()
        self._shown.start(self._said.running)
        if self._stop_wished:
            stop.set()  # while it was looked whether somebody is signed in

        def over(result: T) -> None:
            self._trouble, self._is_running = None, False
            done(result)

        self._background.run(work, stop, owner=self, done=over, failed=self._failed)

    def _sign_in(self) -> None:
        self._shown.start(self._said.signing_in)
        self._signing_in.start()

    def _failed(self, trouble: Trouble) -> None:
        self._trouble, self._is_running = trouble, False
        needed = isinstance(trouble, SignInNeeded)
        # Whatever sign-in it was that failed, the button opens the window's own.
        again = action_label(SignInNeeded()) if needed else self._said.again
        self._shown.fail(self._said.failed, trouble, again)

    def _again(self) -> None:
        self._stop_wished = False
        if isinstance(self._trouble, SignInNeeded):
            self._sign_in()
        else:
            self._start()

    def _interrupt(self) -> None:
        self._stop_wished = True
        self._stop.set()
        self._signing_in.cancel()

    def _leave(self) -> None:
        """The window closes: nobody waits for the outcome."""
        self._stop.set()
        self._shown.done(0)
