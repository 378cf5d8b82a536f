"""Between the documents that wait for a place and the dialog that gives them one, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from stockage_partage.activation.states import Function
from stockage_partage.company.document_records import DocumentRow, ThirdParty
from stockage_partage.company.state_records import Status
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.classifying import classify, queue
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import DepositResult, FilingOutcome
from stockage_partage.documents.online_check import OnlineCheck
from stockage_partage.documents.viewing.view import SHOWN_AT_ONCE, is_pdf
from stockage_partage.errors import Trouble
from stockage_partage.messages import classifying as texts
from stockage_partage.messages import documents_page as document_texts
from stockage_partage.messages import third_parties as party_texts
from stockage_partage.messages.troubles import explain
from stockage_partage.ui.classifying.classify_dialog import ClassifyDialog
from stockage_partage.ui.classifying.waiting_documents import (
    PreparedDocument,
    WaitingList,
    once_more,
    prepare,
)
from stockage_partage.ui.documents.preview import Offer
from stockage_partage.ui.documents.withdrawals import ask_to_withdraw
from stockage_partage.ui.runtime.background import Latest
from stockage_partage.ui.third_parties.third_party_editor import ThirdPartyEditor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stockage_partage.ui.runtime.window_context import WindowContext


@dataclass(frozen=True)
class QueueNow:
    """The ids of those that wait, and the one to look at, ready; None when there is none."""

    ids: tuple[int, ...]
    shown: PreparedDocument | None


class ClassifyController(QObject):
    """One dialog at a time; the next document is made ready while one looks at this one."""

    nothing_waits = Signal(str)  # why there is nothing to show
    classified = Signal(str)  # how many were, once the dialog is closed
    troubled = Signal(object)  # Trouble

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window)
        self._app = context.app
        self._database = context.app.database
        self._background = context.background
        self._over = context.window
        self._wakeup = context.wakeup
        self._withdrawals = context.withdrawals
        self._withdrawals.changed.connect(self._leaving_changed)
        self._withdrawals.troubled.connect(self._not_withdrawn)
        self._only: tuple[int, ...] = ()
        self._going: tuple[int, int | None] | None = (
            None  # being taken back, and what comes after it
        )
        self._opening = False  # one dialog, however often it is asked for meanwhile
        self._filed = 0
        self._list = WaitingList((), 0)
        self._ready: dict[int, PreparedDocument] = {}
        self._preparing = Latest(context.background, self)
        self.dialog: ClassifyDialog | None = None

    def open(
        self,
        document_id: int | None = None,
        over: QWidget | None = None,
        only: Sequence[int] = (),
    ) -> None:
        """Opens the dialog on that document; None: on the one that has waited longest.

        `only`: the ids of the documents that are shown one after the other, all that wait for none.
        """
        if self.dialog is not None:
            self.dialog.raise_()
        if self.dialog is not None or self._opening:
            return
        self._opening = True
        self._ready = {}
        self._filed = 0
        self._only = tuple(only)
        self._background.run(
            lambda: self._queue_from(document_id, strictly=True),
            owner=self,
            done=lambda found: self._begin(found, over or self._over),
            failed=self._not_begun,
        )

    def _not_begun(self, trouble: Trouble) -> None:
        self._opening = False
        self.troubled.emit(trouble)

    def _begin(self, found: QueueNow, over: QWidget) -> None:
        self._opening = False
        if found.shown is None:
            self.nothing_waits.emit(texts.ALREADY_DONE if found.ids else texts.NOTHING_WAITS)
            return
        shown = found.shown
        self._list = WaitingList(found.ids, shown.document.row.id)
        dialog = self.dialog = ClassifyDialog(over)
        keeping = ThirdPartyEditor(self._database, self._background, dialog, dialog)
        keeping.kept.connect(dialog.choose)
        searching = Latest(self._background, dialog)
        dialog.picker.search_wanted.connect(lambda text: self._search(dialog, searching, text))
        dialog.picker.create_wanted.connect(self._create)
        dialog.picker.form_wanted.connect(
            lambda name: keeping.add(ThirdParty("", "clients", name) if name else None)
        )
        dialog.classify_wanted.connect(self._classify)
        dialog.step_wanted.connect(self._step)
        dialog.withdraw_wanted.connect(self._ask_withdraw)
        dialog.preview.pressed.connect(lambda _: self._show_pages())
        dialog.finished.connect(self._closed)
        # In a turn of its own: making it and showing it are both long.
        QTimer.singleShot(1, dialog, lambda: self._present(dialog, shown))

    def _present(self, dialog: ClassifyDialog, shown: PreparedDocument) -> None:
        self._show(shown)
        dialog.open()

    def _closed(self) -> None:
        if self._filed:
            self.classified.emit(texts.classified(self._filed))
        self._preparing.cancel()
        self.dialog = None
        self._ready = {}

    # --- from one to the next --------------------------------------------------------------------

    def _show(self, shown: PreparedDocument) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        row = shown.document.row
        self._list.go_to(row.id)
        beside = (self._list.beside(-1), row.id, self._list.beside(1))
        self._ready = {id_: each for id_, each in self._ready.items() if id_ in beside}
        self._ready[row.id] = shown
        if shown.content is not None:
            dialog.preview.show_pdf(shown.content)
        elif is_pdf(row) and row.size > SHOWN_AT_ONCE:
            dialog.preview.say(document_texts.too_large(row), Offer.SHOW)
        else:
            reading = shown.document.reading
            dialog.preview.say(texts.NO_PAGES if reading else document_texts.NO_PREVIEW)
        dialog.show_document(shown.document, self._list.number, len(self._list))
        self._prepare_next()

    def _show_pages(self) -> None:
        """The pages of a document that is too large to be shown unasked."""
        dialog = self.dialog
        if dialog is None or dialog.document is None:
            return
        asked = dialog.document.row.id
        contents = self._database.contents

        def read(content: bytes) -> None:
            if dialog.document is not None and dialog.document.row.id == asked:
                dialog.preview.show_pdf(content)

        dialog.preview.say_loading()
        self._background.run(
            lambda: b"".join(contents.of(asked)),
            owner=dialog,
            done=read,
            failed=lambda trouble: dialog.preview.say(explain(trouble).sentence),
        )

    def _prepare_next(self) -> None:
        following = self._list.beside(1)
        if following is None:
            return
        ready = self._ready.get(following)
        if ready is not None:
            self._draw_ahead(ready)
            return
        self._preparing.run(
            prepare, self._app, following, done=self._prepared, failed=lambda _: None
        )

    def _prepared(self, ready: PreparedDocument | None) -> None:
        if ready is not None:
            self._ready[ready.document.row.id] = ready
            self._draw_ahead(ready)

    def _draw_ahead(self, ready: PreparedDocument) -> None:
        content = ready.content
        if content is not None and self.dialog is not None:
            preview = self.dialog.preview
            # In a turn of its own: the document that was just shown paints first.
            QTimer.singleShot(1, preview, lambda: preview.get_ready(content))

    def _step(self, steps: int) -> None:
        """Shows the document so many places on, or back; nothing is decided of this one."""
        wanted, dialog = self._list.beside(steps), self.dialog
        if wanted is None or dialog is None:
            return
        ready = self._ready.get(wanted)
        if ready is not None:
            self._show(ready)
            return
        dialog.close_to_changes(document_texts.LOADING)
        self._background.run(
            lambda: self._queue_from(wanted),
            owner=dialog,
            done=lambda found: self._go_on(found, ""),
            failed=lambda trouble: self._not_classified(dialog, trouble),
        )

    def _waiting(self) -> tuple[int, ...]:
        """In a worker: the ids of those that wait now, but for those that are being taken back."""
        leaving = self._withdrawals.ids
        if self._only:
            rows = [self._database.register.get(each) for each in self._only]
            waiting = [row for row in rows if row and row.status is Status.TO_CLASSIFY]
        else:
            waiting = queue(self._database)
        return tuple(row.id for row in waiting if row.id not in leaving)

    def _queue_from(self, wanted: int | None, *, strictly: bool = False) -> QueueNow:
        """In a worker: those that wait now, and the one to look at, made ready unless it was.

        Another comes in the place of `wanted` when that one waits no more, unless `strictly` that one is meant.
        """
        ids = self._waiting()
        if strictly and wanted is not None:
            gone = wanted in self._withdrawals.ids
            return QueueNow(ids, None if gone else prepare(self._app, wanted))
        there = wanted if wanted in ids else next(iter(ids), None)
        while there is not None:
            ready = self._ready.get(there)
            shown = once_more(self._app, ready) if ready else prepare(self._app, there)
            if shown is not None:
                return QueueNow(ids, shown)
            ids = tuple(each for each in ids if each != there)
            there = next(iter(ids), None)
        return QueueNow((), None)

    def _go_on(self, found: QueueNow, told: str) -> None:
        """Shows what comes after; the dialog ends with the last one."""
        dialog = self.dialog
        if dialog is None:
            return
        if found.shown is None:
            dialog.accept()
            return
        self._list.renew(found.ids)
        self._show(found.shown)
        if told:
            dialog.tell(told)

    # --- third parties ---------------------------------------------------------------------------

    def _search(self, dialog: ClassifyDialog, searching: Latest, text: str) -> None:
        searching.run(
            self._database.third_parties.search,
            text,
            done=dialog.picker.show_found,
            failed=lambda trouble: dialog.refuse(explain(trouble).sentence),
        )

    def _create(self, party: ThirdParty) -> None:
        """The third party that the document names, in one click."""
        dialog = self.dialog
        if dialog is None:
            return

        def done(taken: bool) -> None:
            if taken:
                dialog.choose(party)
            else:
                dialog.refuse(party_texts.CODE_TAKEN)

        self._background.run(
            self._database.third_parties.create,
            party,
            owner=dialog,
            done=done,
            failed=lambda trouble: dialog.refuse(explain(trouble).sentence),
        )

    # --- filing and withdrawing ------------------------------------------------------------------

    def _classify(self, given: GivenDetails) -> None:
        dialog = self.dialog
        if dialog is None or dialog.document is None:
            return
        document_id, following = dialog.document.row.id, self._list.beside(1)

        def work() -> tuple[DepositResult | None, QueueNow | None]:
            deposited = file_as(self._app, document_id, given)
            if deposited is not None and deposited.status is FilingOutcome.TO_CLASSIFY:
                return deposited, None
            return deposited, self._queue_from(following)

        self._background.run(
            work,
            owner=self,
            done=lambda outcome: self._classified(dialog, *outcome),
            failed=lambda trouble: self._not_classified(dialog, trouble),
        )

    def _classified(
        self, dialog: ClassifyDialog, deposited: DepositResult | None, after: QueueNow | None
    ) -> None:
        """The dialog may be closed by now: what was filed leaves, and is told, all the same."""
        filed = deposited is not None and after is not None
        if filed:
            self._wakeup.ring()
        if dialog is not self.dialog:
            if filed:
                self.classified.emit(texts.classified(1))
            return
        self._filed += filed
        if after is not None:
            self._go_on(after, texts.ONE_LESS if deposited is None else "")
        elif deposited is not None:
            dialog.refuse(texts.why(deposited.lacking, None, deposited.particulars))

    def _not_classified(self, dialog: ClassifyDialog, trouble: Trouble) -> None:
        if dialog is self.dialog:
            dialog.refuse(explain(trouble).sentence)
        else:
            self.troubled.emit(trouble)

    def _ask_withdraw(self) -> None:
        dialog = self.dialog
        if dialog is None or dialog.document is None:
            return
        row = dialog.document.row
        question = ask_to_withdraw([row], dialog)
        question.accepted.connect(lambda: self._withdraw(row))
        question.open()

    def _withdraw(self, row: DocumentRow) -> None:
        """Held first; it leaves the queue of this dialog once it is, and comes back when it is kept after all."""
        dialog = self.dialog
        if dialog is not None:
            dialog.close_to_changes(texts.WITHDRAWING)
            self._going = row.id, self._list.beside(1)
        self._withdrawals.withdraw([row], dialog)

    def _leaving_changed(self) -> None:
        """Something is being taken back, kept after all, or gone: the queue is another."""
        dialog = self.dialog
        if dialog is None or dialog.document is None:
            return
        shown = dialog.document.row.id
        going, following = self._going or (None, None)
        self._going = None
        withdrawn = shown == going and shown in self._withdrawals.ids
        told = texts.ONE_LESS if shown == going and not withdrawn else ""
        wanted = following if shown == going else shown
        self._background.run(
            lambda: self._queue_from(wanted),
            owner=dialog,
            done=lambda found: self._renewed(dialog, shown, found, told),
            failed=lambda trouble: self._not_classified(dialog, trouble),
        )

    def _renewed(self, dialog: ClassifyDialog, shown: int, found: QueueNow, told: str) -> None:
        """What was typed meanwhile stays when the same document is looked at."""
        if dialog is not self.dialog or dialog.document is None or dialog.document.row.id != shown:
            return
        if found.shown is not None and found.shown.document.row.id == shown:
            self._list.renew(found.ids)
            dialog.show_turn(self._list.number, len(self._list))
            self._prepare_next()
        else:
            self._go_on(found, told)

    def _not_withdrawn(self, trouble: Trouble) -> None:
        if self.dialog is not None:
            self._going = None
            self._not_classified(self.dialog, trouble)


def file_as(app: AppContext, document_id: int, given: GivenDetails) -> DepositResult | None:
    """In a worker: gives the document its place; None when it does not wait any more.

    Raises FunctionLimited, StorageInactive, PlaceTaken and the database troubles.
    """
    app.service.require(Function.FILE_PRINTS)
    is_there = OnlineCheck(app).is_there
    return classify(app.database, document_id, given, app.who(), app.application, is_there)
