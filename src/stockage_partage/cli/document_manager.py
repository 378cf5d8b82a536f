"""`envoyer-sdm`: copies files to Sage Document Manager's exchange folder, while storage is off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import command, option
from stockage_partage.errors import Trouble
from stockage_partage.messages import commands as command_texts
from stockage_partage.messages import document_manager as texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stockage_partage.documents.document_manager import TransferResult


@command("envoyer-sdm")
@click.argument("files", metavar="FICHIER…", type=Path, nargs=-1, required=True, help=texts.FILES)
@options.company
@options.application
@option("--dossier", "folder", metavar="DOSSIER", type=Path, help=texts.FOLDER)
@options.as_json
def send(
    files: tuple[Path, ...],
    company: str,
    application: str | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Copies the files, or says why none may be."""
    from stockage_partage.documents.document_manager import (
        TransferOutcome,
        TransferResult,
        known_folder,
        remember,
        send_files,
    )

    with options.opened(company, application) as context:
        try:
            sent = send_files(context, files, folder or known_folder(context))
        except Trouble as trouble:
            # Said once, for all; each file still has its object.
            for file in files:
                _show(TransferResult(file, TransferOutcome.REFUSED, trouble=trouble), as_json)
            raise
        if folder is not None:
            remember(context, folder)
    for each in sent:
        _show(each, as_json)
    raise Exit(_exit_code(sent))


def _show(sent: TransferResult, as_json: bool) -> None:
    from stockage_partage.messages.usage import sentence

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
        options.print_lines(texts.line(sent.file.name, sent.status, place or "", reason))


def _exit_code(sent: Sequence[TransferResult]) -> int:
    troubles = [(each.file.name, each.trouble) for each in sent if each.trouble is not None]
    for name, trouble in troubles:
        say(command_texts.about(name, trouble))
    return troubles[0][1].exit_code if troubles else 0
