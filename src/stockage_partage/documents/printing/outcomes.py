"""What a look at a print folder came to: plain facts, loaded with the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from stockage_partage.documents.filing.outcomes import NOTHING_PARTICULAR, Particulars
from stockage_partage.documents.printing.stability import WaitReason
from stockage_partage.errors import Trouble


class PrintOutcome(StrEnum):
    """What became of a printed file."""

    KEPT = "kept"  # will be sent
    ALREADY_FILED = "already_filed"
    TO_CLASSIFY = "to_classify"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PrintResult:
    """One file that left the folder. `particulars`: what to tell of it besides."""

    name: str
    outcome: PrintOutcome
    document_id: int | None = None
    particulars: Particulars = NOTHING_PARTICULAR


class FolderState(StrEnum):
    """How the folder stands."""

    OFF = "off"  # no folder is watched
    WATCHED = "watched"
    ELSEWHERE = "elsewhere"  # another program takes the files just now
    ABSENT = "absent"  # not there, or its drive is out of reach
    TROUBLED = "troubled"  # `trouble` says why nothing is taken


@dataclass(frozen=True, slots=True)
class FolderScan:
    """One look at the folder and what came of it.

    `waiting`: the files left, and why. `whole`: how many could have been taken and were not.
    `trouble`: why nothing is taken; for an absent folder, why nothing would be once it is back.
    """

    state: FolderState
    folder: Path | None = None
    taken: tuple[PrintResult, ...] = ()
    waiting: tuple[tuple[str, WaitReason], ...] = ()
    whole: int = 0
    trouble: Trouble | None = None
