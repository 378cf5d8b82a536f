"""The threads that do the requests: each takes the next parcel, and hands in what came of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from stockage_partage.company.facts import Claimed
from stockage_partage.documents.boundary import attempt
from stockage_partage.documents.sending.sending import UNITS, Content, Destination, send
from stockage_partage.errors import DocumentTrouble, ServiceUnavailable, Trouble
from stockage_partage.graph.items import Item

#: So many documents put off in a row: the next would not pass either.
_SEVERAL = 5


class Interrupted(Exception):
    """The work was asked to stop between two pieces: the document is given back as it is."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed document and its bytes."""

    claimed: Claimed
    content: Content


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one parcel: filed, untried (neither), or what was raised."""

    claimed: Claimed
    item: Item | None = None
    raised: Exception | None = None


class Hands:
    """`count` threads, kept from round to round with their connections. They die with the process.

    One more stands by for what must not wait behind large documents.
    """

    def __init__(self, to: Destination, count: int) -> None:
        self._to = to
        self._parcels: SimpleQueue[Parcel | None] = SimpleQueue()
        self._hasty: SimpleQueue[Parcel | None] = SimpleQueue()
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._held_back = False
        self._interrupted = self._hurried = False
        self._counting = threading.Lock()
        self._put_off_in_a_row = 0
        self._queues = (self._hasty, *[self._parcels] * count)
        for number, queue in enumerate(self._queues):
            name = f"sending-{number}"
            threading.Thread(target=self._work, args=(queue,), name=name, daemon=True).start()

    @property
    def held_back(self) -> bool:
        """True once an answer asked for it: what is still queued comes back untried."""
        return self._held_back

    def begin(self) -> None:
        """A new round: requests go out again."""
        self._held_back = self._interrupted = self._hurried = False
        self._put_off_in_a_row = 0

    def interrupt(self, *, hurry: bool = False) -> None:
        """No more requests; large documents stop after their present piece, or in it in a `hurry`."""
        self._hurried = self._hurried or hurry
        self._held_back = self._interrupted = True

    def give(self, parcel: Parcel, *, all_busy: bool = False) -> None:
        """Queues a parcel; past the others when these are all busy with large documents."""
        (self._hasty if all_busy else self._parcels).put(parcel)

    def answers(self, seconds: float) -> Iterator[Answer]:
        """Those that are in; waits up to `seconds` for the first one."""
        try:
            yield self._answers.get(timeout=seconds)
            while True:
                yield self._answers.get_nowait()
        except Empty:
            return

    def dismiss(self) -> None:
        """The threads end once they have nothing in hand."""
        self.interrupt(hurry=True)
        for queue in self._queues:
            queue.put(None)

    def _work(self, queue: SimpleQueue[Parcel | None]) -> None:
        while (parcel := queue.get()) is not None:
            self._answers.put(self._answer(parcel))
            del parcel  # while it waits for the next one, a hand holds nobody's bytes

    def _answer(self, parcel: Parcel) -> Answer:
        if self._held_back or self._to.drive.meter.is_short(UNITS):
            self._held_back = True
            return Answer(parcel.claimed)
        came = attempt(lambda: send(self._to, parcel.claimed, parcel.content, self))
        if isinstance(came, Interrupted):
            return Answer(parcel.claimed)
        if isinstance(came, Exception):
            self._met(came)
            return Answer(parcel.claimed, raised=came)
        self._put_off_in_a_row = 0
        return Answer(parcel.claimed, came)

    def _met(self, error: Exception) -> None:
        """At once and here: the others must not knock at the same closed door meanwhile."""
        if isinstance(error, DocumentTrouble) or not isinstance(error, Trouble):
            return  # says nothing of the next request
        if isinstance(error, ServiceUnavailable) and error.retry_after is None:
            with self._counting:
                self._put_off_in_a_row += 1
                self._held_back = self._held_back or self._put_off_in_a_row >= _SEVERAL
        else:
            self._held_back = True

    def for_next_piece(self) -> None:
        """Raises Interrupted when it must wait."""
        if self._interrupted:
            raise Interrupted

    def for_next_part(self) -> None:
        """Raises Interrupted when nobody may wait for the piece."""
        if self._hurried:
            raise Interrupted
