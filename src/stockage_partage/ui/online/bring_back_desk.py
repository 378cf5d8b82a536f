"""« Rapatrier » in the window: works while storage is off, with a sign-in of its own when needed."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl

from stockage_partage.documents.bring_back.bringing_back import BroughtBack, bring_back, how_many
from stockage_partage.errors import SignInNeeded, Trouble
from stockage_partage.storage.states import AccountState, Functions
from stockage_partage.ui.background import Job
from stockage_partage.ui.online.bring_back_assistant import BringBackAssistant
from stockage_partage.ui.online.signing_in import SigningIn
from stockage_partage.ui.online.telling import Telling
from stockage_partage.words import bringing_back as words
from stockage_partage.words.troubles import action_label

if TYPE_CHECKING:
    from stockage_partage.ui.document_desk import DocumentDesk

_THERE = (AccountState.SIGNED_IN, AccountState.OFFLINE)


class BringBackDesk(QObject):
    """One run at a time; lives as long as its assistant."""

    def __init__(self, desk: DocumentDesk) -> None:
        off = desk.state.functions is Functions.NONE
        signed_in = desk.state.facts.account_state in _THERE
        self.assistant = BringBackAssistant(desk.window, storage_off=off, signed_in=signed_in)
        super().__init__(self.assistant)
        self._workplace = desk.opened.workplace
        self._background = desk.background
        self._open_url = desk.open_url
        self._signing_in = SigningIn(desk.sign_in, self)
        self._stop = Event()
        self._counting: Job | None = None
        self._trouble: Trouble | None = None
        self._storage_off, self._ours = off, False
        self._telling = Telling(self)
        self._connect(desk)

    def _connect(self, desk: DocumentDesk) -> None:
        assistant = self.assistant
        self._telling.listen(assistant.show_progress)
        assistant.finish_wanted.connect(self._start)
        assistant.again_wanted.connect(self._again)
        assistant.stop_wanted.connect(self._interrupt)
        assistant.count_wanted.connect(self._count)
        assistant.open_wanted.connect(self._show_folder)
        assistant.finished.connect(self._closed)
        self._signing_in.done.connect(self._signed_in)
        self._signing_in.gave_up.connect(self._failed)
        desk.ending.connect(self._leave)

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
            self.assistant.start(words.SIGNING_IN)
            self._signing_in.start()

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

    def _failed(self, trouble: Trouble) -> None:
        self._trouble = trouble
        again = action_label(trouble) if isinstance(trouble, SignInNeeded) else words.AGAIN
        self.assistant.fail(words.FAILED, trouble, again)

    def _again(self) -> None:
        if isinstance(self._trouble, SignInNeeded):
            self._go_on(signed_in=False)
        else:
            self._start()

    def _interrupt(self) -> None:
        self._stop.set()
        self._signing_in.cancel()

    def _leave(self) -> None:
        """The window closes: nobody waits for the outcome."""
        self._stop.set()
        self.assistant.done(0)

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
