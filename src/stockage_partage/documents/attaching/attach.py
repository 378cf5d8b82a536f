"""Attaching a person's files from this computer: kept with their row before anything else, then sent.

Several at once are several documents: one that is refused does not stop the others, and those kept
before a wish to stop stay kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import BinaryIO, cast

from stockage_partage.applications import Application
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AddedDocument, AddOutcome, NewDocument
from stockage_partage.documents.attaching.targets import AttachTarget, TargetKind, is_archive
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.deposit import STATUSES, IsThere
from stockage_partage.documents.filing.filing_service import FilingResult
from stockage_partage.documents.filing.local_files import FileContent, content_type, taken
from stockage_partage.documents.filing.outcomes import DepositResult
from stockage_partage.documents.online_check import OnlineCheck
from stockage_partage.documents.tree.filing_plan import (
    DocumentFacts,
    NumberedFile,
    document_key,
    plan,
)
from stockage_partage.documents.tree.segments import split_extension
from stockage_partage.errors import FolderGiven, NotAnArchive, PlaceTaken, Trouble
from stockage_partage.streams import Stopped, check

#: Names already used by others that are stepped over before giving up.
STEPS = 20


@dataclass(frozen=True, slots=True)
class AttachProgress:
    """How far one file is: `done` of `total` steps, in bytes read (each file is read twice)."""

    index: int
    done: int
    total: int


Tell = Callable[[AttachProgress], None]


def attach_files(
    app: AppContext,
    files: Sequence[Path],
    target: AttachTarget,
    *,
    stop: Event | None = None,
    tell: Tell = lambda _: None,
    kept: Callable[[int, FilingResult], None] = lambda _index, _filed: None,
) -> list[FilingResult]:
    """Keeps each file; the list ends early when `stop` is set.

    Raises StorageInactive or FunctionLimited when this application may not attach there at all.
    """
    app.service.require(target.function)
    return list(_each(app, files, target, stop or Event(), tell, kept))


def _each(
    app: AppContext,
    files: Sequence[Path],
    target: AttachTarget,
    stop: Event,
    tell: Tell,
    kept: Callable[[int, FilingResult], None],
) -> Iterator[FilingResult]:
    by, online = app.who(), OnlineCheck(app)
    for index, file in enumerate(files):
        watch = _Watch(index, stop, tell)
        try:
            kept_as = attach(
                app.database,
                file,
                target,
                by,
                app.application,
                watch,
                online.is_there,
            )
            filed = FilingResult(file, kept_as)
        except Stopped:
            return
        except Trouble as trouble:
            filed = FilingResult(file, trouble=trouble)
        kept(index, filed)
        yield filed


class _Watch:
    """Tells the progress of one file, and ends it when somebody wishes to stop."""

    def __init__(self, index: int, stop: Event, tell: Tell) -> None:
        self._index, self._stop, self._tell = index, stop, tell

    def __call__(self, done: int, total: int) -> None:
        check(self._stop)
        self._tell(AttachProgress(self._index, done, total))


def attach(
    db: CompanyDatabase,
    path: Path,
    target: AttachTarget,
    by: str,
    application: Application,
    watch: Callable[[int, int], None] = lambda _done, _total: None,
    is_there: IsThere = lambda _: True,
) -> DepositResult:
    """Keeps one file on `target`, under its own name, cleaned; ` (2)` when others have it.

    Whether the application may is the caller's to check. Raises FolderGiven, FileMissing,
    FileUnreadable, FileEmpty, NotAnArchive, PlaceTaken, StorageInactive and the database troubles.
    """
    if path.is_dir():
        raise FolderGiven
    size = path.stat().st_size if path.is_file() else 0
    watch(0, 2 * size)
    with taken(path, lambda read: watch(read, 2 * size)) as file:
        if target.kind is TargetKind.ARCHIVE and not is_archive(path.name, file.content):
            raise NotAnArchive
        document = replace(
            _document(path.name, file, target), by=by, application=application, interactive=True
        )
        told = _told(watch, size)
        added = _add(db, document, file, target, told)
        if added.outcome is AddOutcome.ALREADY_FILED and not is_there(added.document_id):
            added = _add(db, document, file, target, told)
    return DepositResult(
        STATUSES[added.outcome],
        added.document_id,
        added.path,
        added.version,
        role=target.attached,
    )


def _told(watch: Callable[[int, int], None], size: int) -> Callable[[int], None]:
    return lambda read: watch(size + read, 2 * size)


def _add(
    db: CompanyDatabase,
    document: NewDocument,
    file: FileContent,
    target: AttachTarget,
    read: Callable[[int], None],
) -> AddedDocument:
    """A name that belongs to another document is stepped over: nothing is replaced."""
    facts = target.place(document.title)
    for step in range(STEPS):
        file.content.seek(0)
        source = cast(BinaryIO, _Counted(file.content, read))
        try:
            return db.outbox.add(document, source, later(facts, step))
        except PlaceTaken:
            continue
    raise PlaceTaken


def later(facts: DocumentFacts, step: int) -> Callable[[int], str]:
    """Where each version goes, `step` names further on."""
    return lambda version: plan(facts, version + step).path


def new_document(title: str, target: AttachTarget) -> NewDocument:
    """What the register keeps of a file on `target`, whatever it holds."""
    piece = target.owner if isinstance(target.owner, NumberedFile) else None
    owner = target.third_party
    return NewDocument(
        key=document_key(target.place(title)),
        title=title,
        size=0,
        sha256="",
        type=piece.document_type.word if piece else "",
        number=piece.number if piece else "",
        date=piece.date if piece else None,
        third_party_kind=owner.kind if owner else "",
        third_party_code=owner.code if owner else "",
        content_type=content_type(split_extension(title)[1]),
        attached=target.attached,
        attached_to=target.name,
    )


def _document(title: str, file: FileContent, target: AttachTarget) -> NewDocument:
    return replace(new_document(title, target), size=file.size, sha256=file.sha256)


class _Counted:
    """The bytes of a file, told as they are read."""

    def __init__(self, content: BinaryIO, read: Callable[[int], None]) -> None:
        self._content, self._told, self._read = content, read, 0

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self._read += len(piece)
        self._told(self._read)
        return piece
