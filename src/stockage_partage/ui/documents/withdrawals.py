"""Taking documents back that are not filed yet: asked, held for half a minute, then done unless somebody keeps them.

Both a question and a while to think again, unlike what else can be taken back: the copy that is erased is often
the only one there is (a print has no file), a closed window ends the half minute, and whoever has turned away does
not see it pass. Until then the document stays where it is, in every window, and is said to be leaving.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stockage_partage.company.document_records import DocumentRow
from stockage_partage.documents.viewing.many import ManyResult, with_each
from stockage_partage.documents.viewing.view import withdraw
from stockage_partage.messages import documents_page as texts
from stockage_partage.messages import many_documents as many_texts
from stockage_partage.messages.many_documents import ManyWork
from stockage_partage.ui.runtime.postponed import Postponed
from stockage_partage.ui.widgets.base_dialog import Confirmation, Verb, confirm
from stockage_partage.ui.widgets.toast import toast

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.documents.work_threads import Wakeup
    from stockage_partage.ui.runtime.background import Background


def ask_to_withdraw(rows: Sequence[DocumentRow], parent: QWidget | None = None) -> Confirmation:
    """Asks once before kept documents are taken back: what is lost, what is not; Enter keeps them."""
    alone = rows[0] if len(rows) == 1 else None
    points = texts.withdraw_points(alone) if alone else many_texts.withdraw_points(rows)
    return confirm(
        parent,
        "withdraw_dialog" if alone else "withdraw_many_dialog",
        texts.WITHDRAW_TITLE if alone else many_texts.withdraw_title(len(rows)),
        [*points, texts.WITHDRAW_LATER],
        Verb("withdraw", texts.WITHDRAW_DO),
        cancel=Verb("keep", texts.WITHDRAW_KEEP if alone else many_texts.WITHDRAW_KEEP),
        text=texts.heading(alone) if alone else "",
    )


@dataclass
class _Batch:
    """Documents that were asked for together, and until when each is held."""

    rows: Sequence[DocumentRow]
    held: Mapping[int, datetime]


class Withdrawals(QObject):
    """What is being taken back in this window; one for all pages and dialogs of a company."""

    changed = Signal()  # something is held, kept after all, or gone
    troubled = Signal(object)  # Trouble

    def __init__(
        self,
        app: AppContext,
        background: Background,
        window: QWidget,
        wakeup: Wakeup,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._app = app
        self._background = background
        self._window = window
        self._wakeup = wakeup
        #: The documents that are leaving; never changed but replaced, so that workers may look at it.
        self.ids: frozenset[int] = frozenset()
        self._batches: dict[str, _Batch] = {}
        self._asked = 0
        self._postponed = Postponed(background, window, self)
        self._postponed.changed.connect(self._forget)

    def do_now(self) -> None:
        """Takes back at once what is leaving: the window closes."""
        self._postponed.do_now()

    def withdraw(self, rows: Sequence[DocumentRow], over: QWidget | None = None) -> None:
        """Takes documents back in half a minute; told in the window `over`, None for the one in front."""
        wanted = [row for row in rows if row.id not in self.ids]
        self._background.run(
            self._app.database.outbox.hold,
            [row.id for row in wanted],
            owner=self,
            done=lambda held: self._begin(wanted, held, over),
            failed=self.troubled.emit,
        )

    def _begin(
        self, rows: Sequence[DocumentRow], held: Mapping[int, datetime], over: QWidget | None
    ) -> None:
        going = [row for row in rows if row.id in held]
        if not going:
            self._tell_left(ManyResult(unchanged=len(rows)))
            self.changed.emit()
            return
        self._asked += 1
        key = str(self._asked)
        batch = self._batches[key] = _Batch(going, held)
        came: list[ManyResult] = []

        def one(row: DocumentRow) -> bool:
            return withdraw(self._app, row.id, held[row.id])

        def work() -> None:
            came.append(with_each(going, one, progress=lambda *_: None, stop=Event()))

        self._postponed.postpone(
            key,
            many_texts.leaving(len(going), len(rows) - len(going)),
            work,
            lambda: self._tell_left(came[0]),
            self.troubled.emit,
            kept=lambda: self._let_go(batch.held),
            over=over if over is not None and shiboken6.isValid(over) else None,
        )

    def keep(self, ids: Iterable[int]) -> None:
        """Keeps these documents after all; others of the same question still leave, and are told anew."""
        wanted = set(ids)
        for key, batch in list(self._batches.items()):
            held = batch.held
            batch.held = {each: until for each, until in held.items() if each in wanted}
            if batch.held and self._postponed.take_back(key):
                left = [row for row in batch.rows if row.id not in batch.held]
                if left:
                    self._begin(left, held, None)
            else:
                batch.held = held

    def _let_go(self, held: Mapping[int, datetime]) -> None:
        self._background.run(
            self._app.database.outbox.let_go,
            held,
            owner=self,
            done=lambda _: self._wakeup.ring(),
            failed=self.troubled.emit,
            to_its_end=True,
        )

    def _forget(self) -> None:
        """What was postponed has changed: only what waits still is leaving."""
        for key in set(self._batches) - self._postponed.keys:
            del self._batches[key]
        self.ids = frozenset(each for batch in self._batches.values() for each in batch.held)
        self.changed.emit()

    def _tell_left(self, came: ManyResult) -> None:
        """Says what was not taken back, and why; nothing when all of it was."""
        if came.unchanged or came.refused or came.ended_by is not None:
            toast(self._window, many_texts.result(ManyWork.WITHDRAW, came))
