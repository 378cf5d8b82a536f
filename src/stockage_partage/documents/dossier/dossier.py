"""Makes a dossier: a folder, or a zip file, that somebody else opens, reads and verifies without this program.

A run goes on where an earlier one of the same question stopped: what is there and right is not fetched again. The
tables take their places once all documents had their turn, so that a dossier with an index is a whole one; what
could not be fetched is told in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

from stockage_partage.company.document_records import DocumentRow
from stockage_partage.company.journal.entries import JournalAct
from stockage_partage.company.register.export_query import ExportFilter
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.dossier.dossier_folder import DossierFolder, DossierZip, spools
from stockage_partage.documents.dossier.dossier_tables import (
    PAGE,
    DossierSummary,
    DossierTables,
    DossierTexts,
    Drawn,
    MadeBy,
    pages_of,
)
from stockage_partage.documents.export.export import (
    ExportProgress,
    ExportResult,
    Tell,
    brought_in_order,
    how_many,
    may_be_of,
    walk,
)
from stockage_partage.documents.export.one_document import Exporter
from stockage_partage.errors import NeverActivated, SignInNeeded
from stockage_partage.held_folder import as_known
from stockage_partage.streams import Stopped, check


@dataclass(frozen=True, slots=True)
class DossierPlace:
    """Where a dossier is made: a folder, or a zip file of that name; what is drawn and written in it."""

    target: Path
    is_zip: bool
    texts: DossierTexts
    drawn: Drawn


@dataclass(slots=True)
class DossierResult:
    """What a run came to. `brought` counts the documents; `target`: what was made, None until it is whole.

    `left`: where what was fetched waits for the next run, after one that was stopped.
    """

    brought: ExportResult = field(default_factory=ExportResult)
    target: Path | None = None
    left: Path | None = None
    beside: int = 0  # documents that were not chosen: other files of the same pieces
    views: int = 0
    attached: int = 0
    summary: DossierSummary | None = None


def make_dossier(
    app: AppContext,
    place: DossierPlace,
    chosen: ExportFilter,
    stop: Event | None = None,
    tell: Tell = lambda _: None,
    packing: Callable[[], None] = lambda: None,
) -> DossierResult:
    """Makes the dossier of what was chosen, or goes on with it. `packing` is called once the zip is begun.

    What cannot be fetched is told in the index and does not stop the others; nothing is made of no document.
    Raises NeverActivated, SignInNeeded, Offline, DossierFolderTaken, TargetFolderRefused, DiskFull and the
    other troubles that stop everything.
    """
    if app.database.activation.known_group() is None:
        raise NeverActivated
    if app.sign_in.account() is None:
        raise SignInNeeded
    app.know_hosts()
    stop = stop or Event()
    question, result = _question(app, chosen), DossierResult()
    result.brought.total = how_many(app, chosen)
    if not result.brought.total:
        result.brought.complete = True
        return result
    try:
        if place.is_zip:
            with closing(DossierZip(place.target, question)) as packed:
                packed.unpack(stop)
                _fill(app, packed.folder, place, chosen, stop, tell, result)
                packing()
                result.target, result.brought.index = packed.pack(stop), None
        else:
            with closing(DossierFolder(place.target, question)) as folder:
                _fill(app, folder, place, chosen, stop, tell, result)
                result.target = folder.path
        result.brought.complete, result.left = True, None
    except Stopped:
        result.brought.complete = False
    _note(app, result)
    return result


def _question(app: AppContext, chosen: ExportFilter) -> Mapping[str, Any]:
    """What the dossier is of, as it is written in it."""
    told = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in asdict(chosen).items()
    }
    told["ids"] = sorted(chosen.ids)
    # Its name may change between one run and the next.
    return {"societe": app.database.company.get().id, "choix": told}


def _fill(
    app: AppContext,
    folder: DossierFolder,
    place: DossierPlace,
    chosen: ExportFilter,
    stop: Event,
    tell: Tell,
    result: DossierResult,
) -> None:
    """Documents, views and tables. Raises Stopped before the tables are there."""
    result.left = folder.path
    counts = result.brought
    asked = counts.total
    with spools(folder, "table", "lignes", "empreintes") as (table, rows, sums):
        tables = DossierTables(app.database, folder, place.texts, table, rows, sums)
        exporter = Exporter(app, folder.target, stop)
        for brought in brought_in_order(exporter, _with_their_pieces(app, chosen)):
            check(stop)
            counts.take(brought)
            pages = pages_of(folder, brought, place.drawn)
            tables.add(brought, pages)
            result.views += bool(pages.path)
            result.attached += len(pages.attached)
            done = counts.fetched + counts.already + counts.missing
            counts.total = max(asked, done)
            tell(ExportProgress(done, counts.total, counts.size, brought.path))
        check(stop)
        counts.total = counts.fetched + counts.already + counts.missing
        result.beside = max(0, counts.total - asked)
        made = MadeBy(app.clock(), app.who())
        result.summary = tables.finish(counts.total, counts.missing, counts.changed, made)
    counts.proven = result.summary.proven
    counts.index = as_known(folder.target.folder / PAGE)


def _with_their_pieces(app: AppContext, chosen: ExportFilter) -> Iterator[DocumentRow]:
    """Each document once: those that were chosen, and after the first of a piece what else lies in its folder.

    Nothing is remembered on the way, however many there are.
    """
    for row in walk(app, chosen):
        yield row
        files = app.database.selection.of_piece(row, chosen)
        known = {each.row.id for each in files if each.chosen and may_be_of(each.row, chosen)}
        if row.id == min(known, default=None):
            beside = (each.row for each in files if each.row.id not in known)
            yield from (replace(each, url=app.own(each.url)) for each in beside)


def _note(app: AppContext, result: DossierResult) -> None:
    counts = result.brought
    told = {
        "documents": counts.fetched + counts.already,
        "missing": counts.missing,
        "complete": counts.complete,
    }
    app.database.journal.note(JournalAct.DOSSIER_MADE, told, app.who(), app.application)
