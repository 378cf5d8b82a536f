"""A copy of a company database, made elsewhere, is not taken for the company."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from company_sentences import activate, add

import postgres_server
from company_facts import recent
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.connections import connect, parse
from stockage_partage.company.quick_snapshot import glance
from stockage_partage.errors import DatabaseCopied


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A company whose storage is active, with a document that waits; closed."""
    where = tmp_path / "BIJOU.db"
    with CompanyDatabase.create(where, "BIJOU") as db:
        activate(db)
        add(db)
    return where


@pytest.fixture
def copy(company: Path) -> Path:
    """The same file in another folder."""
    folder = company.parent / "Essais"
    folder.mkdir()
    return Path(shutil.copy(company, folder / "BIJOU.db"))


def test_a_copy_elsewhere_does_not_open_nor_is_it_glanced_at(company: Path, copy: Path) -> None:
    with pytest.raises(DatabaseCopied):
        CompanyDatabase.open(copy)
    assert glance(str(copy)) is None
    CompanyDatabase.open(company).close()
    assert glance(str(company)) is not None


def test_a_copy_for_tests_has_an_identity_of_its_own_and_no_group(
    company: Path, copy: Path
) -> None:
    with CompanyDatabase.open(copy, anywhere=True) as db:
        db.whereabouts.make_a_copy("POSTE-1")
    with CompanyDatabase.open(company) as original, CompanyDatabase.open(copy) as db:
        assert db.company.get().id != original.company.get().id
        assert db.company.get().name == original.company.get().name
        assert (db.activation.get().stored, db.activation.known_group()) == ("inactive", None)
        assert original.activation.get().stored == "active"
        assert recent(db, 1)[0].act == "database_made_a_copy"


def test_what_waits_in_a_copy_follows_it_to_its_own_group(company: Path, copy: Path) -> None:
    with CompanyDatabase.open(copy, anywhere=True) as db:
        db.whereabouts.make_a_copy("POSTE-1")
        assert db.register.counters().waiting == 1
        activate(db, "group-of-the-copy")
        assert [row.group_id for row in db.register.search()] == ["group-of-the-copy"]


def test_a_database_that_moved_goes_on_here_and_asks_elsewhere(company: Path, copy: Path) -> None:
    with CompanyDatabase.open(copy, anywhere=True) as db:
        before = db.company.get().id
        db.whereabouts.moved("POSTE-1")
    with CompanyDatabase.open(copy) as db:
        assert db.company.get().id == before
        assert db.activation.get().stored == "active"
    again = company.with_name("again.db")
    with pytest.raises(DatabaseCopied):
        CompanyDatabase.open(shutil.copy(copy, again))


def test_a_renamed_file_asks_nothing(company: Path) -> None:
    CompanyDatabase.open(company.rename(company.with_name("BIJOU 2026.db"))).close()


def test_a_backup_put_back_in_place_asks_nothing(company: Path, copy: Path) -> None:
    copy.replace(company)  # another file under the same path
    CompanyDatabase.open(company).close()


def test_a_database_of_before_this_was_known_is_where_it_is_opened_first(company: Path) -> None:
    engine = connect(parse(company))
    with engine.begin() as connection:
        connection.execute(sa.delete(tables.whereabouts))
    engine.dispose()
    elsewhere = company.rename(company.parent / "ailleurs.db")
    CompanyDatabase.open(elsewhere).close()
    with pytest.raises(DatabaseCopied):
        CompanyDatabase.open(shutil.copy(elsewhere, company))


@pytest.mark.postgres
def test_another_server_or_database_name_is_elsewhere(
    postgres: postgres_server.Server,
) -> None:
    where = postgres.new_schema("whereabouts")
    try:
        with CompanyDatabase.create(where, "BIJOU"):
            pass
        CompanyDatabase.open(where).close()
        engine = connect(parse(where))
        with engine.begin() as connection:
            connection.execute(sa.update(tables.whereabouts).values(mark="server:another"))
        engine.dispose()
        with pytest.raises(DatabaseCopied):
            CompanyDatabase.open(where)
        with CompanyDatabase.open(where, anywhere=True) as db:
            db.whereabouts.moved("POSTE-1")
        CompanyDatabase.open(where).close()
    finally:
        postgres.drop_schema("whereabouts")
