"""`journal`: who did what, from where and when; searched, and written for a spreadsheet."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stockage_partage.cli import options
from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import command, day_option, option
from stockage_partage.messages import command_helps as helps

if TYPE_CHECKING:
    from stockage_partage.company.journal.journal import Journal
    from stockage_partage.company.journal.search import JournalFilter


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
    from stockage_partage.spreadsheet import write_csv

    rows = texts.table(*journal.extract(wanted))
    write_csv(table, texts.HEADINGS, rows)
    return len(rows) - 1
