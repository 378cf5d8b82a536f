"""A chain gone through entry by entry: what was changed, taken out, put in or moved since it was written.

What is found is what the chain itself can tell. An end that was cut off and a chain that was written anew
whole are found against a head that was kept elsewhere, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from stockage_partage.company.journal.entries import JournalEntry, JournalHead

#: How far an entry that was moved is looked for, on either side of where it is now.
_REACH = 64


class Flaw(StrEnum):
    """What is not as it was written; the words of `verifier --json`."""

    CHANGED = "modifiee"  # the entry does not have the hash that its text makes
    MISSING = "manquante"  # numbers without entries
    MOVED = "deplacee"  # an entry that was written under another number
    UNLINKED = "sans_suite"  # does not follow the entry before: put in, or written anew
    CUT = "fin_coupee"  # the journal ends before a head that is known
    REWRITTEN = "reecrite"  # the entry at a head that was kept elsewhere is another one
    TIMESTAMP = "horodatage"  # the timestamp that the entry holds is not sound, or of another end
    HEAD = "tete"  # the database says another end than its last entry


@dataclass(frozen=True, slots=True)
class FlawFound:
    """Something that is wrong with the chain, between two numbers, both included."""

    flaw: Flaw
    first: int
    last: int


class ChainCheck:
    """Takes the entries in their order, and tells what is wrong as soon as it shows.

    `kept`: heads known from elsewhere, each under a name of the caller's.
    """

    def __init__(self, kept: Iterable[JournalHead] = ()) -> None:
        self.head = JournalHead()
        self._kept = {each.number: each.hash for each in kept if each.number}

    def take(self, entry: JournalEntry) -> list[FlawFound]:
        """What is wrong with that entry and with what should be before it."""
        found = []
        number = entry.number
        gap = number - self.head.number - 1
        if gap > 0:
            found.append(FlawFound(Flaw.MISSING, self.head.number + 1, number - 1))
        own = _flaw_of(entry)
        if own is not None:
            found.append(FlawFound(own, number, number))
        elif entry.previous != self.head.hash and gap <= 0:
            found.append(FlawFound(Flaw.UNLINKED, number, number))
        if self._kept.get(number, entry.hash) != entry.hash:
            found.append(FlawFound(Flaw.REWRITTEN, number, number))
        self.head = JournalHead(number, entry.hash)
        return found

    def end(self, told: JournalHead) -> list[FlawFound]:
        """What is wrong with the end. `told`: what the database says its last entry is."""
        last = self.head.number
        found = []
        furthest = max((told.number, *self._kept))
        if furthest > last:
            found.append(FlawFound(Flaw.CUT, last + 1, furthest))
        elif told != self.head:
            found.append(FlawFound(Flaw.HEAD, told.number, told.number))
        return found


def _flaw_of(entry: JournalEntry) -> Flaw | None:
    try:
        if entry.hashed == entry.hash:
            return None
        return Flaw.MOVED if _was_elsewhere(entry) else Flaw.CHANGED
    except (TypeError, ValueError):  # a value that no version of this program writes
        return Flaw.CHANGED


def _was_elsewhere(entry: JournalEntry) -> bool:
    nearest = sorted(range(-_REACH, _REACH + 1), key=abs)[1:]
    numbers = (entry.number + step for step in nearest)
    return any(replace(entry, number=number).hashed == entry.hash for number in numbers)
