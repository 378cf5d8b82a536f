"""The threads that do the requests of sending: each takes the next task and gives its result back.

`InFlightLoad` says how much may be under way at once, so that memory stays within bounds:

up to 512 KiB   read together, whole in memory until it is sent
up to 10 MiB    one request, read piece by piece meanwhile
above           an upload session, read piece by piece and some pieces ahead
copied online   no bytes at all, and nobody knows how long
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from stockage_partage.closing import attempt
from stockage_partage.company.document_records import ClaimedDocument
from stockage_partage.documents.sending.send_one import (
    UNITS,
    Content,
    UploadDestination,
    is_large,
    send,
)
from stockage_partage.errors import DocumentTrouble, ServiceUnavailable, Trouble
from stockage_partage.graph.library.items import DriveItem

#: Bytes of one small document, and of all that are in memory.
_SMALL, _HELD = 512 * 1024, 6 * 1024 * 1024
#: Documents read piece by piece, however many requests there may be: more are not faster.
_STREAMED_AT_ONCE = 8
#: Those that take long at once, large ones and copies: what is ordinary must pass them.
SLOW_AT_ONCE = 4
#: So many documents put off in a row: the next would not pass either.
_SEVERAL = 5


class InFlightLoad:
    """What is under way. Once a small document finds no room, no later one overtakes it.

    Small ones are taken by the dozen: none while enough wait for a worker, then as many as fit. One by
    one, taking them costs as much as reading them.
    """

    def __init__(self, in_flight: int) -> None:
        self._most_slow = min(in_flight, SLOW_AT_ONCE)
        self._held = self._small = self._streamed = self._slow = 0
        self._full = False

    @classmethod
    def of(cls, under_way: Iterable[ClaimedDocument], in_flight: int) -> InFlightLoad:
        """The limits once these documents are under way, for so many requests at once."""
        load = cls(in_flight)
        for each in under_way:
            load._add(each)
        load._full = load._small > in_flight + in_flight // 2
        return load

    def takes(self, claimed: ClaimedDocument) -> bool:
        """True when there is room for it, which it then has."""
        if is_slow(claimed) and self._slow >= self._most_slow:
            fits = False
        elif claimed.copied_from:
            fits = True
        elif not is_read_at_once(claimed):
            fits = self._streamed < _STREAMED_AT_ONCE
        else:
            self._full = self._full or (self._held > 0 and self._held + claimed.size > _HELD)
            fits = not self._full
        if fits:
            self._add(claimed)
        return fits

    def _add(self, claimed: ClaimedDocument) -> None:
        self._slow += is_slow(claimed)
        if claimed.copied_from:
            return
        if is_read_at_once(claimed):
            self._held += claimed.size
            self._small += 1
        else:
            self._streamed += 1


def is_slow(claimed: ClaimedDocument) -> bool:
    """What an ordinary document never waits behind."""
    return is_large(claimed) or bool(claimed.copied_from)


def is_read_at_once(claimed: ClaimedDocument) -> bool:
    """Small enough; of a copy, no bytes are read at all."""
    return claimed.size <= _SMALL or bool(claimed.copied_from)


class Interrupted(Exception):
    """The work was asked to stop between two pieces: the document is given back as it is."""


@dataclass(frozen=True, slots=True)
class UploadTask:
    """A claimed document and its bytes."""

    claimed: ClaimedDocument
    content: Content


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What came of one task: filed, untried (neither), or what was raised."""

    claimed: ClaimedDocument
    item: DriveItem | None = None
    raised: Exception | None = None


class UploadWorkers:
    """`count` threads, kept from round to round with their connections. They die with the process.

    One more stands by for what must not wait behind large documents.
    """

    def __init__(self, to: UploadDestination, count: int) -> None:
        self._to = to
        self._tasks: SimpleQueue[UploadTask | None] = SimpleQueue()
        self._priority_tasks: SimpleQueue[UploadTask | None] = SimpleQueue()
        self._answers: SimpleQueue[UploadResult] = SimpleQueue()
        self._held_back = False
        self._interrupted = self._hurried = False
        self._counting = threading.Lock()
        self._put_off_in_a_row = 0
        self._queues = (self._priority_tasks, *[self._tasks] * count)
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

    def give(self, task: UploadTask, *, all_busy: bool = False) -> None:
        """Queues a task; past the others when these are all busy with large documents."""
        (self._priority_tasks if all_busy else self._tasks).put(task)

    def answers(self, seconds: float) -> Iterator[UploadResult]:
        """The answers that are in; waits up to `seconds` for the first one."""
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

    def _work(self, queue: SimpleQueue[UploadTask | None]) -> None:
        while (task := queue.get()) is not None:
            self._answers.put(self._answer(task))
            del task  # while it waits for the next one, a worker holds nobody's bytes

    def _answer(self, task: UploadTask) -> UploadResult:
        if self._held_back or self._to.drive.meter.is_short(UNITS):
            self._held_back = True
            return UploadResult(task.claimed)
        came = attempt(lambda: send(self._to, task.claimed, task.content, self))
        if isinstance(came, Interrupted):
            return UploadResult(task.claimed)
        if isinstance(came, Exception):
            self._met(came)
            return UploadResult(task.claimed, raised=came)
        self._put_off_in_a_row = 0
        return UploadResult(task.claimed, came)

    def _met(self, error: Exception) -> None:
        """Notes an error at once: the others must not make the same request in vain meanwhile."""
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
