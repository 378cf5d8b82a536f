"""« Rapatrier » in the window: works while storage is off, with a sign-in of its own when needed."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl

from stockage_partage.documents.bring_back.bringing_back import BroughtBack, bring_back, how_many
from stockage_partage.storage.states import AccountState, Functions
from stockage_partage.ui.background import Job
from stockage_partage.ui.online.assistant_desk import AssistantDesk, Said
from stockage_partage.ui.online.bring_back_assistant import BringBackAssistant
from stockage_partage.words import bringing_back as words

if TYPE_CHECKING:
    from stockage_partage.ui.document_desk import DocumentDesk

_THERE = (AccountState.SIGNED_IN, AccountState.OFFLINE)


_SAID = Said(words.FAILED, words.AGAIN, words.SIGNING_IN)


class BringBackDesk(AssistantDesk):
    """Counts as one chooses; « Rapatrier » fetches, or goes on with what an earlier run left."""

    def __init__(self, desk: DocumentDesk) -> None:
        off = desk.state.functions is Functions.NONE
        signed_in = desk.state.facts.account_state in _THERE
        self.assistant = BringBackAssistant(desk.window, storage_off=off, signed_in=signed_in)
        super().__init__(desk, self.assistant, _SAID)
        self._telling.listen(self.assistant.show_progress)
        self._open_url = desk.open_url
        self._counting: Job | None = None
        self._storage_off, self._ours = off, False
        self.assistant.count_wanted.connect(self._count)
        self.assistant.open_wanted.connect(self._show_folder)
        self.assistant.finished.connect(self._closed)

    def open(self) -> None:
        """Shows the assistant; the third parties and the count come a moment later."""
        self.assistant.open()
        self._background.run(
            self._workplace.database.third_parties.all,
            owner=self,
            done=self.assistant.show_third_parties,
            failed=lambda _: None,  # only proposals
        )
        self._count()

    def _count(self) -> None:
        """Only the latest choice is counted."""
        if self._counting is not None:
            self._counting.cancel()
        self._counting = self._background.run(
            partial(how_many, self._workplace, self.assistant.form.chosen),
            owner=self,
            done=self.assistant.show_count,
            failed=self._failed,
        )

    # --- the run ---------------------------------------------------------------------------------

    def _start(self) -> None:
        if self.assistant.form.target is not None:
            self._background.run(
                self._is_signed_in, owner=self, done=self._go_on, failed=self._failed
            )
            self.assistant.start(words.RUNNING)

    def _is_signed_in(self) -> bool:
        sign_in = self._workplace.sign_in
        return sign_in.account() is not None and not sign_in.session_ended

    def _go_on(self, signed_in: bool) -> None:
        if signed_in:
            self._run()
        else:
            self._sign_in()

    def _signed_in(self) -> None:
        self._ours = True
        self._run()

    def _run(self) -> None:
        form, self._stop = self.assistant.form, Event()
        assert form.target is not None  # noqa: S101  # `_start` asked
        self.assistant.start(words.RUNNING)
        run = partial(
            bring_back,
            self._workplace,
            form.target,
            words.INDEX,
            form.chosen,
            self._stop,
            self._telling.tell,
        )
        self._background.run(run, owner=self, done=self._done, failed=self._failed)

    def _done(self, result: BroughtBack) -> None:
        self._trouble = None
        self.assistant.show_result(result, words.SIGNED_OUT if self._leaves_nobody else "")

    def _show_folder(self) -> None:
        target = self.assistant.form.target
        if target is not None:
            self._open_url(QUrl.fromLocalFile(str(target)).toString())

    # --- leaving ---------------------------------------------------------------------------------

    @property
    def _leaves_nobody(self) -> bool:
        """Signed in here while storage is off: the panel has no button that would end it."""
        return self._ours and self._storage_off

    def _closed(self) -> None:
        if self._leaves_nobody:
            self._background.run(
                self._workplace.service.sign_out,
                owner=self._workplace_owner(),
                done=lambda _: None,
            )

    def _workplace_owner(self) -> QObject:
        """The assistant goes now; what ends the session stays."""
        window = self.assistant.parent()
        assert window is not None  # noqa: S101
        return window
