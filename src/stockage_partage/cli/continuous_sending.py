"""What `envoyer --continu` does beside sending: takes what applications print, fetches timestamps of the journal.

Each runs in a thread of its own, which sending never waits for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stockage_partage.cli.exits import say

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.documents.printing.folder_look import FolderScan
    from stockage_partage.documents.proof.timestamps import TimestampRound
    from stockage_partage.documents.work_threads import Wakeup


@contextmanager
def prints_taken(context: AppContext, wakeup: Wakeup) -> Iterator[None]:
    """What is taken wakes the sender: it leaves at once. What is wrong with the folder is said once."""
    from stockage_partage.documents.printing.print_folder import FolderWatcher, WatcherThread
    from stockage_partage.messages.printing import refusal_text

    telling = _FolderTelling(wakeup)
    thread = WatcherThread(FolderWatcher(context, refusal_text), telling.hear)
    thread.start()
    try:
        yield
    finally:
        thread.stop()


class _FolderTelling:
    """Lines on stderr, none twice in a row; why a file waits, once for as long as it does."""

    def __init__(self, wakeup: Wakeup) -> None:
        self._wakeup = wakeup
        self._last: tuple[str, str] | None = None
        self._waits: list[str] = []

    def hear(self, said: FolderScan) -> None:
        from stockage_partage.messages import printing as texts

        if said.taken:
            self._wakeup.ring()
        for each in said.taken:
            say(texts.taken_line(each))
        stands = (str(said.folder), texts.folder_trouble(said))
        if stands != self._last:
            if stands[1] or self._last is not None:
                say(texts.folder_line(said))
            self._last = stands
        waits = texts.waiting_lines(said)
        for line in waits:
            if line not in self._waits:
                say(line)
        self._waits = waits


@contextmanager
def timestamps_fetched(context: AppContext) -> Iterator[None]:
    """One a day at most, where the settings name a service; what keeps it away is said once."""
    if context.timestamps is None:
        yield
        return
    from stockage_partage.documents.proof.timestamps import Timestamping, TimestampThread

    owner = context.presence.owner
    timestamping = Timestamping(context.database, context.timestamps, owner)
    thread = TimestampThread(timestamping, _tell_timestamp, delay_s=0.0)
    thread.start()
    try:
        yield
    finally:
        thread.stop()


def _tell_timestamp(found: TimestampRound) -> None:
    from stockage_partage.messages import journal as texts
    from stockage_partage.messages.usage import sentence

    if found.trouble is not None:
        say(sentence(found.trouble))
    elif found.kept is not None:
        say(texts.timestamp_kept(found.kept))
