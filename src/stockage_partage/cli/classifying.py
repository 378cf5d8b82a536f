"""`classer`: gives a document that waits its place, or shows those that wait."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.command_output import exit_code, send_now, show
from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import command, option
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import Trouble
from stockage_partage.messages import classifying as texts

if TYPE_CHECKING:
    from datetime import datetime

    from stockage_partage.company.document_records import DocumentRow
    from stockage_partage.documents.filing.destination import GivenDetails
    from stockage_partage.documents.filing.outcomes import DepositResult


@command("classer")
@click.argument("which", metavar="[DOCUMENT]", default="", help=texts.WHICH)
@options.company
@options.application
@options.third_party
@option("--type", "kind", metavar="TYPE", help=texts.TYPE_HELP)
@options.document_number
@options.document_date
@options.as_json
def classify(
    which: str,
    company: str,
    application: str | None,
    third_party: str | None,
    kind: str | None,
    number: str | None,
    date: datetime | None,
    as_json: bool,
) -> None:
    """Without a document: those that wait. Exit code 1 when none or several answer to it."""
    from stockage_partage.documents.filing.destination import GivenDetails

    given = GivenDetails(third_party, kind, number, date.date() if date else None)
    with options.opened(company, application) as context:
        rows = _those(context, which)
        if not which or len(rows) != 1:
            _show_waiting(context, rows, as_json)
            if which:
                say(texts.several(len(rows)) if rows else texts.NOBODY)
                raise Exit(1)
            if not rows and not as_json:
                say(texts.NOTHING_WAITS)
            return
        code = _classify(context, rows[0], given, as_json)
    raise Exit(code)


def _those(context: AppContext, which: str) -> list[DocumentRow]:
    """The waiting documents that `which` names: by number, else by what is said of them."""
    from stockage_partage.company.state_records import Status
    from stockage_partage.documents.filing.classifying import MANY, queue

    register = context.database.register
    if not which:
        return queue(context.database)
    if which.isdecimal():
        row = register.get(int(which)) if len(which) < 18 else None
        if row is not None and row.status is Status.TO_CLASSIFY:
            return [row]
    return register.search(which, status=Status.TO_CLASSIFY, limit=MANY)


def _classify(context: AppContext, row: DocumentRow, given: GivenDetails, as_json: bool) -> int:
    from stockage_partage.activation.states import Function
    from stockage_partage.documents.filing.classifying import classify as give_a_place
    from stockage_partage.documents.filing.filing_service import FilingResult, as_it_stands
    from stockage_partage.documents.online_check import OnlineCheck

    app = context
    app.service.require(Function.FILE_PRINTS)
    kept: DepositResult | None = give_a_place(
        context.database,
        row.id,
        given,
        app.who(),
        app.application,
        OnlineCheck(app).is_there,
        complete=True,
    )
    if kept is None:
        say(texts.ALREADY_DONE)
        return 1
    stopped: Trouble | None = send_now(context) if kept.path else None
    filed, now = as_it_stands(app, FilingResult(Path(row.title), kept))
    show(filed, now, stopped, as_json)
    if kept.path is None:
        say(texts.STILL_WAITS)
        return 1
    return exit_code([filed], stopped)


def _show_waiting(context: AppContext, rows: list[DocumentRow], as_json: bool) -> None:
    from stockage_partage.documents.filing.suggestions import waiting

    for row in rows:
        document = waiting(context.database, row.id)
        if document is None:
            continue
        reason = texts.why(document.lacking, document.unread, document.particulars)
        if as_json:
            read = document.reading.as_object() if document.reading is not None else None
            options.print_json({"id": row.id, "fichier": row.title, "raison": reason, "lu": read})
        else:
            options.print_lines(texts.waiting_line(row.id, row.title, reason))
