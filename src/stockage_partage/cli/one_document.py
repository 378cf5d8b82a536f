"""`reessayer` and `retirer`: what a person decides about documents that are not online yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.exits import confirm, ending, say
from stockage_partage.cli.grammar import UnfitValue, command, flag
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import Passing, Trouble
from stockage_partage.messages.documents_page import (
    ALL,
    NOBODY,
    NOT_WITHDRAWN,
    NOTHING_BLOCKED,
    ONE_OR_ALL,
    WHICH,
    WITHDRAWN,
    before_withdrawing,
    numbered,
    several,
)
from stockage_partage.messages.message import KEPT

if TYPE_CHECKING:
    from stockage_partage.company.document_records import DocumentRow
    from stockage_partage.company.state_records import Status
    from stockage_partage.documents.context import AppContext

#: More than anybody names by one text.
MANY = 500
#: An identifier of the database has fewer digits.
_DIGITS = 18


def documents_named(
    context: AppContext, which: str, statuses: Sequence[Status]
) -> list[DocumentRow]:
    """The documents of these statuses that `which` names: by identifier, else by what is said of them."""
    register = context.database.register
    if which.isdecimal() and len(which) < _DIGITS:
        row = register.get(int(which))
        if row is not None and row.status in statuses:
            return [row]
    return [row for status in statuses for row in register.search(which, status, MANY)]


@command("reessayer")
@click.argument("which", metavar="[DOCUMENT]", default="", help=WHICH)
@options.company
@options.application
@flag("--tous", "everything", help=ALL)
@options.as_json
def retry(
    which: str,
    company: str,
    application: str | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Asks for another try of blocked documents, sends, and tells where they stand.

    Without a document: those that are blocked, each with its identifier.
    """
    from stockage_partage.activation.states import Function
    from stockage_partage.cli.filing_output import send_now
    from stockage_partage.company.state_records import Status

    if which and everything:
        raise UnfitValue("DOCUMENT", which, advice=ONE_OR_ALL)
    with options.opened(company, application) as context:
        context.service.require(Function.CONSULT)
        rows = documents_named(context, which, [Status.BLOCKED])
        if which and len(rows) != 1:
            told_apart(context, rows, as_json)
        if not rows and not as_json:
            say(NOTHING_BLOCKED)
        if not which and not everything:
            _show(context, rows, as_json)
            return
        for row in rows:
            context.database.outbox.retry(row.id)
        stopped = send_now(context) if rows else None
        now = [found for each in rows if (found := context.database.register.get(each.id))]
        _show(context, now, as_json)
        _end([row.status for row in now], stopped)


def _end(statuses: Sequence[Status], stopped: Trouble | None) -> None:
    """Raises Exit: 1 where one is blocked again, or what stops those that wait and does not pass."""
    from stockage_partage.company.state_records import Status

    if Status.BLOCKED in statuses:
        raise Exit(1)
    if stopped is not None and Status.WAITING in statuses and not isinstance(stopped, Passing):
        raise Exit(ending(stopped, KEPT))


@command("retirer")
@click.argument("which", metavar="DOCUMENT", help=WHICH)
@options.company
@options.application
@options.yes
@options.as_json
def withdraw(which: str, company: str, application: str | None, yes: bool, as_json: bool) -> None:
    """Takes back one document that is not online yet; asks first, for its bytes are lost."""
    from stockage_partage.activation.states import Function
    from stockage_partage.company.state_records import Status
    from stockage_partage.documents.viewing.view import withdraw as take_back

    statuses = [Status.TO_CLASSIFY, Status.BLOCKED, Status.WAITING]
    with options.opened(company, application) as context:
        context.service.require(Function.CONSULT)
        rows = documents_named(context, which, statuses)
        if len(rows) != 1:
            told_apart(context, rows, as_json)
        confirm(yes, before_withdrawing(rows[0]))
        done = take_back(context, rows[0].id)
        if as_json:
            options.print_json({"id": rows[0].id, "fichier": rows[0].title, "retire": done})
        say(WITHDRAWN if done else NOT_WITHDRAWN)
        if not done:
            raise Exit(1)


def told_apart(app: AppContext, rows: Sequence[DocumentRow], as_json: bool) -> None:
    """Shows those that answer to the text. Raises Exit(1): a person chooses one by its identifier."""
    _show(app, rows, as_json)
    say(several(len(rows)) if rows else NOBODY)
    raise Exit(1)


def _show(app: AppContext, rows: Sequence[DocumentRow], as_json: bool) -> None:
    from stockage_partage.documents.filing.outcomes import document_object
    from stockage_partage.messages import documents as document_texts
    from stockage_partage.messages import life_cycle

    start = app.database.company.get().fiscal_start
    for row in rows:
        if as_json:
            reason = document_texts.waiting(row)
            options.print_json(document_object(row, reason, app.own, start, life_cycle.told(row)))
        else:
            options.print_lines(numbered(row.id, document_texts.line(row)))
