"""`societe creer`, `societe afficher`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from stockage_partage.cli import options
from stockage_partage.cli.french import FrenchTyper
from stockage_partage.words import commands as words

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
