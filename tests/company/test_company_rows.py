"""The small rows: company, licence, and the number that tells others to look."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from company_sentences import GROUP, LEASE, Opened, StoppedClock, activate, add

from company_facts import recent, set_siren
from one_document import claim, mark_filed, postpone
from stockage_partage.company.company_settings import WITNESS_STEP, WITNESS_TOLERANCE
from stockage_partage.company.database import CompanyDatabase
from stockage_partage.company.document_records import ThirdParty
from stockage_partage.company.fiscal_years import CALENDAR_YEAR, FiscalStart
from stockage_partage.company.outbox.batch import FiledResult


def test_where_it_is_can_be_told_without_any_password(db: CompanyDatabase, location: str) -> None:
    assert db.place.shown.endswith(location.partition("@")[2].partition("?")[0] or location)
    assert "secret" not in f"{db.place.shown} {db.place!r}"


NAMES = ("L'Atelier", "Dupont & Fils", "É" * 35, "x" * 120, "Cœur 💶")


def test_a_company_keeps_its_identity_whatever_its_name(db: CompanyDatabase) -> None:
    before = db.company.get()
    for name in NAMES:
        db.company.rename(name)
        set_siren(db, "732829320")
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
    [noted] = recent(db, 5)
    assert (noted.act, noted.account) == ("fiscal_start_changed", "marie@bijou.fr")
    assert json.loads(noted.subject) == {"before": "01-01", "after": start.kept}


def test_a_licence_replaces_the_earlier_ones_that_it_is_said_to_replace(
    db: CompanyDatabase,
) -> None:
    assert db.licences.installed() == ()
    db.licences.install("first")
    db.licences.install("second")
    assert db.licences.installed() == ("second",)
    db.licences.install("later", lambda text: text != "second")
    db.licences.install("later", lambda text: text != "second")
    assert db.licences.installed() == ("second", "later")


def test_the_services_date_is_kept_and_goes_back_only_a_little_unnoticed(
    db: CompanyDatabase, clock: StoppedClock
) -> None:
    assert db.licences.latest_seen() is None
    later = clock.now + timedelta(days=40)
    for theirs, kept in [
        (clock.now, clock.now),
        (later, later),
        (later + WITNESS_STEP / 2, later),
        (later - WITNESS_TOLERANCE, later),
        (later + WITNESS_STEP, later + WITNESS_STEP),
    ]:
        assert db.licences.witness(theirs) is None
        assert db.licences.latest_seen() == kept


def test_a_date_kept_far_ahead_of_the_services_is_put_right_and_others_follow(
    db: CompanyDatabase, reopen: Callable[[], Opened], clock: StoppedClock
) -> None:
    false, other = clock.now + timedelta(days=400), reopen()
    db.licences.witness(false)
    before = other.revision()
    assert db.licences.witness(clock.now) == false
    assert other.licences.latest_seen() == clock.now
    assert other.revision() > before


def test_only_another_licence_forgets_the_latest_date(
    db: CompanyDatabase, clock: StoppedClock
) -> None:
    db.licences.install("first")
    db.licences.witness(clock.now)
    db.licences.install("first")
    assert db.licences.latest_seen() == clock.now
    db.licences.install("second")
    assert db.licences.latest_seen() is None


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
        mark_filed(db, claimed[-1], "worker", FiledResult("item", "https://x.example", 6))

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
    active.licences.installed()
    active.licences.witness(clock.now)
    claim(active, "worker", LEASE)
    assert active.revision() == before
