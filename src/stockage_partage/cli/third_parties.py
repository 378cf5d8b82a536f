"""`tiers lister`, `importer`, `ajouter`, `modifier`, `retirer`: the company's third parties."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.exits import confirm, say
from stockage_partage.cli.grammar import UnfitValue, command, option
from stockage_partage.messages import third_parties as texts

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase
    from stockage_partage.company.document_records import ThirdParty


code_argument = click.argument("code", metavar="CODE", help=texts.PARTY_CODE)
kind_option = option("--type", "kind", metavar="TYPE", help=texts.PARTY_KIND)
name_option = option("--nom", "name", metavar="NOM", help=texts.PARTY_NAME)
siren_option = option("--siren", "siren", metavar="NUMERO", help=texts.PARTY_SIREN)
siret_option = option("--siret", "siret", metavar="NUMERO", help=texts.PARTY_SIRET)
vat_option = option("--tva", "vat", metavar="NUMERO", help=texts.PARTY_VAT)
_OPTIONS = {"code": "CODE", "name": "--nom", "siren": "--siren", "siret": "--siret", "vat": "--tva"}


@command("tiers lister")
@click.argument("text", metavar="[TEXTE]", default="", help=texts.PARTIES_SEARCHED)
@options.company
@options.as_json
def show(text: str, company: str, as_json: bool) -> None:
    """Shows those that hold every word of the text, all of them without one."""
    with _opened(company) as database:
        found = database.third_parties.search(text, limit=None) if text else None
        _show(database.third_parties.all() if found is None else found, as_json)


@command("tiers importer")
@click.argument("file", metavar="CSV", type=Path, help=texts.PARTIES_FILE)
@options.company
@options.as_json
def bring_in(file: Path, company: str, as_json: bool) -> None:
    """Adds and changes; a line that cannot be used is left out and said. Exit code 1 when one is."""
    from stockage_partage.company.third_parties.csv_file import look_through

    contents = look_through(file)
    with _opened(company) as database:
        came = database.third_parties.bring_in(contents.third_parties)
    if as_json:
        options.print_json(texts.import_object(came, contents))
    else:
        options.print_lines(*texts.import_lines(came))
        for line in texts.left_out_lines(contents):
            say(line)
    if contents.refused:
        raise Exit(1)


@command("tiers ajouter")
@code_argument
@option("--nom", "name", metavar="NOM", required=True, help=texts.PARTY_NAME)
@kind_option
@siren_option
@siret_option
@vat_option
@options.company
@options.as_json
def add(
    code: str,
    name: str,
    kind: str | None,
    siren: str | None,
    siret: str | None,
    vat: str | None,
    company: str,
    as_json: bool,
) -> None:
    """Adds one whose code is free."""
    from stockage_partage.company.document_records import ThirdParty

    wanted = ThirdParty(code.strip().upper(), _kind(kind or "client"), name, siren, siret, vat)
    _check(wanted, None)
    with _opened(company) as database:
        if not database.third_parties.create(wanted):
            say(texts.CODE_TAKEN)
            raise Exit(1)
        _show_one(database, code, as_json)


@command("tiers modifier")
@code_argument
@name_option
@kind_option
@siren_option
@siret_option
@vat_option
@options.company
@options.as_json
def modify(
    code: str,
    name: str | None,
    kind: str | None,
    siren: str | None,
    siret: str | None,
    vat: str | None,
    company: str,
    as_json: bool,
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
            say(texts.CHANGED_MEANWHILE)
            raise Exit(1)
        _show_one(database, code, as_json)


@command("tiers retirer")
@code_argument
@options.company
@options.yes
def remove(code: str, company: str, yes: bool) -> None:
    """Forgets one that no document bears."""
    with _opened(company) as database:
        known = _known(database, code)
        confirm(yes, texts.confirm_party_removal(known.name))
        database.third_parties.remove(known.code)
    options.print_lines(texts.party_removed(known.name))


@contextmanager
def _opened(company: str) -> Iterator[CompanyDatabase]:
    from stockage_partage.session import open_database

    with open_database(options.settings_with_company(company)) as database:
        yield database


def _kind(word: str) -> str:
    from stockage_partage.company.third_parties.csv_file import kind_of

    found = kind_of(word)
    if found is None:
        raise UnfitValue("--type", word, texts.PARTY_KINDS)
    return found


def _check(wanted: ThirdParty, known: ThirdParty | None) -> None:
    """What was there and is not touched is left alone. Raises UnfitValue naming the option."""
    from stockage_partage.company.third_parties.identity import problems

    before = problems(known) if known is not None else {}
    for field, problem in problems(wanted).items():
        if before.get(field) is not problem:
            value = getattr(wanted, field.value) or ""
            raise UnfitValue(_OPTIONS[field.value], value, advice=texts.problem(field, problem))


def _known(database: CompanyDatabase, code: str) -> ThirdParty:
    known = database.third_parties.get(code)
    if known is None:
        say(texts.no_such_party(code))
        raise Exit(1)
    return known


def _show_one(database: CompanyDatabase, code: str, as_json: bool) -> None:
    party = database.third_parties.get(code)
    _show([] if party is None else [party], as_json)


def _show(parties: list[ThirdParty], as_json: bool) -> None:
    for party in parties:
        if as_json:
            options.print_json(texts.party_object(party))
        else:
            options.print_lines(texts.line(party))
    if not parties and not as_json:
        say(texts.NOTHING_FOUND)
