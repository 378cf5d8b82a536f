"""Takes what applications print while `envoyer --continu` runs, in a thread that sending never waits for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stockage_partage.cli.endings import say

if TYPE_CHECKING:
    from stockage_partage.documents.printing.outcomes import Round
    from stockage_partage.documents.sending.bell import Bell
    from stockage_partage.session import Session


@contextmanager
def prints_taken(session: Session, bell: Bell) -> Iterator[None]:
    """What is taken rings the bell: it leaves at once. What is wrong with the folder is said once."""
    from stockage_partage.documents.printing.watch import PrintWatch, WatchingThread
    from stockage_partage.words.printing import refusal_text

    telling = _Telling(bell)
    thread = WatchingThread(PrintWatch(session.workplace, refusal_text), telling.hear)
    thread.start()
    try:
        yield
    finally:
        thread.stop()


class _Telling:
    """Lines on stderr, none twice in a row."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._last: tuple[str, str] | None = None

    def hear(self, said: Round) -> None:
        from stockage_partage.words import printing as words

        if said.taken:
            self._bell.ring()
        for each in said.taken:
            say(words.taken_line(each))
        stands = (str(said.folder), words.folder_trouble(said))
        if stands != self._last:
            if stands[1] or self._last is not None:
                say(words.folder_line(said))
            self._last = stands
