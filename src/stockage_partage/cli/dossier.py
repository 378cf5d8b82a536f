"""`dossier`: what a dispute needs of the company's documents, in one folder or zip file."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.exits import say, stop_wished
from stockage_partage.cli.grammar import command, flag, option
from stockage_partage.cli.online import chosen_documents, code_of, print_problems, problems_of
from stockage_partage.cli.progress_output import waits_told
from stockage_partage.cli.sign_in import browser_option, signed_in_for
from stockage_partage.messages.command_helps import (
    DOSSIER_DOCUMENT,
    DOSSIER_TARGET,
    DOSSIER_ZIP,
    FILED_OPTION,
    TEXT_OPTION,
    THIRD_PARTY_OPTION,
    TYPE_OPTION,
)

if TYPE_CHECKING:
    from stockage_partage.documents.dossier.dossier import DossierResult


@command("dossier")
@click.argument("target", metavar="DOSSIER", type=Path, help=DOSSIER_TARGET)
@flag("--zip", "as_zip", help=DOSSIER_ZIP)
@options.company
@options.application
@option("--document", "ids", metavar="ID", type=click.INT, multiple=True, help=DOSSIER_DOCUMENT)
@option("--texte", "text", metavar="TEXTE", default="", help=TEXT_OPTION)
@option("--tiers", "third_party", metavar="CODE", default="", help=THIRD_PARTY_OPTION)
@option("--type", "kind", metavar="TYPE", default="", help=TYPE_OPTION)
@options.since
@options.until
@flag("--classes-seulement", "filed_only", help=FILED_OPTION)
@browser_option
@options.as_json
def make(
    target: Path,
    as_zip: bool,
    company: str,
    application: str | None,
    ids: tuple[int, ...],
    text: str,
    third_party: str,
    kind: str,
    since: datetime | None,
    until: datetime | None,
    filed_only: bool,
    browser: bool,
    as_json: bool,
) -> None:
    """Makes a dossier, or goes on with it; while storage is off, it signs in by itself."""
    from dataclasses import replace

    from stockage_partage.documents.dossier.dossier import DossierPlace, make_dossier
    from stockage_partage.messages import dossier as texts
    from stockage_partage.ui.documents.invoice_html import browser_html_of

    chosen = chosen_documents(text, third_party, kind, since, until)
    place = DossierPlace(target, as_zip, texts.TEXTS, browser_html_of)
    with (
        options.opened(company, application) as context,
        stop_wished() as stop,
        waits_told(context),
    ):
        code = code_of(context, third_party)
        chosen = replace(chosen, third_party_code=code, filed_only=filed_only, ids=ids)
        work = partial(make_dossier, context, place, chosen, stop)
        result = signed_in_for(context, browser, stop, work)
    _show(result, as_json)
    _end(result)


def _end(result: DossierResult) -> None:
    from stockage_partage.messages import dossier as texts

    counts = result.brought
    if not counts.complete:
        say(texts.GOES_ON)
        raise KeyboardInterrupt
    if not counts.total:
        say(texts.NOTHING_MADE)
        raise Exit(1)
    if counts.missing:
        say(texts.not_there(counts.missing))
        nothing = counts.refused if not (counts.fetched or counts.already) else None
        raise Exit(nothing.exit_code if nothing is not None else 1)


def _show(result: DossierResult, as_json: bool) -> None:
    from stockage_partage.messages import dossier as texts

    counts = result.brought
    if as_json:
        options.print_json(
            {
                "total": counts.total,
                "recuperes": counts.fetched,
                "deja_presents": counts.already,
                "modifies_en_ligne": counts.changed,
                "non_recuperes": counts.missing,
                "pas_encore_en_ligne": counts.unfiled,
                "accompagnants": result.beside,
                "vues": result.views,
                "joints": result.attached,
                "prouves": counts.proven,
                "dossier": str(result.target) if result.target else None,
                "complet": counts.complete,
                "tete": texts.head(result),
                "problemes": problems_of(counts),
            }
        )
        return
    options.print_lines(texts.summary(result))
    print_problems(counts)
    options.print_lines(*filter(None, (texts.where(result), texts.keep_the_head(result))))
