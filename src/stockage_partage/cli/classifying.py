"""`classer`: gives a document that waits its place, or shows those that wait."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stockage_partage.cli import options
from stockage_partage.cli.endings import say
from stockage_partage.cli.kept import exit_code, send_now, show
from stockage_partage.errors import Trouble
from stockage_partage.session import Session
from stockage_partage.words import classifying as words

if TYPE_CHECKING:
    from stockage_partage.company.facts import DocumentRow
    from stockage_partage.documents.filing.outcomes import Deposited
    from stockage_partage.documents.filing.placing import Given


def add_to(app: typer.Typer) -> None:
    """Adds this module's command."""
    app.command("classer", help=words.COMMAND)(classify)


def classify(
    which: Annotated[str, typer.Argument(metavar="DOCUMENT", help=words.WHICH)] = "",
    company: options.Company = "",
    application: options.Application = None,
    third_party: options.ThirdParty = None,
    kind: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help=words.TYPE_HELP)
    ] = None,
    number: options.DocumentNumber = None,
    date: options.DocumentDate = None,
    as_json: options.AsJson = False,
) -> None:
    """Without a document: those that wait. Exit code 1 when none or several answer to it."""
    from stockage_partage.documents.filing.placing import Given

    given = Given(third_party, kind, number, date.date() if date else None)
    with options.opened(company, application) as session:
        rows = _those(session, which)
        if not which or len(rows) != 1:
            _show_waiting(session, rows, as_json)
            if which:
                say(words.several(len(rows)) if rows else words.NOBODY)
                raise typer.Exit(1)
            if not rows and not as_json:
                say(words.NOTHING_WAITS)
            return
        code = _classify(session, rows[0], given, as_json)
    raise typer.Exit(code)


def _those(session: Session, which: str) -> list[DocumentRow]:
    """By number, else by what is said of them."""
    from stockage_partage.company.facts import Status
    from stockage_partage.documents.filing.classifying import MANY, queue

    register = session.database.register
    if not which:
        return queue(session.database)
    if which.isdecimal():
        row = register.get(int(which)) if len(which) < 18 else None
        if row is not None and row.status is Status.TO_CLASSIFY:
            return [row]
    return register.search(which, status=Status.TO_CLASSIFY, limit=MANY)


def _classify(session: Session, row: DocumentRow, given: Given, as_json: bool) -> int:
    from stockage_partage.documents.filing.classifying import classify as give_a_place
    from stockage_partage.documents.filing.filing_desk import Filed, as_it_stands
    from stockage_partage.storage.states import Function

    place = session.workplace
    place.require(Function.FILE_PRINTS)
    kept: Deposited | None = give_a_place(
        session.database, row.id, given, place.who(), place.application
    )
    if kept is None:
        say(words.ALREADY_DONE)
        return 1
    stopped: Trouble | None = send_now(session) if kept.path else None
    filed, now = as_it_stands(place, Filed(Path(row.title), kept))
    show(filed, now, stopped, as_json)
    if kept.path is None:
        say(words.STILL_WAITS)
        return 1
    return exit_code([filed], stopped)


def _show_waiting(session: Session, rows: list[DocumentRow], as_json: bool) -> None:
    from stockage_partage.documents.filing.proposing import waiting

    for row in rows:
        document = waiting(session.database, row.id)
        if document is None:
            continue
        reason = words.why(document.lacking, document.unread)
        if as_json:
            read = document.reading.as_object() if document.reading is not None else None
            options.print_json({"id": row.id, "fichier": row.title, "raison": reason, "lu": read})
        else:
            options.print_lines(words.waiting_line(row.id, row.title, reason))
