"""How much may be under way at once, so that memory stays within bounds whatever is sent.

up to 512 KiB   read together, whole in memory until it is sent
up to 10 MiB    one request, read piece by piece meanwhile
above           an upload session, read piece by piece and some pieces ahead
copied online   no bytes at all, and nobody knows how long
"""

from __future__ import annotations

from collections.abc import Iterable

from stockage_partage.company.facts import Claimed
from stockage_partage.documents.sending.sending import is_large

#: Bytes of one small document, and of all that are in memory.
_SMALL, _HELD = 512 * 1024, 6 * 1024 * 1024
#: Documents read piece by piece, however many requests there may be: more are not faster.
_STREAMED_AT_ONCE = 8
#: Those that take long at once, large ones and copies: what is ordinary must pass them.
SLOW_AT_ONCE = 4


class Load:
    """What is under way. Once a small document finds no room, no later one overtakes it.

    Small ones are taken by the dozen: while enough wait for a hand, none is, and then as many as fit.
    Reading one by one costs as much again as the reading.
    """

    def __init__(self, in_flight: int) -> None:
        self._most_slow = min(in_flight, SLOW_AT_ONCE)
        self._held = self._small = self._streamed = self._slow = 0
        self._full = False

    @classmethod
    def of(cls, under_way: Iterable[Claimed], in_flight: int) -> Load:
        """That of these documents, for so many requests at once."""
        load = cls(in_flight)
        for each in under_way:
            load._add(each)
        load._full = load._small > in_flight + in_flight // 2
        return load

    def takes(self, claimed: Claimed) -> bool:
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

    def _add(self, claimed: Claimed) -> None:
        self._slow += is_slow(claimed)
        if claimed.copied_from:
            return
        if is_read_at_once(claimed):
            self._held += claimed.size
            self._small += 1
        else:
            self._streamed += 1


def is_slow(claimed: Claimed) -> bool:
    """What an ordinary document never waits behind."""
    return is_large(claimed) or bool(claimed.copied_from)


def is_read_at_once(claimed: Claimed) -> bool:
    """Small enough; of a copy, no bytes are read at all."""
    return claimed.size <= _SMALL or bool(claimed.copied_from)
