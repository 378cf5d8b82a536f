"""`tiers lister|importer|ajouter|modifier|retirer`: the company's third parties."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stockage_partage.cli import options
from stockage_partage.cli.confirming import confirm
from stockage_partage.cli.endings import say
from stockage_partage.cli.french import FrenchTyper, UnfitValue
from stockage_partage.words import third_party_commands as words

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.facts import ThirdParty

app = FrenchTyper(no_args_is_help=True)

Code = Annotated[str, typer.Argument(metavar="CODE", help=words.CODE)]
Kind = Annotated[str | None, typer.Option("--type", metavar="TYPE", help=words.KIND)]
Name = Annotated[str | None, typer.Option("--nom", metavar="NOM", help=words.NAME)]
Siren = Annotated[str | None, typer.Option("--siren", metavar="NUMERO", help=words.SIREN)]
Siret = Annotated[str | None, typer.Option("--siret", metavar="NUMERO", help=words.SIRET)]
Vat = Annotated[str | None, typer.Option("--tva", metavar="NUMERO", help=words.VAT)]


@app.command("lister", help=words.LIST)
def show(
    text: Annotated[str, typer.Argument(metavar="TEXTE", help=words.SEARCHED)] = "",
    company: options.Company = "",
    as_json: options.AsJson = False,
) -> None:
    """Shows those that hold every word of the text, all of them without one."""
    with _opened(company) as database:
        found = database.third_parties.search(text, limit=None) if text else None
        _show(database.third_parties.all() if found is None else found, as_json)


@app.command("importer", help=words.IMPORT)
def bring_in(
    file: Annotated[Path, typer.Argument(metavar="CSV", help=words.FILE)],
    company: options.Company = "",
    as_json: options.AsJson = False,
) -> None:
    """Adds and changes; a line that cannot be used is left out and said. Exit code 1 when one is."""
    from stockage_partage.company.third_party_csv import look_through

    contents = look_through(file)
    with _opened(company) as database:
        came = database.third_parties.bring_in(contents.third_parties)
    if as_json:
        options.print_json(words.imported_object(came, contents))
    else:
        options.print_lines(*words.imported(came))
        for line in words.left_out(contents):
            say(line)
    if contents.refused:
        raise typer.Exit(1)


@app.command("ajouter", help=words.ADD)
def add(
    code: Code,
    name: Annotated[str, typer.Option("--nom", metavar="NOM", help=words.NAME)],
    kind: Kind = None,
    siren: Siren = None,
    siret: Siret = None,
    vat: Vat = None,
    company: options.Company = "",
    as_json: options.AsJson = False,
) -> None:
    """Adds one whose code is free."""
    from stockage_partage.company.facts import ThirdParty

    wanted = ThirdParty(code.strip().upper(), _kind(kind or "client"), name, siren, siret, vat)
    _check(wanted, None)
    with _opened(company) as database:
        if not database.third_parties.create(wanted):
            say(words.CODE_TAKEN)
            raise typer.Exit(1)
        _show_one(database, code, as_json)


@app.command("modifier", help=words.MODIFY)
def modify(
    code: Code,
    name: Name = None,
    kind: Kind = None,
    siren: Siren = None,
    siret: Siret = None,
    vat: Vat = None,
    company: options.Company = "",
    as_json: options.AsJson = False,
) -> None:
    """Changes what is given and leaves the rest; an empty value takes a number away."""
    given = {"name": name, "siren": siren, "siret": siret, "vat": vat}
    said: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if kind is not None:
        said["kind"] = _kind(kind)
    with _opened(company) as database:
        known = _known(database, code)
        wanted = replace(known, **said)
        _check(wanted, known)
        if not database.third_parties.replace(known, wanted):
            say(words.CHANGED_MEANWHILE)
            raise typer.Exit(1)
        _show_one(database, code, as_json)


@app.command("retirer", help=words.REMOVE)
def remove(code: Code, company: options.Company = "", yes: options.Yes = False) -> None:
    """Forgets one that no document bears."""
    with _opened(company) as database:
        known = _known(database, code)
        confirm(yes, words.confirm_removal(known.name))
        database.third_parties.remove(known.code)
    options.print_lines(words.removed(known.name))


@contextmanager
def _opened(company: str) -> Iterator[CompanyDatabase]:
    from stockage_partage.company.database import CompanyDatabase

    with CompanyDatabase.open(options.settings_with_company(company).company) as database:
        yield database


def _kind(word: str) -> str:
    from stockage_partage.company.third_party_csv import kind_of

    found = kind_of(word)
    if found is None:
        raise UnfitValue("--type", word, words.KINDS)
    return found


_OPTIONS = {"code": "CODE", "name": "--nom", "siren": "--siren", "siret": "--siret", "vat": "--tva"}


def _check(wanted: ThirdParty, known: ThirdParty | None) -> None:
    """What was there and is not touched is left alone. Raises UnfitValue naming the option."""
    from stockage_partage.company.third_party_checks import problems

    before = problems(known) if known is not None else {}
    for field, problem in problems(wanted).items():
        if before.get(field) is not problem:
            value = getattr(wanted, field.value) or ""
            raise UnfitValue(_OPTIONS[field.value], value, advice=words.problem(field, problem))


def _known(database: CompanyDatabase, code: str) -> ThirdParty:
    known = database.third_parties.get(code)
    if known is None:
        say(words.nobody(code))
        raise typer.Exit(1)
    return known


def _show_one(database: CompanyDatabase, code: str, as_json: bool) -> None:
    party = database.third_parties.get(code)
    _show([] if party is None else [party], as_json)


def _show(parties: list[ThirdParty], as_json: bool) -> None:
    for party in parties:
        if as_json:
            options.print_json(words.as_object(party))
        else:
            options.print_lines(words.line(party))
    if not parties and not as_json:
        say(words.NOTHING_FOUND)
