"""`envoyer-sdm`: copies files to Sage Document Manager's exchange folder, while storage is off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stockage_partage.cli import options
from stockage_partage.cli.endings import say
from stockage_partage.errors import Trouble
from stockage_partage.words import commands as command_words
from stockage_partage.words import document_manager as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stockage_partage.documents.exchange.document_manager import SentThere


def add_to(app: typer.Typer) -> None:
    """Adds this module's command."""
    app.command("envoyer-sdm", help=words.SEND)(send)


def send(
    files: Annotated[list[Path], typer.Argument(metavar="FICHIER…", help=words.FILES)],
    company: options.Company = "",
    application: options.Application = None,
    folder: Annotated[
        Path | None, typer.Option("--dossier", metavar="DOSSIER", help=words.FOLDER)
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Copies the files, or says why none may be."""
    from stockage_partage.documents.exchange.document_manager import (
        HandedOver,
        SentThere,
        send_files,
    )
    from stockage_partage.documents.exchange.exchange_folder import known_folder, remember

    with options.opened(company, application) as session:
        try:
            sent = send_files(session.workplace, files, folder or known_folder(session.workplace))
        except Trouble as trouble:
            # Said once, for all; each file still has its object.
            for file in files:
                _show(SentThere(file, HandedOver.REFUSED, trouble=trouble), as_json)
            raise
        if folder is not None:
            remember(session.workplace, folder)
    for each in sent:
        _show(each, as_json)
    raise typer.Exit(_exit_code(sent))


def _show(sent: SentThere, as_json: bool) -> None:
    from stockage_partage.words.usage import sentence

    reason = sentence(sent.trouble) if sent.trouble is not None else None
    place = str(sent.place) if sent.place is not None else None
    if as_json:
        options.print_json(
            {
                "fichier": str(sent.file),
                "statut": sent.status.value,
                "chemin": place,
                "raison": reason,
                "lu": None,
            }
        )
    else:
        options.print_lines(words.line(sent.file.name, sent.status, place or "", reason))


def _exit_code(sent: Sequence[SentThere]) -> int:
    troubles = [(each.file.name, each.trouble) for each in sent if each.trouble is not None]
    for name, trouble in troubles:
        say(command_words.about(name, trouble))
    return troubles[0][1].exit_code if troubles else 0
