"""Everything that can be mended, one area after the other: looked at, mended, looked at again.

What is told as mended was seen to be so afterwards. A trouble in one area is told with it and stops none
of the others. The areas of this workstation (an activation, a session, files of ours that were left half
done) and of the company database (bytes astray, leases lost, twins, counters) follow here; those that
need the library online are in `library_check`.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event

from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.repair.stray_bytes import Fate
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.repair.findings import (
    Area,
    Fault,
    FaultFinding,
    RepairOutcome,
    counted,
    named,
)
from stockage_partage.documents.repair.library_check import LibraryCheck, LibraryFingerprints
from stockage_partage.errors import Trouble

#: As `disk.replace_whole` names a file until it is whole.
_OURS = re.compile(r"\.[0-9a-f]{16}\.partiel")
#: Writing one takes seconds; one that old was left by a program that was killed.
_OLD_S = 24 * 3600.0
#: The local Microsoft 365 keeps its own house there.
_NOT_OURS = "microsoft365"
_FAULTS = {
    Fate.RETURNED: Fault.BYTES_RETURNED,
    Fate.COPY: Fault.BYTES_COPIED,
    Fate.UNKNOWN: Fault.BYTES_UNKNOWN,
    Fate.PARTIAL: Fault.BYTES_PARTIAL,
}


def areas(app: AppContext, stop: Event | None = None) -> Sequence[Area]:
    """In the order in which they are mended: a session before what needs one, counting last."""
    return (
        DamagedSession(app),
        LeftFiles(app),
        HalfMadeActivation(app),
        KeptBytes(app),
        LostLeases(app),
        LibraryCheck(app, stop),
        TwinDocuments(app),
        LibraryFingerprints(app, stop),
        Counters(app),
    )


def examine(app: AppContext, stop: Event | None = None) -> Iterator[FaultFinding]:
    """What is wrong, found without writing anything. Raises Stopped."""
    unseen: set[str] = set()
    for area in areas(app, stop):
        yield from _untold(_seen(area), unseen)


def repair(app: AppContext, stop: Event | None = None) -> Iterator[RepairOutcome]:
    """Mends what can be mended, and tells what became of each finding. Raises Stopped."""
    unseen: set[str] = set()
    for area in areas(app, stop):
        before, stopped = _seen(area), None
        after = before
        if any(each.mendable for each in before):
            stopped = _mended(area)
            after = _seen(area)
        left = {each.fault: each.count for each in after}
        blind = Fault.UNSEEN in left  # nobody saw it mended
        for each in _untold(before, unseen):
            outcome = RepairOutcome(each, left.get(each.fault, each.count if blind else 0), stopped)
            if outcome.mended:
                _note(app, each)
            yield outcome


def _seen(area: Area) -> list[FaultFinding]:
    try:
        return area.look()
    except Trouble as trouble:
        return [FaultFinding(Fault.UNSEEN, trouble=trouble)]


def _untold(found: list[FaultFinding], unseen: set[str]) -> Iterator[FaultFinding]:
    """Without what several areas could not look at for one and the same reason."""
    for each in found:
        if each.trouble is None or each.trouble.kind not in unseen:
            yield each
        if each.trouble is not None:
            unseen.add(each.trouble.kind)


def _mended(area: Area) -> Trouble | None:
    try:
        area.mend()
    except Trouble as trouble:
        return trouble
    return None


def _note(app: AppContext, finding: FaultFinding) -> None:
    subject = {"fault": finding.fault.value, "count": finding.count}
    app.database.journal.note(JournalAct.REPAIRED, subject, app.who(), app.application)


class HalfMadeActivation:
    """An activation whose program died between the claim and the group."""

    def __init__(self, app: AppContext) -> None:
        self._service = app.service

    def look(self) -> list[FaultFinding]:
        """Whether one is half made now."""
        return counted(Fault.ACTIVATION_HALF_MADE, int(self._service.is_half_made()))

    def mend(self) -> None:
        """Finished where the group is online and somebody is signed in, undone otherwise."""
        self._service.resume()


class DamagedSession:
    """A kept session that no key opens."""

    def __init__(self, app: AppContext) -> None:
        self._sign_in = app.sign_in

    def look(self) -> list[FaultFinding]:
        """Whether the session kept is damaged."""
        return counted(Fault.SESSION_DAMAGED, int(self._sign_in.is_damaged()))

    def mend(self) -> None:
        """The session goes: nobody is signed in, as the panel says already."""
        self._sign_in.forget_damaged()


class LeftFiles:
    """Files that were being written when their program was killed: never whole, never read."""

    def __init__(self, app: AppContext) -> None:
        self._folder = app.folder

    def look(self) -> list[FaultFinding]:
        """Lists those of this person's data folder that are older than a day."""
        return named(Fault.LEFT_FILES, [path.name for path in self._left()])

    def mend(self) -> None:
        """Removes them; one that somebody has open stays for the next time."""
        for path in list(self._left()):
            with suppress(OSError):
                path.unlink()

    def _left(self) -> Iterator[Path]:
        oldest = time.time() - _OLD_S
        for path in sorted(self._folder.rglob(".*.partiel")):
            below = path.relative_to(self._folder)
            if below.parts[0] == _NOT_OURS or not _OURS.fullmatch(path.name):
                continue
            with suppress(OSError):
                if not path.is_symlink() and path.is_file() and path.stat().st_mtime < oldest:
                    yield path


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
