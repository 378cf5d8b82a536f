"""Sends what waits with several requests in flight: claims, bytes and marks by the batch.

One thread, the caller's, speaks with the database; the workers speak with Microsoft 365. A document is
claimed with a lease before it is read and marked once its answer is in. If the process dies between
an answer and its mark, the document is sent again and recognised: nothing is lost, nothing is twice.
"""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from math import inf

from stockage_partage.closing import Closing, attempt
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ClaimedDocument
from stockage_partage.company.instants import Clock
from stockage_partage.company.outbox.batch import Batch, BatchResults, LeaseRequest
from stockage_partage.company.outbox.content import PIECE
from stockage_partage.documents.sending.results import (
    RequestBudget,
    RoundResult,
    RoundSorter,
    another_name,
    settle,
)
from stockage_partage.documents.sending.send_one import (
    LEASE,
    ONE_REQUEST,
    UNITS,
    ReadAhead,
    StoredContent,
    UploadDestination,
    is_large,
)
from stockage_partage.documents.sending.upload_workers import (
    SLOW_AT_ONCE,
    InFlightLoad,
    UploadResult,
    UploadTask,
    UploadWorkers,
    is_read_at_once,
    is_slow,
)
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.errors import Trouble

#: A workstation's requests at once: what peers use without being slowed down.
IN_FLIGHT = 4
#: How long an answer may wait for its mark, for the sake of company; seconds.
_TOGETHER_S = 0.2
_GLANCE_S = 0.1
#: Between two looks for what was filed meanwhile, while no answer comes in; seconds.
_LOOK_S = 1.0
#: Bytes read ahead of large documents, all together.
_READ_AHEAD = 4 * 1024 * 1024
_READERS = 2
#: Documents claimed for each request in flight; with few in flight, as if there were so many.
_AHEAD, _FEW = 5, 8
#: With so many large documents and copies claimed, only ordinary ones are claimed beside them.
_SLOW_AHEAD = 8
#: How long requests under way may still end once the work must stop; seconds.
GRACE_S = 4.0


