"""`journal` and `verifier`: who did what, from where and when, and whether all of it is as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.exits import say, stop_wished
from stockage_partage.cli.grammar import UnfitValue, command, day_option, flag, option
from stockage_partage.messages import command_helps as helps
from stockage_partage.streams import Stopped, check

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.journal.entries import JournalHead
    from stockage_partage.company.journal.journal import Journal
    from stockage_partage.company.journal.search import JournalFilter
    from stockage_partage.company.journal.verification import CheckedDocument, VerificationResult
    from stockage_partage.documents.verifying import Look, VerificationHere


@command("journal")
@options.company
@option("--recherche", "text", metavar="TEXTE", default="", help=helps.JOURNAL_TEXT)
@day_option("--depuis", "since", help=helps.JOURNAL_SINCE)
@day_option("--jusqu-a", "until", help=helps.JOURNAL_UNTIL)
@option("--document", "document", metavar="ID", type=click.INT, help=helps.JOURNAL_DOCUMENT)
@option(
    "--limite",
    "limit",
    metavar="NOMBRE",
    type=click.IntRange(1),
    default=100,
    help=helps.JOURNAL_LIMIT,
)
@option("--csv", "table", metavar="FICHIER", type=Path, help=helps.JOURNAL_CSV)
@options.as_json
def show(
    company: str,
    text: str,
    since: datetime | None,
    until: datetime | None,
    document: int | None,
    limit: int,
    table: Path | None,
    as_json: bool,
) -> None:
    """Shows the entries that are asked for, the newest first; with `--csv` all of them, and the head."""
    from stockage_partage.company.journal.search import JournalFilter, between
    from stockage_partage.messages import journal_entries as texts
    from stockage_partage.session import open_database

    begin, end = between(*options.period(since, until))
    wanted = JournalFilter(text, begin, end, document, texts.LABELS)
    with open_database(options.settings_with_company(company)) as database:
        if table is not None:
            say(texts.written(_write(database.journal, wanted, table), str(table)))
            return
        found = list(islice(database.journal.search(wanted), limit))
    for entry in found:
        if as_json:
            options.print_json(texts.as_object(entry))
        else:
            options.print_lines(texts.line(entry))
    if not found and not as_json:
        say(texts.NOTHING_FOUND)


def _write(journal: Journal, wanted: JournalFilter, table: Path) -> int:
    """How many entries the table has, besides the head."""
    from stockage_partage.messages import journal_entries as texts
    from stockage_partage.plain_text import write_csv

    rows = texts.table(*journal.extract(wanted))
    write_csv(table, texts.HEADINGS, rows)
    return len(rows) - 1


def _known_head(_: click.Context, __: click.Parameter, given: str | None) -> JournalHead | None:
    """Raises UnfitValue for what is not a number and a hash."""
    from stockage_partage.company.journal.entries import JournalHead

    if given is None:
        return None
    found = re.fullmatch(r"(\d{1,18}):([0-9a-fA-F]{64})", given.strip(), re.ASCII)
    if found is None:
        raise UnfitValue("--tete", given, advice=helps.HEAD_FORM)
    return JournalHead(int(found[1]), found[2].lower())


@command("verifier")
@options.company
@options.application
@option("--dossier", "folder", metavar="DOSSIER", type=Path, help=helps.CHECKED_FOLDER)
@flag("--en-ligne", "online", help=helps.CHECKED_ONLINE)
@option(
    "--tete", "known", metavar="NUMERO:EMPREINTE", callback=_known_head, help=helps.CHECKED_HEAD
)
@flag("--accepter", "accept", help=helps.ACCEPTED_HEAD)
@options.as_json
def verify(
    company: str,
    application: str | None,
    folder: Path | None,
    online: bool,
    known: JournalHead | None,
    accept: bool,
    as_json: bool,
) -> None:
    """Finds any entry and any byte that is not as it was written; exit code 1 when there is one."""
    from stockage_partage.documents.verifying import VerificationHere
    from stockage_partage.messages import journal as texts

    settings = options.settings_with_company(company, application)
    if folder is not None and not folder.is_dir():
        raise UnfitValue("--dossier", str(folder))
    with _opened(company, application, folder, online) as (database, looks):
        here = VerificationHere(database, settings.data_dir)
        result = _run(here, known, looks)
    if as_json:
        options.print_json(texts.verification_object(result, here.kept))
    else:
        options.print_lines(*texts.verification_lines(result))
        if here.kept is None:
            say(texts.NO_HEAD)
    if result.is_whole or accept:
        here.keep(result)
    if not result.is_whole:
        say(texts.HEAD_ACCEPTED if accept else texts.NOT_WHOLE)
        raise Exit(1)


def _run(
    here: VerificationHere, known: JournalHead | None, looks: list[Look]
) -> VerificationResult:
    def look(document: CheckedDocument, result: VerificationResult) -> None:
        for each in looks:
            each(document, result)

    try:
        return here.run(look, known)
    except Stopped:
        raise KeyboardInterrupt from None


@contextmanager
def _opened(
    company: str, application: str | None, folder: Path | None, online: bool
) -> Iterator[tuple[CompanyDatabase, list[Look]]]:
    """The database, and what looks at bytes that are elsewhere. Microsoft 365 is asked where it is wanted alone."""
    from stockage_partage.session import open_database

    with ExitStack() as opened, stop_wished() as stop:
        looks: list[Look] = []
        if folder is not None:
            from stockage_partage.documents.export.target_folder import TargetFolder
            from stockage_partage.documents.verifying import in_folder

            looks.append(in_folder(opened.enter_context(closing(TargetFolder(folder))), stop))
        if online:
            from stockage_partage.documents.verifying import online as online_look

            context = opened.enter_context(options.opened(company, application))
            looks.append(online_look(context, stop))
            database = context.database
        else:
            settings = options.settings_with_company(company, application)
            database = opened.enter_context(open_database(settings))
        looks.append(_stopping(stop))
        yield database, looks


def _stopping(stop: Event) -> Look:
    return lambda *_: check(stop)
