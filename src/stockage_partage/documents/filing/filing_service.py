"""Filing and sending for one application: what the command line, the journey and the window ask.

Whether the application may file is checked first; then the document is kept, then sent if it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stockage_partage.activation.states import Function
from stockage_partage.company.document_records import DocumentRow
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.deposit import deposit, look
from stockage_partage.documents.filing.destination import GivenDetails
from stockage_partage.documents.filing.outcomes import DepositResult, settled
from stockage_partage.documents.invoices.invoice import InvoiceReading
from stockage_partage.documents.online_check import OnlineCheck
from stockage_partage.documents.sending.results import RoundResult
from stockage_partage.documents.sending.send_one import UNITS
from stockage_partage.documents.sending.sender import IN_FLIGHT
from stockage_partage.documents.sending.sending_service import SendingService, send_all
from stockage_partage.documents.work_threads import Wakeup
from stockage_partage.errors import DocumentTrouble, Throttled, Trouble


@dataclass(frozen=True, slots=True)
class FilingResult:
    """What became of one file. `deposited` None: refused, for the reason `trouble`.

    `reading` is what a refused file says of itself, None when it says nothing.
    """

    file: Path
    deposited: DepositResult | None = None
    trouble: Trouble | None = None
    reading: InvoiceReading | None = None


def file_documents(
    app: AppContext, files: Sequence[Path], given: GivenDetails
) -> list[FilingResult]:
    """Keeps each file; one that is refused does not stop the others.

    Raises StorageInactive or FunctionLimited when this application may not file at all.
    """
    app.service.require(Function.FILE_PRINTS)
    online = OnlineCheck(app)
    return [_keep(app, file, given, online) for file in files]


def _keep(app: AppContext, file: Path, given: GivenDetails, online: OnlineCheck) -> FilingResult:
    try:
        kept = deposit(
            app.database,
            file,
            given,
            app.who(),
            app.application,
            remember=True,
            is_there=online.is_there,
        )
    except Trouble as trouble:
        return refused(file, trouble)
    return FilingResult(file, kept)


def refused(file: Path, trouble: Trouble) -> FilingResult:
    """A file that is not kept; what it says of itself is told all the same."""
    try:
        return FilingResult(file, trouble=trouble, reading=look(file))
    except DocumentTrouble:
        return FilingResult(file, trouble=trouble)


def send_waiting(
    app: AppContext,
    wakeup: Wakeup | None = None,
    *,
    in_flight: int = IN_FLIGHT,
    patient: bool = True,
    tell_wait: Callable[[float], object] = lambda _: None,
) -> RoundResult:
    """Sends what is due now. `patient`: waits for the next minute when this one's budget is used up.

    `tell_wait` hears of such a wait, in seconds.

    Raises SignInNeeded, BeingPrepared, StorageInactive and others.
    """
    with SendingService(app, in_flight) as sending:
        return send_all(sending, wakeup or Wakeup(), patient=patient, tell_wait=tell_wait)


def pause_of(app: AppContext) -> Throttled | None:
    """Why nothing leaves just now: Microsoft 365 asked every workstation to wait."""
    moment = app.clock()
    pause = app.database.outbox.paused_until(moment)
    until = pause.until if pause else app.database.budget.held_until(UNITS, moment)
    return Throttled(retry_after=(until - moment).total_seconds()) if until else None


def as_it_stands(app: AppContext, filed: FilingResult) -> tuple[FilingResult, DocumentRow | None]:
    """What was filed, with what sending has made of it since, and its row in the register.

    The row is None when nothing was filed, or when the document is not there any more.
    """
    if filed.deposited is None:
        return filed, None
    row = app.database.register.get(filed.deposited.document_id)
    return replace(filed, deposited=settled(filed.deposited, row)), row
