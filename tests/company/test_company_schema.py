"""The structure: made at once or step by step it is the same, and an older copy loses nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from company_sentences import LEASE, Opened, activate, add, behind_its_back

import fork_server
from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import SortOrder
from stockage_partage.company.engine import tables
from stockage_partage.company.engine.connections import connect, parse
from stockage_partage.company.engine.structure import upgrade
from stockage_partage.company.engine.transactions import Transactions
from stockage_partage.company.fiscal_years import CALENDAR_YEAR
from stockage_partage.company.instants import utc_now
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.state_records import Company, Status
from stockage_partage.errors import DatabaseTooNew, NotADatabase

OLD = 1
_DOCUMENT = (
    "INSERT INTO sp_document (key, version, status, group_id, path, place, size, sha256,"
    " content_id, provisional, priority, due_at, created_at, title, date)"
)
OLD_ROWS = (
    "INSERT INTO sp_meta (id, schema, revision, waiting) VALUES (1, 1, 41, 2)",
    "INSERT INTO sp_company (id, name) VALUES ('company-1', 'L''Atelier')",
    "INSERT INTO sp_activation (id, stored, health, group_id, group_name)"
    " VALUES (1, 'active', 'fine', 'group-1', 'Sage – L''Atelier')",
    _DOCUMENT + " VALUES ('k1', 1, 'waiting', 'group-1', 'a/1.pdf', 'a/1.pdf', 3, 'sha',"
    " 'c1', false, 1, 0, 0, 'Facture 1', '2026-03-31')",
    _DOCUMENT + " VALUES ('k2', 1, 'waiting', 'group-1', 'a/2.pdf', 'a/2.pdf', 3, 'sha',"
    " 'c2', false, 1, 0, 0, 'Facture 2', '2026-03-31')",
)


def make_old_copy(location: str, later: int = OLD, *more_rows: str) -> None:
    """A database as the first version left it, with rows in it; and as a later one did, with more."""
    place = parse(location)
    transactions = Transactions(connect(place, create=True), place, utc_now)
    with transactions.changing() as change:
        upgrade(change, OLD)
        for statement in OLD_ROWS:
            change.connection.exec_driver_sql(statement)
        change.execute(
            sa.insert(tables.content),
            [{"content_id": f"c{n}", "seq": 0, "bytes": b"%PD"} for n in (1, 2)],
        )
        upgrade(change, later)
        for statement in more_rows:
            change.connection.exec_driver_sql(statement)
    transactions.close()


def structure(location: str) -> dict[str, Any]:
    """Everything that can be asked of our tables, in an order of its own."""
    place = parse(location)
    engine = connect(place)
    with engine.connect() as connection:
        look = sa.inspect(connection)
        found = {
            name: {
                "columns": [
                    (c["name"], str(c["type"]), c["nullable"], c["default"])
                    for c in look.get_columns(name)
                ],
                "key": look.get_pk_constraint(name),
                "unique": sorted(
                    (str(u["name"]), tuple(u["column_names"]))
                    for u in look.get_unique_constraints(name)
                ),
                "indexes": sorted(
                    (
                        str(i["name"]),
                        tuple(map(str, i["column_names"])),
                        bool(i["unique"]),
                        _where(i),
                    )
                    for i in look.get_indexes(name)
                ),
            }
            for name in look.get_table_names()
        }
    engine.dispose()
    return found


def _where(index: Any) -> list[str]:
    options = index.get("dialect_options", {})
    return [str(value) for name, value in options.items() if name.endswith("_where")]


@pytest.fixture
def second_location(location: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Another place on the same engine."""
    if not location.startswith("postgresql"):
        yield str(tmp_path / "second.sqlite")
        return
    server = request.getfixturevalue("postgres")
    yield server.new_schema("second")
    server.drop_schema("second")


def test_steps_and_creation_give_the_same_structure(location: str, second_location: str) -> None:
    CompanyDatabase.create(location, "BIJOU").close()
    place = parse(second_location)
    transactions = Transactions(connect(place, create=True), place, utc_now)
    with transactions.changing() as change:
        upgrade(change, OLD)
        change.execute(
            sa.insert(sa.table("sp_meta", sa.column("id"), sa.column("schema"))).values(
                id=1, schema=1
            )
        )
        upgrade(change, tables.SCHEMA)
    transactions.close()
    assert structure(second_location) == structure(location)


def test_every_table_of_ours_carries_our_prefix() -> None:
    assert all(name.startswith("sp_") for name in tables.metadata.tables)


def test_an_old_copy_keeps_everything_when_it_is_opened(location: str) -> None:
    make_old_copy(location)
    with CompanyDatabase.open(location) as db:
        assert db.company.get() == Company("company-1", "L'Atelier", None, CALENDAR_YEAR)
        assert db.activation.get().group_name == "Sage – L'Atelier"
        assert db.register.counters().waiting == 2
        titles = {row.title: row.amount for row in db.register.search()}
        assert titles == {"Facture 1": None, "Facture 2": None}
        assert [b"".join(db.contents.of(row.id)) for row in db.register.search()] == [b"%PD"] * 2
        assert db.outbox.paused_until() is None
        add(db, "FA00043")
        assert db.register.counters().waiting == 3


