"""What may be under way at once: little memory, nothing ordinary behind what is slow, few looks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stockage_partage.company.document_records import ClaimedDocument
from stockage_partage.documents.sending.send_one import ONE_REQUEST
from stockage_partage.documents.sending.upload_workers import SLOW_AT_ONCE, InFlightLoad, is_slow

SMALL = 100_000


def claimed(size: int, copied_from: str = "") -> ClaimedDocument:
    return ClaimedDocument(
        document_id=1,
        group_id="group",
        drive_id="drive",
        path="Sage/a.pdf",
        title="a.pdf",
        size=size,
        sha256="",
        content_type="application/pdf",
        attempts=0,
        priority=0,
        copied_from=copied_from,
        quick_xor="",
        lease_until=datetime(2026, 1, 1, tzinfo=UTC),
    )


def taken(load: InFlightLoad, *sizes: int) -> list[int]:
    return [size for size in sizes if load.takes(claimed(size))]


@pytest.mark.parametrize("in_flight", [1, 4, 16, 32])
def test_small_documents_are_taken_many_at_a_time_and_before_a_hand_is_idle(in_flight: int) -> None:
    few = [claimed(SMALL)] * in_flight
    assert len(taken(InFlightLoad.of(few, in_flight), *[SMALL] * 100)) > in_flight // 4
    many = [claimed(SMALL)] * (2 * in_flight)
    assert taken(InFlightLoad.of(many, in_flight), *[SMALL] * 100) == []


def test_what_is_in_memory_stays_within_its_bound() -> None:
    load = InFlightLoad.of([], 32)
    half = 512 * 1024
    assert sum(taken(load, *[half] * 100)) <= 6 * 1024 * 1024
    assert taken(load, SMALL) == [], "no later one overtakes it"


def test_a_large_document_finds_its_place_however_many_small_ones_are_under_way() -> None:
    load = InFlightLoad.of([claimed(SMALL)] * 60, 32)
    assert taken(load, SMALL, ONE_REQUEST + 1, SMALL) == [ONE_REQUEST + 1]


def test_few_slow_ones_at_once_and_a_copy_is_slow() -> None:
    copy = claimed(SMALL, copied_from="01ITEM")
    assert is_slow(copy)
    load = InFlightLoad.of([copy] * (SLOW_AT_ONCE - 1), 32)
    assert load.takes(copy)
    assert not load.takes(claimed(ONE_REQUEST + 1))
    assert load.takes(claimed(SMALL)), "an ordinary one passes them"
