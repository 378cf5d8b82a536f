"""What a round of sending came to: each answer's mark, the pause it asks for, whether others may follow.

After a round that met something unforeseen, what was answered is marked and the rest given back, one by
one, each in a commit of its own: what cannot be marked takes nothing from the others.

`RequestBudget` is what a sender has set aside of the minute's budget, and what its requests came to.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from stockage_partage.closing import attempt
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.outbox.batch import (
    BatchResults,
    BudgetUse,
    FailedResult,
    FiledResult,
    RenamedResult,
)
from stockage_partage.company.outbox.budget import ReportedBudget, Reservation
from stockage_partage.documents.sending.send_one import LONGEST_WAIT, UNITS, wait_before
from stockage_partage.documents.sending.upload_workers import UploadResult
from stockage_partage.documents.tree.segments import next_name
from stockage_partage.errors import (
    DocumentTrouble,
    Passing,
    PlaceTaken,
    Throttled,
    Trouble,
    Unexpected,
)
from stockage_partage.graph.http.answer_headers import Meter

_log = logging.getLogger(__name__)

#: Names tried for one document before a person must look.
_MOST_NAMES = 60


class SendOutcome(StrEnum):
    """How one try ended."""

    FILED = "filed"
    POSTPONED = "postponed"
    BLOCKED = "blocked"
    TAKEN_OVER = "taken_over"  # our lease ended meanwhile: another worker settles it


@dataclass(frozen=True, slots=True)
class RoundResult:
    """What came of a round. `resting`: why the queue rests, if it does. `trouble`: that, else the last one met.

    `more_at`: the minute's budget is used up; more may leave from then on.
    """

    filed: int = 0
    postponed: int = 0
    blocked: int = 0
    trouble: Trouble | None = None
    resting: Trouble | None = None
    more_at: datetime | None = field(default=None, compare=False)

    def __add__(self, later: RoundResult) -> RoundResult:
        """What came of this round and of a `later` one together."""
        return RoundResult(
            self.filed + later.filed,
            self.postponed + later.postponed,
            self.blocked + later.blocked,
            later.trouble or self.trouble,
            later.resting,
            later.more_at,
        )


class RoundSorter:
    """Sorts the answers of one round, and counts."""

    def __init__(self) -> None:
        self.trouble: Trouble | None = None
        self.resting: Trouble | None = None
        self.large_filed = False
        self._ended: Counter[SendOutcome] = Counter()

    def round_result(self, more_at: datetime | None) -> RoundResult:
        """What it came to."""
        return RoundResult(
            self._ended[SendOutcome.FILED],
            self._ended[SendOutcome.POSTPONED],
            self._ended[SendOutcome.BLOCKED],
            self.resting or self.trouble,
            self.resting,
            more_at,
        )

    def sort(
        self, answers: Collection[UploadResult], now: datetime
    ) -> tuple[BatchResults, RequestedPause | None]:
        """The marks to make, and the pause that every workstation must keep."""
        filed: dict[int, FiledResult] = {}
        failed: dict[int, FailedResult] = {}
        renamed: dict[int, RenamedResult] = {}
        released: list[int] = []
        pausing: RequestedPause | None = None
        for answer in answers:
            document_id = answer.claimed.document_id
            if answer.item is not None:
                there = answer.item
                filed[document_id] = FiledResult(
                    there.id, there.url, there.size, there.quick_xor_hash or ""
                )
                continue
            another = another_name(answer)
            if another is not None:
                renamed[document_id] = another
                continue
            failure = self._failed(answer, now)
            if failure is None:
                released.append(document_id)
                continue
            failed[document_id] = failure
            asked = pause_asked(answer.raised, failure)
            if asked is not None and (pausing is None or asked.until > pausing.until):
                pausing = asked
        return BatchResults(filed, failed, renamed, released), pausing

    def met(self, answer: UploadResult) -> None:
        """Notes what an answer says of the whole queue."""
        raised = answer.raised
        if another_name(answer) is not None:
            return  # nobody's trouble: it leaves under another name at once
        if isinstance(raised, Passing | DocumentTrouble):
            self.trouble = raised
        elif isinstance(raised, Trouble):
            self.trouble = self.resting = raised
        elif raised is not None:
            # Our own mistake: loud, but it must not come straight back and stop the others.
            _log.error("a document could not be sent", exc_info=raised)
            self.trouble = Unexpected(type(raised).__name__)

    def marked(self, ended: BatchResults, lost: frozenset[int]) -> None:
        """Counts what was really marked."""
        self._ended[SendOutcome.FILED] += len(ended.filed.keys() - lost)
        blocked = [key for key, failed in ended.failed.items() if failed.due is None]
        self._ended[SendOutcome.BLOCKED] += len(set(blocked) - lost)
        self._ended[SendOutcome.POSTPONED] += len(ended.failed.keys() - set(blocked) - lost)
        self._ended[SendOutcome.TAKEN_OVER] += len(lost)

    def _failed(self, answer: UploadResult, now: datetime) -> FailedResult | None:
        """None when the document is given back untried: nothing is wrong with it."""
        raised = answer.raised
        if isinstance(raised, Passing):
            # What the service asks is the least; it may ask for nothing again and again.
            asked = timedelta(seconds=raised.retry_after or 0.0)
            wait = max(asked, wait_before(answer.claimed.attempts))
            return FailedResult(raised.kind, raised.detail, now + wait)
        if isinstance(raised, DocumentTrouble):
            return FailedResult(raised.kind, raised.detail, None)
        if raised is None or isinstance(raised, Trouble):
            return None
        return unforeseen(raised, now)


def another_name(answer: UploadResult) -> RenamedResult | None:
    """The next name of a document whose own the service gave to another file; None for anything else."""
    raised, claimed = answer.raised, answer.claimed
    if not isinstance(raised, PlaceTaken) or not raised.occupant:
        return None
    if claimed.attempts >= _MOST_NAMES:
        return None
    name = next_name(
        claimed.path, raised.occupant, claimed.version, attached=bool(claimed.attached)
    )
    return RenamedResult(name.path_of, name.is_version, name.least)


def unforeseen(raised: Exception, now: datetime) -> FailedResult:
    """A mistake of ours: loud in the log, and it must not come straight back."""
    return FailedResult(type(raised).__name__, "", now + LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class RequestedPause:
    """Asked of the whole organisation: asking again from elsewhere prolongs it."""

    until: datetime
    reason: str


def pause_asked(raised: Exception | None, failed: FailedResult) -> RequestedPause | None:
    """The pause that a passing trouble asks every workstation to keep."""
    if not isinstance(raised, Passing) or failed.due is None:
        return None
    if not raised.retry_after and not isinstance(raised, Throttled):
        return None
    return RequestedPause(failed.due, failed.trouble)


def settle(
    db: CompanyDatabase,
    owner: str,
    this: RoundSorter,
    answers: Collection[UploadResult],
    untried: Collection[int],
    now: datetime,
    met: Exception,
) -> None:
    """Raises the database troubles alone; `met` becomes the round's trouble."""
    _log.error("a round of sending met something unforeseen", exc_info=met)
    this.trouble = Unexpected(type(met).__name__)
    for answer in answers:
        _mark(db, owner, this, answer, now)
    if untried:
        db.outbox.turn(owner, BatchResults(released=tuple(untried)), now=now)


