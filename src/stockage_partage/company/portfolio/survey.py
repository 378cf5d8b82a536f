"""Many companies read at once: each is told as it answers, and one that does not answer holds up nobody.

A share that went away blocks whoever looks at it, for minutes, and the system gives no way to stop that. So
each read has a thread that nobody waits for; one that is slow is replaced for those that are still to be read.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread, get_ident
from typing import TypeAlias
from urllib.parse import urlsplit

from stockage_partage.closing import attempt
from stockage_partage.company.places import is_server, shown
from stockage_partage.company.portfolio.summary import CompanySummary, read_file, read_server
from stockage_partage.errors import DatabaseMissing, DatabaseUnreachable, Trouble, Unexpected

#: A place, and its company, or what keeps it from being read.
Answer: TypeAlias = tuple[str, "CompanySummary | Trouble"]

#: Seconds after which one that has not answered is said to be away.
PATIENCE_S = 6.0
#: Seconds after which a read is slow, and another thread goes on with the rest.
_SLOW_S = 0.05
#: Among the names of servers.
FILES = ""
#: Reads at a time of files, and on each server, which counts its connections.
_AT_A_TIME = 6


def survey(
    places: Iterable[str],
    secrets: Mapping[str, str] | None = None,
    *,
    patience_s: float = PATIENCE_S,
    stop: Event | None = None,
) -> Iterator[Answer]:
    """Reads every place; gives each as soon as it answers, those that do not last.

    `secrets`: the whole address, password included, of servers whose password is known. `stop`, once set,
    ends it within a moment. Ends after `patience_s` at the latest, whatever still hangs.
    """
    waited_for = dict.fromkeys(places)
    answers: SimpleQueue[Answer] = SimpleQueue()
    pools = _begun(waited_for, secrets or {}, answers)
    end, stopped = time.monotonic() + patience_s, stop or Event()
    try:
        while waited_for and time.monotonic() < end and not stopped.is_set():
            try:
                place, answer = answers.get(timeout=_SLOW_S)
            except Empty:
                pools[FILES].relieve()  # a server that is slow is not asked more at a time
                continue
            del waited_for[place]
            yield place, answer
    finally:
        for pool in pools.values():
            pool.empty()
    if not stopped.is_set():
        yield from ((place, _silent(place)) for place in waited_for)


def _begun(
    places: Iterable[str], secrets: Mapping[str, str], answers: SimpleQueue[Answer]
) -> Mapping[str, _Pool]:
    """Threads that read the files, and others for each server, which nothing else holds up."""
    pools = {FILES: _Pool(read, answers)}
    for place in places:
        server = urlsplit(place).netloc.rpartition("@")[2] if is_server(place) else FILES
        if server not in pools:
            pools[server] = _Pool(lambda place: read(secrets.get(place, place)), answers)
        pools[server].give(place)
    for pool in pools.values():
        pool.relieve()
    return pools


def read(location: str) -> CompanySummary:
    """The summary of one company, a file's or a server's. Blocks; raises as `read_file` and `read_server` do."""
    if not is_server(location):
        return read_file(location)
    return read_server(location)


def _silent(place: str) -> Trouble:
    return DatabaseMissing("silent", shown(place)) if is_server(place) else DatabaseUnreachable()


class _Pool:
    """Threads that read one place after the other. The process may end while some of them hang."""

    def __init__(
        self, read_one: Callable[[str], CompanySummary], answers: SimpleQueue[Answer]
    ) -> None:
        self._read = read_one
        self._answers = answers
        self._todo: deque[str] = deque()
        self._lock = Lock()
        self._since: dict[int, float] = {}  # when each thread began what it reads

    def give(self, place: str) -> None:
        """Adds a place to read."""
        self._todo.append(place)

    def empty(self) -> None:
        """Nothing more is begun."""
        self._todo.clear()

    def relieve(self) -> None:
        """Starts threads beside those that hang: as many again when there are many of them."""
        now = time.monotonic()
        with self._lock:
            slow = sum(now - since > _SLOW_S for since in self._since.values())
            at_work = len(self._since) - slow
            wanted = min(max(_AT_A_TIME, slow) - at_work, len(self._todo))
        for _ in range(wanted):
            Thread(target=self._work, name="summary", daemon=True).start()

    def _work(self) -> None:
        me = get_ident()
        while True:
            try:
                place = self._todo.popleft()
            except IndexError:
                break
            with self._lock:
                self._since[me] = time.monotonic()
            self._answers.put((place, self._answer(place)))
        with self._lock:
            self._since.pop(me, None)

    def _answer(self, place: str) -> CompanySummary | Trouble:
        came = attempt(lambda: self._read(place))
        if isinstance(came, CompanySummary | Trouble):
            return came
        # Told in its row, and logged: the others go on.
        import logging

        logging.getLogger(__name__).error("a company could not be read", exc_info=came)
        return Unexpected(type(came).__name__)
