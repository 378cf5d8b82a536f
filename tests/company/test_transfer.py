"""A company moves from a file to a PostgreSQL server, or back, whole; the old place is not it any more."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from company_sentences import activate, add

import postgres_server
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.connections import connect, parse
from stockage_partage.company.transfer import transfer
from stockage_partage.errors import DatabaseCopied, DatabaseExists

pytestmark = pytest.mark.postgres


@pytest.fixture
def server(postgres: postgres_server.Server) -> Iterator[str]:
    """An empty place on the server."""
    name = f"moved_{uuid.uuid4().hex}"
    yield postgres.new_schema(name)
    postgres.drop_schema(name)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A company with something in every table that a person fills."""
    where = tmp_path / "BIJOU.db"
    with CompanyDatabase.create(where, "BIJOU", "552100554") as db:
        activate(db)
        db.third_parties.add([ThirdParty("CARAT", "clients", "Carat")])
        db.licences.install("a.licence")
        for number in range(3):
            add(db, f"FA0004{number}", b"%PDF " + bytes([number]) * 3_000_000)
    return str(where)


def rows(location: str) -> dict[str, list[tuple[object, ...]]]:
    """Everything in our tables, but where the database is and what tells of it."""
    engine = connect(parse(location))
    apart = {tables.whereabouts.name, tables.journal_entry.name, tables.meta.name}
    with engine.connect() as connection:
        found = {
            table.name: [
                tuple(row)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
            ]
            for table in tables.metadata.sorted_tables
            if table.name not in apart
        }
    engine.dispose()
    return found


def test_everything_comes_along_both_ways(file: str, server: str, tmp_path: Path) -> None:
    before = rows(file)
    assert len(before["sp_content"]) >= 3
    transfer(file, server, "POSTE-1")
    assert rows(server) == before
    back = str(tmp_path / "retour.db")
    transfer(server, back, "POSTE-1")
    assert rows(back) == before
    with CompanyDatabase.open(back) as db:
        assert db.register.counters().waiting == 3


def test_the_company_goes_on_there_and_the_old_place_asks(file: str, server: str) -> None:
    transfer(file, server, "POSTE-1")
    with CompanyDatabase.open(server) as db:
        assert db.activation.get().stored == "active"
        # Numbered after those that came along.
        assert add(db, "FA00099").document_id == 4
        assert db.third_parties.all()[0].code == "CARAT"
    with pytest.raises(DatabaseCopied):
        CompanyDatabase.open(file)


def test_a_company_is_never_written_over_and_stays_where_it_is(file: str, server: str) -> None:
    CompanyDatabase.create(server, "AUTRE").close()
    with pytest.raises(DatabaseExists):
        transfer(file, server, "POSTE-1")
    with CompanyDatabase.open(server) as other, CompanyDatabase.open(file) as db:
        assert other.company.get().name == "AUTRE"
        assert db.company.get().name == "BIJOU"
