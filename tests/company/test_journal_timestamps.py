"""Whose turn it is to fetch a timestamp, on both engines: one a day, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from company_sentences import Opened, StoppedClock, behind_its_back
from journal_chain import whole

from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.journal.entries import JournalAct, JournalHead
from stockage_partage.company.journal.timestamps import _LAST

LEASE = timedelta(minutes=5)
DAY = timedelta(days=1)
ANSWER = bytes(range(256))


@pytest.fixture
def told(db: CompanyDatabase) -> CompanyDatabase:
    """Its journal holds an entry."""
    db.journal.note(JournalAct.SYNCHRONISED, {"documents": 0})
    return db


def fetch(db: CompanyDatabase, owner: str = "poste-1") -> bool:
    """A workstation that looks, and is answered at once; False when it was not its turn."""
    last = db.timestamps.take_turn(owner, LEASE)
    if last is None:
        return False
    covered = JournalHead(last.number, last.hash)
    return db.timestamps.keep(owner, covered, ANSWER, db.journal._transactions.clock())


def test_what_is_kept_is_an_entry_of_the_chain(told: CompanyDatabase, location: str) -> None:
    end = told.journal.head()
    assert fetch(told)
    entry = whole(location)[-1]
    assert (entry["act"], entry["document"]) == ("timestamped", None)
    (kept,) = told.timestamps.after(0)
    assert (kept.entry, kept.covered, kept.answer) == (entry["number"], end, ANSWER)
    assert list(told.timestamps.after(kept.entry)) == []


def test_an_empty_journal_has_no_end_to_be_timestamped(db: CompanyDatabase) -> None:
    assert db.timestamps.take_turn("poste-1", LEASE) is None


def test_of_eight_workstations_one_has_the_turn(
    told: CompanyDatabase, reopen: Callable[[], Opened]
) -> None:
    stations = [reopen() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        turns = list(
            pool.map(
                lambda each: each[1].timestamps.take_turn(f"poste-{each[0]}", LEASE),
                enumerate(stations),
            )
        )
    assert len([turn for turn in turns if turn is not None]) == 1


def test_a_turn_that_nobody_gave_back_is_anothers_once_it_is_over(
    told: CompanyDatabase, clock: StoppedClock
) -> None:
    last = told.timestamps.take_turn("poste-1", LEASE)
    assert last is not None
    assert not fetch(told, "poste-2")
    clock.advance(LEASE)
    assert fetch(told, "poste-2")
    late = told.timestamps.keep("poste-1", JournalHead(last.number, last.hash), ANSWER, clock())
    assert (late, len(list(told.timestamps.after(0)))) == (False, 1)


def test_what_is_put_off_is_put_off_for_all_and_an_hour_at_most(
    told: CompanyDatabase, clock: StoppedClock
) -> None:
    assert told.timestamps.take_turn("poste-1", LEASE) is not None
    told.timestamps.put_off("poste-2", timedelta(minutes=1))
    assert not fetch(told, "poste-2"), "not theirs to put off"
    told.timestamps.put_off("poste-1", timedelta(days=30))
    clock.advance(timedelta(minutes=59))
    assert not fetch(told)
    clock.advance(timedelta(minutes=1))
    assert fetch(told, "poste-2")


def test_the_day_is_the_same_for_all_whatever_a_clock_says(
    told: CompanyDatabase, clock: StoppedClock
) -> None:
    clock.now = clock.now.replace(hour=23, minute=59)
    clock.advance(timedelta(minutes=2))
    assert fetch(told)
    told.journal.note(JournalAct.SYNCHRONISED, {"documents": 1})
    clock.advance(-timedelta(minutes=4))
    assert not fetch(told, "poste-2"), "its clock still shows the day before"
    clock.advance(DAY)
    assert not fetch(told), "that day has its own"
    clock.advance(DAY)
    assert fetch(told)


def test_a_clock_far_ahead_does_not_stop_the_others(
    told: CompanyDatabase, clock: StoppedClock
) -> None:
    now = clock.now
    clock.advance(400 * DAY)
    assert fetch(told)
    told.journal.note(JournalAct.SYNCHRONISED, {"documents": 1})
    clock.now = now
    assert fetch(told)


def test_a_timestamp_that_was_damaged_asks_for_no_other_on_the_same_day(
    told: CompanyDatabase, location: str
) -> None:
    assert fetch(told)
    with behind_its_back(location) as connection:
        connection.exec_driver_sql(
            "UPDATE sp_journal_entry SET subject = '{' WHERE act = 'timestamped'"
        )
    told.journal.note(JournalAct.SYNCHRONISED, {"documents": 1})
    assert not fetch(told)
    assert list(told.timestamps.after(0)) == []


def test_they_are_found_without_the_other_entries(told: CompanyDatabase, location: str) -> None:
    assert fetch(told)
    with behind_its_back(location) as connection:
        asked = _LAST.compile(connection, compile_kwargs={"literal_binds": True})
        if "postgresql" in location:
            connection.exec_driver_sql("SET enable_seqscan = off")  # so few are read faster whole
        how = "EXPLAIN" if "postgresql" in location else "EXPLAIN QUERY PLAN"
        plan = connection.exec_driver_sql(f"{how} {asked}").all()
    assert "ix_sp_journal_entry_timestamped_number" in str(plan)
