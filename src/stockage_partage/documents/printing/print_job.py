"""One document to print: what it says of itself, kept for filing from the very bytes that are printed."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from stockage_partage import disk
from stockage_partage.activation.states import Function
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.deposit import candidates, deposit, look
from stockage_partage.documents.filing.destination import (
    Destination,
    GivenDetails,
    InvoiceSide,
    place,
    side_of,
)
from stockage_partage.documents.filing.outcomes import DepositResult, MissingDetail
from stockage_partage.documents.invoices.invoice import InvoiceReading
from stockage_partage.documents.online_check import OnlineCheck
from stockage_partage.documents.printing.print_filer import LARGEST
from stockage_partage.documents.printing.templates import (
    FilingMode,
    PrintTemplate,
    filing_of,
    template_named,
    template_read,
)
from stockage_partage.documents.tree.filing_plan import FilingPlan, plan
from stockage_partage.errors import (
    DocumentNotUnderstood,
    FileEmpty,
    FileExists,
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    FolderGiven,
    FolderRefused,
    TargetFolderRefused,
)
from stockage_partage.streams import CHUNK

SOURCE = "impression"
_FOLDER = "impressions"
_HEAD = 1024
_LEFT_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class PrintProposal:
    """What a PDF tells of itself, to fill the print dialog in."""

    file: Path
    template: PrintTemplate | None = None
    third_party: str = ""
    number: str = ""
    date: date | None = None
    reading: InvoiceReading | None = None
    side: InvoiceSide | MissingDetail | None = None
    candidates: tuple[ThirdParty, ...] = ()
    fiscal_start: FiscalStart = CALENDAR_YEAR


def propose(app: AppContext, file: Path) -> PrintProposal:
    """Raises FileMissing, FileUnreadable, FileEmpty, DocumentNotUnderstood (no PDF), FileTooLarge."""
    _check(file)
    reading = look(file)
    application = app.application
    company = app.database.company.get()
    if reading is None:
        named = template_named(application, file.name)
        return PrintProposal(file, named, fiscal_start=company.fiscal_start)
    side = side_of(reading, company)
    template = template_read(application, reading, side) or template_named(application, file.name)
    found = candidates(app.database, GivenDetails(), side)
    code = found[0].code if len(found) == 1 else ""
    return PrintProposal(
        file,
        template,
        code,
        reading.number,
        reading.date,
        reading,
        side,
        tuple(found),
        company.fiscal_start,
    )


def foresee(
    proposed: PrintProposal,
    given: GivenDetails,
    template: PrintTemplate | None,
    third_party: ThirdParty | None,
    now: datetime,
) -> FilingPlan | tuple[MissingDetail, ...]:
    """Where it will be filed, or what will make it wait. Pure.

    `third_party`: the one of the code given, None where nobody has it. `now`: local time.
    """
    if third_party is not None:
        found: tuple[ThirdParty, ...] = (third_party,)
    else:
        found = () if given.third_party else proposed.candidates
    given = _of_template(given, template)
    start = proposed.fiscal_start
    placed = place(given, proposed.reading, proposed.side, found, now, ".pdf", start)
    return plan(placed.facts) if isinstance(placed, Destination) else placed.lacking


def filing_now(app: AppContext, template: PrintTemplate | None) -> FilingMode:
    """What the company decided for that template."""
    return filing_of(app.database.templates.chosen(app.application), template)


@contextmanager
def printing_copy(file: Path, home: Path) -> Iterator[Path]:
    """A private copy, from which the document is both kept and printed: the same bytes for both.

    It goes with the block. Raises what `propose` does, FolderRefused and DiskFull.
    """
    size, written = _check(file)
    _forget_what_was_left(home / _FOLDER)
    with disk.as_troubles():
        folder = home / _FOLDER / uuid.uuid4().hex
        disk.private_folder(folder)
    try:
        copy = folder / file.name
        with disk.as_troubles():
            # The bytes alone: a read-only copy could not be removed on Windows.
            shutil.copyfile(file, copy)
        if _check(file) != (size, written) or copy.stat().st_size != size:
            raise FileUnreadable("changed while it was read")
        yield copy
    finally:
        with suppress(OSError):
            disk.remove_folder(folder)


def _forget_what_was_left(folder: Path) -> None:
    """The copies of programs that were killed: nobody prints for a day."""
    with suppress(OSError):
        for left in folder.iterdir():
            with suppress(OSError):
                if left.stat().st_mtime < time.time() - _LEFT_S:
                    disk.remove_folder(left)


def keep(
    app: AppContext, copy: Path, template: PrintTemplate | None, given: GivenDetails
) -> DepositResult:
    """Keeps it for filing: bytes and row are in the company database when this returns.

    Raises StorageInactive or FunctionLimited, and what `deposit` does.
    """
    app.service.require(Function.FILE_PRINTS)
    return deposit(
        app.database,
        copy,
        _of_template(given, template),
        app.who(),
        app.application,
        source=SOURCE,
        model=template.word if template is not None else "",
        remember=True,
        is_there=OnlineCheck(app).is_there,
    )


def _of_template(given: GivenDetails, template: PrintTemplate | None) -> GivenDetails:
    """What it is printed with says what it is, where nobody says better."""
    if template is None or given.document_type is not None:
        return given
    return replace(given, document_type=template.word)


def write_pdf(copy: Path, target: Path, *, replacing: bool) -> None:
    """The PDF « printer »: the exact bytes, whole or not at all.

    `replacing`: the person agreed to write over what is there. Raises FileExists, TargetFolderRefused,
    FileOpenElsewhere, DiskFull.
    """
    if not replacing and target.exists():
        raise FileExists
    with _target_told(), copy.open("rb") as source, disk.replace_whole(target) as written:
        shutil.copyfileobj(source, written, CHUNK)


@contextmanager
def _target_told() -> Iterator[None]:
    try:
        with disk.as_troubles():
            yield
    except FolderRefused as refused:
        raise TargetFolderRefused(refused.detail) from refused


def _check(file: Path) -> tuple[int, int]:
    """Size and time of writing of something that can be printed."""
    try:
        if file.is_dir():
            raise FolderGiven
        if file.exists() and not file.is_file():
            raise FileUnreadable("not a file")
        found = file.stat()
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except FileNotFoundError as error:
        raise FileMissing from error
    except (OSError, ValueError) as error:
        raise FileUnreadable(type(error).__name__) from error
    if not head:
        raise FileEmpty
    if b"%PDF-" not in head:
        raise DocumentNotUnderstood("not a PDF")
    if found.st_size > LARGEST:
        raise FileTooLarge(LARGEST)
    return found.st_size, found.st_mtime_ns
