"""Asks the database in the background for what the table shows, and asks again when it has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from stockage_partage.activation.states import Function
from stockage_partage.company.document_records import DocumentRow, SearchCriteria, SortOrder
from stockage_partage.company.fiscal_years import FiscalStart
from stockage_partage.company.register.search_planner import PageRequest
from stockage_partage.company.state_records import DocumentCounts
from stockage_partage.errors import Trouble
from stockage_partage.ui.documents.document_model import PAGE, DocumentModel
from stockage_partage.ui.runtime.background import EVERY_MS, Background, Latest, Poll

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext

T = TypeVar("T")

#: A search is counted no further: the sum is for people.
AT_MOST = 100_000
#: Of the pages scrolled past, so many are still worth fetching.
_WORTH = 3


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The first page; `total` None while it is not counted."""

    first: Sequence[DocumentRow]
    total: int | None


@dataclass(frozen=True, slots=True)
class CompanyState:
    """What is true of the whole company now. `refused`: why consulting is closed."""

    revision: int
    counts: DocumentCounts
    refused: Trouble | None
    fiscal_start: FiscalStart


@dataclass(frozen=True, slots=True)
class RetryNeeded:
    """The pages on screen, asked once more."""

    total: int
    pages: Mapping[int, Sequence[DocumentRow]]


