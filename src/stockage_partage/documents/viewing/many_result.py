"""What one work came to for many documents, and for how many it is done at once: plain facts."""

from __future__ import annotations

from dataclasses import dataclass

from stockage_partage.company.document_records import DocumentRow
from stockage_partage.errors import Trouble

#: Documents that are worked on at once, at most; and of those, how many open each in a window of its own.
MOST, MOST_OPENED = 500, 10


@dataclass(frozen=True, slots=True)
class ManyResult:
    """What became of all. `unchanged`: there was nothing to do any more; `left`: they had no turn.

    `ended_by` is what would have met those left as well, None when somebody stopped or all had a turn.
    """

    done: int = 0
    unchanged: int = 0
    refused: tuple[tuple[DocumentRow, Trouble], ...] = ()
    left: int = 0
    ended_by: Trouble | None = None
