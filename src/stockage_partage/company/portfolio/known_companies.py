"""The companies known on this workstation: a person's own list of them, and a folder looked through for more.

A convenience: it can be carried to another computer, and what cannot be written keeps nobody from working. A
folder's companies are found whatever their files are called, without opening anything else.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from stockage_partage import disk
from stockage_partage.company.places import place_of, sqlite_uri

FILE_NAME = "societes.db"
#: An opening so soon after the last one is not written down: commands come by the hundred.
_SOON = timedelta(minutes=10)
_BUSY_S = 2.0
_TABLE = """
CREATE TABLE IF NOT EXISTS known (
    place TEXT PRIMARY KEY, name TEXT NOT NULL, applications TEXT NOT NULL, opened_at INTEGER NOT NULL
)
"""
_KEEP = """
INSERT INTO known (place, name, applications, opened_at) VALUES (?, ?, ?, ?)
ON CONFLICT (place) DO UPDATE SET
    name = excluded.name, applications = excluded.applications, opened_at = excluded.opened_at
"""
_HEAD = b"SQLite format 3\0"
#: A database has at least one page, and is whole pages long: most other files are not even opened.
_SMALLEST_PAGE = 512
_FOLDER_BUSY_S = 0.5
_STOPPED_WITHIN_S = 0.05


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """One company of the list.

    `place` is a path or a server's address, without a password. `name` and `opened_at` are of its last
    opening here: "" and None for one that was found in a folder and never opened.
    """

    place: str
    name: str = ""
    applications: tuple[str, ...] = ()
    opened_at: datetime | None = None


class KnownCompanies:
    """The list kept in `folder`, shared by every program of one person."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME

    def all(self) -> tuple[KnownCompany, ...]:
        """Every company, that opened last first. Writes nothing; none where the list cannot be read."""
        try:
            uri = sqlite_uri(self._file.absolute(), "ro")
            with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_S)) as connection:
                rows = connection.execute(
                    "SELECT place, name, applications, opened_at FROM known "
                    "ORDER BY opened_at DESC, name, place"
                ).fetchall()
        except sqlite3.Error:
            return ()
        return tuple(_company(row) for row in rows)

    def opened(self, location: str, name: str, application: str, moment: datetime) -> bool:
        """Writes down that a company was opened. False when the list could not be written."""
        try:
            place = place_of(location)
            if self._knows(place, name, application, moment):
                return True
            with self._writing() as connection:
                before = _found(connection, place)
                names = {*(before.applications if before else ()), application}
                _keep(connection, KnownCompany(place, name, tuple(sorted(names)), moment))
        except (sqlite3.Error, OSError, ValueError):
            return False
        return True

    def add(self, companies: Iterable[KnownCompany]) -> int:
        """Adds companies that were found and not yet opened here; how many are new.

        Raises FolderRefused, DiskFull or FileOpenElsewhere when the list cannot be written.
        """
        with disk.as_troubles():
            try:
                with self._writing() as connection:
                    new = [each for each in companies if _found(connection, each.place) is None]
                    for each in new:
                        _keep(connection, each)
            except sqlite3.Error as error:
                raise OSError(str(error)) from error
        return len(new)

    def forget(self, location: str) -> bool:
        """Takes a company off the list, and leaves the company as it is. False for one not on it.

        Raises FolderRefused, DiskFull or FileOpenElsewhere when the list cannot be written.
        """
        with disk.as_troubles():
            try:
                with self._writing() as connection:
                    gone = connection.execute(
                        "DELETE FROM known WHERE place IN (?, ?)", (location, place_of(location))
                    )
            except sqlite3.Error as error:
                raise OSError(str(error)) from error
        return gone.rowcount > 0

    def _knows(self, place: str, name: str, application: str, moment: datetime) -> bool:
        known = next((each for each in self.all() if each.place == place), None)
        return (
            known is not None
            and known.name == name
            and application in known.applications
            and known.opened_at is not None
            and timedelta() <= moment - known.opened_at < _SOON
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        disk.private_folder(self._file.parent)
        try:
            connection = self._open()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise
            # Half written when the power went: a list begins anew, and loses nothing of any company.
            self._file.unlink(missing_ok=True)
            connection = self._open()
        with closing(connection), connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=_BUSY_S, isolation_level=None)
        try:
            connection.execute(_TABLE)
        except sqlite3.Error:
            connection.close()
            raise
        return connection


def _found(connection: sqlite3.Connection, place: str) -> KnownCompany | None:
    row = connection.execute(
        "SELECT place, name, applications, opened_at FROM known WHERE place = ?", (place,)
    ).fetchone()
    return None if row is None else _company(row)


def _keep(connection: sqlite3.Connection, company: KnownCompany) -> None:
    opened = int(company.opened_at.timestamp()) if company.opened_at else 0
    names = " ".join(company.applications)
    connection.execute(_KEEP, (company.place, company.name, names, opened))


def _company(row: tuple[str, str, str, int]) -> KnownCompany:
    place, name, applications, opened = row
    moment = datetime.fromtimestamp(opened, UTC) if opened else None
    return KnownCompany(place, name, tuple(applications.split()), moment)


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
        with closing(
            sqlite3.connect(sqlite_uri(path, "ro"), uri=True, timeout=_FOLDER_BUSY_S)
        ) as opened:
            found = opened.execute(
                "SELECT count(*) FROM sqlite_master WHERE name IN ('sp_meta', 'sp_company')"
            ).fetchone()
    except sqlite3.Error:
        return False
    return bool(found and found[0] == 2)
