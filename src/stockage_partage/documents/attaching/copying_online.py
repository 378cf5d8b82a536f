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

from stockage_partage.company.facts import Added, NewDocument
from stockage_partage.documents.attaching.archiving import ARCHIVE_SUFFIX
from stockage_partage.documents.attaching.attaching import STEPS, later, new_document
from stockage_partage.documents.attaching.targets import Target, TargetKind
from stockage_partage.documents.filing.deposit import STATUSES
from stockage_partage.documents.filing.filing_desk import Filed
from stockage_partage.documents.filing.outcomes import Deposited
from stockage_partage.documents.workplace import Workplace
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
from stockage_partage.graph.drive import Drive
from stockage_partage.graph.items import Item
from stockage_partage.storage.states import Function

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


def look_into(workplace: Workplace, path: str = "") -> GroupFolder:
    """A folder of the company's library; its root when `path` is empty.

    Raises StorageInactive, FunctionLimited, SignInNeeded, BeingPrepared, FileMissing when it is gone,
    and what keeps us from looking.
    """
    workplace.require(Function.CONSULT)
    drive_id = workplace.library()
    try:
        if path and workplace.drive.by_path(drive_id, path) is None:
            raise FileMissing
        found = list(islice(workplace.drive.children(drive_id, path), SHOWN + 1))
    except RightsLost as refused:
        if path and workplace.drive.is_open(drive_id):
            raise FolderForbidden(refused.detail) from None
        raise workplace.why_refused(refused) from None
    shown = sorted(map(_under(path), found[:SHOWN]), key=_folders_first)
    return GroupFolder(path, tuple(shown), cut=len(found) > SHOWN)


def copy_paths(workplace: Workplace, paths: Sequence[str], target: Target) -> list[Filed]:
    """The same as `copy_files` for files named by their path in the library; one refused stops no other.

    Raises StorageInactive, FunctionLimited, SignInNeeded, BeingPrepared and what keeps us from looking.
    """
    workplace.require(target.function)
    drive_id = workplace.library()
    done: list[Filed] = []
    for path in paths:
        found = _at(workplace.drive, drive_id, path.strip("/"))
        if found is None:
            if not workplace.drive.is_open(drive_id):
                raise workplace.why_refused(RightsLost())
            done.append(Filed(Path(path), trouble=FileMissing()))
        else:
            done += copy_files(workplace, [found], target)
    return done


def copy_files(
    workplace: Workplace,
    files: Sequence[GroupFile],
    target: Target,
    *,
    stop: Event | None = None,
    kept: Callable[[int, Filed], None] = lambda _index, _filed: None,
) -> list[Filed]:
    """Keeps a row for each copy to be made; the list ends early when `stop` is set.

    Raises StorageInactive or FunctionLimited when this application may not attach there at all.
    """
    workplace.require(target.function)
    done: list[Filed] = []
    for index, file in enumerate(files):
        if stop is not None and stop.is_set():
            break
        try:
            filed = Filed(Path(file.path), _keep(workplace, file, target))
        except Trouble as trouble:
            filed = Filed(Path(file.path), trouble=trouble)
        kept(index, filed)
        done.append(filed)
    return done


def _keep(workplace: Workplace, file: GroupFile, target: Target) -> Deposited:
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
        by=workplace.who(),
        application=workplace.application,
        source=file.path,
        interactive=True,
        copied_from=file.id,
        quick_xor=file.quick_xor,
    )
    added = _add(workplace, document, target)
    return Deposited(STATUSES[added.outcome], added.document_id, added.path, added.version)


def _add(workplace: Workplace, document: NewDocument, target: Target) -> Added:
    facts = target.place(document.title)
    for step in range(STEPS):
        try:
            return workplace.database.outbox.add_copy(document, later(facts, step))
        except PlaceTaken:
            continue
    raise PlaceTaken


def _at(drive: Drive, drive_id: str, path: str) -> GroupFile | None:
    try:
        found = drive.by_path(drive_id, path) if path else None
    except ValueError:  # an empty or relative part: no such place
        return None
    return _file(found, path) if found is not None else None


def _under(folder: str) -> Callable[[Item], GroupFile]:
    return lambda item: _file(item, f"{folder}/{item.name}" if folder else item.name)


def _file(item: Item, path: str) -> GroupFile:
    return GroupFile(item.id, item.name, path, item.size, item.is_folder, item.quick_xor_hash or "")


def _folders_first(file: GroupFile) -> tuple[bool, str]:
    return not file.is_folder, file.name.casefold()
