"""`synchroniser`, `rapatrier`, `dossier`, `renommer-groupe`: what the company has online, followed and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.activation import browser_option, signed_in_for
from stockage_partage.cli.command_output import waits_told
from stockage_partage.cli.exits import say, stop_wished
from stockage_partage.cli.grammar import UnfitValue, command, flag, option
from stockage_partage.documents.context import AppContext
from stockage_partage.messages import panel_notices as notice_texts
from stockage_partage.messages.command_helps import (
    DOSSIER_DOCUMENT,
    DOSSIER_TARGET,
    DOSSIER_ZIP,
    FILED_OPTION,
    PART_OPTION,
    PROVE_OPTION,
    TARGET,
    TEXT_OPTION,
    THIRD_PARTY_OPTION,
    TYPE_OPTION,
)

if TYPE_CHECKING:
    from stockage_partage.company.register.export_query import ExportFilter
    from stockage_partage.documents.dossier.dossier import DossierResult
    from stockage_partage.documents.export.export import ExportResult
    from stockage_partage.documents.sync.synchronise import SyncResult
    from stockage_partage.documents.tree.document_types import TreePart


Day = datetime | None


@command("synchroniser")
@options.company
@options.application
@option("--partie", "parts", metavar="PARTIE", multiple=True, help=PART_OPTION)
@options.as_json
def synchronise(
    company: str,
    application: str | None,
    parts: tuple[str, ...],
    as_json: bool,
) -> None:
    """Brings what changed online into the register, then says what it was."""
    from stockage_partage.documents.sync.synchronise import synchronise as run

    wanted = _parts(parts)
    with (
        options.opened(company, application) as context,
        stop_wished() as stop,
        waits_told(context),
    ):
        result = run(context, wanted, stop)
    _show_changes(result, as_json)
    if not result.complete:
        raise KeyboardInterrupt


def _parts(names: Sequence[str]) -> frozenset[TreePart]:
    from stockage_partage.documents.tree.document_types import ALL_PARTS
    from stockage_partage.messages.synchronising import PART_NAMES

    for name in names:
        if name not in PART_NAMES:
            raise UnfitValue("--partie", name, tuple(PART_NAMES))
    return frozenset(PART_NAMES[name] for name in names) or ALL_PARTS


def _show_changes(result: SyncResult, as_json: bool) -> None:
    from stockage_partage.messages import synchronising as texts

    if as_json:
        options.print_json(
            {key: result.counts[kind] for kind, key in texts.KEYS.items()}
            | {
                "complet": result.complete,
                "listes": {
                    key: [_changed(each) for each in result.listed[kind]]
                    for kind, key in texts.KEYS.items()
                },
            }
        )
        return
    options.print_lines(texts.summary(result))
    for kind, changes in result.listed.items():
        if changes:
            options.print_lines(texts.heading(kind, result.counts[kind]))
            options.print_lines(*(f"  {texts.line(each)}".replace("\n", " ") for each in changes))


def _changed(change: Any) -> dict[str, str | None]:
    return {
        "chemin": change.path,
        "numero": change.number or None,
        "tiers": change.third_party_code or None,
        "avant": change.before or None,
    }


@command("rapatrier")
@click.argument("folder", metavar="DOSSIER", type=Path, help=TARGET)
@options.company
@options.application
@option("--texte", "text", metavar="TEXTE", default="", help=TEXT_OPTION)
@option("--tiers", "third_party", metavar="CODE", default="", help=THIRD_PARTY_OPTION)
@option("--type", "kind", metavar="TYPE", default="", help=TYPE_OPTION)
@options.since
@options.until
@flag("--classes-seulement", "filed_only", help=FILED_OPTION)
@flag("--preuve", "prove", help=PROVE_OPTION)
@browser_option
@options.as_json
def bring_back(
    folder: Path,
    company: str,
    application: str | None,
    text: str,
    third_party: str,
    kind: str,
    since: datetime | None,
    until: datetime | None,
    filed_only: bool,
    prove: bool,
    browser: bool,
    as_json: bool,
) -> None:
    """Brings documents back to a folder with an index; while storage is off, it signs in by itself."""
    from stockage_partage.company.register.export_query import ExportFilter
    from stockage_partage.documents.export.export import bring_back as run
    from stockage_partage.messages import export as texts

    chosen = _chosen_documents(text, third_party, kind, since, until)
    with (
        options.opened(company, application) as context,
        stop_wished() as stop,
        waits_told(context),
    ):
        code = _code_of(context, third_party)
        chosen = replace(chosen, third_party_code=code, filed_only=filed_only)
        work = partial(run, context, folder, texts.INDEX, chosen, stop, prove=prove)
        result = signed_in_for(context, browser, stop, work)
    _show_brought(result, as_json)
    if not result.complete:
        raise KeyboardInterrupt
    if not result.total:
        say(texts.NOTHING_CHOSEN if chosen != ExportFilter() else texts.NOTHING_TO_BRING)
    if result.missing:
        say(texts.not_back(result.missing))
        nothing = result.refused if not (result.fetched or result.already) else None
        raise Exit(nothing.exit_code if nothing is not None else 1)


def _code_of(context: AppContext, typed: str) -> str:
    """The code as the company writes it, however it was typed; as typed for a third party that is gone."""
    codes = (party.code for party in context.database.third_parties.all())
    return next((code for code in codes if code.casefold() == typed.casefold()), typed)


def _chosen_documents(
    text: str, third_party: str, kind: str, since: Day, until: Day
) -> ExportFilter:
    """What the options of a command choose. Raises UnfitValue when the last day precedes the first."""
    from stockage_partage.company.register.export_query import ExportFilter
    from stockage_partage.documents.tree.document_types import domains_of, find_type, word_of

    first, last = options.period(since, until)
    domains = domains_of(kind)
    found = find_type(kind, domains[0]) if domains else None
    return ExportFilter(
        text,
        found.word if found else word_of(kind),
        third_party,
        first,
        last,
    )


def _show_brought(result: ExportResult, as_json: bool) -> None:
    from stockage_partage.messages import export as texts

    if as_json:
        options.print_json(
            {
                "total": result.total,
                "rapatries": result.fetched,
                "deja_presents": result.already,
                "modifies_en_ligne": result.changed,
                "non_rapatries": result.missing,
                "pas_encore_en_ligne": result.unfiled,
                "index": str(result.index) if result.index else None,
                "preuve": str(result.proof) if result.proof else None,
                "prouves": result.proven,
                "complet": result.complete,
                "problemes": _problems_of(result),
            }
        )
        return
    options.print_lines(texts.summary(result))
    if result.proof is not None:
        options.print_lines(texts.proven(result))
    _print_problems(result)
    if result.index:
        options.print_lines(texts.where(result))


def _problems_of(result: ExportResult) -> list[dict[str, str | None]]:
    """What needs somebody among the documents that came back, for other programs."""
    from stockage_partage.messages import export as texts

    return [
        {
            "numero": each.row.number or None,
            "chemin": each.path,
            "etat": texts.state(each),
            "raison": texts.remark(each),
        }
        for each in result.listed
    ]


def _print_problems(result: ExportResult) -> None:
    """Each document that needs somebody, with why and what to do."""
    from stockage_partage.messages import export as texts

    for each in result.listed:
        options.print_lines(f"  {each.path}", f"    {texts.remark(each)}")


@command("renommer-groupe")
@options.company
@options.application
@options.as_json
def rename_group(company: str, application: str | None, as_json: bool) -> None:
    """The group online takes the name of the raison sociale of today."""
    with options.opened(company, application) as context:
        renamed = context.service.rename_group()
    if as_json:
        options.print_json({"groupe": renamed.name, "renomme": not renamed.already})
    elif renamed.already:
        options.print_lines(notice_texts.group_already_named(renamed.name))
    else:
        options.print_lines(notice_texts.group_renamed(renamed.name))


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
def make_dossier(
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
    from stockage_partage.documents.dossier.dossier import DossierPlace
    from stockage_partage.documents.dossier.dossier import make_dossier as run
    from stockage_partage.messages import dossier as texts
    from stockage_partage.ui.documents.invoice_html import browser_html_of

    chosen = _chosen_documents(text, third_party, kind, since, until)
    place = DossierPlace(target, as_zip, texts.TEXTS, browser_html_of)
    with (
        options.opened(company, application) as context,
        stop_wished() as stop,
        waits_told(context),
    ):
        code = _code_of(context, third_party)
        chosen = replace(chosen, third_party_code=code, filed_only=filed_only, ids=ids)
        work = partial(run, context, place, chosen, stop)
        result = signed_in_for(context, browser, stop, work)
    _show_dossier(result, as_json)
    _end_dossier(result)


def _end_dossier(result: DossierResult) -> None:
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


def _show_dossier(result: DossierResult, as_json: bool) -> None:
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
                "problemes": _problems_of(counts),
            }
        )
        return
    options.print_lines(texts.summary(result))
    _print_problems(counts)
    options.print_lines(*filter(None, (texts.where(result), texts.keep_the_head(result))))
