"""Unhappy databases: each is one trouble of `errors`, says no secret, and nothing is lost."""

from __future__ import annotations

import os
import resource
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from company_sentences import activate, add, behind_its_back

import postgres_server
from stockage_partage import errors
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine.connections import parse
from stockage_partage.company.places import sqlite_uri

SHORT = timedelta(milliseconds=200)
NOBODY = 65534


@contextmanager
def without_rights() -> Iterator[None]:
    """As an ordinary user: root may write anything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user can reach (pytest's own is closed to others)."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        made.chmod(0o777)
        yield made


@pytest.fixture
def file(folder: Path) -> Path:
    """A company on which storage is active, closed."""
    where = folder / "BIJOU.sqlite"
    with CompanyDatabase.create(where, "BIJOU") as db:
        activate(db)
    return where


# --- SQLite ----------------------------------------------------------------------------------------


def test_no_file_there(folder: Path) -> None:
    with pytest.raises(errors.DatabaseMissing):
        CompanyDatabase.open(folder / "nothing.sqlite")
    assert list(folder.iterdir()) == []


def test_no_folder_there(folder: Path) -> None:
    with pytest.raises(errors.DatabaseFolderMissing):
        CompanyDatabase.create(folder / "nothing" / "BIJOU.sqlite", "BIJOU")


def test_a_file_of_something_else(folder: Path) -> None:
    other = folder / "letter.docx"
    other.write_bytes(b"PK\x03\x04" + b"no database at all " * 100)
    before = other.read_bytes()
    with pytest.raises(errors.NotADatabase):
        CompanyDatabase.open(other)
    with pytest.raises(errors.NotADatabase):
        CompanyDatabase.create(other, "BIJOU")
    assert other.read_bytes() == before


def test_a_folder_in_place_of_a_file(folder: Path) -> None:
    with pytest.raises(errors.NotADatabase):
        CompanyDatabase.open(folder)


def test_an_empty_file_and_a_database_of_somebody_else(folder: Path) -> None:
    empty = folder / "empty.sqlite"
    empty.touch()
    other = folder / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    for file in (empty, other):
        with pytest.raises(errors.NotADatabase):
            CompanyDatabase.open(file)


def test_a_company_is_never_made_over_another(file: Path) -> None:
    with pytest.raises(errors.DatabaseExists):
        CompanyDatabase.create(file, "OTHER")
    with CompanyDatabase.open(file) as db:
        assert db.company.get().name == "BIJOU"


def test_a_file_that_may_not_be_written_can_be_read_but_not_changed(file: Path) -> None:
    file.chmod(0o444)
    with without_rights(), CompanyDatabase.open(file) as db:
        assert db.company.get().name == "BIJOU"
        with pytest.raises(errors.DatabaseReadOnly):
            add(db)


def test_a_folder_that_may_not_be_written_stops_changes(file: Path, folder: Path) -> None:
    file.chmod(0o666)
    folder.chmod(0o555)
    with without_rights(), CompanyDatabase.open(file) as db, pytest.raises(errors.DatabaseReadOnly):
        add(db)


def test_a_file_that_may_not_be_read(file: Path) -> None:
    file.chmod(0o000)
    with without_rights(), pytest.raises(errors.DatabaseReadOnly):
        CompanyDatabase.open(file)


def test_a_file_that_vanishes_while_open_is_noticed_and_not_made_again(file: Path) -> None:
    with CompanyDatabase.open(file) as db:
        file.unlink()
        with pytest.raises(errors.DatabaseMissing):
            add(db)
        with pytest.raises(errors.DatabaseMissing):
            db.revision()
    assert not file.exists()


def test_a_file_that_comes_back_is_used_again(file: Path) -> None:
    with CompanyDatabase.open(file) as db:
        aside = file.rename(file.with_suffix(".aside"))
        with pytest.raises(errors.DatabaseMissing):
            db.revision()
        aside.rename(file)
        assert add(db).version == 1


def test_a_full_disk_loses_nothing_and_works_again_with_room(file: Path) -> None:
    data = b"\x25" * 4_000_000
    with CompanyDatabase.open(file) as db:
        kept = add(db, "FA00001")
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
        try:
            with pytest.raises(errors.DiskFull):
                add(db, "FA00002", data)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert [row.id for row in db.register.search()] == [kept.document_id]
        assert db.register.counters().waiting == 1
        add(db, "FA00002", data)


def test_a_write_that_fails_where_there_is_room_is_no_full_disk(file: Path) -> None:
    data = b"\x25" * 4_000_000
    with CompanyDatabase.open(file) as db:
        add(db, "FA00001", data)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 100_000, hard))
        try:
            with pytest.raises(errors.DatabaseUnreachable):
                add(db, "FA00002", data)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert db.register.counters().waiting == 1
        add(db, "FA00002", data)


def test_damage_is_said(file: Path) -> None:
    with CompanyDatabase.open(file) as db:
        for number in range(20):
            add(db, f"FA{number:05}")
    raw = bytearray(file.read_bytes())
    raw[4096:] = bytes(len(raw) - 4096)
    file.write_bytes(raw)
    with pytest.raises(errors.DatabaseDamaged):
        CompanyDatabase.open(file)


def test_held_by_another_program_for_longer_than_we_wait(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    with CompanyDatabase.open(file, patience=SHORT) as db:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(errors.DatabaseBusy):
            add(db)
        with pytest.raises(errors.DatabaseBusy):
            db.revision()
        other.execute("ROLLBACK")
        assert add(db).version == 1
    other.close()


def test_an_address_of_a_share_is_written_as_sqlite_wants_it() -> None:
    share = parse("//server/share/Société 1.sqlite").path
    assert share is not None
    assert sqlite_uri(share, "rw") == "file:////server/share/Soci%C3%A9t%C3%A9%201.sqlite?mode=rw"
    assert sqlite_uri(Path("/a?b#c/d.db"), "rwc") == "file:///a%3Fb%23c/d.db?mode=rwc"


def test_names_with_spaces_accents_and_question_marks_work(folder: Path) -> None:
    file = folder / "L'Atelier & Fils ? 100% #1.sqlite"
    with CompanyDatabase.create(file, "L'Atelier & Fils") as db:
        assert db.company.get().name == "L'Atelier & Fils"
    assert file.exists()


# --- PostgreSQL ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["mysql://u:word@h/d", "postgresql://u:word@h:port/d", "  "])
def test_an_address_that_makes_no_sense_is_refused_without_being_repeated(address: str) -> None:
    with pytest.raises(errors.DatabaseMissing) as told:
        CompanyDatabase.open(address)
    assert "word" not in said_by(told.value)


@pytest.mark.postgres
def test_a_wrong_password_is_said_without_saying_it(postgres: postgres_server.Server) -> None:
    word = uuid.uuid4().hex
    with pytest.raises(errors.DatabaseRefused) as told:
        CompanyDatabase.open(postgres.url(password=word))
    assert word not in said_by(told.value)
    assert f"127.0.0.1:{postgres.port}" in told.value.detail


@pytest.mark.postgres
def test_no_such_database_on_the_server(postgres: postgres_server.Server) -> None:
    with pytest.raises(errors.DatabaseMissing):
        CompanyDatabase.open(postgres.url("no_such_company"))


@pytest.mark.postgres
def test_a_database_without_a_company(postgres: postgres_server.Server) -> None:
    with pytest.raises(errors.NotADatabase):
        CompanyDatabase.open(postgres.url())


@pytest.mark.postgres
def test_a_server_that_stops_is_said_and_used_again_when_it_is_back(
    postgres: postgres_server.Server,
) -> None:
    location = postgres.new_database("stops")
    with CompanyDatabase.create(location, "BIJOU") as db:
        activate(db)
        postgres.stop()
        try:
            with pytest.raises(errors.DatabaseMissing) as told:
                add(db)
            assert postgres_server.PASSWORD not in said_by(told.value)
        finally:
            postgres.start()
        assert add(db).version == 1
    postgres.drop_database("stops")


@pytest.mark.postgres
def test_rows_held_by_another_program_for_longer_than_we_wait(
    postgres: postgres_server.Server,
) -> None:
    location = postgres.new_database("held")
    CompanyDatabase.create(location, "BIJOU").close()
    with CompanyDatabase.open(location, patience=SHORT) as db:
        with behind_its_back(location) as other:
            other.exec_driver_sql("SELECT * FROM sp_activation FOR UPDATE")
            with pytest.raises(errors.DatabaseBusy):
                db.activation.give_up("anybody")
        assert not db.activation.give_up("anybody")
    postgres.drop_database("held")


@pytest.mark.postgres
def test_a_database_that_only_reads(postgres: postgres_server.Server) -> None:
    location = postgres.new_database("reads")
    CompanyDatabase.create(location, "BIJOU").close()
    with behind_its_back(location) as other:
        other.exec_driver_sql("ALTER DATABASE reads SET default_transaction_read_only = on")
    with CompanyDatabase.open(location) as db, pytest.raises(errors.DatabaseReadOnly):
        db.company.rename("OTHER")
    postgres.drop_database("reads")


def said_by(trouble: BaseException) -> str:
    """Everything that a log of this trouble would hold, causes included."""
    import traceback

    return "".join(traceback.format_exception(trouble))


def test_a_new_place_that_cannot_be_written_down_is_still_opened(file: Path) -> None:
    other_path = file.with_name("autre.sqlite")
    other_path.hardlink_to(file)  # the same file, so the company: only its path is new
    file.parent.chmod(0o555)
    file.chmod(0o444)
    with without_rights(), CompanyDatabase.open(other_path) as db:
        assert db.activation.get().stored == "active"
    file.parent.chmod(0o777)
