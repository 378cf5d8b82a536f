"""Documents kept, sent and marked: nothing lost, nothing twice, on both engines."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from company_sentences import (
    GROUP,
    LEASE,
    Opened,
    StoppedClock,
    add,
    behind_its_back,
    invoice,
    path_of,
)

from one_document import block, claim, mark_filed, postpone, release
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AddOutcome, Classification
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.outbox.content import ARRIVAL_LEASE, BATCH, PIECE
from stockage_partage.company.state_records import Status
from stockage_partage.errors import FileUnreadable, PlaceTaken, StorageInactive

LARGE = b"\x25" * (BATCH * PIECE + 17)


def claim_one(db: CompanyDatabase, owner: str = "worker") -> int:
    claimed = claim(db, owner, LEASE)
    assert claimed is not None
    return claimed.document_id


def file_one(db: CompanyDatabase) -> int:
    document = claim_one(db)
    assert mark_filed(db, document, "worker", FiledResult("item-1", "https://x.example/1", 6))
    return document


def pieces_kept(location: str) -> int:
    with behind_its_back(location) as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM sp_content").scalar_one())


# --- keeping ---------------------------------------------------------------------------------------


def test_a_document_is_kept_with_its_bytes(active: CompanyDatabase) -> None:
    added = add(active, data=b"%PDF-1.7 exact bytes")
    assert (added.outcome, added.version) == (AddOutcome.NEW, 1)
    assert b"".join(active.contents.of(added.document_id)) == b"%PDF-1.7 exact bytes"
    row = active.register.get(added.document_id)
    assert row is not None
    assert (row.status, row.path, row.number, row.by) == (
        Status.WAITING, added.path, "FA00042", "marie@bijou.fr",
    )  # fmt: skip


def test_the_same_bytes_again_write_nothing(active: CompanyDatabase, location: str) -> None:
    first = add(active)
    before = active.revision()
    again = add(active)
    assert (again.outcome, again.document_id) == (AddOutcome.ALREADY_WAITING, first.document_id)
    file_one(active)
    assert add(active).outcome is AddOutcome.ALREADY_FILED
    assert active.revision() == before + 1
    assert pieces_kept(location) == 0


def test_other_bytes_of_the_same_document_are_its_next_version(active: CompanyDatabase) -> None:
    add(active, data=b"one")
    second = add(active, data=b"two")
    assert (second.outcome, second.version) == (AddOutcome.NEW, 2)
    assert second.path is not None
    assert second.path.endswith("_v02.pdf")
    assert add(active, data=b"one").version == 1


def test_two_documents_never_share_a_place_whatever_the_case(active: CompanyDatabase) -> None:
    add(active, "FA00042")
    other = invoice("fa00042", b"other")
    with pytest.raises(PlaceTaken):
        active.outbox.add(other, io.BytesIO(b"other"), lambda _n: path_of("fa00042")(1))
    assert active.register.counters().waiting == 1


def test_bytes_that_changed_while_read_are_refused_and_nothing_is_kept(
    active: CompanyDatabase, location: str
) -> None:
    with pytest.raises(FileUnreadable):
        active.outbox.add(invoice(data=b"announced"), io.BytesIO(b"otherwise"), path_of("FA00042"))
    assert active.register.counters().waiting == 0
    assert pieces_kept(location) == 0


def test_while_storage_is_off_nothing_is_kept(db: CompanyDatabase) -> None:
    with pytest.raises(StorageInactive):
        add(db)


def test_a_document_meant_for_another_group_is_refused(active: CompanyDatabase) -> None:
    with pytest.raises(StorageInactive):
        add(active, group_id="group-2")
    assert add(active, group_id=GROUP).outcome is AddOutcome.NEW


def test_while_the_library_is_prepared_documents_are_kept_and_wait(db: CompanyDatabase) -> None:
    db.activation.claim("a", "POSTE-1", "comptabilite", LEASE)
    db.activation.hold_group("a", GROUP, "Sage – BIJOU", None, "admin@bijou.fr", "comptabilite")
    add(db)
    assert claim(db, "worker", LEASE) is None
    db.activation.library_seen(GROUP, "drive-1", "https://x.example")
    assert claim(db, "worker", LEASE) is not None


def test_a_large_document_comes_and_goes_in_pieces(active: CompanyDatabase, location: str) -> None:
    added = add(active, data=LARGE)
    assert b"".join(active.contents.of(added.document_id)) == LARGE
    assert pieces_kept(location) == BATCH + 1
    file_one(active)
    assert pieces_kept(location) == 0


def test_a_large_document_already_kept_is_not_even_read(active: CompanyDatabase) -> None:
    first = add(active, data=LARGE)
    unread = io.BytesIO(LARGE)
    again = active.outbox.add(invoice(data=LARGE), unread, path_of("FA00042"))
    assert (again.outcome, again.document_id) == (AddOutcome.ALREADY_WAITING, first.document_id)
    assert unread.tell() == 0


def test_a_large_document_that_broke_off_leaves_nothing(
    active: CompanyDatabase, location: str
) -> None:
    class BreaksOff(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > BATCH * PIECE:
                raise OSError("the share went away")
            return super().read(size)

    with pytest.raises(FileUnreadable):
        active.outbox.add(invoice(data=LARGE), BreaksOff(LARGE), path_of("FA00042"))
    active.contents.sweep()
    assert pieces_kept(location) == 0
    assert active.register.counters().waiting == 0


@pytest.mark.parametrize("batches", [1, 2])
def test_a_dead_arrival_is_swept_and_cannot_finish_afterwards(
    active: CompanyDatabase, location: str, clock: StoppedClock, batches: int
) -> None:
    data = LARGE * batches

    class Sleeps(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > BATCH * PIECE:
                clock.advance(ARRIVAL_LEASE)
                active.contents.sweep()
            return super().read(size)

    with pytest.raises(FileUnreadable):
        active.outbox.add(invoice(data=data), Sleeps(data), path_of("FA00042"))
    assert pieces_kept(location) == 0


def test_an_arrival_of_which_a_sweep_took_a_part_cannot_finish(
    active: CompanyDatabase, location: str, clock: StoppedClock
) -> None:
    data = LARGE * 3
    called_away = iter([False, True, True])

    class SleepsOnce(io.BytesIO):
        slept = False

        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 2 * BATCH * PIECE and not self.slept:
                self.slept = True
                clock.advance(ARRIVAL_LEASE)
                assert not active.contents.sweep(lambda: next(called_away))
            return super().read(size)

    with pytest.raises(FileUnreadable):
        active.outbox.add(invoice(data=data), SleepsOnce(data), path_of("FA00042"))
    assert active.register.counters().waiting == 0
    active.contents.sweep()
    assert pieces_kept(location) == 0


def test_text_that_no_engine_can_keep_does_not_stop_a_document(active: CompanyDatabase) -> None:
    added = add(active, title="Fac\0ture \udce9.pdf", read='{"numero": "\\u0000"}')
    row = active.register.get(added.document_id)
    assert row is not None
    assert row.title == "Facture ?.pdf"


# --- sending ---------------------------------------------------------------------------------------


def test_a_claimed_document_is_nobody_elses_until_its_lease_ends(
    active: CompanyDatabase, reopen: Callable[[], Opened], clock: StoppedClock
) -> None:
    document = add(active).document_id
    other = reopen()
    assert claim_one(active, "a") == document
    assert claim(other, "b", LEASE) is None
    clock.advance(LEASE)
    assert claim_one(other, "b") == document
    assert not mark_filed(active, document, "a", FiledResult("item", "https://x.example", 6))
    assert not postpone(active, document, "a", clock.now, "Offline")
    assert not block(active, document, "a", "NameRefused")
    active.outbox.renew("a", [document], LEASE)
    assert other.outbox.holders() == {"b"}
    assert not release(active, document, "a")
    assert mark_filed(other, document, "b", FiledResult("item", "https://x.example", 6))


def test_a_renewed_lease_lasts(active: CompanyDatabase, clock: StoppedClock) -> None:
    document = add(active).document_id
    claim_one(active)
    clock.advance(LEASE / 2)
    active.outbox.renew("worker", [document], LEASE)
    clock.advance(LEASE / 2)
    assert claim(active, "b", LEASE) is None
    row = active.register.get(document)
    assert row is not None
    assert row.sending


def test_what_a_person_asked_for_leaves_first_then_the_oldest(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    oldest = add(active, "FA00001").document_id
    clock.advance(timedelta(seconds=1))
    newer = add(active, "FA00002").document_id
    clock.advance(timedelta(seconds=1))
    asked = add(active, "FA00003", interactive=True).document_id
    assert [claim_one(active) for _ in range(3)] == [asked, oldest, newer]


def test_the_bytes_are_dropped_only_once_it_is_filed(
    active: CompanyDatabase, location: str
) -> None:
    add(active)
    assert pieces_kept(location) == 1
    document = file_one(active)
    assert pieces_kept(location) == 0
    assert list(active.contents.of(document)) == []
    row = active.register.get(document)
    assert row is not None
    assert (row.status, row.item_id, row.url, row.sent_size) == (
        Status.FILED, "item-1", "https://x.example/1", 6,
    )  # fmt: skip


def test_marking_filed_twice_changes_nothing(active: CompanyDatabase) -> None:
    add(active)
    document = file_one(active)
    assert not mark_filed(
        active, document, "worker", FiledResult("item-2", "https://x.example/2", 6)
    )
    assert active.register.counters().filed == 1


def test_a_postponed_document_waits_until_it_is_due(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    add(active)
    document = claim_one(active)
    due = clock.now + timedelta(minutes=5)
    assert postpone(active, document, "worker", due, "Throttled")
    assert claim(active, "worker", LEASE) is None
    row = active.register.get(document)
    assert row is not None
    assert (row.trouble, row.attempts, row.due_at) == ("Throttled", 1, due)
    clock.advance(timedelta(minutes=5))
    assert claim_one(active) == document


def test_a_released_document_is_free_at_once(active: CompanyDatabase) -> None:
    add(active)
    document = claim_one(active)
    assert release(active, document, "worker")
    claimed = claim(active, "b", LEASE)
    assert claimed is not None
    assert claimed.attempts == 0


def test_a_blocked_document_steps_aside_until_a_person_retries(active: CompanyDatabase) -> None:
    add(active, "FA00001")
    add(active, "FA00002")
    document = claim_one(active)
    assert block(active, document, "worker", "NameRefused", "request 1")
    assert active.register.counters().blocked == 1
    assert claim_one(active) != document
    assert active.outbox.retry(document)
    assert claim_one(active) == document
    row = active.register.get(document)
    assert row is not None
    assert row.trouble is None


def test_withdrawing_takes_row_and_bytes_away(active: CompanyDatabase, location: str) -> None:
    document = add(active).document_id
    assert active.outbox.withdraw(document)
    assert active.register.get(document) is None
    assert pieces_kept(location) == 0
    assert active.register.counters().waiting == 0


def test_a_document_filed_or_being_sent_cannot_be_withdrawn(active: CompanyDatabase) -> None:
    document = add(active).document_id
    claim_one(active)
    assert not active.outbox.withdraw(document)
    mark_filed(active, document, "worker", FiledResult("item", "https://x.example", 6))
    assert not active.outbox.withdraw(document)
    assert not active.outbox.retry(document)


# --- to classify -----------------------------------------------------------------------------------

SAID = Classification(
    key="ventes/facture/FA00042", type="facture", number="FA00042", date=None,
    third_party_kind="clients", third_party_code="CARAT",
)  # fmt: skip


def test_a_document_of_unknown_place_is_kept_safe_once(active: CompanyDatabase) -> None:
    first = add(active, key="")
    assert (first.outcome, first.path) == (AddOutcome.NEW, None)
    assert add(active, key="").outcome is AddOutcome.ALREADY_WAITING
    assert active.register.counters().to_classify == 1
    assert claim(active, "worker", LEASE) is None


def test_once_classified_it_leaves(active: CompanyDatabase) -> None:
    document = add(active, key="").document_id
    added = active.outbox.classify(document, SAID, path_of("FA00042"))
    assert added is not None
    assert (added.outcome, added.path) == (AddOutcome.NEW, path_of("FA00042")(1))
    assert claim_one(active) == document
    assert active.outbox.classify(document, SAID, path_of("FA00042")) is None


def test_classified_as_what_is_already_kept_it_is_not_kept_twice(
    active: CompanyDatabase, location: str
) -> None:
    kept = add(active).document_id
    document = add(active, key="").document_id
    added = active.outbox.classify(document, SAID, path_of("FA00042"))
    assert added is not None
    assert (added.outcome, added.document_id) == (AddOutcome.ALREADY_WAITING, kept)
    assert active.register.get(document) is None
    assert pieces_kept(location) == 1
    assert active.register.counters().to_classify == 0


# --- the pause all workstations share --------------------------------------------------------------


def test_a_pause_stops_every_workstation_and_ends_by_itself(
    active: CompanyDatabase, reopen: Callable[[], Opened], clock: StoppedClock
) -> None:
    add(active)
    until = clock.now + timedelta(seconds=30)
    active.outbox.pause(until, "Throttled")
    active.outbox.pause(until - timedelta(seconds=10), "Offline")
    other = reopen()
    paused = other.outbox.paused_until()
    assert paused is not None
    assert (paused.until, paused.reason) == (until, "Throttled")
    assert claim(other, "b", LEASE) is None
    clock.advance(timedelta(seconds=30))
    assert other.outbox.paused_until() is None
    assert claim(other, "b", LEASE) is not None


def test_a_pause_can_be_ended_by_a_person(active: CompanyDatabase, clock: StoppedClock) -> None:
    add(active)
    active.outbox.pause(clock.now + timedelta(hours=1), "SignInNeeded")
    active.outbox.resume()
    assert claim(active, "worker", LEASE) is not None


def test_a_piece_of_an_earlier_group_is_found_by_its_key(
    active: CompanyDatabase, location: str
) -> None:
    add(active)
    file_one(active)
    with behind_its_back(location) as connection:
        connection.exec_driver_sql("UPDATE sp_activation SET group_id = 'zz-another'")
    add(active, "FA00043")
    with behind_its_back(location) as connection:
        connection.exec_driver_sql("UPDATE sp_activation SET group_id = 'aa-a third'")
    for number in ("FA00042", "FA00043"):
        (piece,) = active.pieces.numbered(number, "CARAT")
        assert active.pieces.keyed(piece.key) == piece
    assert active.pieces.keyed("nothing") is None
