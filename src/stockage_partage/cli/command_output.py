"""What commands tell: documents, each file handed over, what is waited for. No command that works is mute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

from stockage_partage.cli import options
from stockage_partage.cli.exits import ending, say
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import (
    BeingPrepared,
    DatabaseBusy,
    DatabaseUnreachable,
    Passing,
    Trouble,
)
from stockage_partage.messages import commands as texts
from stockage_partage.messages.message import KEPT
from stockage_partage.messages.usage import (
    asking_again,
    database_awaited,
    paused,
    sentence,
    still_sending,
)

if TYPE_CHECKING:
    from stockage_partage.company.document_records import DocumentRow
    from stockage_partage.company.fiscal_years import FiscalStart
    from stockage_partage.documents.filing.filing_service import FilingResult
    from stockage_partage.documents.work_threads import Wakeup

_PASSES = (Passing, BeingPrepared)
#: Seconds of silence before a command that goes on says so, and between two tries at a database that is not free.
SILENCE_S, AGAIN_S = 30.0, 2.0
#: A first look waits no longer for the others: that the database is busy is said soon.
GLANCE = timedelta(seconds=2)


def show_documents(
    rows: Sequence[DocumentRow],
    own: Callable[[str | None], str | None],
    start: FiscalStart,
    as_json: bool,
    line: Callable[[DocumentRow], str],
) -> None:
    """Documents of the register: an object each for a machine, `line` of each for a person."""
    from stockage_partage.documents.filing.outcomes import document_object
    from stockage_partage.messages.documents import life_cycle_object, waiting

    for row in rows:
        if as_json:
            told = document_object(row, waiting(row), own, start, life_cycle_object(row))
            options.print_json(told)
        else:
            options.print_lines(line(row))


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


@contextmanager
def heard_meanwhile(context: AppContext, silence_s: float = SILENCE_S) -> Iterator[None]:
    """While the body runs, a line on stderr now and then: how many documents still wait."""

    def tell() -> None:
        say(still_sending(context.database.register.counters().waiting))

    with _telling(tell, silence_s, at_once=False):
        yield


@contextmanager
def said_meanwhile(said: str, silence_s: float = SILENCE_S) -> Iterator[None]:
    """While the body runs, that sentence on stderr now and then."""
    with _telling(lambda: say(said), silence_s, at_once=False):
        yield


@contextmanager
def waits_told(context: AppContext, every_s: float = AGAIN_S) -> Iterator[None]:
    """While the body runs, a line on stderr for each wait, said once: what for, and how long.

    It is the pause that Microsoft 365 asks of every workstation, or a rest before asking again.
    """
    pause_told: datetime | None = None
    rest_told: datetime | None = None

    def tell() -> None:
        nonlocal pause_told, rest_told
        now = context.clock()
        rest = context.rests.under_way(now)
        # Several requests rest at once, each a moment later than the other: one line is enough.
        if rest is not None and (rest_told is None or rest_told <= now):
            rest_told = rest.until
            say(asking_again(rest.trouble, (rest.until - now).total_seconds()))
        pause = context.database.outbox.paused_until(now)
        if pause is not None and pause.until != pause_told:
            pause_told = pause.until
            say(paused((pause.until - now).total_seconds()))

    with _telling(tell, every_s, at_once=True):
        yield


@contextmanager
def _telling(tell: Callable[[], None], every_s: float, *, at_once: bool) -> Iterator[None]:
    """While the body runs, calls `tell` that often, from a thread of its own."""
    ended = Event()

    def go_on() -> None:
        wait_s = 0.0 if at_once else every_s
        while not ended.wait(wait_s):
            with suppress(Trouble):  # whoever works meets it too, and says it
                tell()
            wait_s = every_s

    thread = Thread(target=go_on, name="telling", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def opened_when_free(company: str, application: str | None, wakeup: Wakeup) -> AppContext | None:
    """The session, once the database is neither held by others nor out of reach; None when `wakeup` stopped.

    What is waited for is said once. Other troubles are raised: they do not end by themselves.
    """
    told: set[str] = set()
    while not wakeup.stopped:
        try:
            _look(company, application)
            return options.open_for(company, application)
        except (DatabaseBusy, DatabaseUnreachable) as trouble:
            if trouble.kind not in told:
                say(database_awaited(trouble))
            told.add(trouble.kind)
            wakeup.wait(AGAIN_S)
    return None


def _look(company: str, application: str | None) -> None:
    from stockage_partage.company.database import CompanyDatabase

    settings = options.settings_with_company(company, application)
    CompanyDatabase.open(settings.company, patience=GLANCE).close()
