"""« Synchroniser » in the window: the assistant, the work behind it, a sign-in when one is needed."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage.documents.online.synchronising import Synchronised, synchronise
from stockage_partage.ui.online.assistant_desk import AssistantDesk, Said
from stockage_partage.ui.online.synchronise_assistant import SynchroniseAssistant
from stockage_partage.words import synchronising as words

if TYPE_CHECKING:
    from stockage_partage.ui.document_desk import DocumentDesk


_SAID = Said(words.FAILED, words.AGAIN, words.RUNNING)


class SynchroniseDesk(AssistantDesk):
    """« Fin » reads what changed; a trouble on the way is said, with its way out."""

    def __init__(self, desk: DocumentDesk) -> None:
        self.assistant = SynchroniseAssistant(desk.window)
        super().__init__(desk, self.assistant, _SAID)
        self._telling.listen(self.assistant.show_progress)

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
        place = self._workplace
        known = place.database.activation.get().drive_id
        return place.database.online.last_time(known, place.who()) if known else None

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

    def _signed_in(self) -> None:
        self._start()
