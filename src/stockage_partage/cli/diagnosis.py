"""`diagnostic`: what is wrong with this installation, and what to do."""

from __future__ import annotations

import typer

from stockage_partage.cli import options
from stockage_partage.diagnosis import CheckName, Finding, examine
from stockage_partage.errors import SettingsRefused
from stockage_partage.local_host import LocalHost
from stockage_partage.settings import Settings
from stockage_partage.words import commands as words
from stockage_partage.words import diagnosis as diagnosis_words
from stockage_partage.words.message import Words


def add_to(app: typer.Typer) -> None:
    """Adds this module's command."""
    app.command("diagnostic", help=words.DIAGNOSIS)(diagnose)


def diagnose(
    company: options.Company = "",
    application: options.Application = None,
    as_json: options.AsJson = False,
) -> None:
    """Looks at everything; exit code 1 when something has to be done."""
    findings = _findings(company, application)
    for finding in findings:
        if as_json:
            options.print_json(_object(finding))
        else:
            options.print_lines(diagnosis_words.line(finding))
    raise typer.Exit(0 if all(finding.fine for finding in findings) else 1)


def _findings(company: str, application: str | None) -> list[Finding]:
    try:
        settings = options.settings_for(company, application)
    except SettingsRefused as trouble:
        # Everything else depends on them.
        return [Finding(CheckName.SETTINGS, trouble=trouble)]
    return _with_host(settings) if settings.own_microsoft365 else examine(settings)


def _with_host(settings: Settings) -> list[Finding]:
    host = LocalHost(settings.data_dir)
    try:
        return examine(host.configure(settings))
    finally:
        host.close()


def _object(finding: Finding) -> dict[str, object]:
    said = diagnosis_words.found(finding)
    trouble = isinstance(said, Words)
    return {
        "controle": str(finding.name),
        "nom": diagnosis_words.NAMES[finding.name],
        "ok": finding.fine,
        "constat": said.what if isinstance(said, Words) else said,
        "conseil": said.advice if isinstance(said, Words) else None,
        "detail": finding.trouble.detail if trouble and finding.trouble else None,
    }
