"""A question asked again and again, one at a time, while somebody looks at the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from stockage_partage.errors import Trouble
from stockage_partage.ui.runtime.background import Background, Job

T = TypeVar("T")

#: Milliseconds: another program's change is shown within two of them.
EVERY_MS = 1000


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
