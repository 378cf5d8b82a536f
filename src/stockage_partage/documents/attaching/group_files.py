"""Files that are elsewhere in the group: seen folder by folder, then copied by the service itself.

A chosen file has its row first, without bytes, like any document on its way; whoever sends finishes
it, so that a copy cut by a power failure is found again and never made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from threading import Event

from stockage_partage.activation.states import Function
from stockage_partage.company.document_records import AddedDocument, AddOutcome, NewDocument
from stockage_partage.documents.attaching.attach import STEPS, later, new_document
from stockage_partage.documents.attaching.targets import ARCHIVE_SUFFIX, AttachTarget, TargetKind
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.deposit import STATUSES
from stockage_partage.documents.filing.filing_service import FilingResult
from stockage_partage.documents.filing.outcomes import DepositResult
from stockage_partage.documents.online_check import OnlineCheck
from stockage_partage.errors import (
    FileMissing,
    FolderForbidden,
    FolderGiven,
    NotAnArchive,
    PlaceTaken,
    RightsLost,
    ServiceUnavailable,
    Trouble,
)
from stockage_partage.graph.library.drive import Drive
from stockage_partage.graph.library.items import DriveItem

#: What a folder shows at most; a library may hold thousands in one.
SHOWN = 2000


@dataclass(frozen=True, slots=True)
class GroupFile:
    """A file or folder of the group's library. `path` from the library's root."""

    id: str
    name: str
    path: str
    size: int
    is_folder: bool
    quick_xor: str = ""


@dataclass(frozen=True, slots=True)
class GroupFolder:
    """What a folder holds, folders first. `cut`: there is more than is shown."""

    path: str
    items: tuple[GroupFile, ...]
    cut: bool = False


def look_into(app: AppContext, path: str = "") -> GroupFolder:
    """A folder of the company's library; its root when `path` is empty.

    Raises StorageInactive, FunctionLimited, SignInNeeded, BeingPrepared, FileMissing when it is gone,
    and what keeps us from looking.
    """
    app.service.require(Function.CONSULT)
    drive_id = app.library()
    try:
        if path and app.drive.by_path(drive_id, path) is None:
            raise FileMissing
        found = list(islice(app.drive.children(drive_id, path), SHOWN + 1))
    except RightsLost as refused:
        if path and app.drive.is_open(drive_id):
            raise FolderForbidden(refused.detail) from None
        raise app.why_refused(refused) from None
    usable = [item for item in found[:SHOWN] if item.name and (item.is_file or item.is_folder)]
    shown = sorted(map(_under(path), usable), key=_folders_first)
    return GroupFolder(path, tuple(shown), cut=len(found) > SHOWN)


def copy_paths(app: AppContext, paths: Sequence[str], target: AttachTarget) -> list[FilingResult]:
    """Keeps a row for each copy to be made of files named by their path in the library.

    A file that is refused stops no other: its result says why. Raises StorageInactive, FunctionLimited,
    SignInNeeded, BeingPrepared and what keeps us from looking.
    """
    app.service.require(target.function)
    drive_id = app.library()
    done: list[FilingResult] = []
    for path in paths:
        found = _at(app.drive, drive_id, path.strip("/"))
        if found is None:
            if not app.drive.is_open(drive_id):
                raise app.why_refused(RightsLost())
            done.append(FilingResult(Path(path), trouble=FileMissing()))
        else:
            done += copy_files(app, [found], target)
    return done


def copy_files(
    app: AppContext,
    files: Sequence[GroupFile],
    target: AttachTarget,
    *,
    stop: Event | None = None,
    kept: Callable[[int, FilingResult], None] = lambda _index, _filed: None,
) -> list[FilingResult]:
    """Keeps a row for each copy to be made; the list ends early when `stop` is set.

    Raises StorageInactive or FunctionLimited when this application may not attach there at all.
    """
    app.service.require(target.function)
    done: list[FilingResult] = []
    for index, file in enumerate(files):
        if stop is not None and stop.is_set():
            break
        try:
            filed = FilingResult(Path(file.path), _keep_copy(app, file, target))
        except Trouble as trouble:
            filed = FilingResult(Path(file.path), trouble=trouble)
        kept(index, filed)
        done.append(filed)
    return done


def _keep_copy(app: AppContext, file: GroupFile, target: AttachTarget) -> DepositResult:
    if file.is_folder:
        raise FolderGiven
    if target.kind is TargetKind.ARCHIVE and not file.name.lower().endswith(ARCHIVE_SUFFIX):
        raise NotAnArchive
    if not file.quick_xor:
        # Written a moment ago: without its fingerprint an interrupted copy could not be recognised.
        raise ServiceUnavailable("no fingerprint yet")
    document = replace(
        new_document(file.name, target),
        size=file.size,
        by=app.who(),
        application=app.application,
        source=file.path,
        interactive=True,
        copied_from=file.id,
        quick_xor=file.quick_xor,
    )
    added = _add_copy(app, document, target)
    filed = added.outcome is AddOutcome.ALREADY_FILED
    if filed and not OnlineCheck(app).is_there(added.document_id):
        added = _add_copy(app, document, target)
    return DepositResult(
        STATUSES[added.outcome],
        added.document_id,
        added.path,
        added.version,
        role=target.attached,
    )


def _add_copy(app: AppContext, document: NewDocument, target: AttachTarget) -> AddedDocument:
    facts = target.place(document.title)
    for step in range(STEPS):
        try:
            return app.database.outbox.add_copy(document, later(facts, step))
        except PlaceTaken:
            continue
    raise PlaceTaken


def _at(drive: Drive, drive_id: str, path: str) -> GroupFile | None:
    try:
        found = drive.by_path(drive_id, path) if path else None
    except ValueError:  # an empty or relative part: no such place
        return None
    return _file(found, path) if found is not None and (found.is_file or found.is_folder) else None


def _under(folder: str) -> Callable[[DriveItem], GroupFile]:
    return lambda item: _file(item, f"{folder}/{item.name}" if folder else item.name)


def _file(item: DriveItem, path: str) -> GroupFile:
    return GroupFile(item.id, item.name, path, item.size, item.is_folder, item.quick_xor_hash or "")


def _folders_first(file: GroupFile) -> tuple[bool, str]:
    return not file.is_folder, file.name.casefold()
