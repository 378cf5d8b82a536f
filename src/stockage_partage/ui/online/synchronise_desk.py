"""« Synchroniser » in the window: the assistant, the work behind it, a sign-in when one is needed."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stockage_partage.documents.online.synchronising import Synchronised, synchronise
from stockage_partage.errors import SignInNeeded, Trouble
from stockage_partage.ui.online.signing_in import SigningIn
from stockage_partage.ui.online.synchronise_assistant import SynchroniseAssistant
from stockage_partage.ui.online.telling import Telling
from stockage_partage.words import synchronising as words
from stockage_partage.words.troubles import action_label

if TYPE_CHECKING:
    from stockage_partage.ui.document_desk import DocumentDesk


class SynchroniseDesk(QObject):
    """One run at a time; lives as long as its assistant."""

    def __init__(self, desk: DocumentDesk) -> None:
        self.assistant = SynchroniseAssistant(desk.window)
        super().__init__(self.assistant)
        self._workplace = desk.opened.workplace
        self._background = desk.background
        self._signing_in = SigningIn(desk.sign_in, self)
        self._stop = Event()
        self._trouble: Trouble | None = None
        self._telling = Telling(self)
        self._telling.listen(self.assistant.show_progress)
        self.assistant.finish_wanted.connect(self._start)
        self.assistant.again_wanted.connect(self._again)
        self.assistant.stop_wanted.connect(self._interrupt)
        self._signing_in.done.connect(self._start)
        self._signing_in.gave_up.connect(self._failed)
        desk.ending.connect(self._leave)

    def open(self) -> None:
        """Shows the assistant; when it was last done comes a moment later."""
        self.assistant.open()
        self._background.run(
            self._last_time,
            owner=self,
            done=lambda at: self.assistant.show_last_time(at, self._workplace.clock()),
            failed=lambda _: None,  # only an ornament; what is wrong is said when it starts
        )

    def _last_time(self) -> datetime | None:
        known = self._workplace.database.activation.get().drive_id
        return self._workplace.database.online.last_time(known) if known else None

    def _start(self) -> None:
        self._stop = Event()
        self.assistant.start(words.RUNNING)
        run = partial(
            synchronise, self._workplace, self.assistant.parts, self._stop, self._telling.tell
        )
        self._background.run(run, owner=self, done=self._done, failed=self._failed)

    def _done(self, result: Synchronised) -> None:
        self._trouble = None
        self.assistant.show_result(result)

    def _failed(self, trouble: Trouble) -> None:
        self._trouble = trouble
        again = action_label(trouble) if isinstance(trouble, SignInNeeded) else words.AGAIN
        self.assistant.fail(words.FAILED, trouble, again)

    def _again(self) -> None:
        if isinstance(self._trouble, SignInNeeded):
            self.assistant.start(words.RUNNING)
            self._signing_in.start()
        else:
            self._start()

    def _interrupt(self) -> None:
        self._stop.set()
        self._signing_in.cancel()

    def _leave(self) -> None:
        """The window closes: nobody waits for the outcome."""
        self._stop.set()
        self.assistant.done(0)
