"""The small rows: company, journal, licence, and the number that tells others to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from company_sentences import GROUP, LEASE, Opened, StoppedClock, activate, add

from one_document import claim, mark_filed, postpone
from stockage_partage.company.company_row import FISCAL_START_CHANGED
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.facts import ThirdParty
from stockage_partage.company.fiscal_start import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.licences import WITNESS_STEP
from stockage_partage.company.outbox_turns import FiledAs


def test_where_it_is_can_be_told_without_any_password(db: CompanyDatabase, location: str) -> None:
    assert db.place.shown.endswith(location.partition("@")[2].partition("?")[0] or location)
    assert "secret" not in f"{db.place.shown} {db.place!r}"


NAMES = ("L'Atelier", "Dupont & Fils", "É" * 35, "x" * 120, "Cœur 💶")


def test_a_company_keeps_its_identity_whatever_its_name(db: CompanyDatabase) -> None:
    before = db.company.get()
    for name in NAMES:
        db.company.rename(name)
        db.company.set_siren("732829320")
        after = db.company.get()
        assert (after.id, after.name, after.siren) == (before.id, name, "732829320")


@pytest.mark.parametrize("start", [FiscalStart(7, 1), FiscalStart(2, 29), FiscalStart(12, 31)])
def test_the_start_of_the_fiscal_year_is_the_calendar_s_until_it_is_said(
    db: CompanyDatabase, reopen: Callable[[], Opened], start: FiscalStart
) -> None:
    before = db.company.get()
    assert before.fiscal_start == CALENDAR_YEAR
    assert db.company.set_fiscal_start(start, "marie@bijou.fr", "comptabilite")
    assert not db.company.set_fiscal_start(start, "paul@bijou.fr")
    assert reopen().company.get() == replace(before, fiscal_start=start)
    [noted] = db.journal.recent(5)
    assert (noted.what, noted.by) == (FISCAL_START_CHANGED, "marie@bijou.fr")
    assert noted.detail == f"01-01>{start.kept}"


def test_the_journal_is_read_newest_first(db: CompanyDatabase, clock: StoppedClock) -> None:
    for what in ("activated", "filed", "deactivated"):
        db.journal.note(what, "admin@bijou.fr", "comptabilite", "group-1", "why")
        clock.advance(timedelta(seconds=1))
    entries = db.journal.recent(2)
    assert [entry.what for entry in entries] == ["deactivated", "filed"]
    assert (entries[0].by, entries[0].subject, entries[0].detail) == (
        "admin@bijou.fr",
        "group-1",
        "why",
    )
    assert entries[0].at == clock.now - timedelta(seconds=1)


def test_one_licence_is_kept_the_latest(db: CompanyDatabase) -> None:
    assert db.licences.current() is None
    db.licences.install("first")
    db.licences.install("second")
    assert db.licences.current() == "second"


def test_the_latest_time_seen_never_goes_back(db: CompanyDatabase, clock: StoppedClock) -> None:
    later = clock.now + timedelta(days=40)
    assert db.licences.witness(clock.now) == clock.now
    assert db.licences.witness(later) == later
    assert db.licences.witness(clock.now) == later
    half = later + WITNESS_STEP / 2
    assert db.licences.witness(half) == half
    assert db.licences.witness(clock.now) == later


def test_only_another_licence_forgets_the_latest_time_seen(
    db: CompanyDatabase, clock: StoppedClock
) -> None:
    db.licences.install("first")
    later = clock.now + timedelta(days=40)
    db.licences.witness(later)
    db.licences.install("first")
    assert db.licences.witness(clock.now) == later
    db.licences.install("second")
    assert db.licences.witness(clock.now) == clock.now


def test_everything_a_panel_shows_moves_the_revision_for_the_others(
    db: CompanyDatabase, reopen: Callable[[], Opened], clock: StoppedClock
) -> None:
    other = reopen()
    claimed: list[int] = []

    def take() -> None:
        document = claim(db, "worker", LEASE)
        assert document is not None
        claimed.append(document.document_id)

    def put_off() -> None:
        take()
        postpone(db, claimed[-1], "worker", clock.now, "Offline")

    def file() -> None:
        take()
        mark_filed(db, claimed[-1], "worker", FiledAs("item", "https://x.example", 6))

    steps: list[Callable[[], object]] = [
        lambda: db.company.rename("OTHER"),
        lambda: db.company.set_fiscal_start(FiscalStart(7, 1), "marie"),
        lambda: db.third_parties.add([ThirdParty("CARAT", "clients", "Carat")]),
        lambda: db.licences.install("text"),
        lambda: db.activation.claim("a", "POSTE-1", "comptabilite", LEASE),
        lambda: db.activation.give_up("a"),
        lambda: activate(db),
        lambda: db.activation.set_health(GROUP, "gone"),
        lambda: db.activation.library_seen(GROUP, "drive-1", "https://x.example"),
        lambda: add(db),
        put_off,
        file,
        lambda: db.outbox.pause(clock.now + LEASE, "Throttled"),
        lambda: db.activation.deactivate("admin@bijou.fr", "comptabilite"),
    ]
    for step in steps:
        before = other.revision()
        step()
        assert other.revision() > before


def test_looking_does_not_move_the_revision(active: CompanyDatabase, clock: StoppedClock) -> None:
    before = active.revision()
    active.activation.get()
    active.register.search()
    active.register.counters()
    active.licences.current()
    active.licences.witness(clock.now)
    claim(active, "worker", LEASE)
    assert active.revision() == before
