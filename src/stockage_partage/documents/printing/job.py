"""One document to print: what it says of itself, kept for filing from the very bytes that are printed."""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from stockage_partage import disk
from stockage_partage.documents.filing.deposit import candidates, deposit, look
from stockage_partage.documents.filing.outcomes import Deposited
from stockage_partage.documents.filing.placing import Given, side_of
from stockage_partage.documents.printing.folder import LARGEST
from stockage_partage.documents.printing.templates import (
    Filing,
    PrintTemplate,
    filing_of,
    template_named,
    template_read,
)
from stockage_partage.documents.reading.invoice import Reading
from stockage_partage.documents.workplace import Workplace
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
from stockage_partage.storage.states import Function

SOURCE = "impression"
_FOLDER = "impressions"
_HEAD = 1024
_LEFT_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a PDF tells of itself, to fill the print dialog in."""

    file: Path
    template: PrintTemplate | None = None
    third_party: str = ""
    number: str = ""
    date: date | None = None
    reading: Reading | None = None


def propose(workplace: Workplace, file: Path) -> Proposed:
    """Raises FileMissing, FileUnreadable, FileEmpty, DocumentNotUnderstood (no PDF), FileTooLarge."""
    _check(file)
    reading = look(file)
    application = workplace.application
    if reading is None:
        return Proposed(file, template_named(application, file.name))
    side = side_of(reading, workplace.database.company.get())
    template = template_read(application, reading, side) or template_named(application, file.name)
    found = candidates(workplace.database, Given(), side)
    code = found[0].code if len(found) == 1 else ""
    return Proposed(file, template, code, reading.number, reading.date, reading)


def filing_now(workplace: Workplace, template: PrintTemplate | None) -> Filing:
    """What the company decided for that template."""
    return filing_of(workplace.database.templates.chosen(workplace.application), template)


@contextmanager
def printing_copy(file: Path, home: Path) -> Iterator[Path]:
    """A private copy, from which the document is both kept and printed: the same bytes for both.

    It goes with the block. Raises what `propose` does, FolderRefused and DiskFull.
    """
    size, written = _check(file)
    _forget_what_was_left(home / _FOLDER)
    with disk.told():
        folder = home / _FOLDER / uuid.uuid4().hex
        folder.mkdir(parents=True, mode=0o700)
    try:
        copy = folder / file.name
        with disk.told():
            shutil.copy2(file, copy)
        if _check(file) != (size, written) or copy.stat().st_size != size:
            raise FileUnreadable("changed while it was read")
        yield copy
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)


def _forget_what_was_left(folder: Path) -> None:
    """The copies of programs that were killed: nobody prints for a day."""
    with suppress(OSError):
        for left in folder.iterdir():
            with suppress(OSError):
                if left.stat().st_mtime < time.time() - _LEFT_S:
                    shutil.rmtree(left)


def keep(
    workplace: Workplace, copy: Path, template: PrintTemplate | None, given: Given
) -> Deposited:
    """Keeps it for filing: bytes and row are in the company database when this returns.

    Raises StorageInactive or FunctionLimited, and what `deposit` does.
    """
    workplace.require(Function.FILE_PRINTS)
    if template is not None and given.document_type is None:
        given = replace(given, document_type=template.word)
    return deposit(
        workplace.database,
        copy,
        given,
        workplace.who(),
        workplace.application,
        source=SOURCE,
        model=template.word if template is not None else "",
        remember=True,
    )


def write_pdf(copy: Path, target: Path, *, replacing: bool) -> None:
    """The PDF « printer »: the exact bytes, whole or not at all.

    `replacing`: the person agreed to write over what is there. Raises FileExists, TargetFolderRefused,
    DiskFull.
    """
    if not replacing and target.exists():
        raise FileExists
    fresh = target.with_name(f".{uuid.uuid4().hex}.tmp")
    with _target_told():
        try:
            with copy.open("rb") as source, fresh.open("xb") as written:
                shutil.copyfileobj(source, written, 1024 * 1024)
                written.flush()
                os.fsync(written.fileno())
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def _target_told() -> Iterator[None]:
    try:
        with disk.told():
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
