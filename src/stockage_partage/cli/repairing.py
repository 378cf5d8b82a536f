"""`reparer`: what is wrong with a company's documents and this workstation, and, when asked to, mended."""

from __future__ import annotations

from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.exits import ending, say, stop_wished
from stockage_partage.cli.grammar import command, flag
from stockage_partage.cli.progress_output import said_meanwhile, waits_told
from stockage_partage.documents.repair.findings import FaultFinding, RepairOutcome
from stockage_partage.errors import Trouble
from stockage_partage.messages import repairing as texts
from stockage_partage.streams import Stopped


@command("reparer")
@options.company
@options.application
@flag("--appliquer", "apply", help=texts.APPLY)
@options.as_json
def mend(company: str, application: str | None, apply: bool, as_json: bool) -> None:
    """Looks everything over and changes nothing, unless asked to; exit code 1 when something is left."""
    from stockage_partage.documents.repair.repairing import examine, repair

    left: list[FaultFinding] = []
    told = False
    with (
        options.opened(company, application) as context,
        stop_wished() as stop,
        waits_told(context),
        said_meanwhile(texts.GOES_ON),
    ):
        try:
            if apply:
                for outcome in repair(context, stop):
                    _show(outcome.finding, outcome, as_json)
                    told = True
                    if not outcome.mended:
                        left.append(outcome.finding)
            else:
                for finding in examine(context, stop):
                    _show(finding, None, as_json)
                    left.append(finding)
        except Stopped:
            raise KeyboardInterrupt from None
    raise Exit(_end(left, told=told or bool(left), apply=apply))


def _show(finding: FaultFinding, outcome: RepairOutcome | None, as_json: bool) -> None:
    if as_json:
        options.print_json(texts.finding_object(finding, outcome))
    elif outcome is None:
        options.print_lines(*texts.finding_lines(finding))
    else:
        options.print_lines(*texts.outcome_lines(outcome))


def _end(left: list[FaultFinding], *, told: bool, apply: bool) -> int:
    """Says how it ended; the contract's exit code, that of what kept somebody from looking where there is one."""
    if not told:
        say(texts.NOTHING_WRONG)
        return 0
    if not left:
        say(texts.ALL_MENDED)
        return 0
    say(texts.STILL_WRONG if apply else texts.NOTHING_CHANGED)
    unseen: list[Trouble] = [each.trouble for each in left if each.trouble is not None]
    return ending(unseen[0]) if unseen else 1
