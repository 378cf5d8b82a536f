"""`joindre`, `archiver`: a person's files on a third party, a document, an article, in the archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stockage_partage.cli import options
from stockage_partage.cli.french import UnfitValue
from stockage_partage.cli.kept import exit_code, send_now, show
from stockage_partage.errors import Trouble
from stockage_partage.session import Session
from stockage_partage.words import attaching as words
from stockage_partage.words import commands as command_words

if TYPE_CHECKING:
    from stockage_partage.documents.targets import Target, TargetKind


def add_to(app: typer.Typer) -> None:
    """Adds this module's commands."""
    app.command("joindre", help=words.ATTACH)(attach)
    app.command("archiver", help=words.ARCHIVE)(archive)


def attach(
    files: Annotated[list[Path], typer.Argument(metavar="FICHIER…", help=words.ATTACHED_FILES)],
    company: options.Company = "",
    application: options.Application = None,
    third_party: Annotated[
        str | None, typer.Option("--tiers", metavar="CODE", help=command_words.THIRD_PARTY)
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help=words.ATTACHED_TO_TYPE)
    ] = None,
    number: Annotated[
        str | None, typer.Option("--piece", metavar="NUMERO", help=words.ATTACHED_TO_NUMBER)
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option("--date", metavar="DATE", formats=["%Y-%m-%d"], help=words.ATTACHED_TO_DATE),
    ] = None,
    article: Annotated[
        str | None,
        typer.Option("--article", metavar="FAMILLE/REFERENCE", help=words.ATTACHED_TO_ARTICLE),
    ] = None,
    to_transmit: Annotated[
        bool, typer.Option("--a-transmettre", help=words.TO_TRANSMIT_OPTION)
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Keeps the files, sends them if that can be done now, says where each stands."""
    wish = _Wish(third_party, kind, number, day.date() if day else None, article, to_transmit)
    wish.check()
    _attach(files, company, application, as_json, wish.kind, wish.target)


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
    from stockage_partage.documents import targets

    _attach(
        [file],
        company,
        application,
        as_json,
        lambda: targets.TargetKind.ARCHIVE,
        lambda session: targets.archive(session.application, year),
    )


@dataclass(frozen=True)
class _Wish:
    """What the options name."""

    third_party: str | None
    document_type: str | None
    number: str | None
    day: date | None
    article: str | None
    to_transmit: bool

    def check(self) -> None:
        """Raises UnfitValue for options that do not go together."""
        about_piece = self.document_type or self.day or self.to_transmit
        if self.article is not None and (self.third_party or self.number or about_piece):
            raise UnfitValue("--article", self.article, advice=words.ONE_TARGET)
        if self.article is not None and "/" not in self.article:
            raise UnfitValue("--article", self.article, advice=words.ARTICLE_ADVICE)
        if about_piece and not self.number:
            raise UnfitValue("--piece", "", advice=words.PIECE_ADVICE)
        if not (self.article or self.third_party or self.number):
            raise UnfitValue("--tiers", "", advice=words.TARGET_ADVICE)

    def kind(self) -> TargetKind:
        """What it is, before it is known whether it exists."""
        from stockage_partage.documents.targets import TargetKind

        if self.article is not None:
            return TargetKind.ARTICLE
        return TargetKind.DOCUMENT if self.number else TargetKind.THIRD_PARTY

    def target(self, session: Session) -> Target:
        """The place itself. Raises TargetUnknown, DetailsMissing."""
        from dataclasses import replace

        from stockage_partage.documents import targets

        database = session.database
        if self.article is not None:
            family, _, reference = self.article.partition("/")
            return targets.article(family, reference)
        if not self.number:
            return targets.third_party(database, self.third_party or "")
        found = targets.piece(database, self.third_party, self.number, self.document_type, self.day)
        return replace(found, to_transmit=self.to_transmit)


def _attach(
    files: Sequence[Path],
    company: str,
    application: str | None,
    as_json: bool,
    kind: Callable[[], TargetKind],
    target_in: Callable[[Session], Target],
) -> None:
    from stockage_partage.documents.attaching import attach_files
    from stockage_partage.documents.filing_desk import Filed, as_it_stands
    from stockage_partage.documents.targets import NEEDED

    with options.opened(company, application) as session:
        try:
            session.workplace.require(NEEDED[kind()])
            filed = attach_files(session.workplace, files, target_in(session))
        except Trouble as trouble:
            # Said once, for all; each file still has its object.
            for file in files:
                show(Filed(file, trouble=trouble), None, None, as_json)
            raise
        stopped: Trouble | None = None
        try:
            stopped = send_now(session)
        finally:  # whatever sending met, what is kept is told
            stands = [as_it_stands(session.workplace, each) for each in filed]
            for each, row in stands:
                show(each, row, stopped, as_json)
    raise typer.Exit(exit_code([each for each, _ in stands], stopped))