class Sender(Closing):
    """Drains the outbox of one company into its library. A context: the threads end with it."""

    def __init__(
        self,
        db: CompanyDatabase,
        to: UploadDestination,
        clock: Clock,
        in_flight: int = IN_FLIGHT,
        grace_s: float = GRACE_S,
    ) -> None:
        self._db = db
        self._to = to
        self._clock = clock
        self._in_flight = in_flight
        self._grace_s = grace_s
        self._workers = UploadWorkers(to, in_flight)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reading")
        self._ahead = _READ_AHEAD // (PIECE * min(in_flight, SLOW_AT_ONCE))
        self._claimed: deque[ClaimedDocument] = deque()
        self._out: dict[int, ClaimedDocument] = {}
        self._answers: list[UploadResult] = []
        self._budget = RequestBudget(to.drive.meter)
        self._first_answer = self._renewed = self._looked = 0.0
        self._all_claimed = False  # what was due at the last look, and allowed
        self._large_filed = True  # an earlier process may have ended before it tidied

    def drain(self, wakeup: Wakeup) -> RoundResult:
        """Sends everything that is due now, each document once, until stopped.

        A round ends early when Microsoft 365 cannot be reached, asks to wait, puts several off in a
        row, or refuses the account. Raises the database troubles.
        """
        self._workers.begin()
        # What a trouble of the database left in hand is renewed before anything of it leaves.
        self._renewed = -inf if self._left else time.monotonic()
        self._renew()
        this = RoundSorter()
        came = attempt(lambda: self._go(this, wakeup))
        if isinstance(came, Trouble):
            raise came
        if isinstance(came, Exception):
            self._give_up(this, came)
        self._large_filed |= this.large_filed
        return this.round_result(self._more_at())

    def _go(self, this: RoundSorter, wakeup: Wakeup) -> None:
        self._turn(this, self._wanted())
        while self._claimed or self._out or self._renaming:
            if wakeup.stopped or self._workers.held_back:
                break
            self._hand_out()
            self._collect(this)
            if self._is_time():
                self._turn(this, self._wanted())
        self._let_go(this, wakeup)

    def _give_up(self, this: RoundSorter, met: Exception) -> None:
        """Something unforeseen: what is under way may end, is marked, and nothing stays claimed."""
        self._workers.interrupt(hurry=True)
        deadline = time.monotonic() + self._grace_s
        while self._out and time.monotonic() < deadline:
            for answer in self._workers.answers(_GLANCE_S):
                if self._out.pop(answer.claimed.document_id, None) is not None:
                    self._answers.append(answer)
                    this.met(answer)
        answers, self._answers = self._answers, []
        untried = self._take_back()
        self._budget.empty()
        settle(self._db, self._to.owner, this, answers, untried, self._clock(), met)

    def _take_back(self) -> tuple[int, ...]:
        """Everything that is still ours, untried."""
        untried = (*self._out, *(each.document_id for each in self._claimed))
        self._out.clear()
        self._claimed.clear()
        return untried

    def tidy(self, wakeup: Wakeup) -> None:
        """Removes the bytes of large documents that are filed: much writing, when nothing can leave.

        What is left goes after a later round, of this process or the next.
        """
        if not self._large_filed:
            return
        # What was sent is sent: a trouble met here takes nothing away from it, and comes up again.
        with suppress(Trouble):
            swept = self._db.contents.sweep(lambda: wakeup.stopped or self._can_send())
            self._large_filed = not swept

    def _can_send(self) -> bool:
        return self._db.outbox.is_due(self._clock()) and self._more_at() is None

    def close(self) -> None:
        """Ends the threads; those in the middle of a request end with the process at the latest."""
        self._workers.dismiss()
        self._readers.shutdown(wait=False, cancel_futures=True)

    def _more_at(self) -> datetime | None:
        """When more may leave, while the minute's budget is what keeps documents here."""
        now = self._clock()
        if not self._db.outbox.is_due(now):
            return None
        free = self._db.budget.free_at(UNITS, now)
        return free if free > now else None

    # --- the database's side ---------------------------------------------------------------------

    @property
    def _left(self) -> int:
        return len(self._claimed) + len(self._out)

    @property
    def _renaming(self) -> bool:
        """A document waits for its next name, to leave in this very round."""
        return any(another_name(answer) is not None for answer in self._answers)

    def _wanted(self) -> LeaseRequest:
        """Much more is claimed than is in flight, so that no thread waits for a commit.

        However many slow ones are claimed, what is filed meanwhile need not wait for one to end.
        """
        slow = sum(is_slow(each) for each in (*self._out.values(), *self._claimed))
        most = _AHEAD * max(self._in_flight, _FEW)
        if slow < _SLOW_AHEAD:
            return LeaseRequest(max(0, most - self._left), LEASE, UNITS)
        return LeaseRequest(max(0, most - (self._left - slow)), LEASE, UNITS, at_most=ONE_REQUEST)

    def _is_time(self) -> bool:
        """True when to commit: documents run short, answers have waited long enough, or nothing came in."""
        if not self._answers:
            return time.monotonic() - self._looked >= _LOOK_S
        low = self._left <= (_AHEAD - 2) * max(self._in_flight, _FEW)
        if low and not self._all_claimed:
            return True
        return time.monotonic() - self._first_answer >= _TOGETHER_S

    def _turn(
        self, this: RoundSorter, wanted: LeaseRequest, released: tuple[int, ...] = ()
    ) -> None:
        """Hands in the answers and takes the next documents, in one commit."""
        now = self._clock()
        self._looked = time.monotonic()
        ended, pausing = this.sort(self._answers, now)
        ended = replace(ended, released=(*ended.released, *released))
        if self._workers.held_back:
            wanted = replace(wanted, count=0)
        spending = self._budget.spending(len(ended.ids), now)
        turn = self._db.outbox.turn(self._to.owner, ended, wanted, spending, now)
        self._all_claimed = len(turn.claimed) < wanted.count
        self._turned(this, ended, turn)
        if pausing is not None:
            self._db.outbox.pause(pausing.until, pausing.reason)

    def _turned(self, this: RoundSorter, ended: BatchResults, turn: Batch) -> None:
        this.marked(ended, turn.lost)
        self._answers.clear()
        self._claimed.extend(turn.claimed)
        self._budget.put(turn.set_aside)

    # --- the workers' side -------------------------------------------------------------------------

    def _hand_out(self) -> None:
        """Gives the workers what they can take: few bytes at once, and ordinary ones never behind slow ones."""
        slow = sum(is_slow(each) for each in self._out.values())
        chosen = self._chosen()
        small = [each.document_id for each in chosen if is_read_at_once(each)]
        try:
            contents = self._db.contents.several(small) if small else {}
        except Trouble:
            self._claimed.extendleft(reversed(chosen))  # still ours: renewed, or given back
            raise
        for each in chosen:
            self._out[each.document_id] = each
            task = UploadTask(each, self._content(each, contents))
            self._workers.give(task, all_busy=slow >= self._in_flight and not is_slow(each))
            slow += is_slow(each)

    def _chosen(self) -> list[ClaimedDocument]:
        """Takes out of what is claimed what may go now, beside what is under way."""
        load = InFlightLoad.of(self._out.values(), self._in_flight)
        chosen: list[ClaimedDocument] = []
        kept: deque[ClaimedDocument] = deque()
        for each in self._claimed:
            (chosen if load.takes(each) else kept).append(each)
        self._claimed = kept
        return chosen

    def _content(
        self, claimed: ClaimedDocument, contents: dict[int, bytes]
    ) -> bytes | StoredContent:
        if is_read_at_once(claimed):
            return contents.get(claimed.document_id, b"")
        # By the readers even when nothing is read ahead: what each thread reads by itself, the system's
        # allocator keeps for that thread alone.
        pieces = self._ahead if is_large(claimed) else 0
        ahead = ReadAhead(self._readers, pieces)
        return StoredContent(self._db, claimed.document_id, claimed.size, ahead)

    def _collect(self, this: RoundSorter) -> None:
        for answer in self._workers.answers(_GLANCE_S):
            if self._out.pop(answer.claimed.document_id, None) is None:
                continue  # given back already: we had to stop
            if not self._answers:
                self._first_answer = time.monotonic()
            self._answers.append(answer)
            this.met(answer)
            this.large_filed |= answer.item is not None and is_large(answer.claimed)
        self._renew()

    def _renew(self) -> None:
        if time.monotonic() - self._renewed > LEASE.total_seconds() / 3:
            self._renewed = time.monotonic()
            held = [*self._out, *(each.document_id for each in self._claimed)]
            self._db.outbox.renew(self._to.owner, held, LEASE)

    def _let_go(self, this: RoundSorter, wakeup: Wakeup) -> None:
        """Lets requests under way end, marks them, and gives everything else back untried."""
        hurry = wakeup.stopped
        if self._out:
            self._workers.interrupt(hurry=hurry)
        deadline = time.monotonic() + self._grace_s
        while self._out and not (wakeup.stopped and time.monotonic() > deadline):
            if wakeup.stopped and not hurry:
                hurry, deadline = True, time.monotonic() + self._grace_s
                self._workers.interrupt(hurry=True)
            self._collect(this)
        untried = self._take_back()
        if untried or self._answers:
            self._turn(this, replace(self._wanted(), count=0), untried)
