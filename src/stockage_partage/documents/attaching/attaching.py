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
from stockage_partage.company.facts import Added, NewDocument
from stockage_partage.documents.attaching.archiving import is_archive
from stockage_partage.documents.attaching.targets import Target, TargetKind
from stockage_partage.documents.filing.deposit import STATUSES
from stockage_partage.documents.filing.filing_desk import Filed
from stockage_partage.documents.filing.outcomes import Deposited
from stockage_partage.documents.filing.taking import Taken, taken
from stockage_partage.documents.reading.content_types import content_type
from stockage_partage.documents.tree.filing_plan import DocumentFacts, Piece, document_key, plan
from stockage_partage.documents.tree.segments import split_extension
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import FolderGiven, NotAnArchive, PlaceTaken, Trouble

#: Names already used by others that are stepped over before giving up.
STEPS = 20


class Stopped(Exception):
    """The person does not want the rest any more; nothing of the file under way is kept."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one file is: `done` of `total` steps, in bytes read (each file is read twice)."""

    index: int
    done: int
    total: int


Tell = Callable[[Progress], None]


def attach_files(
    workplace: Workplace,
    files: Sequence[Path],
    target: Target,
    *,
    stop: Event | None = None,
    tell: Tell = lambda _: None,
    kept: Callable[[int, Filed], None] = lambda _index, _filed: None,
) -> list[Filed]:
    """Keeps each file; the list ends early when `stop` is set.

    Raises StorageInactive or FunctionLimited when this application may not attach there at all.
    """
    workplace.require(target.function)
    return list(_each(workplace, files, target, stop or Event(), tell, kept))


def _each(
    workplace: Workplace,
    files: Sequence[Path],
    target: Target,
    stop: Event,
    tell: Tell,
    kept: Callable[[int, Filed], None],
) -> Iterator[Filed]:
    by = workplace.who()
    for index, file in enumerate(files):
        watch = _Watch(index, stop, tell)
        try:
            filed = Filed(
                file, attach(workplace.database, file, target, by, workplace.application, watch)
            )
        except Stopped:
            return
        except Trouble as trouble:
            filed = Filed(file, trouble=trouble)
        kept(index, filed)
        yield filed


class _Watch:
    """Tells the progress of one file, and ends it when somebody wishes to stop."""

    def __init__(self, index: int, stop: Event, tell: Tell) -> None:
        self._index, self._stop, self._tell = index, stop, tell

    def __call__(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Stopped
        self._tell(Progress(self._index, done, total))


def attach(
    db: CompanyDatabase,
    path: Path,
    target: Target,
    by: str,
    application: Application,
    watch: Callable[[int, int], None] = lambda _done, _total: None,
) -> Deposited:
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
        added = _add(db, document, file, target, lambda read: watch(size + read, 2 * size))
    return Deposited(STATUSES[added.outcome], added.document_id, added.path, added.version)


def _add(
    db: CompanyDatabase,
    document: NewDocument,
    file: Taken,
    target: Target,
    read: Callable[[int], None],
) -> Added:
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


def new_document(title: str, target: Target) -> NewDocument:
    """What the register keeps of a file on `target`, whatever it holds."""
    piece = target.owner if isinstance(target.owner, Piece) else None
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


def _document(title: str, file: Taken, target: Target) -> NewDocument:
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
