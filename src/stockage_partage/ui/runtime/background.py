"""Blocking work off the window's thread; its outcome back on it.

Once, the latest of many, or again and again while somebody looks at the answer; and what a worker opens for
a window that may be closed before it is there, which is closed once in any case.

Jobs are plain Python objects: a QObject per job, with a parent and a lambda slot, crashes PySide6 6.11. The
one QObject here lives in the window's thread and hears of outcomes through one queued signal.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Lock
from typing import Any, Generic, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from stockage_partage.errors import Trouble, Unexpected
from stockage_partage.streams import Stopped

T = TypeVar("T")
log = logging.getLogger(__name__)
#: Milliseconds: another program's change is shown within two of them.
EVERY_MS = 1000


class Job:
    """One piece of work. `over` turns true, in the window's thread, just before its callback."""

    def __init__(
        self,
        work: Callable[[], Any],
        owner: QObject,
        done: Callable[[Any], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        self.work = work
        self.owner = owner
        self.done = done
        self.failed = failed
        self.to_its_end = False  # begun even after the window was closed
        self.over = False
        self.cancelled = False

    def cancel(self) -> None:
        """Keeps the job's outcome from being told, whatever it is. Work under way is not interrupted."""
        self.cancelled = True

    def let_go(self) -> None:
        """Forgets the window's objects: a worker that still holds the job must not be the last to."""
        nothing: Any = None
        self.work = self.owner = self.done = self.failed = nothing


class Background(QObject):
    """Runs work in a few threads. `show_trouble` is what a failure does when nobody said better."""

    _finished = Signal(object)

    def __init__(
        self,
        show_trouble: Callable[[Trouble], None],
        *,
        workers: int = 4,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._show_trouble = show_trouble
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="work")
        self._jobs: set[Job] = set()
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """True while an outcome is still to come."""
        return bool(self._jobs)

    def run(
        self,
        work: Callable[..., T],
        *args: object,
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
        to_its_end: bool = False,
    ) -> Job:
        """Runs `work(*args)` elsewhere, then `done` or `failed` here, unless `owner` died meanwhile.

        `to_its_end`: it is done all the same when the window closes before its turn has come.
        """
        job = Job(lambda: work(*args), owner, done, failed or self._show_trouble)
        job.to_its_end = to_its_end
        if self._closed:
            job.cancel()
            return job
        self._jobs.add(job)
        self._threads.submit(self._work, job)
        return job

    def _work(self, job: Job) -> None:
        outcome: tuple[Job, object, BaseException | None]
        try:
            outcome = (job, None if job.cancelled else job.work(), None)
        except Exception as error:  # noqa: BLE001  # carried to the window's thread, where it is told or raised
            outcome = (job, None, error)
        if not self._closed:
            self._finished.emit(outcome)

    @Slot(object)
    def _deliver(self, outcome: tuple[Job, Any, BaseException | None]) -> None:
        job, result, error = outcome
        self._jobs.discard(job)
        job.over = True
        owner, done, failed = job.owner, job.done, job.failed
        job.let_go()
        if self._closed or job.cancelled or not shiboken6.isValid(owner):
            return
        if error is None:
            done(result)
        elif isinstance(error, Trouble):
            failed(error)
        else:
            # Our own mistake: loud, and with the worker's traceback; whoever asked still hears that
            # it is over, or it would wait for ever.
            log.error("work failed", exc_info=error)
            failed(Unexpected(type(error).__name__))
            raise error

    def shutdown(self, timeout: float = 5.0) -> bool:
        """Forgets what waits, unless it is to be done all the same, and joins the threads.

        False when one outlives `timeout` seconds.
        """
        self._closed = True
        jobs, self._jobs = self._jobs, set()
        for job in jobs:
            if not job.to_its_end:
                job.cancel()
        self._threads.shutdown(wait=False)  # what was cancelled does nothing in its turn
        deadline = time.monotonic() + timeout
        threads = list(self._threads._threads)
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        if any(thread.is_alive() for thread in threads):
            return False
        for job in jobs:
            job.let_go()
        return True


class Latest:
    """Work of which only the latest is wanted: what is asked takes the place of what is under way."""

    def __init__(self, background: Background, owner: QObject) -> None:
        self._background = background
        self._owner = owner
        self._job: Job | None = None
        self._stop = Event()

    @property
    def is_idle(self) -> bool:
        """True when no outcome is still to be told."""
        return self._job is None or self._job.over or self._job.cancelled

    def run(
        self,
        work: Callable[..., T],
        *args: object,
        done: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Runs work as `Background.run` does; nothing is told any more of what was asked before."""
        self.cancel()
        self._job = self._background.run(work, *args, owner=self._owner, done=done, failed=failed)

    def run_stoppable(
        self,
        work: Callable[[Event], T],
        *,
        done: Callable[[T | None], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """`work` is given an event that asks it to stop, which it does by Stopped: `done` hears None then."""
        self.cancel()
        stop = self._stop = Event()

        def stoppable() -> T | None:
            try:
                return work(stop)
            except Stopped:
                return None

        self._job = self._background.run(stoppable, owner=self._owner, done=done, failed=failed)

    def stop(self) -> None:
        """What is under way is asked to stop; its outcome is told."""
        self._stop.set()

    def leave(self) -> None:
        """What is under way is asked to stop; its outcome is told, even when other work is run meanwhile."""
        self.stop()
        self._job = None

    def cancel(self) -> None:
        """What is under way is asked to stop, and its outcome is not told."""
        self._stop.set()
        if self._job is not None:
            self._job.cancel()


class Poll(QObject, Generic[T]):
    """Asks between `start` and `stop`. `read` runs in a worker; `done` and the others in the window's thread.

    A trouble is told to `failed` once, whatever the number of times it comes, and to `mended` when
    reading works again. Whoever takes the message away to do something ends with `look_again`.
    """

    def __init__(
        self,
        background: Background,
        every_ms: int,
        read: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Trouble], None],
        *,
        mended: Callable[[Trouble], None] = lambda trouble: None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._read = read
        self._done = done
        self._failed = failed
        self._mended = mended
        self._reading: Job | None = None
        self.trouble: Trouble | None = None  # the one that was told and is not over
        self._tell_again = False
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Asks at once, then every so often."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Asks no more; an answer on its way is still told."""
        self._timer.stop()

    def look(self) -> None:
        """Asks now, unless an answer is on its way."""
        if self._reading is None or self._reading.over or self._reading.cancelled:
            self._reading = self._background.run(
                self._read, owner=self, done=self._answered, failed=self._not_answered
            )

    def look_again(self) -> None:
        """Asks afresh, and tells a trouble even if it was told before: somebody did something, or wants to know."""
        self._tell_again = True
        self.look_afresh()

    def look_afresh(self) -> None:
        """Asks now; what is being read is not told, for it may be older than what was just written."""
        self.forget()
        self.look()

    def forget(self) -> None:
        """What is being read is not told: it may be older than what was just written."""
        if self._reading is not None:
            self._reading.cancel()

    def _answered(self, answer: T) -> None:
        trouble, self.trouble = self.trouble, None
        self._tell_again = False
        if trouble is not None:
            self._mended(trouble)
        self._done(answer)

    def _not_answered(self, trouble: Trouble) -> None:
        if self._tell_again or self.trouble is None or self.trouble.kind != trouble.kind:
            self._tell_again = False
            self.trouble = trouble
            self._failed(trouble)


class Closable(Protocol):
    """Anything that is let go of by `close`."""

    def close(self) -> None: ...


Opened = TypeVar("Opened", bound=Closable)


class Held(Generic[Opened]):
    """`value` is None until it is there, and after `close`, which waits for whoever uses it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._over = False
        self._users = 0
        self._value: Opened | None = None

    @property
    def value(self) -> Opened | None:
        """What is held; None while there is nothing to be used."""
        return None if self._over else self._value

    def open(self, make: Callable[[], Opened]) -> Opened | None:
        """Makes it, in a worker; None when nobody wants it any more."""
        made = make()
        with self._lock:
            if not self._over:
                self._value = made
                return made
        made.close()
        return None

    @contextmanager
    def used(self) -> Iterator[None]:
        """Keeps it open meanwhile, whoever closes it."""
        with self._lock:
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
            self._let_go()

    def close(self) -> None:
        """Lets go of it: now, as soon as it is there, or once nobody uses it."""
        with self._lock:
            self._over = True
        self._let_go()

    def _let_go(self) -> None:
        with self._lock:
            if not self._over or self._users:
                return
            value, self._value = self._value, None
        if value is not None:
            value.close()
