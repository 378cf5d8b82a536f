"""`deposer`, `envoyer`, `documents`: filing, sending, finding again."""

from __future__ import annotations

import signal
from contextlib import closing, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.command_output import (
    heard_meanwhile,
    opened_when_free,
    send_and_tell,
    show,
    show_documents,
)
from stockage_partage.cli.exits import ending, say
from stockage_partage.cli.grammar import command, flag, option
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import (
    CompanyNotNamed,
    DatabaseCopied,
    DatabaseTooNew,
    NotADatabase,
    NotAllowed,
    SettingsRefused,
    Trouble,
)
from stockage_partage.messages import command_helps as helps
from stockage_partage.messages import commands as texts
from stockage_partage.messages.message import KEPT
from stockage_partage.messages.usage import sentence, slowed_down

if TYPE_CHECKING:
    from datetime import datetime

    from stockage_partage.company.document_records import SortOrder
    from stockage_partage.company.state_records import Status
    from stockage_partage.documents.sending.results import RoundResult
    from stockage_partage.documents.work_threads import Wakeup


#: What waiting does not mend: somebody must change a setting, or install another version.
_LASTING = (CompanyNotNamed, SettingsRefused, NotADatabase, DatabaseTooNew, DatabaseCopied)
#: Of a call that will never fit; the units of `service` do not start it again.
_CALL_TO_MEND = 2


@command("deposer")
@click.argument("files", metavar="FICHIER…", type=Path, nargs=-1, required=True, help=helps.FILES)
@options.company
@options.application
@options.third_party
@options.document_type
@options.document_number
@options.document_date
@options.as_json
def deposit(
    files: tuple[Path, ...],
    company: str,
    application: str | None,
    third_party: str | None,
    kind: str | None,
    number: str | None,
    date: datetime | None,
    as_json: bool,
) -> None:
    """Keeps the files, sends them if that can be done now, says where each stands."""
    from stockage_partage.documents.filing.destination import GivenDetails
    from stockage_partage.documents.filing.filing_service import file_documents, refused

    given = GivenDetails(third_party, kind, number, date.date() if date else None)
    with options.opened(company, application) as context:
        try:
            filed = file_documents(context, files, given)
        except NotAllowed as trouble:
            # Said once, for the application; each file's object still says what it is.
            for file in files:
                show(refused(file, trouble), None, None, as_json)
            raise
        code = send_and_tell(context, filed, as_json)
    raise Exit(code)


@command("envoyer")
@options.company
@options.application
@flag("--continu", "continuous", help=helps.CONTINUOUS)
@option(
    "--simultanes",
    "in_flight",
    metavar="NOMBRE",
    type=click.IntRange(1, 32),
    default=4,
    show_default=True,
    help=helps.IN_FLIGHT,
)
@options.as_json
def send(
    company: str,
    application: str | None,
    continuous: bool,
    in_flight: int,
    as_json: bool,
) -> None:
    """Sends what waits, once or until asked to stop."""
    # Before anything slow: asked to stop while it starts, it ends as well as later.
    wakeup = _stopped_by_the_system() if continuous else None
    try:
        if wakeup is None:
            with options.opened(company, application) as context:
                _send_once(context, in_flight, as_json)
            return
        waited_for = opened_when_free(company, application, wakeup)
        if waited_for is not None:
            with closing(waited_for) as context:
                _send_until_stopped(context, wakeup, in_flight, as_json)
    except _LASTING as trouble:
        if not continuous:
            raise
        # Started again, a service would end the same way for ever: its unit leaves this code alone.
        raise Exit(_for_good(trouble)) from trouble


def _for_good(trouble: Trouble) -> int:
    ending(trouble)
    return _CALL_TO_MEND


def _send_once(context: AppContext, in_flight: int, as_json: bool) -> None:
    from stockage_partage.documents.filing.filing_service import send_waiting

    try:
        with heard_meanwhile(context):
            round_result = send_waiting(
                context,
                in_flight=in_flight,
                tell_wait=lambda seconds: say(slowed_down(seconds)),
            )
        _tell(context, round_result, as_json)
        if round_result.trouble is not None:
            raise round_result.trouble
    except Trouble as trouble:
        raise Exit(ending(trouble, KEPT)) from trouble
    _say_why_some_wait(context)


def _say_why_some_wait(context: AppContext) -> None:
    """Documents whose next try is not due yet: why, rather than « nothing was sent »."""
    from stockage_partage.company.state_records import Status
    from stockage_partage.messages import documents as document_texts

    for row in context.database.register.search(status=Status.WAITING, limit=1):
        say(document_texts.waiting(row) or document_texts.SENT_BY_OTHERS)


def _stopped_by_the_system() -> Wakeup:
    """Stopped by Ctrl+C, by the system's own « stop », and by Windows' SIGBREAK."""
    from stockage_partage.documents.work_threads import Wakeup

    wakeup = Wakeup()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda *_: wakeup.stop())
    return wakeup


