"""Files just handed over by a command: sent if they can be, told one by one, and the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stockage_partage.cli import options
from stockage_partage.cli.exits import ending, say
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import BeingPrepared, Passing, Trouble
from stockage_partage.messages import commands as texts
from stockage_partage.messages.message import KEPT

if TYPE_CHECKING:
    from stockage_partage.company.document_records import DocumentRow
    from stockage_partage.documents.filing.filing_service import FilingResult


_PASSES = (Passing, BeingPrepared)


def send_and_tell(context: AppContext, filed: Sequence[FilingResult], as_json: bool) -> int:
    """Sends what was just kept, if that can be done, says where each file stands; the exit code."""
    from stockage_partage.documents.filing.filing_service import as_it_stands

    stopped: Trouble | None = None
    try:
        stopped = send_now(context)
    finally:  # whatever sending met, what is kept is told
        stands = [as_it_stands(context, each) for each in filed]
        for each, row in stands:
            show(each, row, stopped, as_json, blocked_told=True)
    _say_why_blocked(stands)
    return exit_code([each for each, _ in stands], stopped)


def _say_why_blocked(stands: Sequence[tuple[FilingResult, DocumentRow | None]]) -> None:
    """Documents that are kept and will not leave by themselves."""
    from stockage_partage.company.state_records import Status
    from stockage_partage.messages import documents as document_texts

    blocked = [
        (each.file.name, row) for each, row in stands if row and row.status is Status.BLOCKED
    ]
    for name, row in blocked:
        say(texts.named(name, document_texts.trouble(row.trouble or "")))


def send_now(context: AppContext) -> Trouble | None:
    """Nothing is lost when it cannot be done: the document is kept and the reason is said."""
    from stockage_partage.documents.filing.filing_service import pause_of, send_waiting

    try:
        return send_waiting(context, patient=False).trouble or pause_of(context)
    except Trouble as trouble:
        return trouble


def show(
    filed: FilingResult,
    row: DocumentRow | None,
    stopped: Trouble | None,
    as_json: bool,
    *,
    blocked_told: bool = False,
) -> None:
    """One object a file for a machine, one line for a person.

    The line leaves out a reason that is said beside it, on the other stream: why a file is refused, why
    everything waits (`exit_code`), and why one is blocked when it is `blocked_told`.
    """
    from stockage_partage.company.document_records import AttachmentKind
    from stockage_partage.documents.filing.outcomes import FilingOutcome, deposit_object
    from stockage_partage.messages import documents as document_texts
    from stockage_partage.messages.usage import sentence

    kept = filed.deposited
    status = kept.status if kept else FilingOutcome.REFUSED
    reason = document_texts.reason_for(kept, row, filed.trouble)
    if status is FilingOutcome.WAITING and reason is None and stopped is not None:
        reason = sentence(stopped, KEPT)
    if as_json:
        options.print_json(
            deposit_object(
                str(filed.file),
                status,
                kept.path if kept else None,
                reason,
                kept.reading if kept else filed.reading,
                kept.role if kept else AttachmentKind.NOT,
            )
        )
        return
    place = kept.path if kept and kept.path else ""
    waits = (
        status is FilingOutcome.WAITING and stopped is not None and not isinstance(stopped, _PASSES)
    )
    if (
        status is FilingOutcome.REFUSED
        or waits
        or (status is FilingOutcome.BLOCKED and blocked_told)
    ):
        reason = None
    what = document_texts.role_of_kept(kept, row) if kept and place else ""
    options.print_lines(document_texts.deposit_line(filed.file.name, status, place, reason, what))


def exit_code(filed: Sequence[FilingResult], stopped: Trouble | None) -> int:
    """Says why files were refused; the exit code of the contract, 1 for one that will not leave by itself."""
    from stockage_partage.documents.filing.outcomes import FilingOutcome

    troubles = [(each.file.name, each.trouble) for each in filed if each.trouble is not None]
    for name, trouble in troubles:
        say(texts.about(name, trouble))
    stands = {each.deposited.status for each in filed if each.deposited}
    ended = 0  # nothing waits, or it leaves by itself
    if stopped is not None and FilingOutcome.WAITING in stands and not isinstance(stopped, _PASSES):
        ended = ending(stopped, KEPT)
    if troubles:
        return troubles[0][1].exit_code
    return 1 if FilingOutcome.BLOCKED in stands else ended
