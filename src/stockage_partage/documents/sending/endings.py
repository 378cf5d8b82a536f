"""What a round of sending came to: each answer's mark, the pause it asks for, whether others may follow."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from stockage_partage.company.outbox_turns import Ended, Failed, FiledAs
from stockage_partage.documents.sending.hands import Answer
from stockage_partage.documents.sending.sending import LONGEST_WAIT, wait_before
from stockage_partage.errors import DocumentTrouble, Passing, Throttled, Trouble, Unexpected

_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """How one try ended."""

    FILED = "filed"
    POSTPONED = "postponed"
    BLOCKED = "blocked"
    TAKEN_OVER = "taken_over"  # our lease ended meanwhile: another worker settles it


@dataclass(frozen=True, slots=True)
class Drained:
    """What came of a round. `trouble`: the last one met. `resting`: why the queue rests, if it does.

    `more_at`: the minute's budget is used up; more may leave from then on.
    """

    filed: int = 0
    postponed: int = 0
    blocked: int = 0
    trouble: Trouble | None = None
    resting: Trouble | None = None
    more_at: datetime | None = field(default=None, compare=False)

    def __add__(self, later: Drained) -> Drained:
        """Both, one after the other."""
        return Drained(
            self.filed + later.filed,
            self.postponed + later.postponed,
            self.blocked + later.blocked,
            later.trouble or self.trouble,
            later.resting,
            later.more_at,
        )


class Round:
    """Sorts the answers of one round, and counts."""

    def __init__(self) -> None:
        self.trouble: Trouble | None = None
        self.resting: Trouble | None = None
        self.large_filed = False
        self._ended: Counter[Outcome] = Counter()

    def drained(self, more_at: datetime | None) -> Drained:
        """What it came to."""
        return Drained(
            self._ended[Outcome.FILED],
            self._ended[Outcome.POSTPONED],
            self._ended[Outcome.BLOCKED],
            self.trouble,
            self.resting,
            more_at,
        )

    def sort(self, answers: Collection[Answer], now: datetime) -> tuple[Ended, Pausing | None]:
        """The marks to make, and the pause that every workstation must keep."""
        filed: dict[int, FiledAs] = {}
        failed: dict[int, Failed] = {}
        released: list[int] = []
        pausing: Pausing | None = None
        for answer in answers:
            document_id = answer.claimed.document_id
            if answer.item is not None:
                there = answer.item
                filed[document_id] = FiledAs(
                    there.id, there.url, there.size, there.quick_xor_hash or ""
                )
                continue
            failure = self._failed(answer, now)
            if failure is None:
                released.append(document_id)
                continue
            failed[document_id] = failure
            asked = pause_asked(answer.raised, failure)
            if asked is not None and (pausing is None or asked.until > pausing.until):
                pausing = asked
        return Ended(filed, failed, released), pausing

    def met(self, answer: Answer) -> None:
        """Notes what an answer says of the whole queue."""
        raised = answer.raised
        if isinstance(raised, Passing | DocumentTrouble):
            self.trouble = raised
        elif isinstance(raised, Trouble):
            self.trouble = self.resting = raised
        elif raised is not None:
            # Our own mistake: loud, but it must not come straight back and stop the others.
            _log.error("a document could not be sent", exc_info=raised)
            self.trouble = Unexpected(type(raised).__name__)

    def marked(self, ended: Ended, lost: frozenset[int]) -> None:
        """Counts what was really marked."""
        self._ended[Outcome.FILED] += len(ended.filed.keys() - lost)
        blocked = [key for key, failed in ended.failed.items() if failed.due is None]
        self._ended[Outcome.BLOCKED] += len(set(blocked) - lost)
        self._ended[Outcome.POSTPONED] += len(ended.failed.keys() - set(blocked) - lost)
        self._ended[Outcome.TAKEN_OVER] += len(lost)

    def _failed(self, answer: Answer, now: datetime) -> Failed | None:
        """None when the document is given back untried: nothing is wrong with it."""
        raised = answer.raised
        if isinstance(raised, Passing):
            wait = wait_before(answer.claimed.attempts)
            if raised.retry_after is not None:
                wait = timedelta(seconds=raised.retry_after)
            return Failed(raised.kind, raised.detail, now + wait)
        if isinstance(raised, DocumentTrouble):
            return Failed(raised.kind, raised.detail, None)
        if raised is None or isinstance(raised, Trouble):
            return None
        return Failed(type(raised).__name__, "", now + LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class Pausing:
    """Asked of the whole organisation: asking again from elsewhere prolongs it."""

    until: datetime
    reason: str


def pause_asked(raised: Exception | None, failed: Failed) -> Pausing | None:
    """The pause that a passing trouble asks every workstation to keep."""
    if not isinstance(raised, Passing) or failed.due is None:
        return None
    if raised.retry_after is None and not isinstance(raised, Throttled):
        return None
    return Pausing(failed.due, failed.trouble)
