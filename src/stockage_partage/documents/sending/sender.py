"""Sends what waits with several requests in flight: claims, bytes and marks by the batch.

One thread, the caller's, speaks with the database; the hands speak with Microsoft 365. A document is
claimed with a lease before it is read and marked once its answer is in. If the process dies between
an answer and its mark, the document is sent again and recognised: nothing is lost, nothing is twice.
"""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

from stockage_partage.closing import Closing
from stockage_partage.company.budget import Said, SetAside
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Claimed
from stockage_partage.company.outbox_content import PIECE
from stockage_partage.company.outbox_leases import Wanted
from stockage_partage.company.outbox_turns import Ended, Spending, Turn
from stockage_partage.documents.sending.bell import Bell
from stockage_partage.documents.sending.endings import Drained, Round
from stockage_partage.documents.sending.hands import Answer, Hands, Parcel
from stockage_partage.documents.sending.load import SLOW_AT_ONCE, Load, is_read_at_once, is_slow
from stockage_partage.documents.sending.sending import (
    LEASE,
    ONE_REQUEST,
    UNITS,
    Clock,
    Destination,
    is_large,
)
from stockage_partage.documents.sending.stored_content import ReadingAhead, StoredContent
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
        to: Destination,
        clock: Clock,
        in_flight: int = IN_FLIGHT,
        grace_s: float = GRACE_S,
    ) -> None:
        self._db = db
        self._to = to
        self._clock = clock
        self._in_flight = in_flight
        self._grace_s = grace_s
        self._hands = Hands(to, in_flight)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="reading")
        self._ahead = _READ_AHEAD // (PIECE * min(in_flight, SLOW_AT_ONCE))
        self._claimed: deque[Claimed] = deque()
        self._out: dict[int, Claimed] = {}
        self._answers: list[Answer] = []
        self._aside: deque[SetAside] = deque()
        self._first_answer = self._renewed = self._looked = 0.0
        self._all_claimed = False  # what was due at the last look, and allowed
        self._large_filed = True  # an earlier process may have ended before it tidied

    def drain(self, bell: Bell) -> Drained:
        """Sends everything that is due now, each document once, until stopped.

        A round ends early when Microsoft 365 cannot be reached, asks to wait, puts several off in a
        row, or refuses the account. Raises the database troubles.
        """
        self._hands.begin()
        # What a trouble of the database left in hand is renewed before anything of it leaves.
        self._renewed = -inf if self._left else time.monotonic()
        self._renew()
        this = Round()
        self._turn(this, self._wanted())
        while self._claimed or self._out:
            if bell.stopped or self._hands.held_back:
                break
            self._hand_out()
            self._collect(this)
            if self._is_time():
                self._turn(this, self._wanted())
        self._let_go(this, bell)
        self._large_filed |= this.large_filed
        return this.drained(self._more_at())

    def tidy(self, bell: Bell) -> None:
        """Removes the bytes of large documents that are filed: much writing, when nothing can leave.

        What is left goes after a later round, of this process or the next.
        """
        if not self._large_filed:
            return
        # What was sent is sent: a trouble met here takes nothing away from it, and comes up again.
        with suppress(Trouble):
            swept = self._db.outbox.sweep(lambda: bell.stopped or self._can_send())
            self._large_filed = not swept

    def _can_send(self) -> bool:
        return self._db.outbox.is_due(self._clock()) and self._more_at() is None

    def close(self) -> None:
        """Ends the threads; those in the middle of a request end with the process at the latest."""
        self._hands.dismiss()
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

    def _wanted(self) -> Wanted:
        """Much more is claimed than is in flight, so that no thread waits for a commit.

        However many slow ones are claimed, what is filed meanwhile need not wait for one to end.
        """
        slow = sum(is_slow(each) for each in (*self._out.values(), *self._claimed))
        most = _AHEAD * max(self._in_flight, _FEW)
        if slow < _SLOW_AHEAD:
            return Wanted(max(0, most - self._left), LEASE, UNITS)
        return Wanted(max(0, most - (self._left - slow)), LEASE, UNITS, at_most=ONE_REQUEST)

    def _is_time(self) -> bool:
        """For a commit: documents run short, or answers have waited long enough, or nothing came in."""
        if not self._answers:
            return time.monotonic() - self._looked >= _LOOK_S
        low = self._left <= (_AHEAD - 2) * max(self._in_flight, _FEW)
        if low and not self._all_claimed:
            return True
        return time.monotonic() - self._first_answer >= _TOGETHER_S

    def _turn(self, this: Round, wanted: Wanted, released: tuple[int, ...] = ()) -> None:
        """Hands in the answers and takes the next documents, in one commit."""
        now = self._clock()
        self._looked = time.monotonic()
        ended, pausing = this.sort(self._answers, now)
        ended = Ended(ended.filed, ended.failed, (*ended.released, *released))
        if self._hands.held_back:
            wanted = replace(wanted, count=0)
        spending = self._spending(len(ended.ids), now)
        turn = self._db.outbox.turn(self._to.owner, ended, wanted, spending, now)
        self._all_claimed = len(turn.claimed) < wanted.count
        self._turned(this, ended, turn)
        if pausing is not None:
            self._db.outbox.pause(pausing.until, pausing.reason)

    def _turned(self, this: Round, ended: Ended, turn: Turn) -> None:
        this.marked(ended, turn.lost)
        self._answers.clear()
        self._claimed.extend(turn.claimed)
        if turn.set_aside is not None and turn.set_aside.units:
            self._aside.append(turn.set_aside)

    def _spending(self, ended: int, now: datetime) -> Spending:
        """The units set aside for what has ended, oldest first, and what was really spent."""
        over: list[SetAside] = []
        units = UNITS * ended
        while units and self._aside:
            first = self._aside.popleft()
            part = min(units, first.units)
            over.append(SetAside(first.since, part))
            if part < first.units:
                self._aside.appendleft(SetAside(first.since, first.units - part))
            units -= part
        return Spending(over, self._to.drive.meter.take(), self._said(now))

    def _said(self, now: datetime) -> Said | None:
        said = self._to.drive.meter.said()
        if said is None:
            return None
        return Said(said.allowed, said.remaining, now + timedelta(seconds=said.reset_s))

    # --- the hands' side -------------------------------------------------------------------------

    def _hand_out(self) -> None:
        """Gives the hands what they can take: few bytes at once, and ordinary ones never behind slow ones."""
        slow = sum(is_slow(each) for each in self._out.values())
        chosen = self._chosen()
        small = [each.document_id for each in chosen if is_read_at_once(each)]
        try:
            contents = self._db.outbox.contents(small) if small else {}
        except Trouble:
            self._claimed.extendleft(reversed(chosen))  # still ours: renewed, or given back
            raise
        for each in chosen:
            self._out[each.document_id] = each
            parcel = Parcel(each, self._content(each, contents))
            self._hands.give(parcel, all_busy=slow >= self._in_flight and not is_slow(each))
            slow += is_slow(each)

    def _chosen(self) -> list[Claimed]:
        """Takes out of what is claimed what may go now, beside what is under way."""
        load = Load.of(self._out.values(), self._in_flight)
        chosen: list[Claimed] = []
        kept: deque[Claimed] = deque()
        for each in self._claimed:
            (chosen if load.takes(each) else kept).append(each)
        self._claimed = kept
        return chosen

    def _content(self, claimed: Claimed, contents: dict[int, bytes]) -> bytes | StoredContent:
        if is_read_at_once(claimed):
            return contents.get(claimed.document_id, b"")
        # By the readers even when nothing is read ahead: what each hand reads by itself, the system's
        # allocator keeps for that hand alone.
        pieces = self._ahead if is_large(claimed) else 0
        ahead = ReadingAhead(self._readers, pieces)
        return StoredContent(self._db, claimed.document_id, claimed.size, ahead)

    def _collect(self, this: Round) -> None:
        for answer in self._hands.answers(_GLANCE_S):
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

    def _let_go(self, this: Round, bell: Bell) -> None:
        """Lets requests under way end, marks them, and gives everything else back untried."""
        hurry = bell.stopped
        if self._out:
            self._hands.interrupt(hurry=hurry)
        deadline = time.monotonic() + self._grace_s
        while self._out and not (bell.stopped and time.monotonic() > deadline):
            if bell.stopped and not hurry:
                hurry, deadline = True, time.monotonic() + self._grace_s
                self._hands.interrupt(hurry=True)
            self._collect(this)
        untried = (*self._out, *(each.document_id for each in self._claimed))
        self._out.clear()
        self._claimed.clear()
        if untried or self._answers:
            self._turn(this, replace(self._wanted(), count=0), untried)
