"""`synchroniser`, `rapatrier`, `renommer-groupe`: what the company has online, followed and brought back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stockage_partage.cli import options
from stockage_partage.cli.endings import say
from stockage_partage.cli.french import UnfitValue
from stockage_partage.cli.stopping import stop_wished
from stockage_partage.session import Session
from stockage_partage.words import bringing_back_options as bring_words
from stockage_partage.words import renaming as rename_words
from stockage_partage.words import synchronising_options as sync_words
from stockage_partage.words.usage import LATER_END

if TYPE_CHECKING:
    from stockage_partage.company.selection import Chosen
    from stockage_partage.documents.bring_back.bringing_back import BroughtBack
    from stockage_partage.documents.online.synchronising import Synchronised
    from stockage_partage.documents.tree.tree_parts import Part

Day = datetime | None
_DAYS = ["%Y-%m-%d"]


def add_to(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command("synchroniser", help=sync_words.HELP)(synchronise)
    app.command("rapatrier", help=bring_words.HELP)(bring_back)
    app.command("renommer-groupe", help=rename_words.GROUP_RENAME)(rename_group)


def synchronise(
    company: options.Company = "",
    application: options.Application = None,
    parts: Annotated[
        list[str] | None, typer.Option("--partie", metavar="PARTIE", help=sync_words.PART_OPTION)
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Brings what changed online into the register, then says what it was."""
    from stockage_partage.documents.online.synchronising import synchronise as run

    wanted = _parts(parts or [])
    with options.opened(company, application) as session, stop_wished() as stop:
        result = run(session.workplace, wanted, stop)
    _show_changes(result, as_json)
    if not result.complete:
        raise KeyboardInterrupt


def _parts(names: list[str]) -> frozenset[Part]:
    from stockage_partage.documents.tree.tree_parts import ALL_PARTS
    from stockage_partage.words.synchronising import PART_NAMES

    for name in names:
        if name not in PART_NAMES:
            raise UnfitValue("--partie", name, tuple(PART_NAMES))
    return frozenset(PART_NAMES[name] for name in names) or ALL_PARTS


def _show_changes(result: Synchronised, as_json: bool) -> None:
    from stockage_partage.words import synchronising as words

    if as_json:
        options.print_json(
            {key: result.counts[kind] for kind, key in words.KEYS.items()}
            | {
                "complet": result.complete,
                "listes": {
                    key: [_changed(each) for each in result.listed[kind]]
                    for kind, key in words.KEYS.items()
                },
            }
        )
        return
    options.print_lines(words.summary(result))
    for kind, changes in result.listed.items():
        if changes:
            options.print_lines(words.heading(kind, result.counts[kind]))
            options.print_lines(*(f"  {words.line(each)}".replace("\n", " ") for each in changes))


def _changed(change: Any) -> dict[str, str | None]:
    return {
        "chemin": change.path,
        "numero": change.number or None,
        "tiers": change.third_party_code or None,
        "avant": change.before or None,
    }


def bring_back(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help=bring_words.TARGET)],
    company: options.Company = "",
    application: options.Application = None,
    text: Annotated[
        str, typer.Option("--texte", metavar="TEXTE", help=bring_words.TEXT_OPTION)
    ] = "",
    third_party: Annotated[
        str, typer.Option("--tiers", metavar="CODE", help=bring_words.THIRD_PARTY_OPTION)
    ] = "",
    kind: Annotated[str, typer.Option("--type", metavar="TYPE", help=bring_words.TYPE_OPTION)] = "",
    since: Annotated[
        Day,
        typer.Option("--depuis", metavar="DATE", formats=_DAYS, help=bring_words.SINCE_OPTION),
    ] = None,
    until: Annotated[
        Day,
        typer.Option("--jusqu-a", metavar="DATE", formats=_DAYS, help=bring_words.UNTIL_OPTION),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Brings documents back to a folder with an index; works while storage is off too."""
    from stockage_partage.company.selection import Chosen
    from stockage_partage.documents.bring_back.bringing_back import bring_back as run
    from stockage_partage.words import bringing_back as words

    chosen = _chosen(text, third_party, kind, since, until)
    with options.opened(company, application) as session, stop_wished() as stop:
        chosen = replace(chosen, third_party_code=_code(session, third_party))
        result = run(session.workplace, folder, words.INDEX, chosen, stop)
    _show_brought(result, as_json)
    if not result.complete:
        raise KeyboardInterrupt
    if not result.total:
        say(words.NOTHING_CHOSEN if chosen != Chosen() else words.NOTHING_TO_BRING)
    if result.missing:
        say(words.not_back(result.missing))
        nothing = result.refused if not (result.fetched or result.already) else None
        raise typer.Exit(nothing.exit_code if nothing is not None else 1)


def _code(session: Session, typed: str) -> str:
    """As the company writes it, however it was typed; as typed for a third party that is gone."""
    codes = (party.code for party in session.database.third_parties.all())
    return next((code for code in codes if code.casefold() == typed.casefold()), typed)


def _chosen(text: str, third_party: str, kind: str, since: Day, until: Day) -> Chosen:
    from stockage_partage.company.selection import Chosen
    from stockage_partage.documents.tree.document_types import domains_of, find_type, word_of

    if since and until and until < since:
        raise UnfitValue("--jusqu-a", until.date().isoformat(), advice=LATER_END)
    domains = domains_of(kind)
    found = find_type(kind, domains[0]) if domains else None
    return Chosen(
        text,
        found.word if found else word_of(kind),
        third_party,
        since.date() if since else None,
        until.date() if until else None,
    )


def _show_brought(result: BroughtBack, as_json: bool) -> None:
    from stockage_partage.words import bringing_back as words

    if as_json:
        options.print_json(
            {
                "total": result.total,
                "rapatries": result.fetched,
                "deja_presents": result.already,
                "modifies_en_ligne": result.changed,
                "non_rapatries": result.missing,
                "index": str(result.index) if result.index else None,
                "complet": result.complete,
                "problemes": [
                    {
                        "numero": each.row.number or None,
                        "chemin": each.path,
                        "etat": words.state(each),
                        "raison": words.remark(each),
                    }
                    for each in result.listed
                ],
            }
        )
        return
    problems = (words.problem(each).replace("\n", "\n    ") for each in result.listed)
    options.print_lines(words.summary(result), *(f"  {each}" for each in problems))
    if result.index:
        options.print_lines(words.where(result))


def rename_group(
    company: options.Company = "",
    application: options.Application = None,
    as_json: options.AsJson = False,
) -> None:
    """The group online takes the name of the raison sociale of today."""
    with options.opened(company, application) as session:
        renamed = session.service.rename_group()
    if as_json:
        options.print_json({"groupe": renamed.name, "renomme": not renamed.already})
    elif renamed.already:
        options.print_lines(rename_words.already(renamed.name))
    else:
        options.print_lines(rename_words.renamed(renamed.name))
