"""`joindre`, `archiver`: a person's files on a third party, a document, an article, in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stockage_partage.cli import options
from stockage_partage.cli.french import UnfitValue
from stockage_partage.cli.kept import send_and_tell, show
from stockage_partage.errors import Trouble
from stockage_partage.session import Session
from stockage_partage.words import attaching as words

if TYPE_CHECKING:
    from stockage_partage.documents.attaching.targets import Target, TargetKind
    from stockage_partage.documents.attaching.wishes import Wish
    from stockage_partage.documents.filing.filing_desk import Filed


def add_to(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command("joindre", help=words.ATTACH)(attach)
    app.command("archiver", help=words.ARCHIVE)(archive)


def attach(
    files: Annotated[list[Path], typer.Argument(metavar="FICHIER…", help=words.ATTACHED_FILES)],
    company: options.Company = "",
    application: options.Application = None,
    third_party: options.ThirdParty = None,
    kind: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help=words.ATTACHED_TO_TYPE)
    ] = None,
    number: Annotated[
        str | None, typer.Option("--piece", metavar="NUMERO", help=words.ATTACHED_TO_NUMBER)
    ] = None,
    day: Annotated[datetime | None, options.date_option(words.ATTACHED_TO_DATE)] = None,
    article: Annotated[
        str | None,
        typer.Option("--article", metavar="FAMILLE/REFERENCE", help=words.ATTACHED_TO_ARTICLE),
    ] = None,
    to_transmit: Annotated[
        bool, typer.Option("--a-transmettre", help=words.TO_TRANSMIT_OPTION)
    ] = False,
    from_group: Annotated[bool, typer.Option("--du-groupe", help=words.FROM_GROUP)] = False,
    as_json: options.AsJson = False,
) -> None:
    """Keeps the files, sends them if that can be done now, says where each stands."""
    from stockage_partage.documents.attaching.wishes import Wish

    about_piece = bool(kind or day or to_transmit)
    _check(third_party, number, article, about_piece=about_piece)
    family, _, reference = (article or "").partition("/")
    wish = Wish(
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


def archive(
    file: Annotated[Path, typer.Argument(metavar="FICHIER.zip", help=words.ARCHIVED_FILE)],
    year: Annotated[
        int, typer.Option("--annee", metavar="AAAA", min=1900, max=2999, help=words.YEAR)
    ],
    company: options.Company = "",
    application: options.Application = None,
    as_json: options.AsJson = False,
) -> None:
    """Keeps the archive, sends it if that can be done now."""
    from stockage_partage.documents.attaching.targets import TargetKind
    from stockage_partage.documents.attaching.wishes import Wish

    _attach([file], company, application, as_json, Wish(TargetKind.ARCHIVE, year=year))


def _check(
    third_party: str | None, number: str | None, article: str | None, *, about_piece: bool
) -> None:
    """Raises UnfitValue for options that do not go together."""
    if article is not None and (third_party or number or about_piece):
        raise UnfitValue("--article", article, advice=words.ONE_TARGET)
    parts = [part.strip(". ") for part in (article or "").partition("/")[::2]]
    if article is not None and not all(parts):
        raise UnfitValue("--article", article, advice=words.ARTICLE_ADVICE)
    if about_piece and not number:
        raise UnfitValue("--piece", "", advice=words.PIECE_ADVICE)
    if not (article or third_party or number):
        raise UnfitValue("--tiers", "", advice=words.TARGET_ADVICE)


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
    wish: Wish,
    *,
    from_group: bool = False,
) -> None:
    from stockage_partage.documents.attaching.targets import NEEDED
    from stockage_partage.documents.filing.filing_desk import Filed

    with options.opened(company, application) as session:
        try:
            session.workplace.require(NEEDED[wish.kind])
            target = wish.target(session.database, session.application)
            filed = _keep(session, files, target, from_group=from_group)
        except Trouble as trouble:
            # Said once, for all; each file still has its object.
            for file in files:
                show(Filed(file, trouble=trouble), None, None, as_json)
            raise
        code = send_and_tell(session, filed, as_json)
    raise typer.Exit(code)


def _keep(
    session: Session, files: Sequence[Path], target: Target, *, from_group: bool
) -> list[Filed]:
    from stockage_partage.documents.attaching.attaching import attach_files
    from stockage_partage.documents.attaching.copying_online import copy_paths

    if from_group:
        return copy_paths(session.workplace, [file.as_posix() for file in files], target)
    return attach_files(session.workplace, files, target)
