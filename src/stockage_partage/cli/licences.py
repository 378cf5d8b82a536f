"""`licence installer`, `licence afficher`, `licence emettre`, `licence creer-cle`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from stockage_partage import disk
from stockage_partage.applications import SOLD_FOR, Application
from stockage_partage.cli import options
from stockage_partage.cli.french import FrenchTyper, UnfitValue
from stockage_partage.errors import (
    CompanyNotNamed,
    FileExists,
    FileMissing,
    FileUnreadable,
    LicenceRefused,
)
from stockage_partage.licensing.entitlement import Standing
from stockage_partage.session import application_of, entitler, licence_keys, now
from stockage_partage.words import commands as words
from stockage_partage.words.usage import LATER_END

app = FrenchTyper(no_args_is_help=True)


@app.command("installer", help=words.LICENCE_INSTALL)
def install(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help=words.LICENCE_FILE)],
    company: options.Company = "",
    as_json: options.AsJson = False,
) -> None:
    """Puts a licence file into the company database, if it is this company's and intact."""
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.licensing.licence import read
    from stockage_partage.licensing.verdict import is_for

    settings = options.settings_with_company(company)
    text = _text_of(file)
    database = CompanyDatabase.open(settings.company)
    try:
        owner = database.company.get()
        if not is_for(read(text, licence_keys(settings)), owner.name, owner.siren):
            raise LicenceRefused(Standing.OTHER_COMPANY)
        database.licences.install(text)
    finally:
        database.close()
    show(company, None, as_json)


@app.command("afficher", help=words.LICENCE_SHOW)
def show(
    company: options.Company = "",
    application: options.Application = None,
    as_json: options.AsJson = False,
) -> None:
    """Shows what the installed licence gives to each application."""
    from stockage_partage.company.database import CompanyDatabase

    settings = options.settings_with_company(company, application)
    asked = [application_of(settings)] if application else list(Application)
    database = CompanyDatabase.open(settings.company)
    try:
        entitle = entitler(settings, database, now)
        verdicts = {each: entitle(each) for each in asked}
    finally:
        database.close()
    if as_json:
        for each, verdict in verdicts.items():
            options.print_json(words.licence_object(each, verdict))
    else:
        options.print_lines(*words.licence_lines(verdicts))


@app.command("emettre", help=words.LICENCE_EMIT)
def emit(
    company: options.Company = "",
    holder: Annotated[
        str | None, typer.Option("--raison-sociale", metavar="NOM", help=words.COMPANY_NAME)
    ] = None,
    siren: Annotated[
        str | None, typer.Option("--siren", metavar="NUMERO", help=words.SIREN)
    ] = None,
    applications: Annotated[
        list[Application] | None,
        typer.Option("--application", metavar="NOM", help=words.LICENCE_APPLICATIONS),
    ] = None,
    start: Annotated[
        datetime | None,
        typer.Option("--debut", metavar="DATE", formats=["%Y-%m-%d"], help=words.LICENCE_START),
    ] = None,
    end: Annotated[
        datetime | None,
        typer.Option("--fin", metavar="DATE", formats=["%Y-%m-%d"], help=words.LICENCE_END),
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--cle", metavar="PEM", help=words.LICENCE_KEY)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--sortie", metavar="FICHIER", help=words.LICENCE_OUTPUT)
    ] = None,
) -> None:
    """The publisher's tool: signs a licence. Without a key, the demonstration's own."""
    from stockage_partage.licensing import keys
    from stockage_partage.licensing.licence import emit as signed

    settings = options.settings_for(company)
    holder, siren = _holder(settings.company, holder, siren)
    private = _private_key(key) if key else keys.demonstration_pair(settings.data_dir).private_pem
    first, last = _days(start, end)
    text = signed(
        private,
        holder=holder,
        siren=siren,
        applications=applications or sorted(SOLD_FOR),
        valid_from=first,
        valid_until=last,
    )
    if output is None:
        options.print_lines(text)
    else:
        with _written():
            output.write_text(text + "\n", encoding="ascii")
        options.print_lines(words.licence_written(str(output)))


@app.command("creer-cle", help=words.LICENCE_NEW_KEY)
def new_key(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help=words.KEY_FOLDER)],
) -> None:
    """Makes a signing pair for the publisher: the private half never leaves that folder."""
    from stockage_partage.licensing import keys

    pair = keys.generate_keypair()
    private, public = folder / "licence-privee.pem", folder / "licence-publique.pem"
    with _written():
        write_secret(private, pair.private_pem)
        public.write_text(pair.public_pem, encoding="ascii")
    options.print_lines(str(private), str(public))


def _holder(company: str, holder: str | None, siren: str | None) -> tuple[str, str | None]:
    if holder is not None:
        return holder, siren
    from stockage_partage.company.database import CompanyDatabase

    if not company:
        raise CompanyNotNamed
    database = CompanyDatabase.open(company)
    try:
        owner = database.company.get()
    finally:
        database.close()
    return owner.name, siren or owner.siren


def _private_key(path: Path) -> str:
    from stockage_partage.licensing import keys

    text = _text_of(path)
    try:
        keys.public_part(text)
    except LicenceRefused as error:
        raise UnfitValue("--cle", str(path)) from error
    return text


def _days(start: datetime | None, end: datetime | None) -> tuple[date, date]:
    first = start.date() if start else now().date()
    last = end.date() if end else _in_a_year(first)
    if last < first:
        raise UnfitValue("--fin", last.isoformat(), advice=LATER_END)
    return first, last


def _in_a_year(day: date) -> date:
    # 29 February has no twin next year.
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def write_secret(path: Path, text: str) -> None:
    """Writes a file that only its owner can read; refuses to replace one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text)


@contextmanager
def _written() -> Iterator[None]:
    """Around files that the person named. Raises FileExists, DiskFull, FolderRefused."""
    with disk.told():
        try:
            yield
        except FileExistsError as error:
            raise FileExists from error


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError as error:
        raise FileMissing from error
    except OSError as error:
        raise FileUnreadable(type(error).__name__) from error
