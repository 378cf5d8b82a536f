"""What is broken behind the database's back on both engines: seen without writing, mended, nothing else changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from company_sentences import GROUP, LEASE, Opened, StoppedClock, activate, add, behind_its_back

from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.engine.tables import metadata
from stockage_partage.company.journal.verification import DocumentFlaw
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.outbox.content import BATCH, PIECE
from stockage_partage.company.repair.stray_bytes import Fate
from stockage_partage.company.state_records import Status

ONLINE = FiledResult("item-1", "https://x.example/1", 6)
#: Nobody's business: it grows with every visible change.
_NOT_COMPARED = {"revision"}


def run(location: str, *statements: str) -> None:
    """Somebody's hand in the tables."""
    with behind_its_back(location) as connection:
        for each in statements:
            connection.exec_driver_sql(each)


def everything(location: str, but: Iterable[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours, without those columns."""
    left_out = _NOT_COMPARED.union(but)
    with behind_its_back(location) as connection:
        return {
            name: sorted(
                (
                    {key: value for key, value in row._mapping.items() if key not in left_out}
                    for row in connection.execute(table.select())
                ),
                key=repr,
            )
            for name, table in metadata.tables.items()
        }


def filed(db: CompanyDatabase, number: str = "FA00042", item: str = "item-1") -> int:
    document = add(db, number).document_id
    assert claim(db, "worker", LEASE) is not None
    assert mark_filed(db, document, "worker", FiledResult(item, "https://x.example/1", 6))
    return document


def content_of(db: CompanyDatabase, document_id: int) -> bytes:
    return b"".join(db.contents.of(document_id))


# --- leases ----------------------------------------------------------------------------------------


def test_a_lease_that_is_over_is_freed_and_one_that_runs_is_not(
    active: CompanyDatabase, location: str, clock: StoppedClock
) -> None:
    first = add(active, "FA1").document_id
    add(active, "FA2")
    lost = claim(active, "gone", LEASE)
    clock.advance(2 * LEASE)
    running = claim(active, "alive", LEASE)
    assert lost is not None
    assert running is not None
    # Any worker may take over what is over: the first document went from the one to the other.
    lost_one = "UPDATE sp_document SET owner = 'gone', lease_until = NULL WHERE number = 'FA2'"
    run(location, lost_one)
    before = everything(location)
    assert active.row_faults.lost_leases([]) == 1
    assert everything(location) == before
    assert active.row_faults.free_lost([]) == 1
    assert active.row_faults.lost_leases([]) == 0
    assert active.outbox.holders() == {"alive"}
    assert everything(location, ["owner"]) == {
        name: [{k: v for k, v in row.items() if k != "owner"} for row in rows]
        for name, rows in before.items()
    }
    assert active.row_faults.free_lost([]) == 0
    assert first == running.document_id


def test_a_lease_hours_ahead_was_written_by_a_wrong_clock(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    add(active)
    assert claim(active, "ahead", LEASE) is not None
    clock.advance(-timedelta(hours=5))
    assert active.row_faults.lost_leases([]) == 1
    assert active.row_faults.free_lost([]) == 1
    assert claim(active, "other", LEASE) is not None


def test_what_a_dead_program_holds_is_free_at_once(active: CompanyDatabase) -> None:
    add(active)
    assert claim(active, "dead", LEASE) is not None
    assert active.row_faults.lost_leases([]) == 0
    assert active.row_faults.lost_leases(["dead"]) == 1
    assert active.row_faults.free_lost(["dead"]) == 1
    assert claim(active, "other", LEASE) is not None


# --- counters --------------------------------------------------------------------------------------


def test_counters_that_are_off_are_counted_again(active: CompanyDatabase, location: str) -> None:
    filed(active, "FA1")
    add(active, "FA2")
    before = everything(location)
    run(location, "UPDATE sp_meta SET waiting = 7, filed = 0, to_classify = -2")
    broken = everything(location)
    assert active.row_faults.wrong_counters() == 3
    assert everything(location) == broken
    active.row_faults.count_again()
    assert active.row_faults.wrong_counters() == 0
    assert everything(location) == before
    revision = active.revision()
    active.row_faults.count_again()
    assert active.revision() == revision


# --- twins -----------------------------------------------------------------------------------------


SEEN_AGAIN = """
INSERT INTO sp_document (type, number, date, third_party_kind, third_party_code, title, path, size,
    group_id, content_type, provisional, priority, due_at, created_at, filed_at, item_id, url, status,
    sha256, source, place)
SELECT type, number, date, third_party_kind, third_party_code, title, path, size,
    group_id, content_type, provisional, priority, due_at, created_at, filed_at, item_id, url, status,
    '', 'online', place || '-'
FROM sp_document WHERE number = 'FA1'
"""
ITS_WORDS = """
INSERT INTO sp_word SELECT word, (SELECT max(id) FROM sp_document) FROM sp_word
WHERE document_id = (SELECT min(id) FROM sp_document WHERE number = 'FA1')
"""


def seen_again(location: str) -> None:
    """The file of FA1 under a second row, as a look online makes them."""
    run(location, SEEN_AGAIN, ITS_WORDS, "UPDATE sp_meta SET filed = filed + 1")


def test_a_row_that_only_repeats_another_goes(active: CompanyDatabase, location: str) -> None:
    document = filed(active, "FA1")
    filed(active, "FA2", "item-2")
    before = everything(location)
    seen_again(location)
    twice = everything(location)
    [twin] = active.row_faults.twins(GROUP)
    assert (twin.kept_id, len(twin.other_ids)) == (document, 1)
    assert everything(location) == twice
    assert active.row_faults.merge_twins(GROUP, "drive-1") == 1
    assert everything(location) == before
    assert active.row_faults.merge_twins(GROUP, "drive-1") == 0
    assert [row.id for row in active.register.search("FA1")] == [document]


def test_a_twin_that_has_the_place_leaves_it_to_the_one_that_stays(
    active: CompanyDatabase, location: str
) -> None:
    filed(active, "FA1")
    before = everything(location)
    seen_again(location)
    run(
        location,
        "UPDATE sp_document SET place = NULL WHERE number = 'FA1' AND source <> 'online'",
        "UPDATE sp_document SET place = substr(place, 1, length(place) - 1) WHERE source = 'online'",
    )
    assert active.row_faults.merge_twins(GROUP, "drive-1") == 1
    assert everything(location) == before


def test_two_rows_of_our_own_are_a_persons_business(active: CompanyDatabase, location: str) -> None:
    filed(active, "FA1")
    filed(active, "FA2", "item-2")
    run(location, "UPDATE sp_document SET item_id = 'item-1'")
    assert active.row_faults.twins(GROUP) == []
    assert active.row_faults.merge_twins(GROUP, "drive-1") == 0


# --- bytes -----------------------------------------------------------------------------------------


def settle(db: CompanyDatabase) -> list[bool]:
    done = [
        db.stray_bytes.settle(each, "marie", "comptabilite") for each in db.stray_bytes.orphans()
    ]
    db.stray_bytes.sweep()
    return done


def test_in_a_sound_database_nothing_is_astray(active: CompanyDatabase, location: str) -> None:
    filed(active, "FA1")
    add(active, "FA2", b"%PDF-" + b"x" * (BATCH * PIECE + 17))
    before = everything(location)
    assert active.stray_bytes.orphans() == []
    assert active.stray_bytes.lacking() == []
    assert active.stray_bytes.threatened() == 0
    active.stray_bytes.protect()
    assert everything(location) == before


@pytest.mark.parametrize("size", [20, 2 * PIECE + 5])
def test_a_document_that_lost_its_bytes_gets_them_back(
    active: CompanyDatabase, location: str, size: int
) -> None:
    data = b"%PDF-1.7 the only bytes".ljust(size, b".")
    document = add(active, data=data).document_id
    before = everything(location)
    run(location, "UPDATE sp_document SET content_id = NULL")
    broken = everything(location)
    [orphan] = active.stray_bytes.orphans()
    assert (orphan.fate, orphan.title) == (Fate.RETURNED, "Facture_FA00042.pdf")
    assert [each.document_id for each in active.stray_bytes.lacking()] == [document]
    assert everything(location) == broken
    assert settle(active) == [True]
    assert everything(location) == before
    assert content_of(active, document) == data
    assert active.stray_bytes.settle(orphan, "marie", "comptabilite") is False


def test_bytes_that_another_document_has_too_are_let_go(
    active: CompanyDatabase, location: str
) -> None:
    document = add(active, data=b"%PDF-same").document_id
    before = everything(location)
    run(
        location,
        "INSERT INTO sp_content (content_id, seq, bytes) SELECT 'stray', seq, bytes FROM sp_content",
    )
    [orphan] = active.stray_bytes.orphans()
    assert orphan.fate is Fate.COPY
    assert settle(active) == [True]
    assert everything(location) == before
    assert content_of(active, document) == b"%PDF-same"


def test_bytes_of_a_filed_document_are_let_go_unless_it_was_changed_online(
    active: CompanyDatabase, location: str
) -> None:
    document = add(active, data=b"%PDF-only").document_id
    run(
        location,
        "INSERT INTO sp_content (content_id, seq, bytes) SELECT 'stray', seq, bytes FROM sp_content",
    )
    assert claim(active, "worker", LEASE) is not None
    assert mark_filed(active, document, "worker", ONLINE)
    assert [each.fate for each in active.stray_bytes.orphans()] == [Fate.COPY]
    for seen in (
        "UPDATE sp_document SET online = 'changed'",
        "UPDATE sp_document SET online = 'deleted'",
    ):
        run(location, seen)
        assert [each.fate for each in active.stray_bytes.orphans()] == [Fate.UNKNOWN]


def test_bytes_of_no_document_become_one_that_a_person_classifies(
    active: CompanyDatabase, location: str
) -> None:
    data = b"%PDF-1.7 whose row somebody has deleted"
    add(active, data=data)
    run(location, "DELETE FROM sp_document", "UPDATE sp_meta SET waiting = 0")
    assert [each.fate for each in active.stray_bytes.orphans()] == [Fate.UNKNOWN]
    assert settle(active) == [True]
    [row] = active.register.search()
    assert (row.status, row.size, row.by) == (Status.TO_CLASSIFY, len(data), "marie")
    assert row.title == hashlib.sha256(data).hexdigest()[:12] + ".pdf"
    assert content_of(active, row.id) == data
    assert active.row_faults.wrong_counters() == 0
    assert settle(active) == []
    # The new one is told of by the journal; that the first was removed by hand stays to be seen.
    found = active.verification().run()
    assert ([each.flaw for each in found.found], found.flaws) == ([DocumentFlaw.GONE], [])


def test_where_no_group_was_ever_known_they_stay(db: CompanyDatabase, location: str) -> None:
    activate(db)
    add(db)
    run(
        location,
        "DELETE FROM sp_document",
        "UPDATE sp_activation SET stored = 'inactive', group_id = NULL",
    )
    before = everything(location)
    assert settle(db) == [False]
    assert everything(location) == before


def test_bytes_with_a_hole_are_told_and_left(active: CompanyDatabase, location: str) -> None:
    add(active, data=b"x" * (2 * PIECE + 5))
    run(location, "DELETE FROM sp_document", "DELETE FROM sp_content WHERE seq = 1")
    before = everything(location)
    assert [each.fate for each in active.stray_bytes.orphans()] == [Fate.PARTIAL]
    assert settle(active) == [False]
    assert everything(location) == before


def test_what_a_document_needs_is_swept_no_more(
    active: CompanyDatabase, location: str, clock: StoppedClock
) -> None:
    document = add(active, data=b"%PDF-needed").document_id
    before = everything(location)
    run(
        location,
        "INSERT INTO sp_loose_content (content_id, until)"
        " SELECT content_id, created_at FROM sp_document",
    )
    assert active.stray_bytes.threatened() == 1
    active.stray_bytes.protect()
    assert active.stray_bytes.threatened() == 0
    clock.advance(timedelta(hours=1))
    active.contents.sweep()
    assert everything(location) == before
    assert content_of(active, document) == b"%PDF-needed"


def test_a_document_whose_bytes_are_gone_is_told(active: CompanyDatabase, location: str) -> None:
    add(active, "FA1")
    document = add(active, "FA2", b"%PDF-other").document_id
    run(
        location,
        "DELETE FROM sp_content WHERE content_id ="
        " (SELECT content_id FROM sp_document WHERE number = 'FA2')",
    )
    assert [each.document_id for each in active.stray_bytes.lacking()] == [document]
    assert active.stray_bytes.orphans() == []


def test_two_programs_that_repair_at_once_give_back_once(
    active: CompanyDatabase, location: str, reopen: Any
) -> None:
    other: Opened = reopen()
    data = b"%PDF-1.7 seen by both"
    add(active, data=data)
    run(location, "DELETE FROM sp_document", "UPDATE sp_meta SET waiting = 0")
    [mine], [theirs] = active.stray_bytes.orphans(), other.stray_bytes.orphans()
    assert other.stray_bytes.settle(theirs, "paul", "comptabilite") is True
    assert active.stray_bytes.settle(mine, "marie", "comptabilite") is False
    assert [row.by for row in active.register.search()] == ["paul"]


# --- the register from end to end ------------------------------------------------------------------


def test_the_register_is_read_from_end_to_end(active: CompanyDatabase) -> None:
    first, second = filed(active, "FA1"), add(active, "FA2").document_id
    seen = list(active.register_view.documents(GROUP))
    assert [(each.id, each.status) for each in seen] == [
        (first, Status.FILED), (second, Status.WAITING),
    ]  # fmt: skip
    assert (seen[0].item_id, seen[0].size, seen[1].item_id) == ("item-1", 6, None)
    assert list(active.register_view.documents("group-2")) == []
