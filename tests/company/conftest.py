"""The same company database on both engines."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from company_sentences import Opened, StoppedClock, activate

import postgres_server
from stockage_partage.company.database import CompanyDatabase

MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def location(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a company database may be made: a new file, then a new PostgreSQL schema."""
    if request.param == "sqlite":
        # In memory where the machine has that: the same SQLite, without waiting for its disk.
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            yield str(Path(folder) / "BIJOU.sqlite")
        return
    server: postgres_server.Server = request.getfixturevalue("postgres")
    name = f"bijou_{uuid.uuid4().hex}"
    yield server.new_schema(name)
    server.drop_schema(name)


@pytest.fixture
def clock() -> StoppedClock:
    """The only fake here."""
    return StoppedClock()


@pytest.fixture
def reopen(location: str, clock: StoppedClock) -> Iterator[Callable[[], Opened]]:
    """Opens the company database once more, as another workstation does."""
    opened: list[CompanyDatabase] = []

    def once_more() -> Opened:
        opened.append(CompanyDatabase.open(location, clock=clock))
        return opened[-1]

    yield once_more
    for database in opened:
        database.close()


@pytest.fixture
def db(location: str, clock: StoppedClock) -> Iterator[CompanyDatabase]:
    """A new company, storage off."""
    with CompanyDatabase.create(location, "BIJOU", "552100554", clock=clock) as database:
        yield database


@pytest.fixture
def active(db: CompanyDatabase) -> CompanyDatabase:
    """The same with storage active on the group `group-1`."""
    activate(db)
    return db
