"""`societes`: every company known on this workstation, each as it answers; or those of a folder.

It only looks (decision 0022), unless it is asked to keep or to forget, or to do one thing for all that are
listed: `--activer`, `--diagnostic`, `--licence`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from click.exceptions import Exit

from stockage_partage.activation.company_overview import ActOutcome, CompanyOverview
from stockage_partage.cli import options
from stockage_partage.cli.exits import confirm, say, stop_wished
from stockage_partage.cli.grammar import UnfitValue, command, flag, option
from stockage_partage.company.places import place_if_any, shown
from stockage_partage.company.portfolio.known_companies import (
    KnownCompanies,
    KnownCompany,
    companies_in,
)
from stockage_partage.company.third_parties.identity import normal_name
from stockage_partage.errors import DatabaseMissing
from stockage_partage.messages import command_helps as helps
from stockage_partage.messages import companies as texts
from stockage_partage.messages import company_batch as batch_texts
from stockage_partage.messages.company_batch import CompanyAct
from stockage_partage.portfolio import known_companies, overviews

if TYPE_CHECKING:
    from stockage_partage.settings import Settings

#: Seconds for which lines for a person are put in order; what answers later follows as it comes.
_TOGETHER_S = 0.7


@command("societes")
@option("--filtre", "text", metavar="TEXTE", default="", help=helps.COMPANIES_FILTER)
@flag("--a-regler", "to_settle", help=helps.COMPANIES_TO_SETTLE)
@option("--dossier", "folder", metavar="DOSSIER", type=Path, help=helps.COMPANIES_FOLDER)
@flag("--retenir", "keep", help=helps.COMPANIES_KEEP)
@option("--oublier", "forgotten", metavar="FICHIER|URL", default="", help=helps.COMPANIES_FORGET)
@option("--csv", "table", metavar="FICHIER", type=Path, help=helps.COMPANIES_CSV)
@flag("--activer", "activate", help=helps.COMPANIES_ACTIVATE)
@flag("--diagnostic", "diagnose", help=helps.COMPANIES_DIAGNOSE)
@option(
    "--licence",
    "licences",
    metavar="FICHIER",
    type=Path,
    multiple=True,
    help=helps.COMPANIES_LICENCES,
)
@flag("--navigateur", "browser", help=helps.WITH_BROWSER)
@options.yes
@options.as_json
def companies(
    text: str,
    to_settle: bool,
    folder: Path | None,
    keep: bool,
    forgotten: str,
    table: Path | None,
    activate: bool,
    diagnose: bool,
    licences: tuple[Path, ...],
    browser: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Tells of every company known here, and of those in `folder`; writes nothing unless asked to."""
    settings = options.settings_for("")
    listed = KnownCompanies(settings.data_dir)
    if forgotten:
        _forget(listed, forgotten)
        return
    known = {each.place: each for each in known_companies(settings)}
    if folder is not None:
        known = _found(folder, known)
        if keep:
            say(texts.kept(listed.add(known.values())))
    rows = (
        each
        for each in overviews(settings, known.values())
        if _matches(each, text) and (each.attention or not to_settle)
    )
    act = _act(activate=activate, diagnose=diagnose, licences=licences)
    if act is not None:
        chosen = _in_order(list(rows))
        raise Exit(
            _act_on(settings, act, chosen, licences, yes=yes, browser=browser, as_json=as_json)
        )
    if table is not None:
        _write(table, rows)
    elif as_json:
        for row in rows:
            options.print_json(texts.company_object(row))
    else:
        none = texts.NONE_KNOWN if folder is None else texts.NONE_IN_FOLDER
        _print(rows, texts.NONE_MATCHES if known else none)


def _act(*, activate: bool, diagnose: bool, licences: tuple[Path, ...]) -> CompanyAct | None:
    """What is to be done with those that are listed; None to show them. Raises UnfitValue for two at once."""
    wanted = {
        CompanyAct.ACTIVATE: activate,
        CompanyAct.DIAGNOSE: diagnose,
        CompanyAct.INSTALL: bool(licences),
    }
    asked = [act for act, it_is in wanted.items() if it_is]
    if len(asked) > 1:
        raise UnfitValue("--activer", "", advice=texts.ONE_ACT)
    return asked[0] if asked else None


