"""Where a company database is, and how each engine is opened there.

A file is opened by SQLite without touching the host's settings, an address by PostgreSQL with limits.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from stockage_partage.company.places import is_server, sqlite_uri
from stockage_partage.errors import DatabaseFolderMissing, DatabaseMissing

#: How long a transaction waits for others before it is a trouble.
PATIENCE = timedelta(seconds=15)
CONNECT_TIMEOUT_S = 10
#: Between two tries for SQLite's write lock: shorter than a transaction of ours, never in step.
TURN_PAUSE_S = (0.001, 0.012)
_FILE, _POOL = "sp_file", "sp_pool"
_UNSTABLE = "unstable"
#: A network that vanishes is noticed within half a minute, not after the system's two hours.
_LIVELY = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}


@dataclass(frozen=True, slots=True)
class Location:
    """A parsed location. Exactly one of `path` and `url` is set; only `shown` may be told to anybody."""

    path: Path | None = None
    url: URL | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """The place without user name and password, for a trouble's detail."""
        if self.url is None:
            return str(self.path)
        return f"{self.url.host or 'localhost'}:{self.url.port or 5432}/{self.url.database or ''}"

    def check_folder(self) -> None:
        """Raises DatabaseFolderMissing where a file is to be made and its folder is not there."""
        if self.path is not None and not self.path.parent.is_dir():
            raise DatabaseFolderMissing(str(self.path.parent))


def parse(text: str | Path) -> Location:
    """Understands a file path or a `postgresql…://` address. Raises DatabaseMissing for nonsense."""
    if isinstance(text, Path) or not is_server(text):
        if not str(text).strip():
            raise DatabaseMissing("no location given")
        return Location(path=Path(text).absolute())
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Not chained: the library's message may repeat the address, password included.
        raise DatabaseMissing("the address cannot be read") from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise DatabaseMissing(f"not a kind of database we know: {url.get_backend_name()}")
    return Location(url=url.set(drivername="postgresql+psycopg"))


class SqliteConnection(sqlite3.Connection):
    """SQLite's driver, which knows how long it waits: asking it each time is one statement more."""

    patience_ms: int


def connect(
    location: Location, *, create: bool = False, patience: timedelta = PATIENCE
) -> sa.Engine:
    """An engine on `location`; nothing is opened yet. `create` lets SQLite make the file."""
    if location.url is not None:
        engine = _postgres(location.url, patience)
    else:
        assert location.path is not None  # noqa: S101  # Location holds one of the two
        engine = _sqlite(location.path, "rwc" if create else "rw", patience)
    _close_what_comes_back_late(engine)
    return engine


def _close_what_comes_back_late(engine: sa.Engine) -> None:
    """A connection in use while the engine is disposed of is closed when it is given back.

    It would lie in the pool that nobody asks any more, its file or its server's place held until
    Python's collector comes by.
    """

    def remember_pool(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[_POOL] = engine.pool

    def close_late(_connection: object, record: ConnectionPoolEntry) -> None:
        if record.info.get(_POOL, engine.pool) is not engine.pool:
            record.invalidate()

    sa.event.listen(engine, "connect", remember_pool)
    sa.event.listen(engine, "checkin", close_late)


def _sqlite(path: Path, mode: str, patience: timedelta) -> sa.Engine:
    uri = sqlite_uri(path, mode)

    def open_file() -> sqlite3.Connection:
        connection = SqliteConnection(
            uri,
            uri=True,
            timeout=patience.total_seconds(),
            # We say BEGIN ourselves; the module would say it late and without IMMEDIATE.
            isolation_level=None,
            check_same_thread=False,
        )
        connection.patience_ms = int(patience.total_seconds() * 1000)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            # Some systems' SQLite writes zeros over all that is deleted: the bytes of every document
            # sent would be written twice more. This connection's own affair, kept nowhere.
            connection.execute("PRAGMA secure_delete = FAST")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = sa.create_engine(
        "sqlite+pysqlite://",
        creator=open_file,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=6,
        pool_timeout=patience.total_seconds(),
        hide_parameters=True,
    )

    def remember_file(_connection: object, record: ConnectionPoolEntry) -> None:
        # Some shares number a file anew at each question: there its number says nothing.
        first, second = _identity(path), _identity(path)
        record.info[_FILE] = first if first == second else _UNSTABLE

    def refuse_another_file(
        _connection: object, record: ConnectionPoolEntry, _proxy: object
    ) -> None:
        # A file that vanished or was replaced while open would take our writes where nobody finds
        # them: such a connection is not used again, and opening anew says what happened.
        if record.info.get(_FILE) not in (_UNSTABLE, _identity(path)):
            raise DisconnectionError

    sa.event.listen(engine, "connect", remember_file)
    sa.event.listen(engine, "checkout", refuse_another_file)
    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _postgres(url: sa.URL, patience: timedelta) -> sa.Engine:
    engine = sa.create_engine(
        url,
        pool_size=2,
        max_overflow=6,
        pool_timeout=patience.total_seconds(),
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, **_LIVELY},
    )

    def limit(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(patience.total_seconds() * 1000)}")
        connection.commit()

    sa.event.listen(engine, "connect", limit)
    return engine


def begin(connection: sa.Connection) -> None:
    """Says BEGIN where the engine leaves it to us, for a transaction that reads.

    Not by an event of SQLAlchemy's: one listener makes it look for more at every statement.
    """
    if connection.dialect.name == "sqlite":
        driver_of(connection).execute("BEGIN")


@contextmanager
def writing(connection: sa.Connection) -> Iterator[None]:
    """A transaction that writes: committed at the end, undone by whatever is raised inside.

    On SQLite it takes its turn first: a deferred one that turns to writing fails at once when somebody
    else writes, without waiting.
    """
    if connection.dialect.name != "sqlite":
        with connection.begin():
            yield
        return
    driver = driver_of(connection)
    _wait_for_turn(driver)
    try:
        yield
        driver.execute("COMMIT")
    except BaseException:
        driver.rollback()
        raise


def driver_of(connection: sa.Connection) -> SqliteConnection:
    """SQLite's own connection under SQLAlchemy's."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, SqliteConnection)  # noqa: S101
    return driver


def _wait_for_turn(connection: SqliteConnection) -> None:
    """Takes the write lock, waiting as long as the connection waits for anything.

    SQLite waits longer and longer between its own tries, so a newcomer overtakes whoever waits:
    four busy programs made one wait for seconds. Here everybody tries at the same pace.
    """
    patience = connection.patience_ms
    deadline = time.monotonic() + patience / 1000
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while not _got_turn(connection, deadline):
            time.sleep(random.uniform(*TURN_PAUSE_S))  # noqa: S311  # spreads them, hides nothing
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")


def _got_turn(connection: sqlite3.Connection, deadline: float) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
        if not busy or time.monotonic() >= deadline:
            raise
        return False
    return True
