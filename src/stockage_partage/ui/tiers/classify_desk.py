"""Between the documents that wait for a place and the dialog that gives them one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from stockage_partage.company.facts import ThirdParty
from stockage_partage.documents.filing.classifying import classify, queue
from stockage_partage.documents.filing.outcomes import Deposited, Filing
from stockage_partage.documents.filing.placing import Given
from stockage_partage.documents.filing.proposing import Waiting, waiting
from stockage_partage.errors import Trouble
from stockage_partage.storage.states import Function
from stockage_partage.ui.tiers.classify_dialog import ClassifyDialog
from stockage_partage.ui.tiers.keeping import Keeping
from stockage_partage.words import classifying as words
from stockage_partage.words import third_parties as party_words
from stockage_partage.words.troubles import explain

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stockage_partage.ui.background import Background, Job
    from stockage_partage.ui.opened import Opened


@dataclass(frozen=True)
class Turn:
    """A document to show, with its place among those that wait."""

    document: Waiting
    number: int
    of: int


class ClassifyDesk(QObject):
    """One dialog at a time. `filed` tells of each document once it has its place."""

    filed = Signal(object)  # Deposited
    nothing_waits = Signal(str)  # why there is nothing to show
    troubled = Signal(object)  # Trouble

    def __init__(self, opened: Opened, background: Background, over: QWidget) -> None:
        super().__init__(over)
        self._workplace = opened.workplace
        self._database = opened.workplace.database
        self._background = background
        self._over = over
        self._passed: list[int] = []
        self._searching: Job | None = None
        self._opening = False  # one dialog, however often it is asked for meanwhile
        self.dialog: ClassifyDialog | None = None

    def open(self, document_id: int | None = None, over: QWidget | None = None) -> None:
        """That document, or the one that has waited longest."""
        if self.dialog is not None:
            self.dialog.raise_()
        if self.dialog is not None or self._opening:
            return
        self._opening = True
        self._passed = []
        self._background.run(
            self._turn,
            document_id,
            owner=self,
            done=lambda turn: self._begin(turn, over or self._over),
            failed=self._not_begun,
        )

    def _not_begun(self, trouble: Trouble) -> None:
        self._opening = False
        self.troubled.emit(trouble)

    def _turn(self, document_id: int | None) -> Turn | None:
        rows = queue(self._database)
        left = [row.id for row in rows if row.id not in self._passed]
        wanted = document_id if document_id is not None else next(iter(left), None)
        document = waiting(self._database, wanted) if wanted is not None else None
        if document is None:
            return None
        number = len(self._passed) + 1
        return Turn(document, number, number + len([each for each in left if each != wanted]))

    def _begin(self, turn: Turn | None, over: QWidget) -> None:
        self._opening = False
        if turn is None:
            self.nothing_waits.emit(words.NOTHING_WAITS)
            return
        dialog = self.dialog = ClassifyDialog(over)
        keeping = Keeping(self._database, self._background, dialog, dialog)
        keeping.kept.connect(dialog.choose)
        dialog.picker.search_wanted.connect(self._search)
        dialog.picker.create_wanted.connect(self._create)
        dialog.picker.form_wanted.connect(
            lambda name: keeping.add(ThirdParty("", "clients", name) if name else None)
        )
        dialog.classify_wanted.connect(self._classify)
        dialog.finished.connect(self._closed)
        # In a turn of its own: making it and showing it are both long.
        QTimer.singleShot(1, dialog, lambda: self._present(dialog, turn))

    def _present(self, dialog: ClassifyDialog, turn: Turn) -> None:
        self._show(turn)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    def _show(self, turn: Turn) -> None:
        if self.dialog is not None:
            self.dialog.close_to_changes("")
            self.dialog.show_document(turn.document, turn.number, turn.of)

    # --- third parties ---------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        if self._searching is not None:
            self._searching.cancel()
        self._searching = self._background.run(
            self._database.third_parties.search,
            text,
            owner=dialog,
            done=dialog.show_found,
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
                dialog.refuse(party_words.CODE_TAKEN)

        self._background.run(
            self._database.third_parties.create,
            party,
            owner=dialog,
            done=done,
            failed=lambda trouble: dialog.refuse(explain(trouble).sentence),
        )

    # --- filing ----------------------------------------------------------------------------------

    def _classify(self, given: Given, and_next: bool) -> None:
        dialog = self.dialog
        if dialog is None or dialog.document is None:
            return
        document_id = dialog.document.row.id
        self._background.run(
            self._file,
            document_id,
            given,
            owner=dialog,
            done=lambda deposited: self._classified(document_id, deposited, and_next),
            failed=self._not_classified,
        )

    def _file(self, document_id: int, given: Given) -> Deposited | None:
        place = self._workplace
        place.require(Function.FILE_PRINTS)
        return classify(self._database, document_id, given, place.who(), place.application)

    def _classified(self, document_id: int, deposited: Deposited | None, and_next: bool) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        if deposited is not None and deposited.status is Filing.TO_CLASSIFY:
            dialog.refuse(words.why(deposited.lacking, None))
            return
        if deposited is not None:
            self.filed.emit(deposited)
        elif not and_next:
            dialog.refuse(words.ALREADY_DONE)
            return
        if and_next:
            self._passed.append(document_id)
            self._background.run(
                self._turn, None, owner=dialog, done=self._next, failed=self._not_classified
            )
        else:
            dialog.accept()

    def _next(self, turn: Turn | None) -> None:
        if turn is not None:
            self._show(turn)
        elif self.dialog is not None:
            self.dialog.accept()

    def _not_classified(self, trouble: Trouble) -> None:
        if self.dialog is not None:
            self.dialog.refuse(explain(trouble).sentence)
