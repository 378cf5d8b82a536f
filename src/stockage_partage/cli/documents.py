"""`deposer`, `envoyer`, `documents`: filing, sending, finding again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stockage_partage.cli import options
from stockage_partage.words import commands as words


def add_to(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command("documents", help=words.DOCUMENTS)(search)


def search(
    text: Annotated[str, typer.Argument(metavar="[TEXTE]", help=words.SEARCHED)] = "",
    company: options.Company = "",
    application: options.Application = None,
    as_json: options.AsJson = False,
) -> None:
    """Searches the register."""
    with options.opened(company, application) as session:
        for row in session.database.register.search(text):
            options.print_lines(str(Path(row.path or "").name))
