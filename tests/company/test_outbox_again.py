"""A document kept again after it was lost online, sent while the group changes, or by a wrong clock."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from company_sentences import GROUP, LEASE, Opened, StoppedClock, add, invoice, path_of

from one_document import claim, mark_filed, postpone
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import AddOutcome
from stockage_partage.company.instants import LONGEST
from stockage_partage.company.online.online_records import ChangesPage, DeletedItem
from stockage_partage.company.outbox.batch import FiledResult
from stockage_partage.company.state_records import Status

THERE = FiledResult("item-1", "https://x.example/1", 6)


@pytest.fixture
def deleted(active: CompanyDatabase) -> int:
    """An invoice that was filed, and that somebody deleted online."""
    claimed = _sent(active)
    active.online.look(ChangesPage(GROUP, "drive", gone=(DeletedItem("item-1"),)), lambda _: True)
    return claimed


def test_the_same_bytes_are_kept_again_once_the_first_were_deleted_online(
    active: CompanyDatabase, deleted: int
) -> None:
    again = add(active)
    assert (again.outcome, again.version) == (AddOutcome.NEW, 2)
    assert b"".join(active.contents.of(again.document_id))
    assert add(active).document_id == again.document_id, "and once only"
    first = active.register.get(deleted)
    assert first is not None
    assert first.status is Status.FILED, "what was is still told"


def test_what_is_being_sent_to_one_group_is_not_filed_in_the_next(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    added = add(active)
    assert claim(active, "worker", LEASE) is not None
    active.activation.deactivate("admin", "comptabilite")
    active.activation.claim("other", "POSTE-2", "comptabilite", timedelta(minutes=2))
    active.activation.hold_group("other", "group-2", "Sage – BIJOU", None, "a", "comptabilite")
    assert not mark_filed(active, added.document_id, "worker", THERE)
    row = active.register.get(added.document_id)
    assert row is not None
    assert (row.status, row.group_id, row.sending) == (Status.WAITING, "group-2", False)
    assert b"".join(active.contents.of(added.document_id))


def test_what_a_clock_two_hours_ahead_kept_leaves_at_once_from_elsewhere(
    active: CompanyDatabase, clock: StoppedClock, reopen: Callable[[], Opened]
) -> None:
    clock.advance(timedelta(hours=2))
    added = add(active)
    clock.advance(-timedelta(hours=2))
    claimed = claim(reopen(), "elsewhere", LEASE)
    assert claimed is not None
    assert claimed.document_id == added.document_id


def test_a_pause_asked_by_a_clock_two_hours_ahead_holds_nobody_back(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    add(active)
    clock.advance(timedelta(hours=2))
    active.outbox.pause(clock() + timedelta(seconds=30), "Throttled")
    assert active.outbox.paused_until() is not None
    clock.advance(-timedelta(hours=2))
    assert active.outbox.paused_until() is None
    assert active.outbox.next_try(clock()) is None
    active.outbox.pause(clock() + timedelta(seconds=30), "Throttled")
    assert claim(active, "worker", LEASE) is None, "the one that is meant does"


def test_no_pause_is_longer_than_an_hour(active: CompanyDatabase, clock: StoppedClock) -> None:
    active.outbox.pause(clock() + timedelta(days=3), "Throttled")
    pause = active.outbox.paused_until()
    assert pause is not None
    assert pause.until == clock() + LONGEST


def _sent(db: CompanyDatabase) -> int:
    added = add(db)
    claimed = claim(db, "worker", LEASE)
    assert claimed is not None
    assert mark_filed(db, added.document_id, "worker", THERE)
    return added.document_id


def test_prints_of_one_number_are_one_piece_within_a_month_and_two_across_months(
    active: CompanyDatabase,
) -> None:
    def printed(key: str, day: date) -> int:
        document = invoice(data=key.encode(), key=key, date=day)
        return active.outbox.add(document, io.BytesIO(key.encode()), path_of(key)).document_id

    printed("march, provisional", date(2026, 3, 31))
    definitive = printed("march", date(2026, 3, 2))
    (piece,) = active.pieces.numbered("FA00042", "CARAT")
    assert piece.document_id == definitive
    printed("april", date(2026, 4, 1))
    assert len(active.pieces.numbered("FA00042", "CARAT")) == 2


DAY = timedelta(days=1)


def test_a_try_put_off_by_a_clock_a_day_ahead_waits_for_nobody(
    active: CompanyDatabase, clock: StoppedClock, reopen: Callable[[], Opened]
) -> None:
    added = add(active)
    clock.advance(DAY)
    assert claim(active, "ahead", LEASE) is not None
    postpone(active, added.document_id, "ahead", clock() + timedelta(seconds=30), "Throttled")
    clock.advance(-DAY)
    assert active.outbox.is_due(clock())
    assert active.outbox.next_try(clock()) is None
    assert claim(reopen(), "elsewhere", LEASE) is not None


def test_a_try_put_off_for_years_by_an_earlier_version_is_made_now(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    added = add(active)
    assert claim(active, "worker", LEASE) is not None
    postpone(active, added.document_id, "worker", clock() + timedelta(days=11574), "Throttled")
    assert claim(active, "worker", LEASE) is not None


def test_what_a_clock_a_day_ahead_was_sending_when_it_died_is_taken_over(
    active: CompanyDatabase, clock: StoppedClock, reopen: Callable[[], Opened]
) -> None:
    added = add(active)
    clock.advance(DAY)
    assert claim(active, "ahead", LEASE) is not None
    clock.advance(-DAY)
    row = active.register.get(added.document_id)
    assert row is not None
    assert not row.sending
    assert claim(reopen(), "elsewhere", LEASE) is not None


def test_what_a_clock_a_day_ahead_was_sending_can_be_withdrawn(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    added = add(active)
    clock.advance(DAY)
    assert claim(active, "ahead", LEASE) is not None
    assert not active.outbox.withdraw(added.document_id), "by its own clock it is being sent"
    clock.advance(-DAY)
    assert active.outbox.withdraw(added.document_id)


def test_an_activation_begun_by_a_clock_a_day_ahead_stops_no_other(
    db: CompanyDatabase, clock: StoppedClock
) -> None:
    clock.advance(DAY)
    db.activation.claim("ahead", "POSTE-1", "comptabilite", LEASE)
    clock.advance(-DAY)
    taken = db.activation.get().claim
    assert taken is not None
    assert not taken.runs(clock())
    db.activation.claim("other", "POSTE-2", "comptabilite", LEASE)
    claimed = db.activation.get().claim
    assert claimed is not None
    assert claimed.owner == "other"
