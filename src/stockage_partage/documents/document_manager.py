"""Sending to Sage Document Manager: copies into its exchange folder, while storage is off.

Storage and Sage Document Manager exclude each other for the whole database (help page): whoever has the
option or not. The database is asked before each file and again right before the file appears.

A file comes into the exchange folder whole or not at all, never over another. Sage Document Manager takes
whatever it sees there, so the bytes are written under a name that it does not look
at and appear under their own in one step.

The folder that it takes them from is a setting, else the person's choice, which is this person's on this
workstation, for each company: two companies may have two folders.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, BinaryIO

from stockage_partage import disk
from stockage_partage.documents.context import AppContext
from stockage_partage.documents.filing.local_files import FileContent, taken
from stockage_partage.documents.tree.segments import file_name
from stockage_partage.errors import (
    DocumentManagerClosed,
    ExchangeFolderNotNamed,
    ExchangeFolderRefused,
    FileUnreadable,
    FolderGiven,
    LinkInTheWay,
    Trouble,
)
from stockage_partage.held_folder import HeldFolder
from stockage_partage.streams import chunks_of, copy

if TYPE_CHECKING:
    from stockage_partage.company.database import CompanyDatabase


_FILE = "document-manager.json"
#: Bytes of a name, at worst: what common file systems allow less our ` (999)`.
_LONGEST = 120
_MOST = 1000  # copies of one name side by side


class TransferOutcome(StrEnum):
    """What became of one file; the command line's own words."""

    SENT = "envoye"
    ALREADY_THERE = "deja_envoye"
    REFUSED = "refuse"


@dataclass(frozen=True, slots=True)
class TransferResult:
    """One file. `trouble` says why a refused one was."""

    file: Path
    status: TransferOutcome
    place: Path | None = None
    trouble: Trouble | None = None


def require_open(db: CompanyDatabase) -> None:
    """Raises DocumentManagerClosed while storage is on for this database, activation under way apart.

    The same rule as `PanelState.document_manager_allowed`, read at this moment.
    """
    if db.activation.get().stored.is_on:
        raise DocumentManagerClosed


def send_files(
    app: AppContext,
    files: Sequence[Path],
    folder: Path | None,
    *,
    stop: Event | None = None,
    told: Callable[[int, TransferResult], None] = lambda _index, _sent: None,
) -> list[TransferResult]:
    """Copies each file to the exchange folder; the list ends early when `stop` is set.

    Raises DocumentManagerClosed, ExchangeFolderNotNamed, ExchangeFolderRefused when none can be sent.
    """
    require_open(app.database)
    place = usable(folder)
    done: list[TransferResult] = []
    for index, file in enumerate(files):
        if stop is not None and stop.is_set():
            break
        sent = _send(app.database, file, place)
        told(index, sent)
        done.append(sent)
    return done


def _send(db: CompanyDatabase, file: Path, folder: Path) -> TransferResult:
    try:
        if file.is_dir():
            raise FolderGiven
        with taken(file) as content:
            place, already = hand_over(
                content, file.name, folder, still_allowed=lambda: require_open(db)
            )
    except Trouble as trouble:
        return TransferResult(file, TransferOutcome.REFUSED, trouble=trouble)
    return TransferResult(
        file, TransferOutcome.ALREADY_THERE if already else TransferOutcome.SENT, place
    )


def hand_over(
    file: FileContent,
    name: str,
    folder: Path,
    *,
    still_allowed: Callable[[], None],
    read: Callable[[int], None] = lambda _: None,
) -> tuple[Path, bool]:
    """Where the file is now, and whether the same bytes were there already.

    `still_allowed` is asked once the bytes are beside their place, right before they appear; what it
    raises leaves nothing behind. No link is followed, neither in place of the folder nor in it. Raises
    ExchangeFolderRefused, LinkInTheWay, DiskFull, FileUnreadable.
    """
    with _telling(), HeldFolder(folder) as held, _written_beside(file, held, read) as beside:
        for number in range(1, _MOST):
            place = file_name(name, _LONGEST, number)
            if _is_there(held, place, file):
                return folder / place, True
            if held.holds(place):
                continue
            still_allowed()
            if held.appear(beside, held, place):
                return folder / place, False
    raise ExchangeFolderRefused("too many files of that name")


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise disk.kind_of(error, ExchangeFolderRefused)(type(error).__name__) from error


@contextlib.contextmanager
def _written_beside(
    file: FileContent, folder: HeldFolder, read: Callable[[int], None]
) -> Iterator[str]:
    beside = f".{uuid.uuid4().hex}.partiel"
    try:
        with folder.create(beside) as out:
            _write(file, out, read)
        yield beside
    finally:
        with contextlib.suppress(OSError):
            folder.remove(beside)


def _write(file: FileContent, out: BinaryIO, read: Callable[[int], None]) -> None:
    digest = hashlib.sha256()
    file.content.seek(0)
    copy(chunks_of(file.content), out, digest, progress=read)
    out.flush()
    os.fsync(out.fileno())
    if digest.hexdigest() != file.sha256:
        raise FileUnreadable("changed while it was read")


def _is_there(folder: HeldFolder, name: str, file: FileContent) -> bool:
    """True when the same bytes are there, still to be taken by the other program."""
    try:
        if folder.stat(name).st_size != file.size:
            return False
        digest = hashlib.sha256()
        with folder.open(name) as there:
            copy(chunks_of(there), None, digest)
    except (OSError, LinkInTheWay):  # not there, or just taken away
        return False
    return digest.hexdigest() == file.sha256


def known_folder(app: AppContext) -> Path | None:
    """The setting, else what this person chose last, else None. Whether it is there is not looked at."""
    if app.document_manager_folder is not None:
        return app.document_manager_folder
    chosen = _choices(app).get(_company(app))
    return Path(chosen) if isinstance(chosen, str) and chosen else None


def remember(app: AppContext, folder: Path) -> None:
    """Keeps this person's choice. Raises FolderRefused, DiskFull and the database troubles."""
    company = _company(app)
    with disk.as_troubles():
        # The place itself: a link that is put there later is not followed.
        choices = _read(app) | {company: str(folder.resolve())}
        disk.private_folder(app.folder)
        with disk.replace_whole(app.folder / _FILE) as file:
            file.write(json.dumps(choices, ensure_ascii=False).encode())


def usable(folder: Path | None) -> Path:
    """The folder, once it is known and there.

    Raises ExchangeFolderNotNamed, ExchangeFolderRefused, LinkInTheWay for a link in its place.
    """
    if folder is None:
        raise ExchangeFolderNotNamed
    try:
        HeldFolder(folder).close()
    except OSError as error:
        raise ExchangeFolderRefused(type(error).__name__) from error
    return folder


def _company(app: AppContext) -> str:
    return app.database.company.get().id


def _choices(app: AppContext) -> dict[str, Any]:
    try:
        return _read(app)
    except OSError:  # then it is asked again
        return {}


def _read(app: AppContext) -> dict[str, Any]:
    """Raises OSError for a file that is there and cannot be read: nothing may be written over it."""
    try:
        read = disk.read_json(app.folder / _FILE)
    except (FileNotFoundError, ValueError):  # none yet, or spoilt
        return {}
    return read if isinstance(read, dict) else {}