class ListLoader(QObject):
    """One question at a time; the answer to an older one is never shown."""

    looked = Signal(object)  # Look
    answered = Signal(int)  # documents found, -1 while they are being counted
    tallied = Signal(object)  # DocumentCounts of what was asked, whatever its status
    about_to_refresh = Signal()
    refreshed = Signal(int)  # rows that came before those on screen
    failed = Signal(object)  # Trouble
    mended = Signal(object)  # Trouble that was told, and is over

    def __init__(
        self,
        app: AppContext,
        background: Background,
        model: DocumentModel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._register = app.database.register
        self._app = app
        self._model = model
        self.asked = SearchCriteria()
        self.order, self.descending = SortOrder.ADDED, True
        self.total = 0
        self._asking, self._counting, self._paging, self._refreshing, self._tallying = (
            Latest(background, self) for _ in range(5)
        )
        self._gathering = Latest(background, self)
        self._company: DocumentCounts | None = None  # as it was last seen
        self.poll: Poll[CompanyState] = Poll(
            background,
            EVERY_MS,
            self._look,
            self._looked,
            self.failed.emit,
            mended=self.mended.emit,
            parent=self,
        )
        self._wanted: list[int] = []
        self._refreshes = 0
        self._revision: int | None = None
        model.pages_wanted.connect(self._want)

    @property
    def counted(self) -> int | None:
        """Up to how many are counted; None when all are."""
        return None if self.asked == SearchCriteria(status=self.asked.status) else AT_MOST

    # --- the whole company -----------------------------------------------------------------------

    def _look(self) -> CompanyState:
        """Has anything changed? One tiny read."""
        database = self._app.database
        refused: Trouble | None = None
        try:
            self._app.service.require(Function.CONSULT)
        except Trouble as trouble:
            refused = trouble
        return CompanyState(
            database.revision(),
            database.register.counters(),
            refused,
            database.company.get().fiscal_start,
        )

    def _looked(self, look: CompanyState) -> None:
        changed = self._revision is not None and look.revision != self._revision
        self._revision, self._company = look.revision, look.counts
        if self.counted is None:
            self.tallied.emit(look.counts)
        self.looked.emit(look)
        if changed and look.refused is None:
            self.about_to_refresh.emit()

    # --- a question ------------------------------------------------------------------------------

    def ask(self, asked: SearchCriteria) -> None:
        """Asks another question, or the same once more; what is under way is dropped."""
        self.asked = asked
        for under_way in (self._counting, self._paging, self._refreshing):
            under_way.cancel()
        self.poll.forget()
        self._wanted.clear()
        self._run(self._asking, lambda: self._first(asked), self._first_found)
        self._tally()

    def _tally(self) -> None:
        """Counts what was asked by status; the company's own counts are known already."""
        asked = self.asked
        self._tallying.cancel()
        if self.counted is not None:
            tallied = self.tallied.emit
            self._run(self._tallying, lambda: self._register.counts(asked, AT_MOST), tallied)
        elif self._company is not None:
            self.tallied.emit(self._company)

    def sort_by(self, order: SortOrder, descending: bool) -> None:
        """Asks once more what is shown, in another order."""
        if (order, descending) != (self.order, self.descending):
            self.order, self.descending = order, descending
            self.ask(self.asked)

    def _page(self, number: int) -> PageRequest:
        return PageRequest(self.order, self.descending, PAGE, number * PAGE)

    def _first(self, asked: SearchCriteria) -> FirstPage:
        first = self._register.page(asked, self._page(0))
        if len(first) < PAGE:
            return FirstPage(first, len(first))
        return FirstPage(first, self._register.count(asked) if self.counted is None else None)

    def _first_found(self, answer: FirstPage) -> None:
        self.total = answer.total if answer.total is not None else -1
        self._model.start_over(answer.first, answer.total or 0)
        self.answered.emit(self.total)
        if answer.total is None:
            asked = self.asked
            self._run(self._counting, lambda: self._register.count(asked, AT_MOST), self._counted)

    def _counted(self, total: int) -> None:
        self.total = total
        self._model.extend(total)
        self.answered.emit(total)

    # --- pages -----------------------------------------------------------------------------------

    def _want(self, numbers: list[int]) -> None:
        self._wanted = [*numbers, *(n for n in self._wanted if n not in numbers)][:_WORTH]
        self._next_page()

    def _next_page(self) -> None:
        if not self._wanted or not self._paging.is_idle:
            return
        number, asked, page = self._wanted[0], self.asked, self._page(self._wanted[0])
        self._wanted.pop(0)
        refreshes = self._refreshes

        def found(rows: Sequence[DocumentRow]) -> None:
            if refreshes == self._refreshes:
                self._model.put_page(number, rows)
            else:  # read before what is shown now
                self._wanted.insert(0, number)
            self._next_page()

        self._run(self._paging, lambda: self._register.page(asked, page), found)

    def rows(
        self, stretches: Sequence[tuple[int, int]], done: Callable[[list[DocumentRow]], None]
    ) -> None:
        """Tells all documents of these stretches of the list, each from its first row to its last."""
        asked = self.asked
        numbers = {n for first, last in stretches for n in range(first // PAGE, last // PAGE + 1)}
        pages = {number: self._page(number) for number in numbers}

        def gather() -> list[DocumentRow]:
            found = {number: self._register.page(asked, page) for number, page in pages.items()}
            places = (row for first, last in stretches for row in range(first, last + 1))
            spots = ((found[place // PAGE], place % PAGE) for place in places)
            return [rows[at] for rows, at in spots if at < len(rows)]

        self._run(self._gathering, gather, done)

    def forget_rows(self) -> None:
        """What `rows` was asked is not told any more."""
        self._gathering.cancel()

    # --- the same question, later ----------------------------------------------------------------

    def refresh(self, first_row: int, last_row: int) -> None:
        """The rows from `first_row` to `last_row` are on screen: are they still what they were?"""
        if not self._asking.is_idle:
            return  # the answer on its way is newer
        asked = self.asked
        numbers = range(max(0, first_row // PAGE - 1), last_row // PAGE + 2)
        pages = {number: self._page(number) for number in numbers}

        def again() -> RetryNeeded:
            found = {number: self._register.page(asked, page) for number, page in pages.items()}
            return RetryNeeded(self._register.count(asked, AT_MOST), found)

        top = self._model.row_at(first_row)
        top_id = top.id if top is not None and first_row > 0 else None
        self._run(self._refreshing, again, lambda seen: self._seen_again(seen, first_row, top_id))

    def _seen_again(self, seen: RetryNeeded, first_row: int, top_id: int | None) -> None:
        places = {
            row.id: number * PAGE + at
            for number, rows in seen.pages.items()
            for at, row in enumerate(rows)
        }
        shift = places.get(top_id, first_row) - first_row if top_id is not None else 0
        pages = {number: rows for number, rows in seen.pages.items() if rows or number == 0}
        self._refreshes += 1
        self._counting.cancel()  # counted before what is shown now
        self.total = seen.total
        self._model.refresh(seen.total, pages, shift)
        self.answered.emit(seen.total)
        self.refreshed.emit(shift)
        if self.counted is not None:
            self._tally()

    # --- in the background -----------------------------------------------------------------------

    def _run(self, latest: Latest, work: Callable[[], T], done: Callable[[T], None]) -> None:
        latest.run(work, done=done, failed=self.failed.emit)
