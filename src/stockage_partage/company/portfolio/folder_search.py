"""Looks through a folder for companies' files, whatever they are called, without opening anything else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

from stockage_partage.company.database_file import sqlite_uri

_HEAD = b"SQLite format 3\0"
#: A database has at least one page, and is whole pages long: most other files are not even opened.
_SMALLEST_PAGE = 512
_BUSY_S = 0.5
_STOPPED_WITHIN_S = 0.05


def companies_in(
    folder: Path, refused: Callable[[str], object] = lambda name: None
) -> Iterator[str]:
    """The path of each company's file in `folder` and below. Hidden folders and links are left out.

    `refused` hears of each folder that could not be looked through. Raises nothing: a folder that is not
    there is told so too.
    """

    def tell(error: OSError) -> None:
        refused(str(error.filename or folder))

    for parent, folders, files in os.walk(folder.absolute(), onerror=tell):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if _may_be_one(path) and _is_company(path):
                yield str(path)


def companies_until(folder: Path, stop: Event) -> list[str]:
    """The companies in `folder` and below; those found so far once `stop` is set, whatever hangs."""
    found: list[str] = []
    over = Event()

    def search() -> None:
        for place in companies_in(folder):
            found.append(place)
            if stop.is_set():
                break
        over.set()

    Thread(target=search, name="folder search", daemon=True).start()
    while not over.wait(_STOPPED_WITHIN_S) and not stop.is_set():
        pass
    return list(found)


def _may_be_one(path: Path) -> bool:
    try:
        found = path.lstat()
        if found.st_size == 0 or found.st_size % _SMALLEST_PAGE or not path.is_file():
            return False
        if path.is_symlink():
            return False
        with path.open("rb") as file:
            return file.read(len(_HEAD)) == _HEAD
    except OSError:
        return False


def _is_company(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(sqlite_uri(path, "ro"), uri=True, timeout=_BUSY_S)) as opened:
            found = opened.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('sp_meta', 'sp_company')"
            ).fetchone()
    except sqlite3.Error:
        return False
    return bool(found and found[0] == 2)
