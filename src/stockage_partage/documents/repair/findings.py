"""What can be found wrong, and what became of it: plain facts, without any sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from stockage_partage.errors import Trouble


class Fault(StrEnum):
    """One kind of thing that is wrong; the command line's own words."""

    SESSION_DAMAGED = "session_illisible"
    LEFT_FILES = "fichiers_provisoires"
    ACTIVATION_HALF_MADE = "activation_inachevee"
    BYTES_THREATENED = "octets_menaces"
    BYTES_RETURNED = "octets_a_rendre"
    BYTES_COPIED = "octets_en_double"
    BYTES_UNKNOWN = "octets_sans_document"
    BYTES_PARTIAL = "octets_incomplets"
    BYTES_LACKING = "octets_absents"
    LEASES_LOST = "envois_abandonnes"
    ALREADY_ONLINE = "deja_en_ligne"
    UNKNOWN_ONLINE = "inconnus_du_registre"
    MISSING_ONLINE = "absents_en_ligne"
    BACK_ONLINE = "retablis_en_ligne"
    MOVED_ONLINE = "deplaces_en_ligne"
    CHANGED_ONLINE = "modifies_en_ligne"
    TWINS = "doublons"
    UNHASHED = "empreintes_inconnues"
    COUNTERS_WRONG = "compteurs_faux"
    UNSEEN = "non_verifie"


#: Told, and left to a person: nothing here could put it right without guessing.
TOLD_ONLY = frozenset({Fault.BYTES_PARTIAL, Fault.BYTES_LACKING, Fault.UNSEEN})
#: Names told of each kind; the counts are exact whatever their number.
LISTED = 100


@dataclass(frozen=True, slots=True)
class FaultFinding:
    """One kind of fault: how many there are, and the first of them by name.

    `trouble`: what kept it from being looked at, for `UNSEEN`.
    """

    fault: Fault
    count: int = 1
    examples: tuple[str, ...] = ()
    trouble: Trouble | None = None

    @property
    def mendable(self) -> bool:
        """Whether `mend` of its area puts it right."""
        return self.fault not in TOLD_ONLY


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """A finding, and what became of it. `left`: how many are still so; `trouble`: what stopped the mending."""

    finding: FaultFinding
    left: int
    trouble: Trouble | None = None

    @property
    def mended(self) -> bool:
        """True when nothing of it is left."""
        return self.left == 0


class Area(Protocol):
    """Some kinds of faults that are looked for, and mended, together."""

    def look(self) -> list[FaultFinding]:
        """What is wrong now. Writes nothing. May raise troubles."""
        ...

    def mend(self) -> None:
        """Puts right what it finds when it is called. Harmless when done twice, or by two programs."""
        ...


def named(fault: Fault, names: list[str]) -> list[FaultFinding]:
    """A finding of those names, none without any."""
    return [FaultFinding(fault, len(names), tuple(names[:LISTED]))] if names else []


def counted(fault: Fault, count: int) -> list[FaultFinding]:
    """A finding of that many, none for zero."""
    return [FaultFinding(fault, count)] if count else []
