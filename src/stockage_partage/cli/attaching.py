"""`joindre`, `archiver`: a person's files on a third party, a document, an article, in the archive.

`envoyer-sdm` instead, while storage is off: files copied to Sage Document Manager's exchange folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from stockage_partage.cli import options
from stockage_partage.cli.command_output import send_and_tell, show
from stockage_partage.cli.exits import say
from stockage_partage.cli.grammar import UnfitValue, command, flag, option
from stockage_partage.documents.context import AppContext
from stockage_partage.errors import Trouble
from stockage_partage.messages.command_helps import (
    ARCHIVED_FILE,
    ARTICLE_ADVICE,
    ATTACHED_FILES,
    ATTACHED_TO_ARTICLE,
    ATTACHED_TO_DATE,
    ATTACHED_TO_NUMBER,
    ATTACHED_TO_TYPE,
    EXCHANGE_FOLDER,
    EXCHANGED_FILES,
    FROM_GROUP,
    ONE_TARGET,
    PIECE_ADVICE,
    TARGET_ADVICE,
    TO_TRANSMIT_OPTION,
    YEAR,
)

if TYPE_CHECKING:
    from stockage_partage.documents.attaching.targets import AttachRequest, AttachTarget, TargetKind
    from stockage_partage.documents.document_manager import TransferResult
    from stockage_partage.documents.filing.filing_service import FilingResult


@command("joindre")
@click.argument(
    "files", metavar="FICHIER…", type=Path, nargs=-1, required=True, help=ATTACHED_FILES
)
@options.company
@options.application
@options.third_party
@option("--type", "kind", metavar="TYPE", help=ATTACHED_TO_TYPE)
@option("--piece", "number", metavar="NUMERO", help=ATTACHED_TO_NUMBER)
@options.date_option("day", ATTACHED_TO_DATE)
@option("--article", "article", metavar="FAMILLE/REFERENCE", help=ATTACHED_TO_ARTICLE)
@flag("--a-transmettre", "to_transmit", help=TO_TRANSMIT_OPTION)
@flag("--du-groupe", "from_group", help=FROM_GROUP)
@options.as_json
def attach(
    files: tuple[Path, ...],
    company: str,
    application: str | None,
    third_party: str | None,
    kind: str | None,
    number: str | None,
    day: datetime | None,
    article: str | None,
    to_transmit: bool,
    from_group: bool,
    as_json: bool,
) -> None:
    """Keeps the files, sends them if that can be done now, says where each stands."""
    from stockage_partage.documents.attaching.targets import AttachRequest

    about_piece = bool(kind or day or to_transmit)
    _check(third_party, number, article, about_piece=about_piece)
    family, _, reference = (article or "").partition("/")
    wish = AttachRequest(
        _kind(number, article),
        third_party or "",
        document_type=kind or "",
        number=number or "",
        day=day.date() if day else None,
        to_transmit=to_transmit,
        family=family,
        reference=reference,
    )
    _attach(files, company, application, as_json, wish, from_group=from_group)


@command("archiver")
@click.argument("file", metavar="FICHIER.zip", type=Path, help=ARCHIVED_FILE)
@option(
    "--annee",
    "year",
    metavar="AAAA",
    type=click.IntRange(1900, 2999),
    required=True,
    help=YEAR,
)
@options.company
@options.application
@options.as_json
def archive(file: Path, year: int, company: str, application: str | None, as_json: bool) -> None:
    """Keeps the archive, sends it if that can be done now."""
    from stockage_partage.documents.attaching.targets import AttachRequest, TargetKind

    _attach([file], company, application, as_json, AttachRequest(TargetKind.ARCHIVE, year=year))


def _check(
    third_party: str | None, number: str | None, article: str | None, *, about_piece: bool
) -> None:
    """Raises UnfitValue for options that do not go together."""
    if article is not None and (third_party or number or about_piece):
        raise UnfitValue("--article", article, advice=ONE_TARGET)
    parts = [part.strip(". ") for part in (article or "").partition("/")[::2]]
    if article is not None and not all(parts):
        raise UnfitValue("--article", article, advice=ARTICLE_ADVICE)
    if about_piece and not number:
        raise UnfitValue("--piece", "", advice=PIECE_ADVICE)
    if not (article or third_party or number):
        raise UnfitValue("--tiers", "", advice=TARGET_ADVICE)


def _kind(number: str | None, article: str | None) -> TargetKind:
    from stockage_partage.documents.attaching.targets import TargetKind

    if article is not None:
        return TargetKind.ARTICLE
    return TargetKind.DOCUMENT if number else TargetKind.THIRD_PARTY


def _attach(
    files: Sequence[Path],
    company: str,
    application: str | None,
    as_json: bool,
    wish: AttachRequest,
    *,
    from_group: bool = False,
) -> None:
    from stockage_partage.documents.attaching.targets import NEEDED
    from stockage_partage.documents.filing.filing_service import FilingResult

    with options.opened(company, application) as context:
        try:
            context.service.require(NEEDED[wish.kind])
            target = wish.target(context.database, context.application)
            filed = _keep(context, files, target, from_group=from_group)
        except Trouble as trouble:
            # Said once, for all; each file still has its object.
            for file in files:
                show(FilingResult(file, trouble=trouble), None, None, as_json)
            raise
        code = send_and_tell(context, filed, as_json)
    raise Exit(code)


def _keep(
    context: AppContext, files: Sequence[Path], target: AttachTarget, *, from_group: bool
) -> list[FilingResult]:
    from stockage_partage.documents.attaching.attach import attach_files
    from stockage_partage.documents.attaching.group_files import copy_paths

    if from_group:
        return copy_paths(context, [file.as_posix() for file in files], target)
    return attach_files(context, files, target)


@command("envoyer-sdm")
@click.argument(
    "files", metavar="FICHIER…", type=Path, nargs=-1, required=True, help=EXCHANGED_FILES
)
@options.company
@options.application
@option("--dossier", "folder", metavar="DOSSIER", type=Path, help=EXCHANGE_FOLDER)
@options.as_json
def send_to_document_manager(
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
                _show_sent(TransferResult(file, TransferOutcome.REFUSED, trouble=trouble), as_json)
            raise
        if folder is not None:
            remember(context, folder)
    for each in sent:
        _show_sent(each, as_json)
    raise Exit(_exit_code_of(sent))


def _show_sent(sent: TransferResult, as_json: bool) -> None:
    from stockage_partage.messages import attaching as texts
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
        options.print_lines(texts.exchanged_line(sent.file.name, sent.status, place or "", reason))


def _exit_code_of(sent: Sequence[TransferResult]) -> int:
    from stockage_partage.messages.commands import about

    troubles = [(each.file.name, each.trouble) for each in sent if each.trouble is not None]
    for name, trouble in troubles:
        say(about(name, trouble))
    return troubles[0][1].exit_code if troubles else 0
