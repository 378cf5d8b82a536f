"""Filing and sending at one workplace: what the command line, the journey and the window ask.

Whether the application may file is checked first; then the document is kept, then sent if it can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stockage_partage.company.facts import DocumentRow
from stockage_partage.documents.filing.deposit import deposit, look
from stockage_partage.documents.filing.outcomes import Deposited
from stockage_partage.documents.filing.placing import Given
from stockage_partage.documents.filing.register_view import settled
from stockage_partage.documents.reading.invoice import Reading
from stockage_partage.documents.sending.bell import Bell
from stockage_partage.documents.sending.draining import Drained, drain_all
from stockage_partage.documents.sending.sender import IN_FLIGHT
from stockage_partage.documents.sending.sending_desk import SendingDesk
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import DocumentTrouble, Throttled, Trouble
from stockage_partage.storage.states import Function


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one file. `deposited` None: refused, for the reason `trouble`.

    `reading` is what a refused file says of itself, None when it says nothing.
    """

    file: Path
    deposited: Deposited | None = None
    trouble: Trouble | None = None
    reading: Reading | None = None


def file_documents(workplace: Workplace, files: Sequence[Path], given: Given) -> list[Filed]:
    """Keeps each file; one that is refused does not stop the others.

    Raises StorageInactive or FunctionLimited when this application may not file at all.
    """
    workplace.require(Function.FILE_PRINTS)
    return [_keep(workplace, file, given) for file in files]


def _keep(workplace: Workplace, file: Path, given: Given) -> Filed:
    try:
        kept = deposit(
            workplace.database, file, given, workplace.who(), workplace.application, remember=True
        )
    except Trouble as trouble:
        return refused(file, trouble)
    return Filed(file, kept)


def refused(file: Path, trouble: Trouble) -> Filed:
    """A file that is not kept; what it says of itself is told all the same."""
    try:
        return Filed(file, trouble=trouble, reading=look(file))
    except DocumentTrouble:
        return Filed(file, trouble=trouble)


def send_waiting(
    workplace: Workplace,
    bell: Bell | None = None,
    *,
    in_flight: int = IN_FLIGHT,
    patient: bool = True,
) -> Drained:
    """Sends what is due now. `patient`: waits for the next minute when this one's budget is used up.

    Raises SignInNeeded, BeingPrepared, StorageInactive and others.
    """
    with SendingDesk(workplace, in_flight) as desk:
        return drain_all(desk, bell or Bell(), patient=patient)


def pause_of(workplace: Workplace) -> Throttled | None:
    """Why nothing leaves just now: Microsoft 365 asked every workstation to wait."""
    moment = workplace.clock()
    pause = workplace.database.outbox.paused_until(moment)
    return Throttled(retry_after=(pause.until - moment).total_seconds()) if pause else None


def as_it_stands(workplace: Workplace, filed: Filed) -> tuple[Filed, DocumentRow | None]:
    """The same, with what sending has made of it since."""
    if filed.deposited is None:
        return filed, None
    row = workplace.database.register.get(filed.deposited.document_id)
    return replace(filed, deposited=settled(filed.deposited, row)), row