def _mark(
    db: CompanyDatabase, owner: str, this: RoundSorter, answer: UploadResult, now: datetime
) -> None:
    def mark() -> None:
        ended, pausing = this.sort((answer,), now)
        this.marked(ended, db.outbox.turn(owner, ended, now=now).lost)
        if pausing is not None:
            db.outbox.pause(pausing.until, pausing.reason)

    came = attempt(mark)
    if isinstance(came, Trouble):
        raise came
    if isinstance(came, Exception):
        _log.error("an answer could not be marked", exc_info=came)
        ended = BatchResults(failed={answer.claimed.document_id: unforeseen(came, now)})
        this.marked(ended, db.outbox.turn(owner, ended, now=now).lost)


class RequestBudget:
    """One sender's units, set aside turn by turn; `meter` counts what is really spent."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._aside: deque[Reservation] = deque()

    def put(self, aside: Reservation | None) -> None:
        """Set aside by a turn."""
        if aside is not None and aside.units:
            self._aside.append(aside)

    def empty(self) -> None:
        """Forgets what was set aside: it is free again after a minute."""
        self._aside.clear()

    def spending(self, ended: int, now: datetime) -> BudgetUse:
        """The units set aside for what has ended, oldest first, and what was really spent."""
        over: list[Reservation] = []
        units = UNITS * ended
        while units and self._aside:
            first = self._aside.popleft()
            part = min(units, first.units)
            over.append(Reservation(first.since, part))
            if part < first.units:
                self._aside.appendleft(Reservation(first.since, first.units - part))
            units -= part
        return BudgetUse(over, self._meter.take(), self._said(now))

    def _said(self, now: datetime) -> ReportedBudget | None:
        said = self._meter.said()
        if said is None:
            return None
        return ReportedBudget(said.allowed, said.remaining, now + timedelta(seconds=said.reset_s))
