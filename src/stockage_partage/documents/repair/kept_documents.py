"""What the company database says wrongly of its documents: bytes astray, leases lost, counters, twins."""

from __future__ import annotations

from collections import Counter

from stockage_partage.company.repair.stray_bytes import Fate
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.repair.findings import Fault, FaultFinding, counted, named

_FAULTS = {
    Fate.RETURNED: Fault.BYTES_RETURNED,
    Fate.COPY: Fault.BYTES_COPIED,
    Fate.UNKNOWN: Fault.BYTES_UNKNOWN,
    Fate.PARTIAL: Fault.BYTES_PARTIAL,
}


class KeptBytes:
    """Bytes without a document, documents without their bytes, bytes that a sweep would take wrongly."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._bytes = app.database.stray_bytes

    def look(self) -> list[FaultFinding]:
        """Reads the bytes that nobody refers to, and no others."""
        orphans = self._bytes.orphans()
        found = counted(Fault.BYTES_THREATENED, self._bytes.threatened())
        for fate, fault in _FAULTS.items():
            names = [each.title or each.content_id[:12] for each in orphans if each.fate is fate]
            found += named(fault, names)
        # Those that get theirs back are told once.
        given_back = Counter(each.title for each in orphans if each.fate is Fate.RETURNED)
        lacking = Counter(each.title for each in self._bytes.lacking()) - given_back
        return found + named(Fault.BYTES_LACKING, sorted(lacking.elements()))

    def mend(self) -> None:
        """Protects first, gives back next, lets go last: nothing needed is ever among what is swept."""
        self._bytes.protect()
        for fate in (Fate.RETURNED, Fate.UNKNOWN, Fate.COPY):
            for orphan in self._bytes.orphans():
                if orphan.fate is fate:
                    self._bytes.settle(orphan, self._app.who(), self._app.application)
        self._bytes.sweep()


class LostLeases:
    """Documents marked as being sent by somebody who is gone."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._rows = app.database.row_faults

    def look(self) -> list[FaultFinding]:
        """Counts leases that are over, and those of programs of this workstation that have died."""
        return counted(Fault.LEASES_LOST, self._rows.lost_leases(self._dead()))

    def mend(self) -> None:
        """The documents wait for anybody again."""
        self._rows.free_lost(self._dead())

    def _dead(self) -> list[str]:
        presence = self._app.presence
        return [each for each in self._app.database.outbox.holders() if presence.is_dead(each)]


class TwinDocuments:
    """Files online that the register tells of twice: as sent from here, and as seen online."""

    def __init__(self, app: AppContext) -> None:
        self._app = app
        self._rows = app.database.row_faults

    def look(self) -> list[FaultFinding]:
        """Twins in the company's group, whether storage is active or not."""
        group = self._app.database.activation.known_group()
        twins = self._rows.twins(group.id) if group is not None else []
        return named(Fault.TWINS, [each.path for each in twins])

    def mend(self) -> None:
        """The row that was sent from here stays, with all it knows."""
        group = self._app.database.activation.known_group()
        if group is not None:
            self._rows.merge_twins(group.id, group.drive_id or group.id)


class Counters:
    """The numbers that every panel shows."""

    def __init__(self, app: AppContext) -> None:
        self._rows = app.database.row_faults

    def look(self) -> list[FaultFinding]:
        """How many of them are not what the register holds."""
        return counted(Fault.COUNTERS_WRONG, self._rows.wrong_counters())

    def mend(self) -> None:
        """Counts every document again."""
        self._rows.count_again()
