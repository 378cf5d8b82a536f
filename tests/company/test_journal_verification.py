"""Whatever is changed behind the program's back is found, on both engines; what is done through it never is."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from company_sentences import LEASE, activate, add, behind_its_back
from journal_chain import entries, hash_of, head
from test_company_schema import make_old_copy

from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import Classification
from stockage_partage.company.engine import tables
from stockage_partage.company.journal.entries import JournalHead
from stockage_partage.company.journal.journal import HeadKeeper, KeptHeads
from stockage_partage.company.journal.verification import DocumentFlaw, Flaw, FlawFound
from stockage_partage.company.outbox.batch import FiledResult

_doc, _entry = tables.document, tables.journal_entry


@pytest.fixture
def filled(active: CompanyDatabase) -> CompanyDatabase:
    """Documents that wait, one online, one classified, one withdrawn: 1 to 4 are there."""
    add(active, "FA1", b"1")
    claimed = claim(active, "worker", LEASE)
    assert claimed is not None
    assert mark_filed(active, claimed.document_id, "worker", FiledResult("i", "u", 1, "quick"))
    add(active, "FA2", b"2")
    third = add(active, data=b"3", key="", number="").document_id
    said = Classification("k3", "facture", "FA3", None, "clients", "CARAT")
    active.outbox.classify(third, said, lambda _: "Sage/3.pdf")
    add(active, "FA4", b"4")
    gone = add(active, "FA5", b"5").document_id
    assert active.outbox.withdraw(gone)
    return active


def found(db: CompanyDatabase, *kept: JournalHead) -> list[tuple[str, int]]:
    """What is wrong, and with which entry or document."""
    result = db.verification(kept).run()
    flaws = [(each.flaw.value, each.first) for each in result.flaws]
    return flaws + [(each.flaw.value, each.document) for each in result.found]


def change(location: str, *statements: str) -> None:
    """Somebody who may write to the database does so."""
    with behind_its_back(location) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_what_the_program_did_is_whole(filled: CompanyDatabase) -> None:
    result = filled.verification().run()
    assert (result.total, result.flaws, result.found) == (0, [], [])
    assert (result.head.number, result.documents, result.bytes_read) == (9, 4, 3)


BEHIND: dict[str, tuple[str, list[tuple[Flaw | DocumentFlaw, int]]]] = {
    "an entry says another account": (
        "UPDATE sp_journal_entry SET account = 'paul' WHERE number = 4",
        [(Flaw.CHANGED, 4)],
    ),
    "an entry is removed": (
        "DELETE FROM sp_journal_entry WHERE number = 5",
        [(Flaw.MISSING, 5)],
    ),
    "the end is removed": (
        "DELETE FROM sp_journal_entry WHERE number = 9",
        [(Flaw.CUT, 9), (DocumentFlaw.GONE, 5)],
    ),
    "an entry is added at the end": (
        "INSERT INTO sp_journal_entry (number, at, act, subject, previous, hash)"
        " VALUES (10, 0, 'kept', '{}', 'x', 'y')",
        [(Flaw.CHANGED, 10), (Flaw.HEAD, 9)],
    ),
    "a document is removed": ("DELETE FROM sp_document WHERE id = 2", [(DocumentFlaw.GONE, 2)]),
    "a document has other bytes, hash and all": (
        "UPDATE sp_document SET sha256 = 'ffff' WHERE id = 1",
        [(DocumentFlaw.CHANGED, 1)],
    ),
    "bytes that wait are others": (
        "UPDATE sp_content SET bytes = CAST('x' AS BLOB) WHERE content_id ="
        " (SELECT content_id FROM sp_document WHERE id = 4)",
        [(DocumentFlaw.BYTES_CHANGED, 4)],
    ),
    "bytes that wait are gone": ("DELETE FROM sp_content", [(DocumentFlaw.BYTES_GONE, 2)]),
}


@pytest.mark.parametrize("name", BEHIND)
def test_what_is_done_behind_its_back_is_found(
    filled: CompanyDatabase, location: str, name: str
) -> None:
    statement, expected = BEHIND[name]
    change(location, statement.replace("BLOB", "BYTEA" if "postgresql" in location else "BLOB"))
    assert found(filled)[: len(expected)] == [(flaw.value, which) for flaw, which in expected]


def test_a_document_put_in_by_hand_is_found(filled: CompanyDatabase, location: str) -> None:
    with behind_its_back(location) as connection:
        row = connection.execute(sa.select(_doc).where(_doc.c.id == 2)).one()._asdict()
        other = {"id": 99, "key": "other", "status": "blocked", "path": "x", "place": "x"}
        connection.execute(sa.insert(_doc).values(row | other | {"content_id": None}))
    assert found(filled) == [(DocumentFlaw.UNTOLD.value, 99)]


def written_anew(location: str) -> None:
    """Somebody who knows how writes the whole chain again, and lets another account have done it all."""
    previous, told = "0" * 64, entries(location)
    with behind_its_back(location) as connection:
        for entry in told:
            entry |= {"account": "paul", "previous": previous}
            previous = hash_of(entry)
            same = _entry.c.number == entry["number"]
            connection.execute(sa.update(_entry).where(same).values(entry | {"hash": previous}))
        connection.execute(sa.update(tables.meta).values(journal_head=previous))


def test_a_journal_written_anew_is_found_against_a_head_kept_elsewhere(
    filled: CompanyDatabase, location: str
) -> None:
    kept = filled.journal.head()
    written_anew(location)
    assert found(filled) == [], "it says so nowhere in itself"
    assert found(filled, kept) == [(Flaw.REWRITTEN.value, kept.number)]
    add(filled, "FA9", b"9")
    assert found(filled, kept) == [(Flaw.REWRITTEN.value, kept.number)]


def test_a_restored_backup_is_an_end_cut_off(filled: CompanyDatabase, location: str) -> None:
    before = head(location)
    add(filled, "FA9", b"9")
    kept = filled.journal.head()
    with behind_its_back(location) as connection:
        connection.execute(sa.delete(_doc).where(_doc.c.key == "ventes/facture/FA9"))
        connection.execute(sa.delete(_entry).where(_entry.c.number > before[0]))
        ended = {"journal_count": before[0], "journal_head": before[1]}
        connection.execute(sa.update(tables.meta).values(ended))
    assert found(filled) == []
    result = filled.verification([kept]).run()
    assert result.flaws == [FlawFound(Flaw.CUT, kept.number, kept.number)]


def test_documents_of_before_the_journal_are_none_of_its_concern(location: str) -> None:
    right = hashlib.sha256(b"%PD").hexdigest()
    make_old_copy(location, 7, f"UPDATE sp_document SET sha256 = '{right}'")  # noqa: S608
    with CompanyDatabase.open(location) as db:
        assert found(db) == []
        add(db, "FA00043")
        assert found(db) == []


def test_this_workstation_remembers_where_the_journal_ended(
    db: CompanyDatabase, location: str, tmp_path: Path
) -> None:
    heads, company_id = KeptHeads(tmp_path), db.company.get().id
    assert heads.of(company_id) is None
    with CompanyDatabase.open(location) as here:
        here.keep_heads_in(tmp_path)
        assert here.register.search() == []
    assert heads.of(company_id) is None, "who only looks writes nothing"
    with CompanyDatabase.open(location) as here:
        here.keep_heads_in(tmp_path)
        activate(here)
        end = here.journal.head()
    assert heads.of(company_id) == end


def test_what_this_workstation_remembers_of_a_journal_written_anew_is_not_forgotten(
    filled: CompanyDatabase, location: str, tmp_path: Path
) -> None:
    heads, company_id = KeptHeads(tmp_path), filled.company.get().id
    kept = filled.journal.head()
    heads.keep(company_id, kept)
    written_anew(location)
    keeper = HeadKeeper(filled.journal, lambda: company_id, tmp_path)
    add(filled, "FA9", b"9")
    keeper.heard(filled.journal.head())
    keeper.write()
    assert heads.of(company_id) == kept
    assert found(filled, kept) == [(Flaw.REWRITTEN.value, kept.number)]


def test_a_remembered_end_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    heads = KeptHeads(tmp_path)
    heads.keep("../../company", JournalHead(3, "a" * 64))
    (file,) = (tmp_path / "journal").iterdir()
    assert json.loads(file.read_text()) == {"number": 3, "hash": "a" * 64}
    for text in ("", "[]", '{"number": "x"}', "{}"):
        file.write_text(text)
        assert heads.of("../../company") is None


def test_a_folder_that_refuses_stops_nothing(
    db: CompanyDatabase, location: str, tmp_path: Path, reopen: Callable[[], CompanyDatabase]
) -> None:
    (tmp_path / "journal").write_text("a file where the folder should be")
    with CompanyDatabase.open(location) as here:
        here.keep_heads_in(tmp_path)
        activate(here)
    assert reopen().journal.head().number == 1


def test_closing_waits_for_no_database(tmp_path: Path) -> None:
    file = tmp_path / "BIJOU.db"
    here = CompanyDatabase.create(file, "BIJOU")
    here.keep_heads_in(tmp_path)
    activate(here)
    end, company_id = here.journal.head(), here.company.get().id
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        here.close()
    assert KeptHeads(tmp_path).of(company_id) == end
