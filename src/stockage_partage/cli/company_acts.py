"""`societes --activer`, `--diagnostic`, `--licence`: one thing for all companies that are listed, a result each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from stockage_partage import company_batch
from stockage_partage.activation.company_overview import CompanyOverview
from stockage_partage.cli import options
from stockage_partage.cli.exits import confirm, say, stop_wished
from stockage_partage.cli.sign_in import sign_in
from stockage_partage.messages import company_batch as texts
from stockage_partage.messages.company_batch import CompanyAct
from stockage_partage.messages.usage import sentence

if TYPE_CHECKING:
    from stockage_partage.activation.company_overview import ActOutcome
    from stockage_partage.settings import Settings


def act_on(
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
    if act is CompanyAct.ACTIVATE:
        confirm(yes, " ".join((texts.title(act, len(rows)), *texts.POINTS[act])))
    by_place, done, failed = {row.place: row for row in rows}, 0, 0
    with stop_wished() as stop:
        for outcome in _outcomes(settings, act, list(by_place), licences, stop, browser=browser):
            done += outcome.trouble is None
            failed += outcome.trouble is not None
            row = by_place[outcome.place]
            reason = sentence(outcome.trouble) if outcome.trouble is not None else ""
            if as_json:
                options.print_json(texts.outcome_object(row, outcome.until, reason))
            else:
                options.print_lines(
                    texts.line(row, texts.outcome(act, None, outcome.until), reason)
                )
    say(texts.told(act, done, failed, len(rows)))
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
    if act is CompanyAct.INSTALL:
        yield from company_batch.install_each(settings, places, licences, stop)
    elif act is CompanyAct.DIAGNOSE:
        yield from company_batch.each_in_turn(
            places, lambda place: company_batch.diagnose(settings, place), stop
        )
    elif places:
        with company_batch.ManyActivations(settings, places) as shared:
            if shared.account is None:
                sign_in(shared.context, browser, stop)
            yield from company_batch.each_in_turn(
                places, lambda place: company_batch.activate(settings, shared.sign_in, place), stop
            )
