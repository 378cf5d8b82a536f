"""A timestamp of the journal's end, fetched once a day for the whole company by whoever has the program open.

Nothing waits for it, and nothing depends on it: while the service is silent, documents are kept and sent as
ever, and what was told meanwhile is covered by the next timestamp.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.instants import LONGEST
from stockage_partage.company.journal.entries import JournalEntry, JournalHead
from stockage_partage.documents.round_thread import RoundThread
from stockage_partage.errors import Passing, Trouble
from stockage_partage.graph.timestamp_service import TimestampService

#: Seconds between two looks, each a small read of the database; before the first, the window has better to do.
EVERY_S, DELAY_S = 60.0, 10.0
#: A program that was killed with the turn keeps the others waiting for so long.
LEASE = timedelta(minutes=5)
#: Before the next try, longer and longer up to an hour.
_FIRST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class TimestampRound:
    """What a look came to. `kept`: what was told to the journal; neither: nothing was due."""

    kept: JournalHead | None = None
    trouble: Trouble | None = None


class Timestamping:
    """One look at a time. `owner`: this program, as the database knows it."""

    def __init__(self, database: CompanyDatabase, service: TimestampService, owner: str) -> None:
        self._database = database
        self._service = service
        self._owner = owner
        self._failures = 0
        self._is_over = False

    def give_up(self) -> None:
        """The company is being closed: what is under way is not kept any more."""
        self._is_over = True

    def round(self) -> TimestampRound:
        """Fetches a timestamp when one is due; what is wrong is in the answer.

        The database's own troubles are told by whoever sends, and by nobody twice.
        """
        with suppress(Trouble):
            last = self._database.timestamps.take_turn(self._owner, LEASE)
            if last is not None:
                return self._fetch(last)
        return TimestampRound()

    def _fetch(self, last: JournalEntry) -> TimestampRound:
        from stockage_partage.documents.proof import timestamp_token

        try:
            asked = timestamp_token.asking_for(last)
            answer = self._service.ask(asked.request)
            found = timestamp_token.of_answer(answer, last.hash, asked.nonce)
        except (ValueError, TypeError):
            # The end was changed since it was written: a verification tells, and nobody vouches for it.
            self._database.timestamps.put_off(self._owner, LONGEST)
            return TimestampRound()
        except Trouble as trouble:
            if not self._is_over:
                self._database.timestamps.put_off(self._owner, self._wait(trouble))
            return TimestampRound(trouble=trouble)
        self._failures = 0
        covered = JournalHead(last.number, last.hash)
        kept = not self._is_over and self._database.timestamps.keep(
            self._owner, covered, answer, found.moment
        )
        return TimestampRound(kept=covered if kept else None)

    def _wait(self, trouble: Trouble) -> timedelta:
        wait = _FIRST_WAIT * (1 << min(self._failures, 4))
        self._failures += 1
        asked = trouble.retry_after if isinstance(trouble, Passing) else None
        return max(wait, timedelta(seconds=asked or 0.0))


class TimestampThread(RoundThread[TimestampRound]):
    """Looks for as long as the company is open. `told` hears of what was kept, and of troubles, each kind once."""

    def __init__(
        self,
        timestamping: Timestamping,
        told: Callable[[TimestampRound], object],
        every_s: float = EVERY_S,
        delay_s: float = DELAY_S,
    ) -> None:
        self._timestamping = timestamping
        self._tell = told
        self._known: set[str] = set()
        super().__init__("timestamps", timestamping.round, self._hear, every_s, delay_s)

    def stop(self, timeout_s: float = 2.0) -> bool:
        """Ends it; False when the service is still being asked, whose answer is not kept then."""
        self._timestamping.give_up()
        return super().stop(timeout_s)

    def _hear(self, found: TimestampRound) -> None:
        if found.trouble is not None:
            if found.trouble.kind in self._known:
                return
            self._known.add(found.trouble.kind)
        elif found.kept is not None:
            self._known.clear()
        else:
            return
        self._tell(found)
