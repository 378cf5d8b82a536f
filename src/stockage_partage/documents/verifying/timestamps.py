"""The timestamps that a journal holds, each held against the entry that it tells of.

Whoever writes the whole chain anew cannot have the old timestamps fit it: that is found here, and by nothing
else inside the database.
"""

from __future__ import annotations

from collections.abc import Callable

from stockage_partage.company.journal.entries import JournalAct, JournalEntry
from stockage_partage.company.journal.journal import Journal
from stockage_partage.company.journal.timestamps import timestamp_in
from stockage_partage.company.journal.verification import (
    Flaw,
    FlawFound,
    StampedEnd,
    VerificationResult,
)
from stockage_partage.errors import TimestampRefused

EntryLook = Callable[[JournalEntry, VerificationResult], None]


def timestamps_in(journal: Journal) -> EntryLook:
    """Looks at each entry of that journal: counts its timestamps, and tells those that do not hold.

    The entries that they cover are read one by one: a timestamp a day is little.
    """

    def look(entry: JournalEntry, result: VerificationResult) -> None:
        if entry.act != JournalAct.TIMESTAMPED.value:
            return
        found = _sound(entry, journal)
        if found is None:
            result.add(FlawFound(Flaw.TIMESTAMP, entry.number, entry.number))
            return
        result.timestamps += 1
        result.stamped = found

    return look


def _sound(entry: JournalEntry, journal: Journal) -> StampedEnd | None:
    from stockage_partage.documents.proof.timestamp_token import of_answer

    kept = timestamp_in(entry)
    if kept is None or kept.covered.number >= entry.number or not journal.holds(kept.covered):
        return None
    try:
        said = of_answer(kept.answer, kept.covered.hash)
    except TimestampRefused:
        return None
    return StampedEnd(kept.covered.number, said.moment, said.authority)
