"""« Rapatrier » in the window: works while storage is off, with a sign-in of its own when needed."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stockage_partage.activation.states import AccountState, Functions
from stockage_partage.documents.export.export import ExportResult, bring_back, how_many
from stockage_partage.messages import export as texts
from stockage_partage.ui.assistants.assistant_controller import AssistantController, RunSummary
from stockage_partage.ui.assistants.export_assistant import ExportAssistant
from stockage_partage.ui.runtime.background import Latest
from stockage_partage.ui.widgets.link_opening import file_address

if TYPE_CHECKING:
    from stockage_partage.ui.runtime.window_context import WindowContext

_THERE = (AccountState.SIGNED_IN, AccountState.OFFLINE)


_SAID = RunSummary(texts.FAILED, texts.AGAIN, texts.RUNNING, texts.SIGNING_IN)


def is_off(context: WindowContext) -> bool:
    """True while storage is not active."""
    return context.state.functions is Functions.NONE


def is_signed_in(context: WindowContext) -> bool:
    """True for somebody whose session is good, as far as is known without asking."""
    return context.state.facts.account_state in _THERE


class ExportController(AssistantController):
    """Counts as one chooses; « Rapatrier » fetches, or goes on with what an earlier run left."""

    def __init__(
        self,
        context: WindowContext,
        assistant: ExportAssistant | None = None,
        said: RunSummary = _SAID,
    ) -> None:
        off = is_off(context)
        self.assistant = assistant or ExportAssistant(
            context.window, storage_off=off, signed_in=is_signed_in(context)
        )
        super().__init__(context, self.assistant, said)
        self._telling.listen(self.assistant.show_progress)
        self._open_url = context.open_url
        self._counting = Latest(context.background, self)
        self._storage_off, self._ours = off, False
        self.assistant.count_wanted.connect(self._count)
        self.assistant.open_wanted.connect(self._show_folder)
        self.assistant.finished.connect(self._closed)

    def open(self) -> None:
        """Shows the assistant; the third parties and the count come a moment later."""
        self.assistant.open()
        self._background.run(
            self._app.database.third_parties.all,
            owner=self,
            done=self.assistant.form.show_third_parties,
            failed=lambda _: None,  # only proposals
        )
        self._count()

    def _count(self) -> None:
        """Only the latest choice is counted."""
        self._counting.run(
            partial(how_many, self._app, self.assistant.form.chosen),
            done=self.assistant.show_count,
            failed=self._failed,
        )

    # --- the run ---------------------------------------------------------------------------------

    def _start(self) -> None:
        if self.assistant.form.target is not None:
            self._background.run(
                self._is_signed_in, owner=self, done=self._go_on, failed=self._failed
            )
            self.assistant.start(self._said.running)

    def _is_signed_in(self) -> bool:
        sign_in = self._app.sign_in
        return sign_in.account() is not None and not sign_in.session_ended

    def _go_on(self, signed_in: bool) -> None:
        if signed_in:
            self._work()
        else:
            self._sign_in()

    def _signed_in(self) -> None:
        self._ours = True
        self._work()

    def _work(self) -> None:
        """Begins what was asked, once somebody is signed in."""
        target, chosen = self.assistant.form.target, self.assistant.form.chosen
        assert target is not None  # noqa: S101  # `_start` asked

        def work(stop: Event) -> ExportResult:
            tell = self._telling.tell
            return bring_back(self._app, target, texts.INDEX, chosen, stop, tell)

        self._run(work, self._done)

    def _done(self, result: ExportResult) -> None:
        self.assistant.show_result(result, texts.SIGNED_OUT if self._leaves_nobody else "")

    def _show_folder(self) -> None:
        target = self.assistant.form.target
        if target is not None:
            self._open_url(file_address(target))

    # --- leaving ---------------------------------------------------------------------------------

    @property
    def _leaves_nobody(self) -> bool:
        """Signed in here while storage is off: the panel has no button that would end it."""
        return self._ours and self._storage_off

    def _closed(self) -> None:
        if self._leaves_nobody:
            self._background.run(
                self._app.service.sign_out,
                owner=self._parent_window(),
                done=lambda _: None,
            )

    def _parent_window(self) -> QObject:
        """The assistant goes now; what ends the session stays."""
        window = self.assistant.parent()
        assert window is not None  # noqa: S101
        return window