def _send_until_stopped(context: AppContext, wakeup: Wakeup, in_flight: int, as_json: bool) -> None:
    from stockage_partage.cli.continuous_sending import prints_taken, timestamps_fetched
    from stockage_partage.documents.sending.sending_service import SendingService, send_forever

    with (
        prints_taken(context, wakeup),
        timestamps_fetched(context),
        SendingService(context, in_flight) as sending,
    ):
        send_forever(
            sending,
            wakeup,
            lambda round_result: _tell_round(context, round_result, as_json),
        )


def _tell_round(context: AppContext, round_result: RoundResult, as_json: bool) -> None:
    if round_result.trouble is not None:
        say(sentence(round_result.trouble, KEPT))
    with suppress(Trouble):  # the database may be what is out of reach
        _tell(context, round_result, as_json)


def _tell(context: AppContext, round_result: RoundResult, as_json: bool) -> None:
    counts = context.database.register.counters()
    if as_json:
        options.print_json(
            {
                "envoyes": round_result.filed,
                "reportes": round_result.postponed,
                "bloques": round_result.blocked,
                "en_attente": counts.waiting,
            }
        )
    else:
        options.print_lines(texts.sent(round_result.filed, counts.waiting, round_result.blocked))


class StatusName(StrEnum):
    """The values of the option `--statut` of `documents`."""

    en_attente = "en_attente"
    bloque = "bloque"
    a_classer = "a_classer"
    classe = "classe"
    supprime = "supprime"

    @property
    def status(self) -> Status:
        """The database's own word."""
        from stockage_partage.company.state_records import Status

        return {
            StatusName.en_attente: Status.WAITING,
            StatusName.bloque: Status.BLOCKED,
            StatusName.a_classer: Status.TO_CLASSIFY,
            StatusName.classe: Status.FILED,
            StatusName.supprime: Status.FILED,
        }[self]


class OrderName(StrEnum):
    """The values of the option `--tri` of `documents`."""

    ajout = "ajout"
    date = "date"
    numero = "numero"
    tiers = "tiers"
    type = "type"
    montant = "montant"
    statut = "statut"

    @property
    def order(self) -> SortOrder:
        """The register's own word."""
        from stockage_partage.company.document_records import SortOrder

        return {
            OrderName.ajout: SortOrder.ADDED,
            OrderName.date: SortOrder.DATE,
            OrderName.numero: SortOrder.NUMBER,
            OrderName.tiers: SortOrder.THIRD_PARTY,
            OrderName.type: SortOrder.TYPE,
            OrderName.montant: SortOrder.AMOUNT,
            OrderName.statut: SortOrder.STATUS,
        }[self]


@command("documents")
@click.argument("text", metavar="[TEXTE]", default="", help=helps.SEARCHED)
@options.company
@options.application
@option(
    "--limite",
    "limit",
    metavar="NOMBRE",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    help=helps.LIMIT,
)
@option(
    "--passer",
    "offset",
    metavar="NOMBRE",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help=helps.SEARCH_OFFSET,
)
@options.since
@options.until
@option(
    "--statut",
    "status",
    metavar="STATUT",
    type=click.Choice(list(StatusName)),
    help=helps.SEARCH_STATUS,
)
@option(
    "--tri",
    "order",
    metavar="TRI",
    type=click.Choice(list(OrderName)),
    default=OrderName.ajout,
    help=helps.SEARCH_ORDER,
)
@flag("--croissant", "rising", help=helps.SEARCH_RISING)
@options.as_json
def search(
    text: str,
    company: str,
    application: str | None,
    limit: int,
    offset: int,
    since: datetime | None,
    until: datetime | None,
    status: StatusName | None,
    order: OrderName,
    rising: bool,
    as_json: bool,
) -> None:
    """Searches the register and prints the documents found.

    Raises StorageInactive, OptionMissing or FunctionLimited when consulting is not open, UnfitValue when
    the days are the wrong way round.
    """
    from stockage_partage.activation.states import Function
    from stockage_partage.company.state_records import Status
    from stockage_partage.messages.documents import line, understood

    days = options.period(since, until)
    wanted, meant = understood(text)
    chosen = status.status if status is not None else meant
    with options.opened(company, application) as context:
        context.service.require(Function.CONSULT)
        if as_json:
            context.know_hosts()
        own, start = context.own, context.database.company.get().fiscal_start
        rows = context.database.register.search(
            wanted if meant is chosen else text,
            chosen,
            limit,
            offset,
            order.order,
            descending=not rising,
            since=days[0],
            until=days[1],
            # As each is told: what was deleted online is not filed any more.
            deleted=status is StatusName.supprime if chosen is Status.FILED else None,
        )
    show_documents(rows, own, start, as_json, line)
    if not rows and not as_json:
        say(texts.NOTHING_FOUND)
