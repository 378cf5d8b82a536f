"""`deposer`, `envoyer`, `documents`: filing, sending, finding again."""

from __future__ import annotations

import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stockage_partage.cli import options
from stockage_partage.cli.endings import ending, say
from stockage_partage.cli.kept import send_and_tell, show
from stockage_partage.errors import NotAllowed, Trouble
from stockage_partage.session import Session
from stockage_partage.words import commands as words
from stockage_partage.words import search_help
from stockage_partage.words.message import KEPT

if TYPE_CHECKING:
    from stockage_partage.documents.sending.bell import Bell
    from stockage_partage.documents.sending.draining import Drained


def add_to(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command("deposer", help=words.DEPOSIT)(deposit)
    app.command("envoyer", help=words.SEND)(send)
    app.command("documents", help=words.DOCUMENTS)(search)


def deposit(
    files: Annotated[list[Path], typer.Argument(metavar="FICHIER…", help=words.FILES)],
    company: options.Company = "",
    application: options.Application = None,
    third_party: options.ThirdParty = None,
    kind: options.DocumentType = None,
    number: options.DocumentNumber = None,
    date: options.DocumentDate = None,
    as_json: options.AsJson = False,
) -> None:
    """Keeps the files, sends them if that can be done now, says where each stands."""
    from stockage_partage.documents.filing.filing_desk import file_documents, refused
    from stockage_partage.documents.filing.placing import Given

    given = Given(third_party, kind, number, date.date() if date else None)
    with options.opened(company, application) as session:
        try:
            filed = file_documents(session.workplace, files, given)
        except NotAllowed as trouble:
            # Said once, for the application; each file's object still says what it is.
            for file in files:
                show(refused(file, trouble), None, None, as_json)
            raise
        code = send_and_tell(session, filed, as_json)
    raise typer.Exit(code)


def send(
    company: options.Company = "",
    application: options.Application = None,
    continuous: Annotated[bool, typer.Option("--continu", help=words.CONTINUOUS)] = False,
    in_flight: Annotated[
        int, typer.Option("--simultanes", metavar="NOMBRE", min=1, max=32, help=words.IN_FLIGHT)
    ] = 4,
    as_json: options.AsJson = False,
) -> None:
    """Sends what waits, once or until asked to stop."""
    # Before anything slow: asked to stop while it starts, it ends as well as later.
    bell = _stopped_by_the_system() if continuous else None
    with options.opened(company, application) as session:
        if bell is not None:
            _send_until_stopped(session, bell, in_flight, as_json)
        else:
            _send_once(session, in_flight, as_json)


def _send_once(session: Session, in_flight: int, as_json: bool) -> None:
    from stockage_partage.documents.filing.filing_desk import send_waiting

    try:
        drained = send_waiting(session.workplace, in_flight=in_flight)
        _tell(session, drained, as_json)
        if drained.trouble is not None:
            raise drained.trouble
    except Trouble as trouble:
        raise typer.Exit(ending(trouble, KEPT)) from trouble
    _say_why_some_wait(session)


def _say_why_some_wait(session: Session) -> None:
    """Documents whose next try is not due yet: why, rather than « nothing was sent »."""
    from stockage_partage.company.facts import Status
    from stockage_partage.words import documents as document_words

    for row in session.database.register.search(status=Status.WAITING, limit=1):
        say(document_words.waiting(row) or document_words.SENT_BY_OTHERS)


def search(
    text: Annotated[str, typer.Argument(metavar="TEXTE", help=words.SEARCHED)] = "",
    company: options.Company = "",
    application: options.Application = None,
    limit: Annotated[
        int, typer.Option("--limite", metavar="NOMBRE", min=1, help=words.LIMIT)
    ] = 100,
    offset: Annotated[
        int, typer.Option("--depuis", metavar="NOMBRE", min=0, help=search_help.OFFSET)
    ] = 0,
    status: Annotated[
        search_help.StatusName | None,
        typer.Option("--statut", metavar="STATUT", help=search_help.STATUS),
    ] = None,
    order: Annotated[
        search_help.OrderName, typer.Option("--tri", metavar="TRI", help=search_help.ORDER)
    ] = (search_help.OrderName.ajout),
    rising: Annotated[bool, typer.Option("--croissant", help=search_help.RISING)] = False,
    as_json: options.AsJson = False,
) -> None:
    """Searches the register."""
    from stockage_partage.documents.filing.register_view import document_object
    from stockage_partage.storage.states import Function
    from stockage_partage.words import documents as document_words
    from stockage_partage.words.search_words import understood

    wanted, meant = understood(text)
    chosen = status.status if status is not None else meant
    with options.opened(company, application) as session:
        session.workplace.require(Function.CONSULT)
        rows = session.database.register.search(
            wanted if meant is chosen else text,
            chosen,
            limit,
            offset,
            order.order,
            descending=not rising,
        )
    for row in rows:
        if as_json:
            options.print_json(document_object(row, document_words.waiting(row)))
        else:
            options.print_lines(document_words.line(row))
    if not rows and not as_json:
        say(words.NOTHING_FOUND)


def _stopped_by_the_system() -> Bell:
    """Stopped by Ctrl+C, by the system's own « stop », and by Windows' SIGBREAK."""
    from stockage_partage.documents.sending.bell import Bell

    bell = Bell()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda *_: bell.stop())
    return bell


def _send_until_stopped(session: Session, bell: Bell, in_flight: int, as_json: bool) -> None:
    from stockage_partage.cli.print_watching import prints_taken
    from stockage_partage.documents.sending.draining import keep_draining
    from stockage_partage.documents.sending.sending_desk import SendingDesk

    with (
        prints_taken(session, bell),
        SendingDesk(session.workplace, in_flight) as desk,
    ):
        keep_draining(
            desk,
            bell,
            lambda drained: _tell_round(session, drained, as_json),
        )


def _tell_round(session: Session, drained: Drained, as_json: bool) -> None:
    from stockage_partage.words.usage import sentence

    if drained.trouble is not None:
        say(sentence(drained.trouble, KEPT))
    with suppress(Trouble):  # the database may be what is out of reach
        _tell(session, drained, as_json)


def _tell(session: Session, drained: Drained, as_json: bool) -> None:
    counts = session.database.register.counters()
    if as_json:
        options.print_json(
            {
                "envoyes": drained.filed,
                "reportes": drained.postponed,
                "bloques": drained.blocked,
                "en_attente": counts.waiting,
            }
        )
    else:
        options.print_lines(words.sent(drained.filed, counts.waiting, drained.blocked))
