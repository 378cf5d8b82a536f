"""Asks the database in the background for what the table shows, and asks again when it has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from stockage_partage.company.facts import Counts, DocumentRow, Order
from stockage_partage.company.register_parts import Asked
from stockage_partage.company.register_plan import Page
from stockage_partage.errors import Trouble
from stockage_partage.storage.states import Function
from stockage_partage.ui.consult.document_model import PAGE, DocumentModel

if TYPE_CHECKING:
    from stockage_partage.documents.workplace import Workplace
    from stockage_partage.ui.background import Background, Job

T = TypeVar("T")

#: A search is counted no further: the sum is for people.
AT_MOST = 100_000
#: Of the pages scrolled past, so many are still worth fetching.
_WORTH = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """The first page; `total` None while it is not counted."""

    first: Sequence[DocumentRow]
    total: int | None


@dataclass(frozen=True, slots=True)
class Look:
    """What is true of the whole company now. `refused`: why consulting is closed."""

    revision: int
    counts: Counts
    refused: Trouble | None


@dataclass(frozen=True, slots=True)
class Again:
    """The pages on screen, asked once more."""

    total: int
    pages: Mapping[int, Sequence[DocumentRow]]


class Listing(QObject):
    """One question at a time; the answer to an older one is never shown."""

    looked = Signal(object)  # Look
    answered = Signal(int)  # documents found, -1 while they are being counted
    about_to_refresh = Signal()
    refreshed = Signal(int)  # rows that came before those on screen
    failed = Signal(object)  # Trouble

    def __init__(
        self, workplace: Workplace, background: Background, model: DocumentModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._register = workplace.database.register
        self._workplace = workplace
        self._background = background
        self._model = model
        self.asked = Asked()
        self.order, self.descending = Order.ADDED, True
        self.total = 0
        self._jobs: dict[str, Job] = {}
        self._wanted: list[int] = []
        self._revision: int | None = None
        self._stale = False
        model.pages_wanted.connect(self._want)

    @property
    def counted(self) -> int | None:
        """Up to how many are counted; None when all are."""
        return None if self.asked == Asked(status=self.asked.status) else AT_MOST

    # --- the whole company -----------------------------------------------------------------------

    def look(self) -> None:
        """Has anything changed? One tiny read."""
        if self._is_idle("look"):
            self._run("look", self._look, self._looked)

    def _look(self) -> Look:
        database = self._workplace.database
        refused: Trouble | None = None
        try:
            self._workplace.require(Function.CONSULT)
        except Trouble as trouble:
            refused = trouble
        return Look(database.revision(), database.register.counters(), refused)

    def _looked(self, look: Look) -> None:
        changed = self._revision is not None and look.revision != self._revision
        self._revision = look.revision
        self.looked.emit(look)
        if changed and look.refused is None:
            self.about_to_refresh.emit()

    # --- a question ------------------------------------------------------------------------------

    def ask(self, asked: Asked) -> None:
        """Another question, or the same once more."""
        self.asked = asked
        for job in self._jobs.values():
            job.cancel()
        self._wanted.clear()
        self._run("ask", lambda: self._first(asked), self._first_found)

    def sort_by(self, order: Order, descending: bool) -> None:
        """The same question in another order."""
        if (order, descending) != (self.order, self.descending):
            self.order, self.descending = order, descending
            self.ask(self.asked)

    def _page(self, number: int) -> Page:
        return Page(self.order, self.descending, PAGE, number * PAGE)

    def _first(self, asked: Asked) -> Answer:
        first = self._register.page(asked, self._page(0))
        if len(first) < PAGE:
            return Answer(first, len(first))
        return Answer(first, self._register.count(asked) if self.counted is None else None)

    def _first_found(self, answer: Answer) -> None:
        self.total = answer.total if answer.total is not None else -1
        self._model.start_over(answer.first, answer.total or 0)
        self.answered.emit(self.total)
        if answer.total is None:
            asked = self.asked
            self._run("count", lambda: self._register.count(asked, AT_MOST), self._counted)

    def _counted(self, total: int) -> None:
        self.total = total
        self._model.extend(total)
        self.answered.emit(total)

    # --- pages -----------------------------------------------------------------------------------

    def _want(self, numbers: list[int]) -> None:
        self._wanted = [*numbers, *(n for n in self._wanted if n not in numbers)][:_WORTH]
        self._next_page()

    def _next_page(self) -> None:
        if not self._wanted or not self._is_idle("page"):
            return
        number, asked, page = self._wanted[0], self.asked, self._page(self._wanted[0])
        self._wanted.pop(0)

        def found(rows: Sequence[DocumentRow]) -> None:
            self._model.put_page(number, rows)
            self._next_page()

        self._run("page", lambda: self._register.page(asked, page), found)

    # --- the same question, later ----------------------------------------------------------------

    def refresh(self, first_row: int, last_row: int) -> None:
        """The rows from `first_row` to `last_row` are on screen: are they still what they were?"""
        if not self._is_idle("ask"):
            return  # the answer on its way is newer
        asked = self.asked
        numbers = range(max(0, first_row // PAGE - 1), last_row // PAGE + 2)
        pages = {number: self._page(number) for number in numbers}

        def again() -> Again:
            found = {number: self._register.page(asked, page) for number, page in pages.items()}
            return Again(self._register.count(asked, AT_MOST), found)

        top = self._model.row_at(first_row)
        top_id = top.id if top is not None and first_row > 0 else None
        self._jobs.pop("page", None)
        self._run("again", again, lambda seen: self._seen_again(seen, first_row, top_id))

    def _seen_again(self, seen: Again, first_row: int, top_id: int | None) -> None:
        places = {
            row.id: number * PAGE + at
            for number, rows in seen.pages.items()
            for at, row in enumerate(rows)
        }
        shift = places.get(top_id, first_row) - first_row if top_id is not None else 0
        pages = {number: rows for number, rows in seen.pages.items() if rows or number == 0}
        self.total = seen.total
        self._model.refresh(seen.total, pages, shift)
        self.answered.emit(seen.total)
        self.refreshed.emit(shift)

    # --- in the background -----------------------------------------------------------------------

    def _is_idle(self, name: str) -> bool:
        job = self._jobs.get(name)
        return job is None or job.over or job.cancelled

    def _run(self, name: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        if (before := self._jobs.get(name)) is not None:
            before.cancel()
        self._jobs[name] = self._background.run(
            work, owner=self, done=done, failed=self.failed.emit
        )
