"""What works behind an assistant: started, interrupted, tried again, with a sign-in when one is needed."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stockage_partage.errors import SignInNeeded, Trouble
from stockage_partage.ui.online.assistant import Assistant
from stockage_partage.ui.online.signing_in import SigningIn
from stockage_partage.ui.online.telling import Telling
from stockage_partage.words.troubles import action_label

if TYPE_CHECKING:
    from stockage_partage.ui.document_desk import DocumentDesk


@dataclass(frozen=True, slots=True)
class Said:
    """What the assistant says of a run. `again` is the button after a trouble."""

    failed: str
    again: str
    signing_in: str


class AssistantDesk(QObject):
    """One run at a time; lives as long as its assistant."""

    def __init__(self, desk: DocumentDesk, shown: Assistant, said: Said) -> None:
        super().__init__(shown)
        self._shown = shown
        self._said = said
        self._workplace = desk.opened.workplace
        self._background = desk.background
        self._signing_in = SigningIn(desk.sign_in, self)
        self._stop = Event()
        self._trouble: Trouble | None = None
        self._telling = Telling(self)
        shown.finish_wanted.connect(self._start)
        shown.again_wanted.connect(self._again)
        shown.stop_wanted.connect(self._interrupt)
        self._signing_in.done.connect(self._signed_in)
        self._signing_in.gave_up.connect(self._failed)
        desk.ending.connect(self._leave)

    def _start(self) -> None:
        """Its main button was pressed."""
        raise NotImplementedError

    def _signed_in(self) -> None:
        """Somebody is, because this work asked for it."""
        raise NotImplementedError

    def _sign_in(self) -> None:
        self._shown.start(self._said.signing_in)
        self._signing_in.start()

    def _failed(self, trouble: Trouble) -> None:
        self._trouble = trouble
        needed = isinstance(trouble, SignInNeeded)
        # Whatever sign-in it was that failed, the button opens the window's own.
        again = action_label(SignInNeeded()) if needed else self._said.again
        self._shown.fail(self._said.failed, trouble, again)

    def _again(self) -> None:
        if isinstance(self._trouble, SignInNeeded):
            self._sign_in()
        else:
            self._start()

    def _interrupt(self) -> None:
        self._stop.set()
        self._signing_in.cancel()

    def _leave(self) -> None:
        """The window closes: nobody waits for the outcome."""
        self._stop.set()
        self._shown.done(0)
