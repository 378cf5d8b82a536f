"""« Synchroniser » in the window: the assistant, the work behind it, a sign-in when one is needed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from stockage_partage.documents.sync.synchronise import synchronise
from stockage_partage.messages import synchronising as texts
from stockage_partage.ui.assistants.assistant_controller import AssistantController, RunSummary
from stockage_partage.ui.assistants.synchronise_assistant import SynchroniseAssistant

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext


_SAID = RunSummary(texts.FAILED, texts.AGAIN, texts.RUNNING, texts.RUNNING)


class SynchroniseController(AssistantController):
    """« Synchroniser » reads what changed; a trouble on the way is said, with its way out."""

    def __init__(self, context: WindowContext) -> None:
        self.assistant = SynchroniseAssistant(context.window)
        super().__init__(context, self.assistant, _SAID)
        self._telling.listen(self.assistant.show_progress)

    def open(self) -> None:
        """Shows the assistant; when it was last done comes a moment later."""
        self.assistant.open()
        self._background.run(
            self._last_time,
            owner=self,
            done=lambda at: self.assistant.show_last_time(at, self._app.clock()),
            failed=lambda _: None,  # only an ornament; what is wrong is said when it starts
        )

    def _last_time(self) -> datetime | None:
        app = self._app
        known = app.database.activation.get().drive_id
        return app.database.online.last_time(known, app.who()) if known else None

    def _start(self) -> None:
        parts = self.assistant.parts
        self._run(
            lambda stop: synchronise(self._app, parts, stop, self._telling.tell),
            self.assistant.show_result,
        )
