"""The commands `licence`: a licence installed, shown, issued, the key that issues them, and today's date."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stockage_partage import disk
from stockage_partage.activation.licences import (
    ask_the_date,
    entitler,
    install_licence,
    licence_keys,
    text_of,
)
from stockage_partage.applications import SOLD_FOR, Application
from stockage_partage.cli import options
from stockage_partage.cli.grammar import UnfitValue, command, day_option, option
from stockage_partage.company.instants import utc_now
from stockage_partage.errors import (
    CompanyNotNamed,
    FileExists,
    LicenceRefused,
    Offline,
    Trouble,
)
from stockage_partage.licensing.entitlement import Entitlement
from stockage_partage.messages import command_helps as helps
from stockage_partage.messages import commands as texts
from stockage_partage.messages import panel as licence_texts
from stockage_partage.messages.command_helps import LATER_END
from stockage_partage.session import application_of, http_client_of, open_database
from stockage_partage.settings import Settings

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase


@command("licence installer")
@click.argument("file", metavar="FICHIER", type=Path, help=helps.LICENCE_FILE)
@options.company
@options.as_json
def install(file: Path, company: str, as_json: bool) -> None:
    """Puts a licence file into the company database, if it is this company's and intact.

    One that has ended is refused. One that begins later is kept beside that of today until its day.
    """
    settings = options.settings_with_company(company)
    keys, today, text = licence_keys(settings), utc_now().date(), text_of(file)
    with open_database(settings) as database:
        licence = install_licence(database, text, keys, today)
    if not as_json:
        later = licence.valid_from > today
        options.print_lines(
            licence_texts.licence_installed(licence.valid_from, licence.valid_until, later=later)
        )
    _show(settings, list(Application), as_json)


@command("licence afficher")
@options.company
@options.application
@options.as_json
def show(company: str, application: str | None, as_json: bool) -> None:
    """Shows what the installed licence gives to each application."""
    settings = options.settings_with_company(company, application)
    _show(settings, [application_of(settings)] if application else list(Application), as_json)


def _show(settings: Settings, asked: Sequence[Application], as_json: bool) -> None:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.licensing.licence import to_come

    database = CompanyDatabase.open(settings.company)
    try:
        verdicts = _judged(settings, database, asked)
        following = to_come(database.licences.installed(), utc_now().date(), licence_keys(settings))
    finally:
        database.close()
    if as_json:
        for each, verdict in verdicts.items():
            options.print_json(texts.licence_object(each, verdict, following))
    else:
        options.print_lines(*texts.licence_lines(verdicts), *texts.licence_to_come(following))


def _judged(
    settings: Settings, database: CompanyDatabase, asked: Sequence[Application]
) -> dict[Application, Entitlement]:
    """The verdicts; the service is asked for its date where that may change one."""
    from stockage_partage.graph.http.answer_headers import ServiceClock

    theirs = ServiceClock()
    entitle = entitler(settings, database, utc_now, theirs)
    verdicts = {each: entitle(each) for each in asked}
    if any(verdict.depends_on_the_date for verdict in verdicts.values()):
        with suppress(Trouble):
            ask_the_date(settings, http_client_of(settings, theirs))
        verdicts = {each: entitle(each) for each in asked}
    return verdicts


@command("licence verifier-date")
@options.company
@options.as_json
def check_date(company: str, as_json: bool) -> None:
    """Puts the kept date right when it lies ahead; without the service nothing is believed or changed."""
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.emulator_process import EmulatorProcess
    from stockage_partage.graph.http.answer_headers import ServiceClock
    from stockage_partage.messages.troubles import corrected, right

    settings = options.settings_with_company(company)
    theirs = ServiceClock()
    with ExitStack() as opened:
        database = opened.enter_context(CompanyDatabase.open(settings.company))
        if settings.own_microsoft365:
            host = EmulatorProcess(settings.data_dir)
            opened.callback(host.close)
            settings = host.configure(settings)
        http_client = http_client_of(settings, theirs)
        opened.callback(http_client.close)
        ask_the_date(settings, http_client)
        date = theirs.date()
        if date is None:
            raise Offline("no date")
        kept = database.licences.latest_seen()
        false = database.licences.witness(date)
    if as_json:
        options.print_json(
            {
                "date_retenue": kept.isoformat() if kept else None,
                "date_du_service": date.isoformat(timespec="seconds"),
                "corrigee": false is not None,
            }
        )
    elif false is not None:
        options.print_lines(corrected(false, date))
    else:
        options.print_lines(right(date))


@command("licence emettre")
@options.company
@option("--raison-sociale", "holder", metavar="NOM", help=helps.COMPANY_NAME)
@option("--siren", "siren", metavar="NUMERO", help=helps.SIREN)
@option(
    "--application",
    "applications",
    metavar="NOM",
    type=click.Choice([each.value for each in Application]),
    multiple=True,
    help=helps.LICENCE_APPLICATIONS,
)
@day_option("--debut", "start", help=helps.LICENCE_START)
@day_option("--fin", "end", help=helps.LICENCE_END)
@option("--cle", "key", metavar="PEM", type=Path, help=helps.LICENCE_KEY)
@option("--sortie", "output", metavar="FICHIER", type=Path, help=helps.LICENCE_OUTPUT)
def emit(
    company: str,
    holder: str | None,
    siren: str | None,
    applications: tuple[str, ...],
    start: datetime | None,
    end: datetime | None,
    key: Path | None,
    output: Path | None,
) -> None:
    """The publisher's tool: signs a licence. Without a key, the demonstration's own."""
    from stockage_partage.licensing import keys
    from stockage_partage.licensing.licence import emit as signed

    settings = options.settings_for(company)
    holder, siren = _holder(settings.company, holder, siren)
    private = _private_key(key) if key else keys.demonstration_pair(settings.data_dir).private_pem
    first, last = _days(start, end)
    covered = [Application(each) for each in applications] or sorted(SOLD_FOR)
    text = signed(
        private,
        holder=holder,
        siren=siren,
        applications=covered,
        valid_from=first,
        valid_until=last,
    )
    if output is None:
        options.print_lines(*text.splitlines())
    else:
        _write(output, text)
        options.print_lines(texts.licence_written(str(output), holder, covered, first, last))


def _write(output: Path, text: str) -> None:
    with _written(), output.open("x", encoding="ascii") as stream:
        stream.write(text + "\n")


@command("licence creer-cle")
@click.argument("folder", metavar="DOSSIER", type=Path, help=helps.KEY_FOLDER)
def new_key(folder: Path) -> None:
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

    text = text_of(path)
    try:
        keys.public_part(text)
    except LicenceRefused as error:
        raise UnfitValue("--cle", str(path)) from error
    return text


def _days(start: datetime | None, end: datetime | None) -> tuple[date, date]:
    first = start.date() if start else utc_now().date()
    last = end.date() if end else _in_a_year(first)
    if last < first:
        raise UnfitValue("--fin", last.isoformat(), advice=LATER_END)
    return first, last


def _in_a_year(day: date) -> date:
    # 29 February has no twin next year.
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def write_secret(path: Path, text: str) -> None:
    """Writes a file that only its owner can read; refuses to replace one."""
    disk.shared_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text)


@contextmanager
def _written() -> Iterator[None]:
    """Around files that the person named. Raises FileExists, DiskFull, FolderRefused."""
    with disk.as_troubles():
        try:
            yield
        except FileExistsError as error:
            raise FileExists from error
