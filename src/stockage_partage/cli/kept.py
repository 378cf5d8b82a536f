"""Files just handed over by a command: sent if they can be, told one by one, and the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stockage_partage.cli import options
from stockage_partage.cli.endings import ending, say
from stockage_partage.errors import BeingPrepared, Passing, Trouble
from stockage_partage.session import Session
from stockage_partage.words import commands as words
from stockage_partage.words.message import KEPT

if TYPE_CHECKING:
    from stockage_partage.company.facts import DocumentRow
    from stockage_partage.documents.filing.filing_desk import Filed


_PASSES = (Passing, BeingPrepared)


def send_and_tell(session: Session, filed: Sequence[Filed], as_json: bool) -> int:
    """Sends what was just kept, if that can be done, says where each file stands; the exit code."""
    from stockage_partage.documents.filing.filing_desk import as_it_stands

    stopped: Trouble | None = None
    try:
        stopped = send_now(session)
    finally:  # whatever sending met, what is kept is told
        stands = [as_it_stands(session.workplace, each) for each in filed]
        for each, row in stands:
            show(each, row, stopped, as_json)
    _say_why_blocked(stands)
    return exit_code([each for each, _ in stands], stopped)


def _say_why_blocked(stands: Sequence[tuple[Filed, DocumentRow | None]]) -> None:
    """Documents that are kept and will not leave by themselves."""
    from stockage_partage.company.facts import Status
    from stockage_partage.words import documents as document_words

    blocked = [
        (each.file.name, row) for each, row in stands if row and row.status is Status.BLOCKED
    ]
    for name, row in blocked:
        say(words.named(name, document_words.trouble(row.trouble or "")))


def send_now(session: Session) -> Trouble | None:
    """Nothing is lost when it cannot be done: the document is kept and the reason is said."""
    from stockage_partage.documents.filing.filing_desk import pause_of, send_waiting

    try:
        return send_waiting(session.workplace, patient=False).trouble or pause_of(session.workplace)
    except Trouble as trouble:
        return trouble


def show(filed: Filed, row: DocumentRow | None, stopped: Trouble | None, as_json: bool) -> None:
    """One object a file for a machine, one line for a person."""
    from stockage_partage.documents.filing.outcomes import Filing
    from stockage_partage.documents.filing.register_view import deposit_object
    from stockage_partage.words import documents as document_words
    from stockage_partage.words.usage import sentence

    kept = filed.deposited
    status = kept.status if kept else Filing.REFUSED
    reason = document_words.reason_for(kept, row, filed.trouble)
    if status is Filing.WAITING and reason is None and stopped is not None:
        reason = sentence(stopped, KEPT)
    if as_json:
        options.print_json(
            deposit_object(
                str(filed.file),
                status,
                kept.path if kept else None,
                reason,
                kept.reading if kept else filed.reading,
            )
        )
        return
    place = kept.path if kept and kept.path else ""
    options.print_lines(document_words.deposit_line(filed.file.name, status, place, reason))


def exit_code(filed: Sequence[Filed], stopped: Trouble | None) -> int:
    """Says why files were refused; the exit code of the contract, 1 for one that will not leave by itself."""
    from stockage_partage.documents.filing.outcomes import Filing

    troubles = [(each.file.name, each.trouble) for each in filed if each.trouble is not None]
    for name, trouble in troubles:
        say(words.about(name, trouble))
    if troubles:
        return troubles[0][1].exit_code
    stands = {each.deposited.status for each in filed if each.deposited}
    if Filing.BLOCKED in stands:
        return 1
    if stopped is None or Filing.WAITING not in stands or isinstance(stopped, _PASSES):
        return 0  # nothing waits, or it leaves by itself
    return ending(stopped, KEPT)
