"""Consulting one document: shown, opened as a private copy, saved where the person wants it."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import BinaryIO

from stockage_partage import disk
from stockage_partage.company.facts import DocumentRow
from stockage_partage.documents.consulting.fetching import Fetched, Progress, fetch
from stockage_partage.documents.tree.segments import clean, split_extension
from stockage_partage.documents.workplace import Workplace
from stockage_partage.errors import OpeningRefused

PDF = "application/pdf"
#: Larger documents are shown when asked for only. Bytes.
SHOWN_AT_ONCE = 10 * 1024 * 1024
#: A copy opened in another program stays so long. Seconds.
COPY_LIFE_S = 12 * 3600
_LONGEST_NAME = 120

#: What the system would run and not show.
_PROGRAMS = frozenset(
    [
        ".app",
        ".appimage",
        ".application",
        ".appref-ms",
        ".bash",
        ".bat",
        ".chm",
        ".class",
        ".cmd",
        ".com",
        ".command",
        ".cpl",
        ".deb",
        ".desktop",
        ".diagcab",
        ".dll",
        ".dmg",
        ".exe",
        ".gadget",
        ".hta",
        ".htm",
        ".html",
        ".inf",
        ".ins",
        ".iso",
        ".jar",
        ".jnlp",
        ".js",
        ".jse",
        ".lnk",
        ".mht",
        ".mhtml",
        ".msc",
        ".msi",
        ".msix",
        ".msp",
        ".mst",
        ".pif",
        ".pkg",
        ".pl",
        ".ps1",
        ".psm1",
        ".py",
        ".pyw",
        ".rb",
        ".reg",
        ".rpm",
        ".run",
        ".scf",
        ".scr",
        ".sct",
        ".settingcontent-ms",
        ".sh",
        ".svg",
        ".url",
        ".vb",
        ".vbe",
        ".vbs",
        ".vhd",
        ".vhdx",
        ".webloc",
        ".ws",
        ".wsf",
        ".wsh",
        ".xhtml",
        ".xht",
        ".xll",
        ".zsh",
    ]
)


def own_name(row: DocumentRow) -> str:
    """The document's own file name, made safe for any folder."""
    name = row.path.rpartition("/")[2] if row.path else row.title
    stem, extension = split_extension(clean(name))
    if not extension and row.content_type == PDF:
        extension = ".pdf"
    return f"{stem[: _LONGEST_NAME - len(extension)].rstrip('. ')}{extension}"


def is_pdf(row: DocumentRow) -> bool:
    """Whether it can be shown inside the window."""
    return row.content_type == PDF or split_extension(own_name(row))[1] == ".pdf"


def may_be_opened(row: DocumentRow) -> bool:
    """False for what the system would run: it can be saved, and opened by whoever answers for it."""
    return Path(own_name(row)).suffix.lower() not in _PROGRAMS


def bytes_of(workplace: Workplace, document_id: int, stop: Event) -> tuple[bytes, Fetched]:
    """The whole document in memory, to be shown. Raises as `fetch` does."""
    content = BytesIO()
    fetched = fetch(workplace, document_id, content, stop=stop)
    return content.getvalue(), fetched


def private_copy(
    workplace: Workplace, row: DocumentRow, *, progress: Progress, stop: Event
) -> tuple[Path, Fetched]:
    """A copy under the document's own name that only this person can read, and nobody can write.

    Raises OpeningRefused for a program, DiskFull, FolderRefused, and as `fetch` does.
    """
    if not may_be_opened(row):
        raise OpeningRefused
    with disk.told():
        kept = _copies(workplace)
        folder = Path(tempfile.mkdtemp(dir=kept))
    path = folder / own_name(row)
    try:
        fetched = save(workplace, row.id, path, progress=progress, stop=stop)
        with disk.told():
            path.chmod(0o400)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return path, fetched


def save(
    workplace: Workplace, document_id: int, target: Path, *, progress: Progress, stop: Event
) -> Fetched:
    """Writes the document to `target`, replacing what the person agreed to replace.

    Nothing is under that name before the whole document is there and checked. Raises DiskFull,
    FolderRefused, and as `fetch` does.
    """
    with _written_aside(target) as content:
        return fetch(workplace, document_id, content, progress=progress, stop=stop)


def withdraw(workplace: Workplace, document_id: int) -> bool:
    """Takes back a document that is not filed yet, and notes who did. False: filed, or on its way."""
    done = workplace.database.outbox.withdraw(document_id)
    if done:
        who, subject = workplace.who(), str(document_id)
        workplace.database.journal.note("withdrawn", who, workplace.application.value, subject)
    return done


def forget_old_copies(workplace: Workplace, life_s: float = COPY_LIFE_S) -> None:
    """Removes the private copies of earlier days; one still open in another program stays."""
    with suppress(OSError):
        for folder in _copies(workplace).iterdir():
            with suppress(OSError):  # a stray file, or one that is held: the others go all the same
                _forget(folder, time.time() - life_s)


def _forget(folder: Path, older_than: float) -> None:
    if folder.stat().st_mtime < older_than:
        for copy in folder.iterdir():
            copy.chmod(0o600)  # elsewhere than on Linux a read-only file is not removed
        shutil.rmtree(folder, ignore_errors=True)


def _copies(workplace: Workplace) -> Path:
    folder = workplace.folder / "consultation"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def _written_aside(target: Path) -> Iterator[BinaryIO]:
    aside = target.with_name(f".{secrets.token_hex(8)}.partiel")
    try:
        with disk.told(), aside.open("xb") as content:
            yield content
            content.flush()
            os.fsync(content.fileno())
        with disk.told():
            aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