def test_documents_of_an_old_copy_are_found_and_leave(location: str) -> None:
    """The third version gave words to what waits as well, and did not always say when it was filed."""
    filed = _DOCUMENT + (
        " VALUES ('k3', 1, 'filed', 'group-1', 'a/3.pdf', 'a/3.pdf', 3, 'sha', NULL, false, 1, 0, 0,"
        " 'Facture 3', '2026-03-31')"
    )
    words = (
        "UPDATE sp_document SET haystack = ' facture 3' WHERE key = 'k3'",
        "INSERT INTO sp_word SELECT 'facture', id FROM sp_document WHERE key = 'k3'",
    )
    make_old_copy(location, 3, filed, *words)

    with CompanyDatabase.open(location) as db:
        found = [["Facture 3", "Facture 2", "Facture 1"]] * len(SortOrder)
        assert [
            titles(db, order=order) for order in SortOrder if order is not SortOrder.STATUS
        ] == found[1:]
        assert titles(db, "facture") == found[0]
        assert titles(db, status=Status.FILED) == ["Facture 3"]
        claimed = claim(db, "worker", LEASE)
        assert claimed is not None
        assert mark_filed(db, claimed.document_id, "worker", FiledResult("item-1", "", 3))
        assert titles(db, "facture") == found[0]
        assert titles(db, status=Status.FILED) == ["Facture 3", "Facture 1"]


def titles(db: CompanyDatabase, text: str = "", **how: Any) -> list[str]:
    """What a search finds."""
    return [row.title for row in db.register.search(text, **how)]


def test_a_newer_structure_is_left_alone(db: CompanyDatabase, location: str) -> None:
    with behind_its_back(location) as connection:
        connection.exec_driver_sql("UPDATE sp_meta SET schema = 99")
    with pytest.raises(DatabaseTooNew):
        CompanyDatabase.open(location)


def test_a_structure_without_its_number_is_no_company_database(location: str) -> None:
    CompanyDatabase.create(location, "BIJOU").close()
    with behind_its_back(location) as connection:
        connection.exec_driver_sql("DELETE FROM sp_meta")
    with pytest.raises(NotADatabase):
        CompanyDatabase.open(location)


def test_a_structure_upgraded_while_open_is_not_written_to(
    active: CompanyDatabase, location: str
) -> None:
    with behind_its_back(location) as connection:
        connection.exec_driver_sql("UPDATE sp_meta SET schema = 99")
    with pytest.raises(DatabaseTooNew):
        add(active)
    with behind_its_back(location) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sp_document").scalar() == 0


def test_opening_an_up_to_date_copy_does_not_load_the_migrations(location: str) -> None:
    CompanyDatabase.create(location, "BIJOU").close()
    program = (
        "import sys; from stockage_partage.company.database import CompanyDatabase\n"
        "CompanyDatabase.open(sys.argv[1]).close()\n"
        "print(*({'alembic', 'sqlalchemy.dialects.postgresql'} & {*sys.modules}))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, location],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    its_own = "sqlalchemy.dialects.postgresql" if location.startswith("postgresql") else ""
    assert said.stdout.strip() == its_own, "nothing of another engine, nothing of the steps"


@pytest.mark.whole
def test_four_programs_that_open_an_old_copy_at_once_upgrade_it_once(
    location: str, tmp_path: Path
) -> None:
    make_old_copy(location)
    program = tmp_path / "program.py"
    program.write_text(
        "import sys; from stockage_partage.company.database import CompanyDatabase\n"
        "sys.stdin.readline()\n"
        "with CompanyDatabase.open(sys.argv[1]) as db: print(db.register.counters().waiting)"
    )
    programs = [
        fork_server.start(
            [str(program), location], fork_server.environment(), stdin=subprocess.PIPE
        )
        for _ in range(4)
    ]
    answers = [running.communicate("go\n", timeout=60) for running in programs]
    assert answers == [("2\n", "")] * 4


def test_the_host_products_own_tables_and_settings_are_untouched(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "host.sqlite"
    with sqlite3.connect(file) as host:
        host.execute("CREATE TABLE F_DOCENTETE (DO_Piece TEXT)")
        host.execute("INSERT INTO F_DOCENTETE VALUES ('FA00042')")
        host.execute("PRAGMA user_version = 7")
    host.close()
    with CompanyDatabase.create(file, "BIJOU") as db:
        activate(db)
        add(db)
    host = sqlite3.connect(file)
    assert host.execute("SELECT DO_Piece FROM F_DOCENTETE").fetchall() == [("FA00042",)]
    assert host.execute("PRAGMA user_version").fetchone() == (7,)
    assert host.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    host.close()


def test_reopening_finds_the_same_company(
    db: CompanyDatabase, reopen: Callable[[], Opened]
) -> None:
    assert reopen().company.get() == db.company.get()