def _forget(listed: KnownCompanies, location: str) -> None:
    known = place_if_any(location)
    if not known:
        raise DatabaseMissing("the address cannot be read")
    place = shown(known)
    say(texts.forgotten(place) if listed.forget(location) else texts.not_known(place))


def _found(folder: Path, known: Mapping[str, KnownCompany]) -> dict[str, KnownCompany]:
    """The companies of a folder, with what the list already knows of them.

    Raises UnfitValue where there is no such folder: none was looked at, so none is said to be there.
    """
    if not folder.is_dir():
        raise UnfitValue("--dossier", str(folder))

    def refused(name: str) -> None:
        say(texts.folder_refused(name))

    return {place: known.get(place, KnownCompany(place)) for place in companies_in(folder, refused)}


def _matches(row: CompanyOverview, text: str) -> bool:
    found = texts.searched(row)
    return all(word in found for word in text.casefold().split())


def _in_order(rows: list[CompanyOverview]) -> list[CompanyOverview]:
    return sorted(rows, key=lambda row: (normal_name(texts.name(row)), row.place))


def _write(table: Path, rows: Iterator[CompanyOverview]) -> None:
    from stockage_partage.plain_text import write_csv

    found = _in_order(list(rows))
    write_csv(table, texts.HEADINGS, [texts.cells(row) for row in found])
    say(texts.written(str(table), len(found)))


def _print(rows: Iterator[CompanyOverview], none: str) -> None:
    together = time.monotonic() + _TOGETHER_S
    waiting: list[CompanyOverview] | None = []
    told, to_settle = 0, 0
    for row in rows:
        told += 1
        to_settle += bool(row.attention)
        if waiting is None:
            options.print_lines(texts.line(row))
            continue
        waiting.append(row)
        if time.monotonic() > together:
            options.print_lines(*map(texts.line, _in_order(waiting)))
            waiting = None
    options.print_lines(*map(texts.line, _in_order(waiting or [])))
    if told:
        say(texts.total(told, to_settle))
    else:
        say(none)


def _act_on(
    settings: Settings,
    act: CompanyAct,
    rows: Sequence[CompanyOverview],
    licences: Sequence[Path],
    *,
    yes: bool,
    browser: bool,
    as_json: bool,
) -> int:
    """Does it for each of them in turn, and tells each; the exit code: 1 when one of them was not done.

    Asks before an activation, unless `yes`. A wish to stop begins no other company; raises
    KeyboardInterrupt when some were left for it.
    """
    from stockage_partage.messages.usage import sentence

    if act is CompanyAct.ACTIVATE:
        confirm(
            yes,
            " ".join((batch_texts.title(act, len(rows)), *batch_texts.POINTS[act])),
        )
    by_place, done, failed = {row.place: row for row in rows}, 0, 0
    with stop_wished() as stop:
        for outcome in _outcomes(settings, act, list(by_place), licences, stop, browser=browser):
            done += outcome.trouble is None
            failed += outcome.trouble is not None
            row = by_place[outcome.place]
            reason = sentence(outcome.trouble) if outcome.trouble is not None else ""
            if as_json:
                options.print_json(batch_texts.outcome_object(row, outcome.until, reason))
            else:
                options.print_lines(
                    batch_texts.line(row, batch_texts.outcome(act, None, outcome.until), reason)
                )
    say(batch_texts.told(act, done, failed, len(rows)))
    if done + failed < len(rows):
        raise KeyboardInterrupt
    return 1 if failed else 0


def _outcomes(
    settings: Settings,
    act: CompanyAct,
    places: Sequence[str],
    licences: Sequence[Path],
    stop: Event,
    *,
    browser: bool,
) -> Iterator[ActOutcome]:
    from stockage_partage import portfolio
    from stockage_partage.cli.activation import sign_in

    if act is CompanyAct.INSTALL:
        yield from portfolio.install_each(settings, places, licences, stop)
    elif act is CompanyAct.DIAGNOSE:
        yield from portfolio.each_in_turn(
            places, lambda place: portfolio.diagnose(settings, place), stop
        )
    elif places:
        with portfolio.ManyActivations(settings, places) as shared:
            if shared.account is None:
                sign_in(shared.context, browser, stop)
            yield from portfolio.each_in_turn(
                places, lambda place: portfolio.activate(settings, shared.sign_in, place), stop
            )
