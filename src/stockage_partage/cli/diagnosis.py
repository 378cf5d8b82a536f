"""`diagnostic` and `reparer`: what is wrong with this installation and its documents, and what puts it right.

`dossier-assistance` writes it, with what else helps, into a file for the support.
"""

from __future__ import annotations

from pathlib import Path

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.command_output import said_meanwhile, waits_told
from stockage_partage.cli.error_log import journal_path
from stockage_partage.cli.exits import ending, say, stop_wished
from stockage_partage.cli.grammar import command, flag
from stockage_partage.diagnosis import CheckName, Finding, examine, with_microsoft365
from stockage_partage.documents.repair.findings import FaultFinding, RepairOutcome
from stockage_partage.errors import SettingsRefused, Trouble
from stockage_partage.messages import diagnosis as diagnosis_texts
from stockage_partage.messages import repairing as texts
from stockage_partage.messages.message import Message
from stockage_partage.streams import Stopped


@command("diagnostic")
@options.company
@options.application
@options.as_json
def diagnose(company: str, application: str | None, as_json: bool) -> None:
    """Looks at everything; exit code 1 when something has to be done."""
    findings = findings_of(company, application)
    for finding in findings:
        if as_json:
            options.print_json(_finding_object(finding))
        else:
            options.print_lines(diagnosis_texts.line(finding))
    raise Exit(0 if all(finding.fine for finding in findings) else 1)


def findings_of(company: str, application: str | None) -> list[Finding]:
    """What the diagnosis finds; the settings alone where they cannot be read."""
    try:
        settings = options.settings_for(company, application)
    except SettingsRefused as trouble:
        # Everything else depends on them.
        return [Finding(CheckName.SETTINGS, trouble=trouble)]
    with with_microsoft365(settings) as reachable:
        return examine(reachable)


@command("dossier-assistance")
@click.argument("file", metavar="FICHIER.zip", type=Path, help=texts.SUPPORT_FILE)
@options.company
@options.application
def write_support_file(file: Path, company: str, application: str | None) -> None:
    """Writes it whatever is wrong: a part that cannot be looked at says which trouble kept it from that."""
    from stockage_partage import support_file

    with stop_wished() as stop:
        try:
            parts = support_file.gathered(
                lambda: options.settings_for(company, application),
                lambda: findings_of(company, application),
                lambda: options.opened(company, application),
                journal_path(),
                stop,
            )
        except Stopped:
            raise KeyboardInterrupt from None
    support_file.write(file, parts)
    options.print_lines(texts.support_written(str(file)))


def _finding_object(finding: Finding) -> dict[str, object]:
    said = diagnosis_texts.found(finding)
    trouble = isinstance(said, Message)
    return {
        "controle": str(finding.name),
        "nom": diagnosis_texts.NAMES[finding.name],
        "ok": finding.fine,
        "constat": said.what if isinstance(said, Message) else said,
        "conseil": said.advice if isinstance(said, Message) else None,
        "detail": finding.trouble.detail if trouble and finding.trouble else None,
    }


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
                    _show_fault(outcome.finding, outcome, as_json)
                    told = True
                    if not outcome.mended:
                        left.append(outcome.finding)
            else:
                for finding in examine(context, stop):
                    _show_fault(finding, None, as_json)
                    left.append(finding)
        except Stopped:
            raise KeyboardInterrupt from None
    raise Exit(_end_of_mending(left, told=told or bool(left), apply=apply))


def _show_fault(finding: FaultFinding, outcome: RepairOutcome | None, as_json: bool) -> None:
    if as_json:
        options.print_json(texts.finding_object(finding, outcome))
    elif outcome is None:
        options.print_lines(*texts.finding_lines(finding))
    else:
        options.print_lines(*texts.outcome_lines(outcome))


def _end_of_mending(left: list[FaultFinding], *, told: bool, apply: bool) -> int:
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
