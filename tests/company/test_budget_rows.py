"""The minute's budget as rows: what is free, when more is, and what Microsoft 365 said, on both engines."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from company_sentences import LEASE, Opened, StoppedClock, add

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.outbox.batch import BatchResults, BudgetUse, FiledResult, LeaseRequest
from stockage_partage.company.outbox.budget import ALLOWED, SLOT, WINDOW, BudgetRoom, ReportedBudget

COST = 2
WHOLE = BudgetRoom(1164, 1188)  # of 1,200: what is kept back is for what nobody counts here
NOTHING = LeaseRequest(0, LEASE, COST)


def spend(db: CompanyDatabase, units: int) -> None:
    """Requests that nobody had set anything aside for, such as a look at a folder."""
    db.outbox.turn("A", wanted=NOTHING, spending=BudgetUse(spent=units))


def hear(db: CompanyDatabase, allowed: int, remaining: int, until: datetime) -> None:
    said = ReportedBudget(allowed, remaining, until)
    db.outbox.turn("A", wanted=NOTHING, spending=BudgetUse(said=said))


def test_a_new_company_has_the_whole_minute(db: CompanyDatabase, clock: StoppedClock) -> None:
    assert db.budget.room(clock.now) == WHOLE
    assert db.budget.free_at(COST, clock.now) == clock.now


def test_what_is_spent_is_free_again_a_whole_minute_later_and_not_before(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    spend(active, 1000)
    spent_at = clock.now
    assert active.budget.room(clock.now) == BudgetRoom(164, 188)
    clock.advance(WINDOW)
    assert active.budget.room(clock.now) == BudgetRoom(164, 188)
    free = active.budget.free_at(200, clock.now)
    assert spent_at + WINDOW < free <= spent_at + WINDOW + SLOT
    clock.now = free
    assert active.budget.room(clock.now) == WHOLE


def test_claims_set_aside_what_their_requests_will_cost_and_stop_where_it_ends(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    for number in range(5):
        add(active, f"FA{number:05}", f"{number}".encode(), interactive=False)
    spend(active, 1164 - 3 * COST)
    turn = active.outbox.turn("A", wanted=LeaseRequest(9, LEASE, COST))
    assert len(turn.claimed) == 3
    assert turn.set_aside is not None
    assert turn.set_aside.units == 3 * COST
    assert active.budget.room(clock.now).queued == 0
    assert active.outbox.turn("B", wanted=LeaseRequest(9, LEASE, COST)).claimed == []
    assert active.budget.free_at(COST, clock.now) > clock.now


def test_what_a_person_waits_for_may_use_what_the_queue_may_not(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    spend(active, 1164)
    add(active, "FA00001", b"queued", interactive=False)
    assert active.outbox.turn("A", wanted=LeaseRequest(9, LEASE, COST)).claimed == []
    waited_for = add(active, "FA00002", b"waited for", interactive=True)
    claimed = active.outbox.turn("A", wanted=LeaseRequest(9, LEASE, COST)).claimed
    assert [each.document_id for each in claimed] == [waited_for.document_id]


def test_units_set_aside_count_until_a_minute_after_their_request_ended(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    added = add(active, "FA00001", b"one", interactive=False)
    aside = active.outbox.turn("A", wanted=LeaseRequest(1, LEASE, COST)).set_aside
    assert aside is not None
    clock.advance(timedelta(seconds=50))
    ended = BatchResults(filed={added.document_id: FiledResult("item", "u", 3)})
    active.outbox.turn("A", ended, NOTHING, BudgetUse([aside], COST))
    assert active.budget.room(clock.now).queued == WHOLE.queued - COST
    clock.advance(timedelta(seconds=20))  # more than a minute after they were set aside
    assert active.budget.room(clock.now).queued == WHOLE.queued - COST
    clock.advance(timedelta(seconds=41))
    assert active.budget.room(clock.now) == WHOLE


def test_what_a_killed_program_had_set_aside_is_free_after_a_minute(
    active: CompanyDatabase, clock: StoppedClock, reopen: Callable[[], Opened]
) -> None:
    add(active, "FA00001", b"one", interactive=False)
    active.outbox.turn("A", wanted=LeaseRequest(1, LEASE, COST))
    other = reopen()
    assert other.budget.room(clock.now).queued == WHOLE.queued - COST
    clock.advance(WINDOW + 2 * SLOT)
    assert other.budget.room(clock.now) == WHOLE


def test_what_microsoft_says_is_left_holds_until_its_minute_ends(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    until = clock.now + timedelta(seconds=30)
    hear(active, ALLOWED, 100, until)
    assert active.budget.room(clock.now) == BudgetRoom(100 - 36, 100 - 12)
    hear(active, ALLOWED, 400, until)  # an answer that was overtaken on its way
    assert active.budget.room(clock.now).queued == 64
    assert active.budget.free_at(200, clock.now) == until
    clock.now = until
    assert active.budget.room(clock.now) == WHOLE


def test_another_limit_than_the_usual_one_is_learnt(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    hear(active, 2500, 400, clock.now + timedelta(seconds=5))
    clock.advance(timedelta(seconds=6))
    assert active.budget.room(clock.now) == BudgetRoom(2425, 2475)


def test_a_workstation_whose_clock_is_far_ahead_holds_nobody_up(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    right = clock.now
    clock.advance(timedelta(minutes=10))
    spend(active, 1200)
    assert active.budget.room(right) == WHOLE


@pytest.mark.parametrize("seed", range(3))
def test_no_minute_holds_more_than_the_limit_and_a_busy_one_nearly_all_of_it(
    active: CompanyDatabase, clock: StoppedClock, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311  # repeatable
    spent: list[tuple[datetime, int]] = []
    began = clock.now
    while clock.now - began < 3 * WINDOW:
        units = min(active.budget.room(clock.now).queued, chance.choice((2, 60, 400, 1200)))
        if units:
            spend(active, units)
            spent.append((clock.now, units))
        clock.advance(timedelta(milliseconds=chance.choice((10, 700, 4_000, 11_000))))
    for at, _ in spent:
        # Microsoft's own minute may begin at any of these moments, with its first request.
        assert sum(units for then, units in spent if at <= then <= at + WINDOW) <= ALLOWED
    first = sum(units for at, units in spent if at < began + WINDOW)
    assert first >= 0.95 * ALLOWED


def test_settling_gives_back_what_was_set_aside_and_not_spent(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    added = add(active, "FA00001", b"one", interactive=False)
    aside = active.outbox.turn("A", wanted=LeaseRequest(1, LEASE, COST)).set_aside
    assert aside is not None
    assert active.budget.room(clock.now).queued == WHOLE.queued - COST
    active.outbox.turn(
        "A", BatchResults(released=[added.document_id]), NOTHING, BudgetUse([aside], 0)
    )
    assert active.budget.room(clock.now) == WHOLE


def test_what_a_clock_a_day_ahead_heard_of_its_minute_holds_nobody_back(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    hear(active, ALLOWED, 0, clock.now + timedelta(days=1))
    assert active.budget.room(clock.now) == WHOLE
    assert active.budget.free_at(COST, clock.now) == clock.now
    hear(active, ALLOWED, 100, clock.now + WINDOW)
    assert active.budget.room(clock.now) == BudgetRoom(64, 88), (
        "what is meant is heard all the same"
    )


@pytest.mark.parametrize("allowed", [0, 1, -7, 59])
def test_a_limit_under_which_nothing_would_leave_is_not_believed(
    active: CompanyDatabase, clock: StoppedClock, allowed: int
) -> None:
    hear(active, allowed, 0, clock.now - WINDOW)
    assert active.budget.room(clock.now) == WHOLE


def test_a_low_limit_is_believed_for_an_hour_and_a_high_one_until_another(
    active: CompanyDatabase, clock: StoppedClock
) -> None:
    hear(active, 600, 600, clock.now)
    assert active.budget.room(clock.now) == BudgetRoom(582, 594)
    clock.advance(timedelta(hours=2))
    assert active.budget.room(clock.now) == WHOLE
    hear(active, 2500, 2500, clock.now)
    clock.advance(timedelta(hours=2))
    assert active.budget.room(clock.now) == BudgetRoom(2425, 2475)
