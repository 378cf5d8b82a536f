"""A document kept again after it was lost online, sent while the group changes, or by a wrong clock."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from company_sentences import GROUP, LEASE, Opened, StoppedClock, add, invoice, path_of

from one_document import claim, mark_filed
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import Outcome, Status
from stockage_partage.company.online_facts import GoneSeen, Seen
from stockage_partage.company.outbox_leases import LONGEST_PAUSE
from stockage_partage.company.outbox_turns import FiledAs

THERE = FiledAs("item-1", "https://x.example/1", 6)


@pytest.fixture
def deleted(active: CompanyDatabase) -> int:
    """An invoice that was filed, and that somebody deleted online."""
    claimed = _sent(active)
    active.online.look(Seen(GROUP, "drive", gone=(GoneSeen("item-1"),)), lambda _: True)
    return claimed


def test_the_same_bytes_are_kept_again_once_the_first_were_deleted_online(
    active: CompanyDatabase, deleted: int
) -> None:
    again = add(active)
    assert (again.outcome, again.version) == (Outcome.NEW, 2)
    assert b"".join(active.outbox.content(again.document_id))
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
    assert b"".join(active.outbox.content(added.document_id))


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
    assert pause.until == clock() + LONGEST_PAUSE


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
