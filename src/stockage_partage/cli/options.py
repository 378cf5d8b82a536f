"""Options that several commands share, and the settings they make."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from stockage_partage.applications import Application as Applications
from stockage_partage.cli.grammar import UnfitValue, day_option, flag, option
from stockage_partage.messages import command_helps as helps
from stockage_partage.messages.command_helps import LATER_END, PLAUSIBLE_DATE

if TYPE_CHECKING:
    from stockage_partage.documents.context import AppContext
    from stockage_partage.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def _known_application(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    """Raises UnfitValue for an application that nobody knows."""
    if name is not None and name not in set(Applications):
        raise UnfitValue("--application", name, Applications)
    return name


def _plausible_day(
    _: click.Context, __: click.Parameter, given: datetime | None
) -> datetime | None:
    """Raises UnfitValue for a year that nobody means."""
    from stockage_partage.company.fiscal_years import is_plausible

    if given is not None and not is_plausible(given.date()):
        raise UnfitValue("--date", given.date().isoformat(), advice=PLAUSIBLE_DATE)
    return given


def date_option(name: str, help: str) -> Callable[[F], F]:
    """`--date` of a document, as the parameter `name`; `help` says which."""
    return day_option("--date", name, callback=_plausible_day, help=help)


_COMPANY = {"metavar": "FICHIER|URL", "help": helps.COMPANY}
company = option("--societe", "company", default="", **_COMPANY)
required_company = option("--societe", "company", required=True, **_COMPANY)
application = option(
    "--application",
    "application",
    metavar="NOM",
    callback=_known_application,
    help=helps.APPLICATION,
)
third_party = option("--tiers", "third_party", metavar="CODE", help=helps.THIRD_PARTY)
document_type = option("--type", "kind", metavar="TYPE", help=helps.DOCUMENT_TYPE)
document_number = option("--piece", "number", metavar="NUMERO", help=helps.DOCUMENT_NUMBER)
document_date = date_option("date", helps.DOCUMENT_DATE)
as_json = flag("--json", "as_json", help=helps.JSON)
yes = flag("--oui", "yes", help=helps.YES)
#: The same two words in every command that looks for documents: the days of `rapatrier` and `documents`.
since = day_option("--depuis", "since", help=helps.SINCE_OPTION)
until = day_option("--jusqu-a", "until", help=helps.UNTIL_OPTION)


def period(since: datetime | None, until: datetime | None) -> tuple[date | None, date | None]:
    """The days asked for. Raises UnfitValue when the last precedes the first."""
    if since and until and until < since:
        raise UnfitValue("--jusqu-a", until.date().isoformat(), advice=LATER_END)
    return since.date() if since else None, until.date() if until else None


def settings_for(company: str, application: str | None = None) -> Settings:
    """The settings with what the command line said over them."""
    from stockage_partage.session import with_company
    from stockage_partage.settings import load

    return with_company(load(), company, application)


def settings_with_company(company: str, application: str | None = None) -> Settings:
    """The settings with what the command line said over them, a company among them.

    Raises CompanyNotNamed when neither names a company.
    """
    from stockage_partage.errors import CompanyNotNamed

    settings = settings_for(company, application)
    if not settings.company:
        raise CompanyNotNamed
    return settings


def open_for(company: str, application: str | None) -> AppContext:
    """The session of those options, which the caller closes."""
    from stockage_partage.session import open_session

    return open_session(settings_for(company, application))


@contextmanager
def opened(company: str, application: str | None) -> Iterator[AppContext]:
    """A session for one command, closed whatever happens."""
    context = open_for(company, application)
    try:
        yield context
    finally:
        context.close()


def print_json(value: Any) -> None:
    """One JSON object on one line of stdout, flushed: a machine may be reading."""
    # In ASCII: PowerShell and `for /f` read a program's output in the console's code page.
    _write(json.dumps(value) + "\n")


def print_lines(*lines: str) -> None:
    """Lines for a person, on stdout: as many as are given, whatever names they hold."""
    from stockage_partage.plain_text import one_line

    _write("".join(one_line(line) + "\n" for line in lines))


def _write(text: str) -> None:
    """Nothing where the program has no console: nobody reads it."""
    if sys.stdout is not None:
        sys.stdout.write(text)
        sys.stdout.flush()
