"""`societe creer`, `societe afficher`, `societe renommer`, `societe exercice`."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from socket import gethostname
from typing import Annotated, Any, NoReturn

import typer

from stockage_partage.cli import options
from stockage_partage.cli.confirming import confirm
from stockage_partage.cli.endings import say
from stockage_partage.cli.french import FrenchTyper, UnfitValue
from stockage_partage.company.fiscal_start import FiscalStart
from stockage_partage.words import commands as words
from stockage_partage.words import fiscal_years as fiscal_words
from stockage_partage.words import renaming

app = FrenchTyper(no_args_is_help=True)


@app.command("creer", help=words.COMPANY_CREATE)
def create(
    company: options.Company,
    name: Annotated[str, typer.Option("--raison-sociale", metavar="NOM", help=words.COMPANY_NAME)],
    siren: Annotated[
        str | None, typer.Option("--siren", metavar="NUMERO", help=words.SIREN)
    ] = None,
    third_parties: Annotated[
        Path | None, typer.Option("--tiers", metavar="CSV", help=words.THIRD_PARTIES)
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Makes a company database, with its third parties when a file is given."""
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.third_party_csv import read_file

    if not name.strip():
        raise typer.BadParameter("", param_hint="--raison-sociale")
    digits = "".join((siren or "").split())
    if siren is not None and not (digits.isascii() and digits.isdigit() and len(digits) == 9):
        raise typer.BadParameter("", param_hint="--siren")
    rows = read_file(third_parties) if third_parties else []
    database = CompanyDatabase.create(company, name.strip(), digits or None)
    try:
        if rows:
            database.third_parties.add(rows)
        _show(database, as_json)
    finally:
        database.close()


@app.command("afficher", help=words.COMPANY_SHOW)
def show(company: options.Company = "", as_json: options.AsJson = False) -> None:
    """Shows a company and its third parties."""
    from stockage_partage.company.database import CompanyDatabase

    settings = options.settings_with_company(company)
    database = CompanyDatabase.open(settings.company)
    try:
        _show(database, as_json)
    finally:
        database.close()


@app.command("renommer", help=renaming.COMPANY_RENAME)
def rename(
    name: Annotated[str, typer.Argument(metavar="RAISON_SOCIALE", help=renaming.NEW_NAME)],
    company: options.Company = "",
    yes: options.Yes = False,
    as_json: options.AsJson = False,
) -> None:
    """Another raison sociale; warned before when storage is active, and works after."""
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.graph.names import group_display_name

    if not name.strip():
        raise typer.BadParameter("", param_hint="RAISON_SOCIALE")
    settings = options.settings_with_company(company)
    with CompanyDatabase.open(settings.company) as database:
        known, active = database.company.get(), database.activation.get()
        if active.group_id is not None and known.name != name.strip():
            has_siren = known.siren is not None
            confirm(yes, renaming.before(active.group_name or known.name, has_siren=has_siren))
        database.company.rename(name.strip())
        _show(database, as_json)
        wanted = group_display_name(name.strip())
        if active.group_id is not None and active.group_name != wanted:
            say(renaming.after(wanted))


@app.command("exercice", help=fiscal_words.COMMAND)
def fiscal_year_of_today(
    company: options.Company = "",
    start: Annotated[
        str | None, typer.Option("--debut", metavar="JJ-MM", help=fiscal_words.COMMAND_START)
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Shows on which day the fiscal years begin, or sets it for what is filed from now on."""
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.documents.tree.fiscal_years import fiscal_year

    wanted = None if start is None else _fiscal_start(start)
    settings = options.settings_with_company(company)
    with CompanyDatabase.open(settings.company) as database:
        changed = wanted is not None and database.company.set_fiscal_start(wanted, gethostname())
        recorded = database.company.get().fiscal_start
    today = fiscal_year(datetime.now().astimezone().date(), recorded)
    if as_json:
        said = {"dossier": today.label, "du": str(today.first), "au": str(today.last)}
        day = f"{recorded.day:02d}-{recorded.month:02d}"
        options.print_json({"debut": day, "exercice": said, "modifie": changed})
    else:
        options.print_lines(*fiscal_words.command_lines(recorded, today))
    if changed:
        say(fiscal_words.saved(recorded))


def _fiscal_start(text: str) -> FiscalStart:
    """Raises UnfitValue for what is not a day and a month."""
    found = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})", text.strip(), re.ASCII)
    try:
        return FiscalStart(month=int(found[2]), day=int(found[1])) if found else _unfit(text)
    except ValueError:
        return _unfit(text)


def _unfit(text: str) -> NoReturn:
    raise UnfitValue("--debut", text, advice=fiscal_words.START_FORM)


def _show(database: Any, as_json: bool) -> None:
    company, parties = database.company.get(), database.third_parties.all()
    if as_json:
        options.print_json(
            {
                "id": company.id,
                "raison_sociale": company.name,
                "siren": company.siren,
                "tiers": [
                    {
                        "code": party.code,
                        "type": party.kind,
                        "nom": party.name,
                        "siren": party.siren,
                        "siret": party.siret,
                        "tva": party.vat,
                    }
                    for party in parties
                ],
            }
        )
    else:
        options.print_lines(*words.company_lines(company.name, company.siren, company.id, parties))
