"""Everything that can be mended, one area after the other: looked at, mended, looked at again.

What is told as mended was seen to be so afterwards. A trouble in one area is told with it and stops none
of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Event

from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.repair.findings import Area, Fault, FaultFinding, RepairOutcome
from stockage_partage.documents.repair.fingerprints import LibraryFingerprints
from stockage_partage.documents.repair.kept_documents import (
    Counters,
    KeptBytes,
    LostLeases,
    TwinDocuments,
)
from stockage_partage.documents.repair.library_check import LibraryCheck
from stockage_partage.documents.repair.workstation import (
    DamagedSession,
    HalfMadeActivation,
    LeftFiles,
)
from stockage_partage.errors import Trouble


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
