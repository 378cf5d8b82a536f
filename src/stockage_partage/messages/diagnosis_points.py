"""The points of the diagnosis as a window shows them: each in words, and how much it wants to be read.

What each check found is put into words in `messages.diagnosis`, which no window reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from stockage_partage.messages.typography import plural, typeset


class Concern(IntEnum):
    """How much a point of the diagnosis wants to be read; the least is shown first."""

    TO_SETTLE = 0
    NOT_CHECKED = 1
    FINE = 2


#: What begins the line of a point: a picture or a frame never says it alone.
MARKS: dict[Concern, str] = {
    Concern.TO_SETTLE: "À régler",
    Concern.NOT_CHECKED: "Non vérifié",
    Concern.FINE: "Bien",
}


@dataclass(frozen=True, slots=True)
class DiagnosisPoint:
    """One check in words. `advice` says what to do, "" where nothing has to be done; `line` says it all."""

    concern: Concern
    what: str
    line: str
    advice: str = ""


def to_settle(count: int) -> str:
    """What the diagnosis came to, above its points."""
    if not count:
        return "Rien n’est à régler."
    return typeset(plural(count, "{n} point est à régler :", "{n} points sont à régler :"))
