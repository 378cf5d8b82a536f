"""The commands `societe`: a company created, shown, renamed, moved, its fiscal years."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from socket import gethostname
from typing import Any, NoReturn

import click

from stockage_partage.cli import options
from stockage_partage.cli.exits import confirm, say
from stockage_partage.cli.grammar import UnfitValue, command, flag, option
from stockage_partage.company.fiscal_years import FiscalStart, fiscal_year
from stockage_partage.messages import command_helps as helps
from stockage_partage.messages import commands as texts
from stockage_partage.messages import fiscal_years as fiscal_texts
from stockage_partage.messages import panel_notices as notice_texts
from stockage_partage.messages.third_parties import party_object
from stockage_partage.session import open_database, say_where


@command("societe creer")
@options.required_company
@option("--raison-sociale", "name", metavar="NOM", required=True, help=helps.COMPANY_NAME)
@option("--siren", "siren", metavar="NUMERO", help=helps.SIREN)
@option("--tiers", "third_parties", metavar="CSV", type=Path, help=helps.THIRD_PARTIES)
@options.as_json
def create(
    company: str,
    name: str,
    siren: str | None,
    third_parties: Path | None,
    as_json: bool,
) -> None:
    """Makes a company database, with its third parties when a file is given."""
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.third_parties.csv_file import read_file

    if not name.strip():
        raise UnfitValue("--raison-sociale")
    digits = "".join((siren or "").split())
    if siren is not None and not (digits.isascii() and digits.isdigit() and len(digits) == 9):
        raise UnfitValue("--siren")
    rows = read_file(third_parties) if third_parties else []
    database = CompanyDatabase.create(company, name.strip(), digits or None)
    try:
        if rows:
            database.third_parties.add(rows)
        _show(database, as_json)
    finally:
        database.close()


@command("societe afficher")
@options.company
@options.as_json
def show(company: str, as_json: bool) -> None:
    """Shows a company and its third parties."""
    from stockage_partage.company.database import CompanyDatabase

    settings = options.settings_with_company(company)
    database = CompanyDatabase.open(settings.company)
    try:
        _show(database, as_json)
    finally:
        database.close()


@command("societe renommer")
@click.argument("name", metavar="RAISON_SOCIALE", help=helps.NEW_NAME)
@options.company
@options.yes
@options.as_json
def rename(name: str, company: str, yes: bool, as_json: bool) -> None:
    """Changes the raison sociale; warned before when storage is active, and works after."""
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.library.names import group_display_name

    if not name.strip():
        raise UnfitValue("RAISON_SOCIALE")
    settings = options.settings_with_company(company)
    with CompanyDatabase.open(settings.company) as database:
        known, active = database.company.get(), database.activation.get()
        if active.group_id is not None and known.name != name.strip():
            has_siren = known.siren is not None
            confirm(
                yes,
                notice_texts.before_renaming(active.group_name or known.name, has_siren=has_siren),
            )
        database.company.rename(name.strip())
        _show(database, as_json)
        wanted = group_display_name(name.strip())
        if active.group_id is not None and active.group_name != wanted:
            say(notice_texts.after_renaming(wanted))


@command("societe exercice")
@options.company
@option("--debut", "start", metavar="JJ-MM", help=fiscal_texts.COMMAND_START)
@options.as_json
def fiscal_year_of_today(company: str, start: str | None, as_json: bool) -> None:
    """Shows on which day the fiscal years begin, or sets it for what is filed from now on."""

    wanted = None if start is None else _fiscal_start(start)
    settings = options.settings_with_company(company)
    with open_database(settings) as database:
        changed = wanted is not None and database.company.set_fiscal_start(wanted, gethostname())
        recorded = database.company.get().fiscal_start
    today = fiscal_year(datetime.now().astimezone().date(), recorded)
    if as_json:
        said = {"dossier": today.label, "du": str(today.first), "au": str(today.last)}
        day = f"{recorded.day:02d}-{recorded.month:02d}"
        options.print_json({"debut": day, "exercice": said, "modifie": changed})
    else:
        options.print_lines(*fiscal_texts.command_lines(recorded, today))
    if changed:
        say(fiscal_texts.saved(recorded))


@command("societe emplacement")
@options.company
@flag("--deplacee", "moved", help=helps.COMMAND_MOVED)
@flag("--copie", "copy", help=helps.COMMAND_COPY)
def whereabouts(company: str, moved: bool, copy: bool) -> None:
    """Says of a database that is elsewhere than it was whether it moved or is a copy."""
    if moved is copy:
        raise UnfitValue("--copie", "", advice=helps.ONE_ANSWER)
    say_where(options.settings_with_company(company), moved=moved)
    options.print_lines(notice_texts.SAID_MOVED if moved else notice_texts.SAID_COPY)


@command("societe transferer")
@click.argument("target", metavar="FICHIER|URL", help=helps.TRANSFER_TARGET)
@options.company
@options.yes
def transfer(target: str, company: str, yes: bool) -> None:
    """Moves a company to another database; the old one then asks what it is."""
    from stockage_partage.company.engine.connections import parse
    from stockage_partage.company.transfer import transfer as move

    settings = options.settings_with_company(company)
    shown = parse(target).shown
    confirm(yes, notice_texts.before_transfer(shown))
    move(settings.company, target, gethostname())
    options.print_lines(notice_texts.transferred(shown))


def _fiscal_start(text: str) -> FiscalStart:
    """Raises UnfitValue for what is not a day and a month."""
    found = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})", text.strip(), re.ASCII)
    try:
        return FiscalStart(month=int(found[2]), day=int(found[1])) if found else _unfit(text)
    except ValueError:
        return _unfit(text)


def _unfit(text: str) -> NoReturn:
    raise UnfitValue("--debut", text, advice=fiscal_texts.START_FORM)


def _show(database: Any, as_json: bool) -> None:
    company, parties = database.company.get(), database.third_parties.all()
    group = database.activation.known_group()
    if as_json:
        options.print_json(
            {
                "id": company.id,
                "raison_sociale": company.name,
                "siren": company.siren,
                "groupe": group and {"id": group.id, "nom": group.name, "lien": group.url},
                "tiers": [party_object(party) for party in parties],
            }
        )
    else:
        lines = texts.company_lines(company.name, company.siren, company.id, group, parties)
        options.print_lines(*lines)
