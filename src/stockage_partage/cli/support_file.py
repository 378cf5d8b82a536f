"""`dossier-assistance`: one file with what whoever helps needs to know, and nothing that is anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from stockage_partage.cli import options
from stockage_partage.cli.diagnosis import findings_of
from stockage_partage.cli.error_log import journal_path
from stockage_partage.cli.exits import stop_wished
from stockage_partage.cli.grammar import command
from stockage_partage.documents.repair.repairing import examine
from stockage_partage.errors import Trouble
from stockage_partage.messages import support_file as texts
from stockage_partage.streams import Stopped
from stockage_partage.support_file import facts, writing


@command("dossier-assistance")
@click.argument("file", metavar="FICHIER.zip", type=Path, help=texts.FILE)
@options.company
@options.application
def write(file: Path, company: str, application: str | None) -> None:
    """Writes it whatever is wrong: a part that cannot be looked at says which trouble kept it from that."""
    parts = {texts.READ_ME: texts.INTRODUCTION, texts.VERSIONS: writing.as_json(facts.versions())}
    with _told() as settings:
        settings.update(facts.settings_told(options.settings_for(company, application)))
    parts[texts.SETTINGS] = writing.as_json(settings)
    findings = [
        {
            "controle": each.name.value,
            "ok": each.fine,
            "trouble": each.trouble and each.trouble.kind,
        }
        for each in findings_of(company, application)
    ]
    parts[texts.DIAGNOSIS] = writing.as_json(findings)
    faults: dict[str, Any] = {}
    with _told() as stands, stop_wished() as stop, options.opened(company, application) as context:
        stands.update(facts.company_told(context.database))
        try:
            for found in examine(context, stop):
                kind = found.trouble.kind if found.trouble is not None else None
                faults[found.fault.value] = kind or found.count
        except Stopped:
            raise KeyboardInterrupt from None
    parts[texts.COMPANY] = writing.as_json(stands)
    parts[texts.FAULTS] = writing.as_json(faults)
    parts[texts.JOURNAL] = writing.journal_of(journal_path())
    writing.write(file, parts)
    options.print_lines(texts.written(str(file)))


@contextmanager
def _told() -> Iterator[dict[str, Any]]:
    """A part under way; what stops it is told in it by its kind."""
    part: dict[str, Any] = {}
    try:
        yield part
    except Trouble as trouble:
        part["trouble"] = trouble.kind
