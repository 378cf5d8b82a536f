"""Options that several commands share, and the settings they make."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer

from stockage_partage.applications import Application as Applications
from stockage_partage.cli.french import UnfitValue
from stockage_partage.documents.tree.plausible import is_plausible
from stockage_partage.errors import CompanyNotNamed
from stockage_partage.session import Session, open_session, with_company
from stockage_partage.settings import Settings, load
from stockage_partage.words import commands as words
from stockage_partage.words.usage import PLAUSIBLE_DATE

Company = Annotated[str, typer.Option("--societe", metavar="FICHIER|URL", help=words.COMPANY)]


def known_application(name: str | None) -> str | None:
    """Raises UnfitValue for an application that nobody knows."""
    if name is not None and name not in set(Applications):
        raise UnfitValue("--application", name, Applications)
    return name


Application = Annotated[
    str | None,
    typer.Option(
        "--application", metavar="NOM", callback=known_application, help=words.APPLICATION
    ),
]
ThirdParty = Annotated[str | None, typer.Option("--tiers", metavar="CODE", help=words.THIRD_PARTY)]
DocumentType = Annotated[
    str | None, typer.Option("--type", metavar="TYPE", help=words.DOCUMENT_TYPE)
]
DocumentNumber = Annotated[
    str | None, typer.Option("--piece", metavar="NUMERO", help=words.DOCUMENT_NUMBER)
]


def plausible_day(given: datetime | None) -> datetime | None:
    """Raises UnfitValue for a year that nobody means."""
    if given is not None and not is_plausible(given.date()):
        raise UnfitValue("--date", given.date().isoformat(), advice=PLAUSIBLE_DATE)
    return given


def date_option(help: str) -> Any:
    """`--date` of a document; `help` says which."""
    formats = ["%Y-%m-%d"]
    return typer.Option(
        "--date", metavar="DATE", formats=formats, callback=plausible_day, help=help
    )


DocumentDate = Annotated[datetime | None, date_option(words.DOCUMENT_DATE)]
AsJson = Annotated[bool, typer.Option("--json", help=words.JSON)]
Yes = Annotated[bool, typer.Option("--oui", help=words.YES)]


def settings_for(company: str, application: str | None = None) -> Settings:
    """The settings with what the command line said over them."""
    return with_company(load(), company, application)


def settings_with_company(company: str, application: str | None = None) -> Settings:
    """The same. Raises CompanyNotNamed when neither names a company."""
    settings = settings_for(company, application)
    if not settings.company:
        raise CompanyNotNamed
    return settings


@contextmanager
def opened(company: str, application: str | None) -> Iterator[Session]:
    """A session for one command, closed whatever happens."""
    session = open_session(settings_for(company, application))
    try:
        yield session
    finally:
        session.close()


def print_json(value: Any) -> None:
    """One JSON object on one line of stdout, flushed: a machine may be reading."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_lines(*lines: str) -> None:
    """Lines for a person, on stdout."""
    sys.stdout.write("".join(line + "\n" for line in lines))
    sys.stdout.flush()
