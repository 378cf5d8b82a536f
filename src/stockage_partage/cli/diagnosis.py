"""`diagnostic`: what is wrong with this installation, and what to do; `dossier-assistance`: it, for the support."""

from __future__ import annotations

from pathlib import Path

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.error_log import journal_path
from stockage_partage.cli.exits import stop_wished
from stockage_partage.cli.grammar import command
from stockage_partage.diagnosis import CheckName, Finding, examine, with_microsoft365
from stockage_partage.errors import SettingsRefused
from stockage_partage.messages import diagnosis as diagnosis_texts
from stockage_partage.messages import support_file as texts
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
            options.print_json(_object(finding))
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
@click.argument("file", metavar="FICHIER.zip", type=Path, help=texts.FILE)
@options.company
@options.application
def write_support_file(file: Path, company: str, application: str | None) -> None:
    """Writes it whatever is wrong: a part that cannot be looked at says which trouble kept it from that."""
    from stockage_partage.support_file import writing
    from stockage_partage.support_file.gathering import gathered

    with stop_wished() as stop:
        try:
            parts = gathered(
                lambda: options.settings_for(company, application),
                lambda: findings_of(company, application),
                lambda: options.opened(company, application),
                journal_path(),
                stop,
            )
        except Stopped:
            raise KeyboardInterrupt from None
    writing.write(file, parts)
    options.print_lines(texts.written(str(file)))


def _object(finding: Finding) -> dict[str, object]:
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
